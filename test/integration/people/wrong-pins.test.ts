/** Wrong PINs: how long they make one wait, and that they leave a trace for whose PIN it is and in the chain. */
import { expect, it } from 'vitest';
import { setPin } from '../../../main/app/manage-people.ts';
import { login } from '../../../main/app/people.ts';
import { hashPin } from '../../../main/app/pin.ts';
import { tillOfTest } from '../../support/till-of-test.ts';
import { ANI, noted, peopled, SARI } from './world.ts';

const WRONG = { ...ANI, pin: '0001' };

it('a restart shortens no wait, and it runs from there without anybody pressing for it', async () => {
  let sinceBoot = 9 * 3_600_000;
  const { press, shown } = await peopled({ sinceBoot: () => sinceBoot });
  await press('session.lock');
  for (let n = 0; n < 5; n += 1) await press('session.login', WRONG);
  // A restart at once shortens nothing: it is counted from there.
  sinceBoot = 20_000;
  expect(await press('session.login', ANI)).toMatchObject({ outcome: 'refused', about: { waitMs: 40_000 } });
  expect(shown()?.session.people[1]?.waitMs).toBe(40_000);
  sinceBoot = 60_000;
  expect(await press('session.login', ANI)).toMatchObject({ outcome: 'ok' });
});

it('a machine that has been on for longer than the wait lets one try at once', async () => {
  let sinceBoot = 9 * 3_600_000;
  const { press } = await peopled({ sinceBoot: () => sinceBoot });
  await press('session.lock');
  for (let n = 0; n < 5; n += 1) await press('session.login', WRONG);
  sinceBoot = 8 * 3_600_000;
  expect(await press('session.login', ANI)).toMatchObject({ outcome: 'ok' });
});

it('guesses between two logins are told to whose PIN it is, and stay in the chain', async () => {
  const { press, login: enter, folder } = await peopled();
  await enter(ANI);
  const wish = { shift: 1, empty: true, print: false };
  for (const pin of ['7001', '7002', '7003']) {
    await press('session.override', { operator: 'Sari', pin, channel: 'shifts.close', wish });
  }
  expect((await enter(SARI)).words).toMatchObject({
    key: 'people.in-guessed',
    id: expect.stringContaining('PIN salah sejak terakhir masuk: 3'),
    en: expect.stringContaining('Wrong PINs since your last login: 3'),
  });
  expect(noted(await folder()).at(-1)).toMatchObject({ change: 'guessed', name: 'Sari', operator: 'Sari', wrong: 3 });
  expect((await enter(SARI)).words).toMatchObject({ key: 'people.in' });
});

it('guesses that another PIN makes forgotten stay in the chain, too', async () => {
  const { press, login: enter, folder } = await peopled();
  await press('session.lock');
  await press('session.login', WRONG);
  await enter(SARI);
  await press('operators.pin', { operator: 'Ani', pin: '4826' });
  expect(noted(await folder()).slice(-2)).toMatchObject([
    { change: 'guessed', operator: 'Ani', wrong: 1 },
    { change: 'pin', name: 'Ani', operator: 'Sari' },
  ]);
});

it('a lock-out is one only where the PIN was wrong', async () => {
  const { press, folder } = await peopled();
  const changes = async () => noted(await folder()).map(({ change }) => change);
  await press('session.lock');
  for (let n = 0; n < 4; n += 1) await press('session.login', WRONG);
  expect(await press('session.login', ANI)).toMatchObject({ outcome: 'ok' });
  expect(await changes()).not.toContain('locked-out');
  await press('session.lock');
  for (let n = 0; n < 5; n += 1) await press('session.login', WRONG);
  expect((await changes()).filter((change) => change === 'locked-out')).toHaveLength(1);
});

it('a PIN of another cost is hashed anew when it is used, which is no other PIN', async () => {
  const { till } = await tillOfTest();
  till.journal.people.add(
    { name: 'Sari', role: 'supervisor', pin: await hashPin('2580', { n: 1_024, r: 8, p: 1 }) },
    'Sari',
  );
  expect((await login(till, SARI)).outcome).toBe('ok');
  const read = till.journal.people.tryPin('Sari', till.sinceBoot, () => 0);
  expect(read).toMatchObject({ pin: { cost: { n: 32_768, r: 8, p: 3 } } });
  expect((await login(till, SARI)).outcome).toBe('ok');
  expect(till.journal.verify().problems).toEqual([]);
});

it('a new PIN stays, although a login with the old one was under way, and that one lets nobody in', async () => {
  const { till } = await tillOfTest();
  const old = await hashPin('1379', { n: 65_536, r: 8, p: 3 });
  till.journal.people.add({ name: 'Sari', role: 'supervisor', pin: old }, 'Sari');
  till.journal.people.add({ name: 'Ani', role: 'cashier', pin: old }, 'Sari');
  const entering = login(till, ANI);
  const given = await setPin({ ...till, operator: 'Sari' }, { operator: 'Ani', pin: '4826' });
  expect(given).toMatchObject({ outcome: 'ok' });
  expect((await entering).outcome).toBe('refused');
  expect((await login(till, { ...ANI, pin: '4826' })).outcome).toBe('ok');
  expect((await login(till, ANI)).outcome).toBe('refused');
});
