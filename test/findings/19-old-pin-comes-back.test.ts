/**
 * A PIN that was made at another cost is hashed anew when it is used. That is two hashes after the try was counted: a
 * supervisor's new PIN that is set meanwhile is overwritten with the old one, and the chain says that the person himself
 * was given a PIN.
 */
import { expect, it } from 'vitest';
import { setPin } from '../../main/app/manage-people.ts';
import { login } from '../../main/app/people.ts';
import { hashPin } from '../../main/app/pin.ts';
import { tillOfTest } from '../support/till-of-test.ts';

it('a new PIN stays, although a login with the old one was under way', async () => {
  const { till } = await tillOfTest();
  const old = await hashPin('1379', { n: 65_536, r: 8, p: 3 });
  till.journal.people.add({ name: 'Ani', role: 'cashier', pin: old }, 'Sari');
  const entering = login(till, { operator: 'Ani', pin: '1379' });
  expect(await setPin({ ...till, operator: 'Sari' }, { operator: 'Ani', pin: '4826' })).toMatchObject({
    outcome: 'ok',
  });
  await entering;
  expect((await login(till, { operator: 'Ani', pin: '4826' })).outcome).toBe('ok');
  expect((await login(till, { operator: 'Ani', pin: '1379' })).outcome).toBe('refused');
});
