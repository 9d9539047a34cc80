import { describe, expect, it } from 'vitest';
import { dayFromTyped, FORMATS } from '../../../renderer/i18n/format.ts';

/** Intl puts narrow and no-break spaces where it likes. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('formats', () => {
  it('writes rupiah as each language does', () => {
    expect(plain(FORMATS.id.rupiah(1_250_000))).toBe('Rp 1.250.000');
    expect(plain(FORMATS.en.rupiah(1_250_000))).toBe('Rp 1,250,000');
    expect(plain(FORMATS.id.rupiah(0))).toBe('Rp 0');
  });

  it('shows times of Jakarta, whatever zone the machine is set to', () => {
    expect(FORMATS.id.time('2026-11-21T23:30:00Z')).toBe('06.30');
    expect(FORMATS.en.time('2026-11-21T23:30:00+07:00')).toBe('23:30');
    expect(plain(FORMATS.id.moment('2026-11-21T20:00:05Z'))).toContain('22 Nov 2026');
  });

  it('does not move a calendar day', () => {
    expect(FORMATS.id.day('2026-11-21')).toBe('Sabtu, 21 November 2026');
    expect(FORMATS.en.day('2026-11-21')).toMatch(/^Saturday,? 21 November 2026$/);
  });

  it('shows what is no time as it stands', () => {
    expect(FORMATS.id.moment('soon')).toBe('soon');
  });

  it.each([
    [0, '0:00'],
    [-5_000, '0:00'],
    [1, '0:01'],
    [249_000, '4:09'],
    [3_849_000, '1:04:09'],
    [86_400_000, '24:00:00'],
    [172_800_000, '2 hari'],
  ])('counts %i ms down as %s', (ms, text) => {
    expect(FORMATS.id.left(ms)).toBe(text);
  });
});

describe('a typed day', () => {
  it.each([
    ['21/11/2026', '2026-11-21'],
    ['1-2-2026', '2026-02-01'],
    [' 29.02.2028 ', '2028-02-29'],
    ['29/02/2026', null],
    ['2026-11-21', null],
    ['21/11/26', null],
    ['', null],
  ])('%s is %s', (text, date) => {
    expect(dayFromTyped(text)).toBe(date);
  });

  it('is typed back as it is shown', () => {
    expect(dayFromTyped(FORMATS.id.typed('2026-03-09'))).toBe('2026-03-09');
  });
});
