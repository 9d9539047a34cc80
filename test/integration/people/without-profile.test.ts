/** A till whose profile was taken away, or cannot be read, still knows its people and tells nobody what it held. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BUDI } from '../../support/sandbox-till.ts';
import { openTestDesk } from '../desk/world.ts';
import { peopled, presser, SARI } from './world.ts';

it('a revoked till gives its journal to nobody who brings a profile of his own', async () => {
  let chosen: string | null = null;
  const { press, login, profileFile, test, shown } = await peopled({ asReal: true }, undefined, {
    chooseProfile: () => Promise.resolve(chosen),
  });
  await login(SARI);
  await press('qr.generate', { ...BUDI, reference: 'R-1', print: false });
  expect(await press('profile.revoke', { store: 'Toko Contoh' })).toMatchObject({ outcome: 'ok' });
  await press('session.lock');

  // Somebody else's keys altogether; here a sandbox's, because nothing but loopback is reached.
  const other = await openTestDesk();
  const { speedcash, paycools } = test.world.sandbox.profile as Record<string, { baseUrl: string }>;
  const foreign = other.world.sandbox.profile as Record<string, object>;
  chosen = await profileFile({
    ...foreign,
    speedcash: { ...foreign.speedcash, baseUrl: speedcash?.baseUrl },
    paycools: { ...foreign.paycools, baseUrl: paycools?.baseUrl },
  });
  const installed = await press('profile.choose');
  const recovered = await press('operators.recover', { operator: 'Penyusup', pin: '4826' });
  const read = JSON.stringify(await press('operations.list', { limit: 10 }));
  expect({
    installed: installed.outcome,
    recovered: recovered.outcome,
    role: shown()?.session.role,
    reads: read.includes('Budi Santoso'),
  }).toMatchObject({ role: null, reads: false });
});

it('what the slips said of couriers is not shown once the profile is gone and nobody is in', async () => {
  const { press, login, shown } = await peopled({ asReal: true });
  await login(SARI);
  await press('qr.generate', { ...BUDI, reference: 'R-1', print: true });
  await expect.poll(() => shown()?.slips.length).toBeGreaterThan(0);
  await press('profile.revoke', { store: 'Toko Contoh' });
  await press('session.lock');
  const seen = JSON.stringify(await press('app.snapshot'));
  expect({ state: shown()?.session.state, name: seen.includes('Budi Santoso') }).toMatchObject({ name: false });
});

it('a till whose provisioned.json cannot be read, and that knows its people, is not everybody’s', async () => {
  const test = await openTestDesk({ asReal: true }, async ({ app }) => {
    const read = await app.reader();
    if (!read.ok) throw new Error('no folder');
    await writeFile(join(read.value.folder.path, 'operators.mark'), '');
    await writeFile(join(read.value.folder.path, 'provisioned.json'), '{');
  });
  const press = presser(test);
  // Takes the store's keys out of the keychain, for good.
  const said = await press('profile.revoke', { store: 'REVOKE' });
  expect({ state: test.told.at(-1)?.session.state, revoked: said.outcome }).not.toMatchObject({ revoked: 'ok' });
});
