/** The limit of copies holds for slips that were broken off and taken up again, too. */
import { expect, it } from 'vitest';
import { BUDI } from '../../support/sandbox-till.ts';
import { ANI, peopled } from './world.ts';

it('a cashier gets no more copies by breaking off a print and taking it up again', async () => {
  const { test, press, login, shown } = await peopled();
  await login(ANI);
  const { printer } = test.world.sandbox;
  const spoil = () => printer.control.set({ resetAfterBytes: 300 });
  const open = () => shown()?.slips.find((slip) => slip.state === 'possibly-printed');
  spoil();
  await press('qr.generate', { ...BUDI, reference: 'R-1', print: true });
  await expect.poll(() => open()?.outs, { timeout: 15_000 }).toBe(1);
  for (let n = 2; n <= 6; n += 1) {
    spoil();
    const jobId = open()?.jobId;
    await press('slips.resume', { jobId });
  }
  const outs = Math.max(...(shown()?.slips.map((slip) => slip.outs) ?? []));
  // One, and two more that are everybody's.
  expect(outs).toBeLessThanOrEqual(3);
});
