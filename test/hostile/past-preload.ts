/** Values that the preload would keep from main, for a page that speaks to main without it. */
import { contract } from '../../shared/contract.ts';

const circle: Record<string, unknown> = {};
circle.self = circle;

/** Refused on every channel, for what they are. */
export const EVILS: readonly unknown[] = [
  null,
  undefined,
  7n,
  JSON.parse('{"__proto__":{"search":"x"},"search":"x"}'),
  circle,
];

/** Refused before anybody asks which channel it is for: two channels are enough, one of each kind. */
export const HUGE: readonly unknown[] = [
  new Uint8Array(200_000),
  'x'.repeat(3_000_000),
  Array.from({ length: 50_000 }, () => 0),
  Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, 1])),
];
const HUGE_ON = ['couriers.search', 'qr.expire'];

/** Without any key of its own it is an empty wish, whatever else it is; what main makes of it is a plain object. */
export const BARE: readonly unknown[] = [new Map([[1, 2]]), new Date(0), new Set([1])];

export const STRANGERS = ['toString', '__proto__', 'vault.read', 'ELECTRON_BROWSER_REQUIRE', 'state.changed'];

/** Each channel with each value that it must call invalid. */
export function* invalidInputs(): Generator<readonly [channel: string, input: unknown]> {
  for (const channel of Object.keys(contract.requests)) {
    for (const evil of EVILS) yield [channel, evil];
    if (HUGE_ON.includes(channel)) for (const huge of HUGE) yield [channel, huge];
  }
}

/** How often one of the huge values is sent, all in all: on two channels, and once more to see what is said of it. */
export const HUGE_SENT = HUGE.length * (HUGE_ON.length + 1);
