/** The limit of copies holds for a QR that is made again under its own reference, too. */
import { expect, it } from 'vitest';
import { BUDI } from '../../support/sandbox-till.ts';
import { ANI, peopled, SARI } from './world.ts';

it('a cashier gets no more copies by making the same QR again', async () => {
  const { press, login, shown } = await peopled();
  await login(ANI);
  const wish = { ...BUDI, reference: 'R-1', print: true };
  const done = () => shown()?.slips.filter((slip) => slip.state === 'done').length;
  for (let n = 1; n <= 3; n += 1) {
    expect(await press('qr.generate', wish)).toMatchObject({ outcome: 'ok' });
    await expect.poll(done).toBe(n);
  }
  // Two more copies are everybody's; the till itself says that the next needs a supervisor.
  expect(await press('qr.print', { reference: 'R-1' })).toMatchObject({
    outcome: 'refused',
    about: { right: 'reprint' },
  });
  expect(await press('qr.generate', wish)).toMatchObject({ outcome: 'refused', about: { right: 'reprint' } });
  // One with a supervisor's leave, and no more.
  await press('session.override', { ...SARI, channel: 'qr.generate', wish });
  expect(await press('qr.generate', wish)).toMatchObject({ outcome: 'ok', data: { print: { copy: 3 } } });
  expect(await press('qr.generate', wish)).toMatchObject({ outcome: 'refused' });
});
