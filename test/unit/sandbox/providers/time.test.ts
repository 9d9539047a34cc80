/** Time as the sandbox's providers read and write it. */
import { describe, expect, test } from 'vitest';
import {
  dateGenerateDay,
  dayAfter,
  dayOf,
  headerTime,
  isNow,
  listTime,
  midnightOf,
  paycoolsTime,
  speedcashTime,
} from '../../../../main/sandbox/providers/time.ts';

const LATE = Date.parse('2024-11-18T17:30:00Z');

test('the day is Jakarta’s, not the machine’s', () => {
  expect(dayOf(LATE)).toBe('2024-11-19');
  expect(listTime(LATE)).toBe('2024-11-19 00:30:00');
  expect(headerTime(LATE)).toBe('2024-11-19T00:30:00+07:00');
  expect(midnightOf('2024-11-19')).toBe(Date.parse('2024-11-19T00:00:00+07:00'));
  expect(dayAfter('2024-03-01', -1)).toBe('2024-02-29');
});

describe('X-TIMESTAMP', () => {
  test.each([
    ['2024-11-19T13:12:59.684+07:00'],
    ['2024-11-19T13:12:59+07:00'],
    ['2024-11-19T06:12:59.684Z'],
    ['2024-11-19T06:12:59Z'],
  ])('SpeedCash takes %s', (text) => expect(speedcashTime(text)).toBe(Date.parse(text)));

  test.each([
    ['2024-11-19 13:12:59'],
    ['2024-11-19T13:12:59'],
    ['2024-02-30T13:12:59Z'],
    ['2024-11-19T25:12:59Z'],
    [''],
  ])('SpeedCash refuses %j', (text) => expect(speedcashTime(text)).toBeNull());

  test('PayCools takes 25 characters in +07:00 and nothing else', () => {
    expect(paycoolsTime('2024-11-19T13:12:59+07:00')).toBe(Date.parse('2024-11-19T06:12:59Z'));
    for (const text of [
      '2024-11-19T13:12:59.684+07:00',
      '2024-11-19T06:12:59Z',
      '2024-11-19T06:12:59+00:00',
      '2024-13-19T13:12:59+07:00',
    ]) {
      expect(paycoolsTime(text)).toBeNull();
    }
  });

  test('five minutes either way are near enough, a millisecond more is not', () => {
    expect(isNow(LATE - 300_000, LATE)).toBe(true);
    expect(isNow(LATE + 300_000, LATE)).toBe(true);
    expect(isNow(LATE - 300_001, LATE)).toBe(false);
    expect(isNow(LATE + 300_001, LATE)).toBe(false);
  });
});

test('dateGenerate is a day in +07:00, at midnight or at any time', () => {
  expect(dateGenerateDay('2024-03-15T00:00:00+07:00')).toBe('2024-03-15');
  expect(dateGenerateDay('2024-10-18T14:49:25+07:00')).toBe('2024-10-18');
  expect(dateGenerateDay('2024-03-15')).toBeNull();
  expect(dateGenerateDay('2024-03-15T00:00:00Z')).toBeNull();
  expect(dateGenerateDay('2024-02-30T00:00:00+07:00')).toBeNull();
});
