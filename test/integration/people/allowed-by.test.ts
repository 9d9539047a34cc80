/** What a supervisor allowed is told under both names: on the Z, in its list, and in the chain with the whole wish. */

import { expect, it } from 'vitest';
import { ANI, noted, peopled, SARI } from './world.ts';

it('names who did it and who allowed it', async () => {
  const { press, login, folder } = await peopled();
  await login(ANI);
  const wish = { shift: 1, empty: true, print: false };
  await press('session.override', { ...SARI, channel: 'shifts.close', wish });
  expect(await press('shifts.close', wish)).toMatchObject({ outcome: 'ok' });
  expect(JSON.stringify(await press('shifts.show', { number: 1 }))).toContain('Ani / Sari');
  expect(JSON.stringify(await press('shifts.list', { limit: 10 }))).toContain('Ani / Sari');
  const overrides = noted(await folder()).filter(({ event }) => event === 'override');
  expect(overrides).toMatchObject([{ operator: 'Ani', supervisor: 'Sari', right: 'close-shift' }]);
  expect(overrides[0]?.what).toBe('shifts.close {"shift":1,"empty":true,"print":false}');
});
