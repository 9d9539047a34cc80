/** The providers' time, from the Date headers of their answers, and when it is used instead of this machine's. */
import type { Clock, ProviderTime } from '../ports/world.ts';

/** A machine that is further off than this sends the providers' time. */
export const CLOCK_LIMIT_MS = 60_000;
/** Two readings that are this close confirm each other: a Date header counts whole seconds, and travels for some. */
const AGREE_MS = 15_000;
/** The wall clock went this far from the steady one since a reading: it was set, or the machine slept. */
const SET_MS = 30_000;
const KEPT = 5;
/** No provider's clock is before this program was written, or so late that it needs another century's. */
const EARLIEST = Date.parse('2024-01-01T00:00:00Z');
const LATEST = Date.parse('2100-01-01T00:00:00Z');

interface Reading {
  /** How far the provider was ahead of this machine's clock, milliseconds. */
  readonly offset: number;
  /** This machine's wall clock less its steady one at that moment. */
  readonly skew: number;
}

/**
 * Keeps the newest readings. One alone changes nothing: the time is corrected when two agree, so that a single wrong
 * header (a gateway's cache, a server among several) moves nothing. Readings from before this machine's clock was set
 * are not used.
 */
export function createProviderTime(clock: Clock): ProviderTime {
  let readings: readonly Reading[] = [];
  const skewNow = (): number => clock.now() - clock.monotonic();
  /** The newest first. */
  const valid = (): readonly Reading[] => {
    const skew = skewNow();
    return readings.filter((reading) => Math.abs(reading.skew - skew) <= SET_MS);
  };
  const confirmed = (): number | null => {
    const known = valid();
    const agreed = known.find((one) =>
      known.some((other) => other !== one && Math.abs(other.offset - one.offset) <= AGREE_MS),
    );
    return agreed?.offset ?? null;
  };
  const correction = (): number => {
    const offset = confirmed();
    return offset !== null && Math.abs(offset) > CLOCK_LIMIT_MS ? offset : 0;
  };
  return {
    now: () => clock.now() + correction(),
    correction,
    offset: () => {
      const agreed = confirmed();
      if (agreed !== null) return agreed;
      const offsets = valid().map(({ offset }) => offset);
      // Readings that contradict each other: the one that asks for the least.
      return offsets.length === 0 ? null : offsets.reduce((best, one) => (Math.abs(one) < Math.abs(best) ? one : best));
    },
    unsure: () => {
      if (readings.length === 0) return false;
      const newest = valid()[0];
      if (newest === undefined) return true;
      return confirmed() === null && Math.abs(newest.offset) > CLOCK_LIMIT_MS;
    },
    heard: (serverTime) => {
      if (serverTime < EARLIEST || serverTime > LATEST) return;
      // A Date header counts whole seconds: half a second late on average.
      const offset = serverTime + 500 - clock.now();
      readings = [{ offset, skew: skewNow() }, ...valid()].slice(0, KEPT);
    },
  };
}
