/** Held: a login begun in a sandbox that ends after the window has moved to the real till lets nobody in there. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openApp } from '../../main/app/open-app.ts';
import { openDesk } from '../../main/desk/open-desk.ts';
import { settingsFile } from '../../main/desk/settings.ts';
import type { Snapshot } from '../../main/desk/state.ts';
import { openSandboxApp } from '../../main/sandbox/open-sandbox-app.ts';
import { startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { createSandboxVault } from '../../main/vault/memory.ts';
import { SARI } from './people-world.ts';

it('a login of the sandbox lets nobody into the real till', async () => {
  const root = await mkdtemp(join(tmpdir(), 'qris-finding-'));
  const providers = await startSandbox();
  onTestFinished(async () => {
    await providers.close();
    await rm(root, { recursive: true, force: true });
  });
  const home = join(root, 'home');
  const vault = createSandboxVault();
  const { speedcashBaseUrl, paycoolsBaseUrl } = providers.providers;
  const urls = { speedcash: { baseUrl: speedcashBaseUrl }, paycools: { baseUrl: paycoolsBaseUrl } };
  const openReal = async () => {
    const app = openApp({
      place: { env: { QRIS_TERMINAL_HOME: home }, platform: process.platform, home: root },
      openVault: (_scope, profile) => vault.openFor(profile ?? urls),
      operator: 'penguji',
      hasDisplay: false,
      machineTerminalId: () => 'T-TEST0001',
    });
    return { app, sandbox: false, close: () => app.close() };
  };
  const openSandbox = async () => {
    const world = await openSandboxApp({ operator: 'penguji', hasDisplay: false, machineTerminalId: () => 'T-TEST0001' });
    await world.provision();
    return { app: world.app, sandbox: true, close: () => world.close() };
  };
  const path = join(root, 'profile.json');
  await writeFile(path, JSON.stringify(providers.profile), { mode: 0o600 });
  const told: Snapshot[] = [];
  const desk = await openDesk({
    version: '0',
    operator: 'penguji',
    language: 'id',
    theme: () => 'light',
    open: openReal,
    openReal,
    openSandbox,
    chooseProfile: () => Promise.resolve(null),
    chooseSave: () => Promise.resolve(null),
    settings: settingsFile(join(root, 'settings.json')),
    onBug: () => undefined,
    emit: (name, payload) => {
      if (name === 'state.changed' && 'slips' in payload) told.push(payload);
    },
  });
  onTestFinished(() => desk.beforeQuit());
  const { actions } = desk;
  expect(await actions['profile.provision']({ path })).toMatchObject({ outcome: 'ok' });
  expect(await actions['operators.add']({ ...SARI, role: 'supervisor' })).toMatchObject({ outcome: 'ok' });
  // The keys are to be exchanged: the old ones are taken away first.
  expect(await actions['profile.revoke']({ store: 'Toko Contoh' })).toMatchObject({ outcome: 'ok' });
  // Now whoever stands there: "try without an account", and a Sari of his own.
  expect(await actions['sandbox.start']({})).toMatchObject({ outcome: 'ok' });
  expect(await actions['operators.add']({ operator: 'Sari', pin: '9753', role: 'supervisor' })).toMatchObject({ outcome: 'ok' });
  const installing = actions['profile.provision']({ path });
  for (let n = 0; n < 120; n += 1) {
    actions['session.login']({ operator: 'Sari', pin: '9753' }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(await installing).toMatchObject({ outcome: 'ok' });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const last = told.at(-1);
  expect({ state: last?.session.state, role: last?.session.role }).toEqual({ state: 'locked', role: null });
});
