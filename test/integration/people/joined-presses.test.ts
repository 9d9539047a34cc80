/** The same wish of two people is two wishes. */
import { expect, it } from 'vitest';
import { BUDI } from '../../support/sandbox-till.ts';
import { ANI, peopled, SARI } from './world.ts';

it('what one presses while the same wish of another is under way is not the other’s', async () => {
  const { test, press, login, shown } = await peopled({ http: { timeoutMs: 6_000 }, sandbox: { slowMs: 2_500 } });
  await login(ANI);
  const wish = { ...BUDI, courierNo: '9900001', print: true };
  const first = press('qr.generate', wish);
  await expect.poll(() => shown()?.acting?.action).toBe('qr.generate');
  test.desk.locked();
  await login(SARI);
  const second = press('qr.generate', wish);
  const said = [(await first).outcome, (await second).outcome];
  const opened = await test.world.app.till();
  if (!opened.ok) throw new Error('no till');
  const names = opened.value.journal.operations().map(({ operator }) => operator);
  const slips = JSON.stringify(opened.value.journal.printJobs().map(({ slip }) => slip));
  expect({ said, names, sari: slips.includes('Sari') }).not.toEqual({
    said: ['ok', 'ok'],
    names: ['Ani'],
    sari: false,
  });
});
