/**
 * docs/operators.md: "`reprint` is asked for when a slip has come out again as often as everybody may." A cashier who
 * presses qr.generate with the reference of a QR that is there, and print, gets every further copy without the right.
 */
import { expect, it } from 'vitest';
import { BUDI } from '../support/sandbox-till.ts';
import { ANI, peopled } from './people-world.ts';

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
  expect(await press('qr.print', { reference: 'R-1' })).toMatchObject({ outcome: 'refused', about: { right: 'reprint' } });
  const more = await press('qr.generate', wish);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect({ slips: done(), more: JSON.stringify(more.data) }).toMatchObject({ slips: 3 });
});
