/** What is under way at the window's till: the one that moves is shown, never twice at once for one and the same wish. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallProgress } from '../snap/call.ts';
import type { Snapshot } from './state.ts';

type Acting = NonNullable<Snapshot['acting']>;

interface Flight {
  shown: Acting;
}

export interface Flights {
  /** Runs it, or joins the flight of the same action with the same wish. */
  run<T>(action: string, wish: unknown, fly: () => Promise<T>): Promise<T>;
  /** Something in the background that a quit has to wait for; not shown. */
  alongside(work: Promise<void>): void;
  /** Of the flight in whose course it is called; that one is shown from then on. */
  readonly progress: (progress: CallProgress) => void;
  /** Whether anything that somebody pressed is under way. */
  isFlying(): boolean;
  /** Resolves when nothing is under way any more. */
  landed(): Promise<void>;
}

/** @param show told what the till is doing now, null when it rests */
export function createFlights(show: (acting: Acting | null) => void): Flights {
  const byWish = new Map<string, Promise<unknown>>();
  const pending = new Set<Promise<unknown>>();
  /** The one that moved last comes first. */
  const flying: Flight[] = [];
  const course = new AsyncLocalStorage<Flight>();
  const showFirst = (): void => show(flying[0]?.shown ?? null);

  async function shown<T>(action: string, fly: () => Promise<T>): Promise<T> {
    const mine: Flight = { shown: { action, phase: 'starting', attempt: 0, of: 0 } };
    flying.unshift(mine);
    showFirst();
    try {
      return await course.run(mine, fly);
    } finally {
      flying.splice(flying.indexOf(mine), 1);
      showFirst();
    }
  }

  function keep(work: Promise<unknown>, after: () => void = () => undefined): void {
    pending.add(work);
    const done = (): void => {
      pending.delete(work);
      after();
    };
    work.then(done, done);
  }

  return {
    run<T>(action: string, wish: unknown, fly: () => Promise<T>): Promise<T> {
      const key = `${action} ${JSON.stringify(wish)}`;
      // An action's name stands for one call site, and so for one type.
      const same = byWish.get(key) as Promise<T> | undefined;
      if (same !== undefined) return same;
      const flight = shown(action, fly);
      byWish.set(key, flight);
      keep(flight, () => byWish.delete(key));
      return flight;
    },
    alongside: (work) => keep(work),
    progress(progress) {
      const mine = course.getStore();
      const at = mine === undefined ? -1 : flying.indexOf(mine);
      if (mine === undefined || at < 0) return;
      mine.shown = { action: mine.shown.action, ...progress };
      flying.splice(at, 1);
      flying.unshift(mine);
      showFirst();
    },
    isFlying: () => flying.length > 0,
    async landed() {
      while (pending.size > 0) await Promise.allSettled(pending);
    },
  };
}
