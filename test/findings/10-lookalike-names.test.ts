/**
 * "A name is never given twice", "as they will stand on slips". NAME takes any \p{M} and \p{L}: a variation selector makes a
 * second "Sari" that nobody can tell from the first in the window, on a slip or in the journal; a Hangul filler is a name
 * that cannot be seen at all.
 */
import { expect, it } from 'vitest';
import { peopled, SARI } from '../integration/people/people-world.ts';

it.each([
  ['a variation selector behind it', 'Sari\uFE0F'],
  ['a grapheme joiner in it', 'Sa\u034Fri'],
  ['a Hangul filler behind it', 'Sari\u3164'],
  ['letters of another script', 'S\u0430ri'],
])('nobody is taken on under a name that looks like another: %s', async (_what, operator) => {
  const { press, login } = await peopled();
  await login(SARI);
  expect(await press('operators.add', { operator, role: 'cashier', pin: '4826' })).toMatchObject({
    outcome: 'invalid',
  });
});

it('nobody is taken on under a name that cannot be seen', async () => {
  const { press, login } = await peopled();
  await login(SARI);
  expect(await press('operators.add', { operator: '\u3164\uFE0F', role: 'cashier', pin: '4826' })).toMatchObject({
    outcome: 'invalid',
  });
});
