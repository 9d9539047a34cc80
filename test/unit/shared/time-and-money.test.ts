/** Jakarta's time whatever the machine's zone (the tests run in New York's), and rupiah that are never rounded. */
import { describe, expect, it } from 'vitest';
import {
  fromJakartaLocal,
  isCalendarDate,
  jakartaDate,
  jakartaForSlip,
  jakartaMillis,
  jakartaSeconds,
} from '../../../shared/jakarta-time.ts';
import { formatRupiah, rupiahFromDecimal } from '../../../shared/money.ts';

const LATE = Date.parse('2024-12-31T17:00:00.007Z');

describe('time in Jakarta', () => {
  it('runs in a zone that is not Jakarta’s', () => expect(new Date(LATE).getTimezoneOffset()).not.toBe(-420));
  it('with milliseconds', () => expect(jakartaMillis(LATE)).toBe('2025-01-01T00:00:00.007+07:00'));
  it('in exactly 25 characters', () => expect(jakartaSeconds(LATE)).toBe('2025-01-01T00:00:00+07:00'));
  it('as a day', () => expect(jakartaDate(LATE)).toBe('2025-01-01'));
  it('as on a slip', () => expect(jakartaForSlip(LATE)).toBe('01/01/2025 00:00'));
  it.each([
    ['2024-05-15 14:20:49', '2024-05-15T14:20:49+07:00'],
    ['2024-02-30 14:20:49', null],
    ['2024-05-15 24:61:00', null],
    ['2024-05-15', null],
    ['', null],
  ])('a provider’s zoneless time %s', (text, iso) => expect(fromJakartaLocal(text)).toBe(iso));
  it.each([
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['20260101', false],
  ])('%s as a day: %s', (text, is) => expect(isCalendarDate(text)).toBe(is));
});

describe('rupiah', () => {
  it.each([
    ['9000.00', 9000],
    ['12345678', 12_345_678],
    ['0.0', 0],
    ['9000.50', null],
    ['-1.00', null],
    ['9.000,00', null],
    ['', null],
    ['1e3', null],
  ])('%s is %s', (text, rupiah) => expect(rupiahFromDecimal(text)).toBe(rupiah));
  it.each([
    [0, 'Rp 0'],
    [999, 'Rp 999'],
    [9000, 'Rp 9.000'],
    [12_345_678, 'Rp 12.345.678'],
  ])('%d reads %s', (rupiah, text) => expect(formatRupiah(rupiah)).toBe(text));
});
