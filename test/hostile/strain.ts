/** What an attack costs main: how much larger it grows, and how long it keeps everybody else waiting meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Till } from '../electron/launch.ts';
import { residentMb } from './world.ts';

/**
 * How much larger main may have become by an attack, in MB: measured 70 to 160 for a flood of ten thousand, the more the
 * busier the machine. What is kept of each call shows here, or fills the heap that world.ts leaves main and ends it.
 */
const GROWTH_MB = 300;

/** Between two looks at main while it is under attack: looks of their own must not be a flood. */
const LOOK_MS = 20;

export interface Strain {
  readonly grownMb: number | null;
  /** How long each look at main took, in milliseconds; none on Electron, where nobody can be asked this way. */
  readonly looks: readonly number[];
}

/** Runs an attack and looks at main all the while; main must not have grown by more than an attack may cost. */
export async function strainOf<T>(till: Till, attack: () => Promise<T>): Promise<{ readonly came: T } & Strain> {
  const before = await residentMb(till.pid);
  const looks: number[] = [];
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      const began = performance.now();
      if ((await till.told()) === null) return;
      looks.push(performance.now() - began);
      // A pause that is cut short is how the watch ends.
      await sleep(LOOK_MS, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  try {
    const came = await attack();
    const after = await residentMb(till.pid);
    const grownMb = before === null || after === null ? null : after - before;
    if (grownMb !== null) expect(grownMb).toBeLessThan(GROWTH_MB);
    return { came, grownMb, looks };
  } finally {
    over.abort();
    await watching;
  }
}
