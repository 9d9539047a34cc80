/** Keys and people are lent to nobody, not even once. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openTestDesk } from '../desk/world.ts';
import { ANI, peopled, SARI } from './world.ts';

it('a cashier who was let choose a profile once is no supervisor afterwards', async () => {
  const root = await mkdtemp(join(tmpdir(), 'qris-finding-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const path = join(root, 'own.json');
  const { press, login, shown } = await peopled({ asReal: true }, undefined, {
    chooseProfile: () => Promise.resolve(path),
  });
  // Keys and addresses of his own.
  const other = await openTestDesk();
  await writeFile(path, JSON.stringify(other.world.sandbox.profile), { mode: 0o600 });
  await login(ANI);
  expect(await press('session.override', { ...SARI, channel: 'profile.choose', wish: {} })).toMatchObject({
    outcome: 'invalid',
  });
  expect(await press('profile.choose')).toMatchObject({ outcome: 'refused', words: { key: 'people.needs-login' } });
  await press('operators.recover', { operator: 'Ani', pin: '4826' });
  expect({ who: shown()?.operator, role: shown()?.session.role }).not.toEqual({ who: 'Ani', role: 'supervisor' });
});
