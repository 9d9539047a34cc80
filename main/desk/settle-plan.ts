/** When which uncertain operation is asked about in the background: pure, so that time and chance are whatever it is told. */
import type { Operation, ProviderName } from '../ports/operations.ts';

export interface SettleTimes {
  /** Before an operation is asked about for the second time; each further wait is twice as long. Milliseconds. */
  readonly askAgainMs: number;
  /** The longest wait: the slow lane of what was asked about often. */
  readonly slowLaneMs: number;
  /** Before a provider that did not answer is tried again; each further wait is twice as long. */
  readonly tryAgainMs: number;
  readonly tryAgainMostMs: number;
  /** Operations in one round. */
  readonly most: number;
}

export const SETTLE_TIMES: SettleTimes = {
  askAgainMs: 15_000,
  slowLaneMs: 60 * 60_000,
  tryAgainMs: 5_000,
  tryAgainMostMs: 5 * 60_000,
  most: 20,
};

/** Doubling stops to matter long before a number overflows. */
const MOST_DOUBLINGS = 30;

/**
 * @param first the first wait, milliseconds @param turn 0 for the first @param chance 0 to 1
 * @returns between half of the wait and the whole of it, so that tills that lost the network together do not return together
 */
export function backoff(first: number, longest: number, turn: number, chance: number): number {
  const wait = Math.min(longest, first * 2 ** Math.min(turn, MOST_DOUBLINGS));
  return wait / 2 + (wait / 2) * chance;
}

interface Asked {
  readonly times: number;
  /** On the steady clock. */
  readonly due: number;
}

interface Silence {
  readonly times: number;
  readonly until: number;
}

export interface SettlePlan {
  /** What is to be asked about now, the oldest first. @param open the oldest first */
  due(open: readonly Operation[], now: number): readonly Operation[];
  /** When the next is due on the steady clock; null: none is open. */
  next(open: readonly Operation[]): number | null;
  /** It was asked about, and the provider had its say. */
  asked(operation: Operation, now: number): void;
  /** Its provider cannot be asked now: not reached, or it refuses the question. */
  silent(provider: ProviderName, now: number): void;
  /** A provider was reached: what waited for it waits no longer. @returns whether anything did */
  heard(provider: ProviderName): boolean;
}

/** @param chance 0 to 1, anew at each call */
export function createSettlePlan(times: SettleTimes, chance: () => number): SettlePlan {
  const asked = new Map<string, Asked>();
  const silences = new Map<ProviderName, Silence>();

  const dueAt = ({ id, provider }: Operation): number =>
    Math.max(asked.get(id)?.due ?? Number.NEGATIVE_INFINITY, silences.get(provider)?.until ?? Number.NEGATIVE_INFINITY);

  /** What is settled is forgotten. */
  function forget(open: readonly Operation[]): void {
    const ids = new Set(open.map(({ id }) => id));
    for (const id of asked.keys()) if (!ids.has(id)) asked.delete(id);
  }

  return {
    due: (open, now) => {
      forget(open);
      return open.filter((operation) => dueAt(operation) <= now).slice(0, times.most);
    },
    next: (open) => (open.length === 0 ? null : Math.min(...open.map(dueAt))),
    asked: ({ id, provider }, now) => {
      const before = asked.get(id)?.times ?? 0;
      asked.set(id, { times: before + 1, due: now + backoff(times.askAgainMs, times.slowLaneMs, before, chance()) });
      silences.delete(provider);
    },
    silent: (provider, now) => {
      const before = silences.get(provider)?.times ?? 0;
      const wait = backoff(times.tryAgainMs, times.tryAgainMostMs, before, chance());
      silences.set(provider, { times: before + 1, until: now + wait });
    },
    heard: (provider) => silences.delete(provider),
  };
}
