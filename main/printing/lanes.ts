/** One writer for each printer: work in this process waits in line, other processes are kept out by a lock. */
import type { PrinterSettings, PrinterTrouble } from '../../shared/printing.ts';
import type { PrinterLocks } from '../ports/printing.ts';
import { type Places, type Reached, reach } from './reach.ts';
import type { Timing } from './timing.ts';

export type Way = Exclude<Reached, { kind: 'none' }>;

/** `end`: when the next may have the printer. */
export interface Turn<T> {
  readonly value: T;
  readonly end: Promise<void>;
}

export type Ran<T> =
  | { readonly ok: true; readonly value: T }
  /** Nothing was opened. */
  | { readonly ok: false; readonly trouble: PrinterTrouble; readonly detail: string };

export interface LaneNeeds {
  readonly timing: Timing;
  readonly places: Places;
  readonly locks: PrinterLocks | undefined;
}

type Held = Awaited<ReturnType<PrinterLocks['acquire']>>;

const ALONE: Held = { held: true, release: () => undefined };
const CANCELLED = { ok: false, trouble: 'no-answer', detail: 'cancelled' } as const;
const BUSY = { ok: false, trouble: 'busy', detail: 'another program of this till is using it' } as const;

/**
 * @returns runs work at a printer. Whoever comes later waits until the one before has let go of it, and up to
 * `lockMs` for another process; `busy` when that keeps it. A cancelled one gives its place away without opening anything.
 */
export function createLanes({ timing, places, locks }: LaneNeeds) {
  const lanes = new Map<string, Promise<void>>();

  /** The work between lock and unlock; `done` when the printer is free. */
  async function locked<T>(
    way: Way,
    work: (way: Way) => Promise<Turn<T>>,
    done: () => void,
    signal?: AbortSignal,
  ): Promise<Ran<T>> {
    const lock = await (locks?.acquire(way.address, timing.lockMs) ?? ALONE);
    if (!lock.held) {
      done();
      return BUSY;
    }
    const free = (): void => {
      try {
        lock.release();
      } finally {
        done();
      }
    };
    if (signal?.aborted === true) {
      free();
      return CANCELLED;
    }
    try {
      const { end, value } = await work(way);
      void end.finally(free);
      return { ok: true, value };
    } catch (error) {
      free();
      throw error;
    }
  }

  return async function run<T>(
    printer: PrinterSettings,
    work: (way: Way) => Promise<Turn<T>>,
    signal?: AbortSignal,
  ): Promise<Ran<T>> {
    const way = await reach(printer.transport, timing, places);
    if (way.kind === 'none') return { ok: false, trouble: way.trouble, detail: way.detail };
    const before = lanes.get(way.address) ?? Promise.resolve();
    const turn = Promise.withResolvers<void>();
    lanes.set(way.address, turn.promise);
    await before;
    try {
      return await locked(way, work, turn.resolve, signal);
    } catch (error) {
      // A lock that cannot even be asked for must not keep those behind us waiting for ever.
      turn.resolve();
      throw error;
    }
  };
}
