/**
 * "It allows this one action with these very values." profile.choose (and journal.export, support.save) has no value that
 * counts: the file is chosen after the PIN, by the cashier. One such yes, and the cashier has installed keys of his own and
 * made himself a supervisor with the same file.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openTestDesk } from '../integration/desk/world.ts';
import { ANI, peopled, SARI } from './people-world.ts';

it('a cashier who was let choose a profile once is no supervisor afterwards', async () => {
  const root = await mkdtemp(join(tmpdir(), 'qris-finding-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const path = join(root, 'own.json');
  const { press, login, shown } = await peopled({ asReal: true }, undefined, { chooseProfile: () => Promise.resolve(path) });
  // Keys and addresses of his own.
  const other = await openTestDesk();
  await writeFile(path, JSON.stringify(other.world.sandbox.profile), { mode: 0o600 });
  await login(ANI);
  expect(await press('session.override', { ...SARI, channel: 'profile.choose', wish: {} })).toMatchObject({ outcome: 'ok' });
  await press('profile.choose');
  await press('operators.recover', { operator: 'Ani', pin: '4826' });
  expect({ who: shown()?.operator, role: shown()?.session.role }).not.toEqual({ who: 'Ani', role: 'supervisor' });
});
