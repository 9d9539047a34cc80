/**
 * "The profile file has to be the one that this till works with." A window keeps the profile that it opened with: after
 * the keys were exchanged on the command line (because the file leaked), the window still takes the old file for the way
 * back in, and goes by the old profile's rights, until it is started again.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openApp } from '../../main/app/open-app.ts';
import { createSandboxVault } from '../../main/vault/memory.ts';
import { openTestDesk } from '../integration/desk/world.ts';
import { ANI, peopled } from '../integration/people/people-world.ts';

it('the profile file of before an exchange of keys recovers nobody', async () => {
  let chosen: string | null = null;
  const { press, login, test, folder, profileFile } = await peopled({ asReal: true }, undefined, {
    chooseProfile: () => Promise.resolve(chosen),
  });
  const home = await folder();
  const other = await openTestDesk();
  const vault = createSandboxVault();
  const cli = openApp({
    place: { env: { QRIS_TERMINAL_HOME: home }, platform: process.platform, home },
    openVault: (_scope, profile) =>
      vault.openFor(profile ?? { speedcash: null, paycools: { baseUrl: 'http://127.0.0.1:1' } }),
    operator: 'kasir1',
    hasDisplay: false,
  });
  onTestFinished(() => cli.close());
  const next = join(home, 'next.json');
  const operators = { cashiers: ['generate'] };
  await writeFile(next, JSON.stringify({ ...other.world.sandbox.profile, operators }), { mode: 0o600 });
  expect(await cli.provision({ path: next, shred: false, offline: true })).toMatchObject({ outcome: 'ok' });

  await login(ANI);
  // What the new profile does not give to cashiers any more.
  const may = await press('qr.expire', { billNumber: 'BILL-1' });
  await press('session.lock');
  chosen = await profileFile(test.world.sandbox.profile, 'leaked.json');
  const recovered = await press('operators.recover', { operator: 'Penyusup', pin: '4826' });
  expect({ recovered: recovered.outcome, expire: JSON.stringify(may.about ?? null) }).toEqual({
    recovered: 'refused',
    expire: '{"right":"expire"}',
  });
});
