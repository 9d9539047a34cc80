/** This machine's clocks, with waits that pass faster, and a wall clock that can be set. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../main/ports/world.ts';

export interface HurriedClock extends Clock {
  /** Sets the wall clock ahead (or, negative, back) by so many milliseconds; the steady one does not notice. */
  readonly set: (byMs: number) => void;
}

/** @param times how many times faster what is waited for passes */
export function hurriedClock(times = 50): HurriedClock {
  let set = 0;
  return {
    now: () => Date.now() + set,
    monotonic: () => performance.now() * times,
    sleep: async (ms, signal) => {
      await sleep(ms / times, undefined, signal === undefined ? {} : { signal });
    },
    set: (byMs) => {
      set += byMs;
    },
  };
}
