/** PINs: which may be chosen, and that they are kept as scrypt with a salt and a cost of their own. */
import { expect, it } from 'vitest';
import { checkPin, hashPin, newPinField, pinField } from '../../../main/app/pin.ts';

it.each(['1379', '80808080', '112233'])('may be %s', (pin) => expect(newPinField('pin', pin).ok).toBe(true));
it.each(['', '123', '123456789', '12a4', ' 1379', '１３７９', '1379\n'])('is no PIN: %j', (pin) => {
  expect(pinField('pin', pin)).toMatchObject({ ok: false, problem: { path: 'pin' } });
});
it.each(['0000', '99999999', '1234', '87654321'])('is too easy to choose: %s', (pin) => {
  expect(pinField('pin', pin).ok).toBe(true);
  expect(newPinField('pin', pin)).toMatchObject({ ok: false, problem: { words: { key: 'field.pin-easy' } } });
});

it('is right or wrong, and its salt is its own', async () => {
  const [one, other] = await Promise.all([hashPin('1379'), hashPin('1379')]);
  expect(one.hash).not.toEqual(other.hash);
  expect(one.cost).toEqual({ n: 32_768, r: 8, p: 3 });
  expect(await checkPin('1379', one)).toBe('right');
  expect(await checkPin('1378', one)).toBe('wrong');
});

it('that was hashed at another cost is still right, and is known to be outdated', async () => {
  const old = await hashPin('1379', { n: 1_024, r: 8, p: 1 });
  expect(await checkPin('1379', old)).toBe('outdated');
  expect(await checkPin('1370', old)).toBe('wrong');
});
