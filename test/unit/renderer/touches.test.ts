import { describe, expect, it } from 'vitest';
import { EVERY_MS, watchTouches } from '../../../renderer/touches.ts';

function world() {
  let now = 0;
  let due: { run: () => void; at: number } | null = null;
  const told: number[] = [];
  const touches = watchTouches({
    tell: () => told.push(now),
    now: () => now,
    later: (run, ms) => {
      due = { run, at: now + ms };
      return () => {
        due = null;
      };
    },
  });
  const to = (ms: number): void => {
    now = ms;
    if (due === null || due.at > now) return;
    const { run } = due;
    due = null;
    run();
  };
  return { told, touches, to };
}

describe('touches', () => {
  it('are told at once when the last telling is long ago', () => {
    const { told, touches, to } = world();
    expect(told).toEqual([0]);
    to(20_000);
    touches.touched();
    expect(told).toEqual([0, 20_000]);
  });

  it('are told no more often than may be, and the last of them is told', () => {
    const { told, touches, to } = world();
    for (let at = 100; at < 2 * EVERY_MS; at += 100) {
      to(at);
      touches.touched();
    }
    expect(told).toEqual([0, EVERY_MS]);
    to(2 * EVERY_MS);
    expect(told).toEqual([0, EVERY_MS, 2 * EVERY_MS]);
    to(10 * EVERY_MS);
    expect(told).toHaveLength(3);
  });

  it('are told no more once it is over', () => {
    const { told, touches, to } = world();
    to(100);
    touches.touched();
    touches.stop();
    to(2 * EVERY_MS);
    expect(told).toEqual([0]);
  });
});
