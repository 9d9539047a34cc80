/** The fault table: each contestant against each faulty printer, what it said and what was true. */
import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order, Report } from './fault-child.ts';
import {
  emulated,
  type FaultPrinter,
  paperEndsInTheMiddle,
  resetsEarly,
  slowWithStatus,
  unreachable,
} from './fault-printers.ts';

export interface FaultCase {
  readonly id: 'well' | 'stalled' | 'reset' | 'slow' | 'unreachable' | 'before' | 'during' | 'during-full' | 'mute';
  readonly title: string;
  readonly bytes: number;
  readonly printer: () => Promise<FaultPrinter | null>;
  /** Most of them only wait here: all at the same time. */
  readonly together: boolean;
}

const SMALL = 200;
const MIDDLE = 5_000;
const LARGE = 20_000;

export const CASES: readonly FaultCase[] = [
  {
    id: 'well',
    title: 'nothing wrong (control)',
    bytes: MIDDLE,
    printer: () => emulated({}),
    together: false,
  },
  {
    id: 'stalled',
    title: 'stalled: connects, reads nothing; small job',
    bytes: SMALL,
    printer: () => emulated({ stalled: true }),
    together: true,
  },
  {
    id: 'reset',
    title: 'reset after the first 20 bytes of 5,000',
    bytes: MIDDLE,
    printer: resetsEarly,
    together: false,
  },
  {
    id: 'slow',
    title: 'slow (4 kB each 100 ms), sends status; 20,000 bytes',
    bytes: LARGE,
    printer: slowWithStatus,
    together: false,
  },
  { id: 'unreachable', title: 'unreachable: no answer to SYN', bytes: SMALL, printer: unreachable, together: true },
  {
    id: 'before',
    title: 'paper out before the job',
    bytes: MIDDLE,
    printer: () => emulated({ paperOut: true }),
    together: false,
  },
  {
    id: 'during',
    title: 'paper out during the job, 2,000 bytes',
    bytes: 2_000,
    printer: paperEndsInTheMiddle,
    together: false,
  },
  {
    id: 'during-full',
    title: "paper out during the job, 6,000 bytes (the printer's buffer of 4 kB is full)",
    bytes: 6_000,
    printer: paperEndsInTheMiddle,
    together: false,
  },
  {
    id: 'mute',
    title: 'never answers status, prints',
    bytes: MIDDLE,
    printer: () => emulated({ mute: true }),
    together: true,
  },
];

export interface FaultResult {
  /** null: no word within the cap. */
  readonly report: Report | null;
  /** From the fault (or the call, where it was there from the start) to the verdict, milliseconds. */
  readonly noticedMs: number | null;
  readonly delivered: number;
  readonly printed: number;
  readonly wanted: number;
  /** It said success, and the paper does not have the job. */
  readonly falseSuccess: boolean;
}

/** Waits until nothing more arrives or comes out; the slow one takes something every 100 ms. */
async function settle(printer: FaultPrinter, quietMs: number): Promise<void> {
  let before = -1;
  for (let turn = 0; turn < 40; turn += 1) {
    const now = printer.delivered() + printer.printed();
    if (now === before) return;
    before = now;
    await sleep(quietMs);
  }
}

/** @param peer a module's name in peers/ @param capMs how long a word is waited for */
export async function tryFault(peer: string, fault: FaultCase, capMs: number): Promise<FaultResult | null> {
  const printer = await fault.printer();
  if (printer === null) return null;
  const child = fork(`${import.meta.dirname}/fault-child.ts`, [peer], { stdio: 'ignore' });
  try {
    await new Promise((resolve) => child.once('message', resolve));
    const answer = new Promise<Report>((resolve) => child.once('message', (said) => resolve(said as Report)));
    const order: Order = { host: printer.host, port: printer.port, bytes: fault.bytes };
    child.send(order);
    const report = await Promise.race([answer, sleep(capMs, null)]);
    await settle(printer, fault.id === 'slow' ? 250 : 100);
    const delivered = printer.delivered();
    const printed = printer.printed();
    const faultAt = printer.faultAt();
    return {
      report,
      noticedMs:
        report === null || report.verdict.said === 'success'
          ? null
          : faultAt === null
            ? report.ms
            : report.at - faultAt,
      delivered,
      printed,
      wanted: fault.bytes,
      falseSuccess: report?.verdict.said === 'success' && printed < fault.bytes,
    };
  } finally {
    child.kill('SIGKILL');
    await printer.close();
  }
}
