import { describe, expect, it } from 'vitest';
import { chosenBy } from '../../../renderer/lock-keys.ts';

const people = ['Sari Dewi', 'Budi', 'Bayu', 'Ágnes'].map((name) => ({
  name,
  role: 'cashier' as const,
  wrong: 0,
  waitMs: 0,
}));

function press(key: string, chosen: string | null, more: { altKey?: boolean; ctrlKey?: boolean } = {}): string | null {
  const code = /^\d$/.test(key) ? `Digit${key}` : '';
  return chosenBy({ key, code, altKey: false, ctrlKey: false, metaKey: false, ...more }, people, chosen);
}

describe('a key of the lock screen', () => {
  it('goes to the one beside, and round', () => {
    expect(press('ArrowDown', 'Sari Dewi')).toBe('Budi');
    expect(press('ArrowUp', 'Sari Dewi')).toBe('Ágnes');
    expect(press('ArrowRight', 'Ágnes')).toBe('Sari Dewi');
  });

  it('goes from one name of a letter to the next', () => {
    expect(press('b', 'Sari Dewi')).toBe('Budi');
    expect(press('B', 'Budi')).toBe('Bayu');
    expect(press('b', 'Bayu')).toBe('Budi');
    expect(press('á', 'Budi')).toBe('Ágnes');
    expect(press('s', 'Sari Dewi')).toBe('Sari Dewi');
  });

  it('chooses by place with Alt, and leaves digits to the PIN', () => {
    expect(press('2', null, { altKey: true })).toBe('Budi');
    expect(press('9', null, { altKey: true })).toBeNull();
    expect(press('2', null)).toBeNull();
  });

  it('chooses nobody by what means something else', () => {
    expect(press('x', 'Budi')).toBeNull();
    expect(press('b', null, { ctrlKey: true })).toBeNull();
    expect(press('Enter', 'Budi')).toBeNull();
    expect(
      chosenBy({ key: 'ArrowDown', code: '', altKey: false, ctrlKey: false, metaKey: false }, [], null),
    ).toBeNull();
  });
});
