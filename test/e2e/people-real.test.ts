/** A store's own till, with a real keychain: its first supervisor, the way back in with the profile file, and a journal that is gone. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { launchTill } from '../electron/launch.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';
import { type Built, buildProgram, type OpenTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { frame } from './pages/frame.ts';
import { peoplePage } from './pages/people.ts';
import { setupPage } from './pages/setup.ts';
import { shiftPage } from './pages/shift.ts';

/** A PIN is slow to try, on purpose; on a busy machine slower. */
const PATIENT = { timeout: 20_000 };

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
  let open: Pick<OpenTill, 'till' | 'frame'>;
  let folder: string;
  let home: string;
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
    home = await mkdtemp(join(tmpdir(), 'till-home-'));
    await start();
  });
  afterAll(async () => {
    await open.till.close();
    const folders = [folder, home].map((path) => rm(path, { recursive: true }));
    await Promise.all([keyring.stop(), built.remove(), ...folders]);
  });

  /** Opens the till on its data folder, as it was left there. */
  async function start(): Promise<void> {
    const till = await launchTill({
      mainBundle: built.mainBundle,
      size: { width: 1024, height: 600 },
      env: { ...keyring.env, QRIS_TERMINAL_HOME: home },
    });
    open = { till, frame: frame(till.page) };
  }

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
    await expect.poll(() => people.lock.trouble.textContent(), PATIENT).toContain('PIN salah');
    await page.keyboard.type('518203');
    await page.keyboard.press('Enter');
    await people.who.waitFor();
    await open.frame.open('shift');
    expect(await shiftPage(open.frame).close.getAttribute('title')).toBeNull();
  });

  it('is locked when it is opened, and offers to set a damaged journal aside without a word of what is in it', async () => {
    await open.till.close();
    const path = join(home, 'journal.sqlite');
    const whole = await readFile(path);
    await writeFile(path, Buffer.from(whole).fill(0xa5, 4_096, 8_192));
    await start();
    const { page, t, button, dialog } = open.frame;
    await page.getByText(t.people.shut).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await picture('lock-shut');
    await button(t.journal.setAside).click();
    await dialog.getByRole('button', { name: t.journal.setAsideYes }).click();
    const people = peoplePage(open.frame);
    await people.lock.form.or(page.getByText(t.people.lost)).first().waitFor();
    await picture('lock-set-aside');
  });

  it('whose journal cannot be opened for a while goes on once it can, and somebody asked again', async () => {
    await open.till.close();
    const path = join(home, 'journal.sqlite');
    await rename(path, `${path}.away`);
    // A folder in its place: no damage, and nothing that could be opened.
    await mkdir(path);
    await start();
    const { page, t, button } = open.frame;
    await page.getByText(t.people.shut).waitFor();
    expect(await button(t.journal.setAside).count()).toBe(0);
    await rm(path, { recursive: true });
    await rename(`${path}.away`, path);
    await button(t.journal.again).click();
    await peoplePage(open.frame).lock.form.waitFor();
  });

  it('whose journal is gone lets nobody in but who brings the profile file', async () => {
    await open.till.close();
    for (const name of await readdir(home))
      if (name.startsWith('journal')) await rm(join(home, name), { recursive: true });
    await start();
    const { page, t, button } = open.frame;
    const people = peoplePage(open.frame);
    await page.getByText(t.people.lost).waitFor();
    await picture('lock-lost');
    await button(t.people.recover).click();
    expect(await people.recover.name.inputValue()).toBe('');
    await people.recover.name.fill(SARI.name);
    await people.recover.pin.fill(SARI.pin);
    await people.recover.again.fill(SARI.pin);
    await open.till.answerOpenDialog(profile);
    await people.recover.choose.click();
    await people.who.waitFor();
    await atmQrPage(open.frame).title.waitFor();
  });
});
