/** Nobody is taken on under a name that is taken for another one's, on the screen or on a slip. */
import { expect, it } from 'vitest';
import { newNameField } from '../../../main/app/new-name.ts';
import { peopled, SARI } from './world.ts';

it('what cannot be seen, or is of two scripts, is no name', async () => {
  const { press, login } = await peopled();
  await login(SARI);
  for (const operator of ['Sari\uFE0F', 'S\u0430ri', '\u3164\uFE0F']) {
    expect(await press('operators.add', { operator, role: 'cashier', pin: '4826' })).toMatchObject({
      outcome: 'invalid',
      fields: [{ path: 'operator' }],
    });
  }
});

it.each([
  ['a variation selector behind it', 'Sari\uFE0F'],
  ['a grapheme joiner in it', 'Sa\u034Fri'],
  ['a Hangul filler behind it', 'Sari\u3164'],
  ['a Cyrillic letter in it', 'S\u0430ri'],
  ['a Greek letter in it', 'Sar\u03B9'],
  ['a dot above a letter that has one', 'Sari\u0307'],
  ['nothing that can be seen', '\u3164\uFE0F'],
  ['a mark to begin with', '\u0301Sari'],
])('a name with %s is none', (_what, name) => {
  expect(newNameField('operator', name).ok).toBe(false);
});

it.each(["O'Brien", 'Siti Nurhaliza', 'André', 'Nguyễn', 'Budi 2', '7', 'Сергей', 'ᮃᮏᮤ', '山田はな', '김 철수', 'محمد'])(
  '%s is a name',
  (name) => {
    expect(newNameField('operator', name)).toEqual({ ok: true, value: name });
  },
);
