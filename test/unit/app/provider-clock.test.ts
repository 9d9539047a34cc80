/** When the providers' time is used instead of this machine's: not for one header, not for one that is old. */
import { describe, expect, it } from 'vitest';
import { createProviderTime } from '../../../main/app/provider-clock.ts';
import { fakeClock } from '../../support/fakes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function world() {
  const steady = fakeClock();
  let set = 0;
  const clock = { ...steady, now: () => steady.now() + set };
  const time = createProviderTime(clock);
  return {
    time,
    clock,
    /** Sets this machine's clock. */
    set: (byMs: number) => {
      set += byMs;
    },
    /** An answer that says that it is so much later for the provider. */
    hear: (aheadMs: number) => {
      steady.advance(1_000);
      time.heard(clock.now() + aheadMs - 500);
    },
  };
}

describe('the providers’ time', () => {
  it('is this machine’s before any answer, and while they agree within a minute', () => {
    const { time, clock, hear } = world();
    expect(time.offset()).toBeNull();
    expect(time.now()).toBe(clock.now());
    hear(50_000);
    hear(50_000);
    expect(time.offset()).toBe(50_000);
    expect(time.correction()).toBe(0);
  });

  it('is used when two answers say that this machine is off by more than a minute', () => {
    const { time, clock, hear } = world();
    hear(2 * HOUR);
    expect(time.correction()).toBe(0);
    expect(time.unsure()).toBe(true);
    hear(2 * HOUR + 900);
    expect(time.unsure()).toBe(false);
    expect(time.now() - clock.now()).toBeCloseTo(2 * HOUR, -4);
  });

  it('is not moved by one wrong answer, before or after the right ones', () => {
    const { time, hear } = world();
    hear(-9 * HOUR);
    hear(0);
    hear(0);
    expect(time.offset()).toBe(0);
    hear(5 * HOUR);
    expect(time.correction()).toBe(0);
    expect(time.offset()).toBe(0);
  });

  it('of two answers that contradict each other is the one that asks for the least', () => {
    const { time, hear } = world();
    hear(2 * HOUR);
    hear(-10_000);
    expect(time.offset()).toBe(-10_000);
    expect(time.correction()).toBe(0);
  });

  it('takes no time before this program was written, or of another century', () => {
    const { time } = world();
    time.heard(Date.parse('1999-12-31T23:59:59Z'));
    time.heard(Date.parse('2120-01-01T00:00:00Z'));
    expect(time.offset()).toBeNull();
  });

  it('corrects a machine that woke up in 1970', () => {
    const { time, set, clock, hear } = world();
    set(-clock.now());
    hear(56 * 365 * 24 * HOUR);
    hear(56 * 365 * 24 * HOUR);
    expect(time.now()).toBeGreaterThan(Date.parse('2025-01-01T00:00:00Z'));
  });

  it('forgets what it heard when this machine’s clock is set, and says that it is unsure until the next answer', () => {
    const { time, set, hear, clock } = world();
    hear(2 * HOUR);
    hear(2 * HOUR);
    expect(time.correction()).toBeGreaterThan(HOUR);
    set(2 * HOUR);
    expect(time.correction()).toBe(0);
    expect(time.now()).toBe(clock.now());
    expect(time.offset()).toBeNull();
    expect(time.unsure()).toBe(true);
    hear(0);
    expect(time.unsure()).toBe(false);
    expect(time.offset()).toBe(0);
  });
});
