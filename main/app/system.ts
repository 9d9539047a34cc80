/** The real clock, the real randomness, and who is logged in. */
import { randomInt, randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from '../ports/world.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** Milliseconds since this machine's start (uv_hrtime): the same in every process, nobody can set it, sleep does not count. */
export function systemSinceBoot(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

function pick(alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

export const systemRandom: Random = {
  uuid: () => randomUUID(),
  digits: (count) => pick('0123456789', count),
  pick,
};

/** The operating system's user: the operator until operators have names of their own. */
export function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without a name (containers): the number is what there is.
    return `uid ${process.getuid?.() ?? '?'}`;
  }
}
