/** The port that the actions print through: one writer for each printer, and every print ends in what is proved. */
import type { PrinterSettings, PrinterStatus, PrinterTransport, PrintResult } from '../../shared/printing.ts';
import type { Clock, Printing, Random } from '../app/ports.ts';
import type { Open } from './connection.ts';
import { encodeSlip } from './encode-slip.ts';
import { type Line, openLine } from './line.ts';
import { preflight } from './preflight.ts';
import { release, runSession, type SessionTools } from './session.ts';
import { TIMING, type Timing } from './timing.ts';
import { openTcp } from './transports/tcp.ts';

export interface PrintingNeeds {
  readonly clock: Clock;
  readonly random: Pick<Random, 'pick'>;
  /** Other waits than the usual ones, for tests. */
  readonly timing?: Partial<Timing>;
}

type Wanted = { readonly ok: true; readonly address: string; readonly open: Open } | { readonly ok: false };

/** How to reach a printer, and a name under which no second writer may reach it. */
function reach(transport: PrinterTransport, timing: Timing): Wanted {
  if (transport.kind !== 'tcp') return { ok: false };
  const { host, port } = transport;
  return {
    ok: true,
    address: `tcp ${host.toLowerCase()} ${port}`,
    open: openTcp({ host, port, connectMs: timing.connectMs }),
  };
}

type Failed = { readonly trouble: 'unreachable' | 'transport-unsupported' | 'no-answer'; readonly detail: string };

/** Work on a printer's line, one at a time for each address; the next begins when the line is released. */
function createLanes(tools: SessionTools) {
  const lanes = new Map<string, Promise<void>>();

  async function onLine<T>(open: Open, work: (line: Line) => Promise<T>, signal?: AbortSignal) {
    const opened = await openLine(open, tools.clock, signal);
    if (!opened.ok) return { end: Promise.resolve(), value: opened };
    const value = await work(opened.line);
    return { end: release(opened.line, tools), value: { ok: true as const, value } };
  }

  return async function run<T>(
    printer: PrinterSettings,
    work: (line: Line) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<{ readonly ok: true; readonly value: T } | ({ readonly ok: false } & Failed)> {
    const wanted = reach(printer.transport, tools.timing);
    if (!wanted.ok) return { ok: false, trouble: 'transport-unsupported', detail: printer.transport.kind };
    const before = lanes.get(wanted.address) ?? Promise.resolve();
    const turn = Promise.withResolvers<void>();
    lanes.set(wanted.address, turn.promise);
    await before;
    if (signal?.aborted === true) {
      turn.resolve();
      return { ok: false, trouble: 'no-answer', detail: 'cancelled' };
    }
    try {
      const { end, value } = await onLine(wanted.open, work, signal);
      void end.finally(turn.resolve);
      return value.ok ? value : { ok: false, trouble: 'unreachable', detail: value.detail };
    } catch (bug) {
      turn.resolve();
      throw bug;
    }
  };
}

/**
 * @returns `print`: every PrintResult of shared/printing.ts; `not-printed` is said only when no byte of the job left.
 * `status`: connects, asks, closes.
 */
export function createPrinting(needs: PrintingNeeds): Printing {
  const tools: SessionTools = { clock: needs.clock, random: needs.random, timing: { ...TIMING, ...needs.timing } };
  const run = createLanes(tools);
  return {
    print: async (slip, printer, signal): Promise<PrintResult> => {
      const job = encodeSlip(slip, printer);
      if (!job.ok) return { kind: 'not-printed', trouble: job.trouble, detail: job.detail };
      const ran = await run(printer, (line) => runSession(line, job, tools, signal), signal);
      return ran.ok ? ran.value : { kind: 'not-printed', trouble: ran.trouble, detail: ran.detail };
    },
    status: async (printer, signal): Promise<PrinterStatus> => {
      const ran = await run(printer, (line) => preflight(line, tools.clock, tools.timing), signal);
      return ran.ok ? ran.value : { state: 'trouble', trouble: ran.trouble, detail: ran.detail };
    },
  };
}
