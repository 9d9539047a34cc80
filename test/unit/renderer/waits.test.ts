import { describe, expect, it } from 'vitest';
import { waitsAfter } from '../../../renderer/waits.ts';

const person = (name: string, waitMs: number) => ({ name, role: 'cashier' as const, waitMs });

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

  it('are what main says anew, and end with who is gone', () => {
    const first = waitsAfter(new Map(), [person('Budi', 60_000), person('Sari', 0)], 1_000);
    const second = waitsAfter(first, [person('Budi', 120_000)], 31_000);
    expect(second.get('Budi')?.until).toBe(151_000);
    expect(second.has('Sari')).toBe(false);
    expect(waitsAfter(second, [person('Budi', 0)], 32_000).get('Budi')?.until).toBe(0);
  });
});
