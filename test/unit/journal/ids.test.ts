/** Ids: digits for providers, short and sortable ones for people. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { externalId, readableId } from '../../../main/journal/ids.ts';

const random = {
  uuid: () => '',
  digits: (count: number) => '0'.repeat(count),
  pick: (alphabet: string, count: number) => alphabet.slice(0, count),
};

it('writes an external id of 34 digits from time, sequence and chance', () => {
  expect(externalId(1_731_996_779_684, 42, random)).toBe('1731996779684000000042000000000000');
});

it('keeps every external id to 34 digits, and two of one sequence apart without chance', () => {
  const time = fc.integer({ min: -1e14, max: 1e14 });
  const turn = fc.integer({ min: 1, max: 999_999_999 });
  fc.assert(
    fc.property(time, time, turn, turn, (at, then, one, other) => {
      const first = externalId(at, one, random);
      expect(first).toMatch(/^\d{34}$/);
      expect(externalId(then, other, random) === first && one !== other).toBe(false);
    }),
  );
});

it('writes ids that can be read aloud and sort by day and number, the day being the one in Jakarta', () => {
  const at = Date.parse('2024-11-19T17:30:00Z');
  expect(readableId('OP', 42, at, random)).toBe('OP-241120-00042-234');
  expect(readableId('PJ', 123_456, at, random)).toBe('PJ-241120-123456-234');
});
