/** A till whose keychain is a new one, with a real one: it says so, is provisioned again, and its keys are taken away. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { json } from '../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { keysPage } from './pages/keys.ts';
import { setupPage } from './pages/setup.ts';

describe.skipIf(KEYRING_SKIPPED !== null)('keys that are gone', () => {
  let built: Built;
  let keyring: Keyring;
  let sandbox: Sandbox;
  let open: OpenTill;
  let folder: string;
  let profile: string;

  beforeAll(async () => {
    built = await buildProgram();
    keyring = await startKeyring({ kind: 'unlocked' });
    sandbox = await startSandbox();
    folder = await mkdtemp(join(tmpdir(), 'till-profile-'));
    profile = join(folder, 'profile.json');
    await writeFile(profile, JSON.stringify(sandbox.profile), { mode: 0o600 });
    open = await openTill(built, {
      sandbox: false,
      env: keyring.env,
      prepare: async (home) => {
        const env = { ...keyring.env, QRIS_TERMINAL_HOME: home };
        expect(await json(['provision', profile], env)).toMatchObject({ outcome: 'ok' });
        await keyring.kill();
        await keyring.restart('new');
      },
    });
  });
  afterAll(async () => {
    await open.close();
    await Promise.all([sandbox.close(), keyring.stop(), built.remove(), rm(folder, { recursive: true })]);
  });

  async function picture(name: string): Promise<void> {
    const into = process.env.QRIS_TERMINAL_PICTURES;
    if (into !== undefined) await open.till.page.screenshot({ path: join(into, `${name}.png`) });
  }

  it('are said to be gone above every screen, with what to do', async () => {
    const keys = keysPage(open.frame);
    await keys.strip.waitFor();
    await keys.strip.getByText('berkas profil').first().waitFor();
    await picture('keys-lost');
    await keys.again.click();
    await keys.strip.waitFor();
  });

  it('come back with the profile file', async () => {
    const { t, page } = open.frame;
    const setup = setupPage(open.frame);
    await open.till.answerOpenDialog(profile);
    await keysPage(open.frame).install.click();
    await setup.choose.click();
    await page.getByText(t.setup.installed('Toko Contoh')).waitFor();
    await page.getByRole('button', { name: t.setup.leave }).click();
    await keysPage(open.frame).strip.waitFor({ state: 'hidden' });
  });

  it('are taken away by who types the name of the store', async () => {
    const { t, page } = open.frame;
    const keys = keysPage(open.frame);
    await open.frame.open('settings');
    await keys.revoke.click();
    await keys.typeName('Toko Contoh', 'Toko Lain');
    await keys.revokeYes.click();
    await page.getByText('bukan nama toko di profil').waitFor();
    expect(await keyring.countEntries()).toBe(3);
    await picture('keys-revoke');
    await keys.typeName('Toko Contoh', 'toko contoh');
    await keys.revokeYes.click();
    await setupPage(open.frame).title.waitFor();
    expect(await keyring.countEntries()).toBe(0);
    await page.getByText(t.setup.profileTitle).waitFor();
  });
});
