import { describe, expect, it } from 'vitest';
import { waitsAfter } from '../../../renderer/waits.ts';

const person = (name: string, waitMs: number, wrong = 5) => ({ name, role: 'cashier' as const, wrong, waitMs });

describe('waits', () => {
  it('begin when main says so, and are none where it says none', () => {
    const waits = waitsAfter(new Map(), [person('Budi', 60_000), person('Sari', 0)], 1_000);
    expect(waits.get('Budi')?.until).toBe(61_000);
    expect(waits.get('Sari')?.until).toBe(0);
  });

  it('go on when main says the same again with other news', () => {
    const people = [person('Budi', 60_000)];
    const first = waitsAfter(new Map(), people, 1_000);
    expect(waitsAfter(first, people, 30_000)).toBe(first);
  });

  it('begin again after another wrong PIN, also where they are no longer than before', () => {
    const first = waitsAfter(new Map(), [person('Budi', 3_600_000, 12)], 0);
    expect(waitsAfter(first, [person('Budi', 3_600_000, 13)], 4_000_000).get('Budi')?.until).toBe(7_600_000);
  });

  it('are what main says anew, and end with who is gone', () => {
    const first = waitsAfter(new Map(), [person('Budi', 60_000), person('Sari', 0)], 1_000);
    const second = waitsAfter(first, [person('Budi', 120_000)], 31_000);
    expect(second.get('Budi')?.until).toBe(151_000);
    expect(second.has('Sari')).toBe(false);
    expect(waitsAfter(second, [person('Budi', 0)], 32_000).get('Budi')?.until).toBe(0);
  });
});
