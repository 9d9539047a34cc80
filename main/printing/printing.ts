/** The port that the actions print through: one writer for each printer, and every print ends in what is proved. */
import type { PrinterStatus, PrintResult } from '../../shared/printing.ts';
import type { Clock, PrinterLocks, Printing, PrintOptions, Random } from '../ports.ts';
import { abilityOf } from './ability.ts';
import { encodeSlip } from './encode-slip.ts';
import { lengthMs } from './judge.ts';
import { createLanes, type Turn, type Way } from './lanes.ts';
import { type Line, openLine } from './line.ts';
import { preflight } from './preflight.ts';
import type { Places } from './reach.ts';
import { type Job, release, runSession, type SessionTools } from './session.ts';
import { TIMING, type Timing } from './timing.ts';

export interface PrintingNeeds {
  readonly clock: Clock;
  readonly random: Pick<Random, 'pick'>;
  /** Keeps other processes from a printer while this one has it; absent: this process is alone. */
  readonly locks?: PrinterLocks | undefined;
  /** Other waits than the usual ones, for tests. */
  readonly timing?: Partial<Timing>;
  /** Other places for the system's devices than the usual ones, for tests. */
  readonly places?: Places;
}

type TwoWay = Extract<Way, { kind: 'two-way' }>;
type Talked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string };

/** Opens the line, works on it, and sees to its orderly end. */
async function talk<T>(
  way: TwoWay,
  needs: PrintingNeeds,
  work: (line: Line, tools: SessionTools) => Promise<T>,
  signal?: AbortSignal,
): Promise<Turn<Talked<T>>> {
  const tools: SessionTools = { clock: needs.clock, random: needs.random, timing: way.timing };
  const opened = await openLine(way.open, tools.clock, signal);
  if (!opened.ok) return { end: Promise.resolve(), value: opened };
  try {
    const value = await work(opened.line, tools);
    return { end: release(opened.line, tools), value: { ok: true, value } };
  } catch (bug) {
    await release(opened.line, tools);
    throw bug;
  }
}

async function atOnce<T>(work: Promise<T>): Promise<Turn<T>> {
  return { value: await work, end: Promise.resolve() };
}

/**
 * @returns `print`: every PrintResult of shared/printing.ts; `not-printed` is said only when no byte of the job left.
 * `status`: connects, asks, closes.
 */
export function createPrinting(needs: PrintingNeeds): Printing {
  const timing: Timing = { ...TIMING, ...needs.timing };
  const run = createLanes({ timing, places: needs.places ?? {}, locks: needs.locks });

  async function printOn(way: Way, job: Job, options: PrintOptions): Promise<Turn<PrintResult>> {
    if (way.kind === 'one-way') {
      const ms = timing.connectMs + timing.proofMs + lengthMs(timing, job.bytes.length, job.heightDots);
      options.onSend?.();
      return atOnce(way.way.deliver(job.bytes, { ms, signal: options.signal }));
    }
    const { end, value } = await talk(
      way,
      needs,
      (line, tools) => runSession(line, job, tools, options),
      options.signal,
    );
    if (value.ok) return { end, value: value.value };
    return { end, value: { kind: 'not-printed', trouble: 'unreachable', detail: value.detail } };
  }

  async function statusOn(way: Way, signal?: AbortSignal): Promise<Turn<PrinterStatus>> {
    if (way.kind === 'one-way') return atOnce(way.way.status({ ms: timing.connectMs, signal }));
    const ask = (line: Line, tools: SessionTools) => preflight(line, tools.clock, tools.timing);
    const { end, value } = await talk(way, needs, ask, signal);
    if (value.ok) return { end, value: value.value };
    return { end, value: { state: 'trouble', trouble: 'unreachable', detail: value.detail } };
  }

  return {
    print: async (slip, printer, options = {}): Promise<PrintResult> => {
      const job = encodeSlip(slip, abilityOf(printer, null));
      if (!job.ok) return { kind: 'not-printed', trouble: job.trouble, detail: job.detail };
      const ran = await run(printer, (way) => printOn(way, job, options), options.signal);
      return ran.ok ? ran.value : { kind: 'not-printed', trouble: ran.trouble, detail: ran.detail };
    },
    status: async (printer, signal): Promise<PrinterStatus> => {
      const ran = await run(printer, (way) => statusOn(way, signal), signal);
      return ran.ok ? ran.value : { state: 'trouble', trouble: ran.trouble, detail: ran.detail };
    },
  };
}
