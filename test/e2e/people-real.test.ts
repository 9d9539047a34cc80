/** A store's own till, with a real keychain: its first supervisor in the set-up, and the way back in with the profile file. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { peoplePage } from './pages/people.ts';
import { setupPage } from './pages/setup.ts';
import { shiftPage } from './pages/shift.ts';

const SARI = { name: 'Sari Dewi', pin: '739182' };

/** A profile whose providers are not on this machine, as a store's are not: nobody answers there. */
function storeProfile({ profile }: Sandbox): Record<string, unknown> {
  const away = (name: 'speedcash' | 'paycools', host: string) => ({
    ...(profile[name] as Record<string, unknown>),
    baseUrl: `https://${host}.invalid/v1.0`,
  });
  return { ...profile, speedcash: away('speedcash', 'speedcash'), paycools: away('paycools', 'paycools') };
}

describe.skipIf(KEYRING_SKIPPED !== null)("a store's own till", () => {
  let built: Built;
  let keyring: Keyring;
  let open: OpenTill;
  let folder: string;
  let profile: string;
  let otherProfile: string;

  beforeAll(async () => {
    built = await buildProgram();
    keyring = await startKeyring({ kind: 'unlocked' });
    folder = await mkdtemp(join(tmpdir(), 'till-profile-'));
    profile = join(folder, 'profile.json');
    otherProfile = join(folder, 'other.json');
    for (const path of [profile, otherProfile]) {
      const sandbox = await startSandbox();
      await writeFile(path, JSON.stringify(storeProfile(sandbox)), { mode: 0o600 });
      await sandbox.close();
    }
    open = await openTill(built, { sandbox: false, env: keyring.env });
  });
  afterAll(async () => {
    await open.close();
    await Promise.all([keyring.stop(), built.remove(), rm(folder, { recursive: true })]);
  });

  async function picture(name: string): Promise<void> {
    const into = process.env.QRIS_TERMINAL_PICTURES;
    if (into !== undefined) await open.till.page.screenshot({ path: join(into, `${name}.png`) });
  }

  it('may be left without people, and says above every screen what that means', async () => {
    const { page, t } = open.frame;
    const setup = setupPage(open.frame);
    const people = peoplePage(open.frame);
    await open.till.answerOpenDialog(profile);
    await setup.choose.click();
    await page.getByText(t.setup.installed('Toko Contoh')).waitFor();
    await setup.next.click();
    await setup.skip.click();
    await setup.step('printerTitle').waitFor();
    await setup.skip.click();
    await setup.step('registerTitle').waitFor();
    await setup.skip.click();
    await people.firstStep.waitFor();
    await picture('setup-supervisor');
    await people.later.click();
    await setup.begin.click();
    await atmQrPage(open.frame).title.waitFor();
    await people.freeStrip.waitFor();
    await picture('free-strip');
    await people.make.first().click();
    await people.title.waitFor();
    expect(await page.locator(':focus').textContent()).toBe(t.people.title);
  });

  it('has its first supervisor made in the set-up, and knows people from then on', async () => {
    const { page, t, button } = open.frame;
    const setup = setupPage(open.frame);
    const people = peoplePage(open.frame);
    await button(t.settings.setUp).click();
    await setup.skip.click();
    await setup.skip.click();
    await setup.skip.click();
    await people.firstStep.waitFor();
    await people.fillPerson(page.getByRole('form', { name: t.people.addFirst }), SARI);
    await button(t.people.save).click();
    await page.getByText(t.people.stepDone(SARI.name)).waitFor();
    await setup.next.click();
    await setup.begin.click();
    await people.who.waitFor();
    expect(await people.freeStrip.count()).toBe(0);
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    await page.getByRole('heading', { name: 'Toko Contoh' }).waitFor();
    await picture('lock-real');
  });

  it('lets a supervisor who forgot the PIN back in with the profile file, and nobody with another', async () => {
    const { page, t } = open.frame;
    const people = peoplePage(open.frame);
    await people.lock.forgotten.click();
    expect(await people.recover.name.inputValue()).toBe(SARI.name);
    const type = async (pin: string): Promise<void> => {
      await people.recover.pin.fill(pin);
      await people.recover.again.fill(pin);
    };
    await picture('recover');
    await open.till.answerOpenDialog();
    await type('518203');
    await people.recover.choose.click();
    await page.getByText(t.people.notChosen).waitFor();
    await open.till.answerOpenDialog(otherProfile);
    await type('518203');
    await people.recover.choose.click();
    await people.recover.form.getByText('bukan profil kasir ini').waitFor();
    await picture('recover-refused');
    await open.till.answerOpenDialog(profile);
    await type('518203');
    await people.recover.choose.click();
    await people.who.waitFor();
    await page.keyboard.press('F9');
    await people.lock.form.waitFor();
    await page.keyboard.type(SARI.pin);
    await page.keyboard.press('Enter');
    await expect.poll(() => people.lock.trouble.textContent()).toContain('PIN salah');
    await page.keyboard.type('518203');
    await page.keyboard.press('Enter');
    await people.who.waitFor();
    await open.frame.open('shift');
    expect(await shiftPage(open.frame).close.getAttribute('title')).toBeNull();
  });
});
