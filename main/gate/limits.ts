/** How much one channel may be asked: so much that no cashier meets it, so little that a page run wild starves nobody. */

export interface Rate {
  /** How many at once, from a rest. */
  readonly burst: number;
  readonly perSecond: number;
}

/** Questions of any kind: each costs a look at its sender, its size and its shape. */
const ASKED: Rate = { burst: 200, perSecond: 100 };
/** Well-formed ones: each costs what its action costs. A hand presses twice a second, a scanner's text comes as one. */
const RUN: Readonly<Record<'reads' | 'acts' | 'turn', Rate>> = {
  reads: { burst: 100, perSecond: 25 },
  acts: { burst: 20, perSecond: 5 },
  turn: { burst: 10, perSecond: 2 },
};
/** Different wishes under way on one channel; the same wish joins the one that is. */
const AT_ONCE: Readonly<Record<'reads' | 'acts', number>> = { reads: 8, acts: 4 };
/** Who asks one and the same question while it is under way: each is given the whole answer, which may be long. */
const MOST_ASKERS = 20;

/** A token bucket. @param now milliseconds of a clock that never goes back */
export function createBucket({ burst, perSecond }: Rate, now: () => number): () => boolean {
  let tokens = burst;
  let at = now();
  return () => {
    const then = at;
    at = now();
    tokens = Math.min(burst, tokens + ((at - then) * perSecond) / 1_000);
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

/** The wish as text, so that two that are the same are known to be; null for what JSON would not keep apart. */
function wishOf(input: unknown): string | null {
  try {
    return JSON.stringify(input, (_key, value: unknown) => {
      const kept = typeof value !== 'object' || value === null || Array.isArray(value);
      if (kept || Object.getPrototypeOf(value) === Object.prototype) return value;
      throw new TypeError('not plain');
    });
  } catch {
    return null;
  }
}

export interface Limits {
  /** Whether one more question may be looked at. */
  readonly ask: () => boolean;
  /**
   * @returns what comes of the wish, the same promise for the same wish while it is under way; null when it is too much.
   * An act is joined by as many as like: nobody is told that it was not carried out while it is.
   */
  readonly run: <T>(wish: unknown, action: () => Promise<T>) => Promise<T> | null;
}

/** One channel at a time among those that share a turn. */
export type Turns = Set<string>;

/**
 * The limits of one channel.
 * @param turn channels that name the same turn never run at the same time, whatever their wishes
 */
export function createLimits(
  channel: { readonly effect: 'reads' | 'acts'; readonly turn?: string },
  turns: Turns,
  now: () => number = () => performance.now(),
): Limits {
  const { effect, turn } = channel;
  const mayRun = createBucket(RUN[turn === undefined ? effect : 'turn'], now);
  const running = new Map<string | symbol, { readonly answer: Promise<unknown>; askers: number }>();
  return {
    ask: createBucket(ASKED, now),
    run<T>(wish: unknown, action: () => Promise<T>): Promise<T> | null {
      const key = wishOf(wish) ?? Symbol('a wish of its own');
      const same = running.get(key);
      if (same !== undefined) {
        if (effect === 'reads' && same.askers >= MOST_ASKERS) return null;
        same.askers += 1;
        // A channel has one action, and so one type.
        return same.answer as Promise<T>;
      }
      if (running.size >= AT_ONCE[effect] || (turn !== undefined && turns.has(turn)) || !mayRun()) return null;
      if (turn !== undefined) turns.add(turn);
      const begun = action().finally(() => {
        running.delete(key);
        if (turn !== undefined) turns.delete(turn);
      });
      running.set(key, { answer: begun, askers: 1 });
      return begun;
    },
  };
}
