/**
 * "Setting the clock changes nothing." The lock screen counts a wait by Date.now and keeps the PIN's field shut meanwhile:
 * a clock that is set back during a wait (by hand, or by the network's time after a flat battery) keeps an honest person
 * out for as long as it was set back, and nothing that he can press asks main again.
 */
import { expect, it } from 'vitest';
import { waitsAfter } from '../../renderer/waits.ts';

const ani = [{ name: 'Ani', role: 'cashier', waitMs: 60_000 } as const];
const HOUR = 3_600_000;

it('a clock that is set back makes no wait longer', () => {
  const at = Date.parse('2026-11-21T12:00:00Z');
  const told = waitsAfter(new Map(), ani, at);
  // An hour and a minute of waiting later the clock says ten: main's wait is long over, the same people are told again.
  const now = at - 3 * HOUR + HOUR + 60_000;
  const waits = waitsAfter(told, ani, now);
  const left = Math.max(0, (waits.get('Ani')?.until ?? 0) - now);
  expect(left).toBe(0);
});
