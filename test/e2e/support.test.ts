/** Files for others, by a store's window: the support bundle is seen before it is saved, the journal is copied whole. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { json } from '../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';
import { keyMarks, type Mark, secretSearch } from '../support/secret-marks.ts';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { type Frame, frame } from './pages/frame.ts';
import { operationsPage } from './pages/operations.ts';
import { settingsPage } from './pages/settings.ts';
import { exportPage, supportPage } from './pages/support.ts';

const COURIER = { no: 'KRR-775533', name: 'Sekar Wulandari', mobile: '081355577799' };
const STORE = { name: 'Warung Zamrud Ungu', address: 'Jl. Kenanga Rahasia 77' };

const secretsOf = z.object({
  speedcash: z.object({ clientSecret: z.string(), ownerPhone: z.string(), privateKey: z.string() }),
  paycools: z.object({ privateKey: z.string() }),
});
const text = (name: string, value: string): Mark => ({ name, bytes: Buffer.from(value) });

describe.skipIf(KEYRING_SKIPPED !== null)('files for others', () => {
  let built: Built;
  let keyring: Keyring;
  let sandbox: Sandbox;
  let open: OpenTill;
  let folder: string;
  let marks: readonly Mark[];
  const complaints: string[] = [];

  beforeAll(async () => {
    built = await buildProgram();
    keyring = await startKeyring({ kind: 'unlocked' });
    sandbox = await startSandbox();
    folder = await mkdtemp(join(tmpdir(), 'till-files-'));
    const profile = join(folder, 'profile.json');
    await writeFile(profile, JSON.stringify({ ...sandbox.profile, store: STORE }), { mode: 0o600 });
    open = await openTill(built, {
      sandbox: false,
      env: keyring.env,
      prepare: async (home) => {
        const env = { ...keyring.env, QRIS_TERMINAL_HOME: home };
        expect(await json(['provision', profile, '--shred'], env)).toMatchObject({ outcome: 'ok' });
      },
    });
    open.till.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    open.till.page.on('pageerror', (error) => complaints.push(error.message));
    const { speedcash, paycools } = secretsOf.parse(sandbox.profile);
    const atm = atmQrPage(open.frame);
    await atm.make(COURIER);
    await atm.made.picture.waitFor();
    const reference = (await atm.made.fact(open.frame.t.made.reference).textContent()) ?? '';
    marks = [
      ...Object.entries(COURIER).map(([name, value]) => text(`courier ${name}`, value)),
      ...Object.entries(STORE).map(([name, value]) => text(`store ${name}`, value)),
      text('reference', reference),
      text('clientSecret', speedcash.clientSecret),
      text('ownerPhone', speedcash.ownerPhone),
      text('mobile without its beginning', COURIER.mobile.slice(1)),
      ...keyMarks('speedcash key', speedcash.privateKey),
      ...keyMarks('paycools key', paycools.privateKey),
    ];
  });
  afterAll(async () => {
    await open.close();
    await Promise.all([sandbox.close(), keyring.stop(), built.remove(), rm(folder, { recursive: true })]);
    expect(complaints).toEqual([]);
  });

  async function picture(name: string): Promise<void> {
    const into = process.env.QRIS_TERMINAL_PICTURES;
    if (into !== undefined) await open.till.page.screenshot({ path: join(into, `${name}.png`) });
  }

  /** What stands in the dialog, file by file, reached by keys alone. */
  async function readByKeys(): Promise<readonly string[]> {
    const { files, text: shown } = supportPage(open.frame);
    const { page } = open.frame;
    const texts: string[] = [];
    await files.first().focus();
    for (let at = 0; at < (await files.count()); at += 1) {
      expect(await files.nth(at).getAttribute('aria-selected')).toBe('true');
      texts.push((await shown.textContent()) ?? '');
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('role')).toBe('tabpanel');
    return texts;
  }

  /** The same, by clicks, in another language. */
  async function readByClicks(at: Frame): Promise<readonly string[]> {
    const { files, text: shown } = supportPage(at);
    const texts: string[] = [];
    for (const file of await files.all()) {
      await file.click();
      texts.push((await shown.textContent()) ?? '');
    }
    return texts;
  }

  it('shows all of the bundle, file by file, and saves the very same', async () => {
    const support = supportPage(open.frame);
    await open.frame.open('settings');
    await support.look.scrollIntoViewIfNeeded();
    await picture('support-card');
    await support.look.click();
    await support.files.first().waitFor();
    await picture('support-look');
    const shown = await readByKeys();
    expect(shown).toHaveLength(8);
    expect(JSON.parse(shown[0] ?? '')).toMatchObject({ screens: [{ scale: 1 }] });
    expect(JSON.parse(shown[2] ?? '')).toMatchObject({ provisioned: true, window: { language: null } });

    // A dialog that is closed saves nothing and says nothing.
    await open.till.answerSaveDialog(null);
    await support.save.click();
    await expect.poll(() => support.save.getAttribute('aria-disabled')).toBeNull();
    expect(await support.said.count()).toBe(0);
    expect(await readdir(folder)).toEqual([]);

    // What happens at the till meanwhile is not in what was looked at.
    await open.till.answerSaveDialog(join(folder, 'bantuan'));
    await support.save.click();
    await support.said.waitFor();
    await picture('support-saved');
    expect(await readdir(folder)).toEqual(['bantuan.zip']);
    const zip = join(folder, 'bantuan.zip');
    if (process.platform !== 'win32') expect((await stat(zip)).mode & 0o777).toBe(0o600);
    const inside = Object.values(unzipSync(await readFile(zip))).map((bytes) => Buffer.from(bytes));
    // An empty log is shown as a sentence.
    expect(inside.map(String).filter((one) => one !== '')).toEqual(
      shown.filter((_one, at) => inside[at]?.length !== 0),
    );
    expect(inside.flatMap(secretSearch(marks))).toEqual([]);
    // It would be found: the journal's copy below holds names.
    const told = await open.till.told();
    if (told !== null) expect(told.savesAsked.at(-1)).toMatch(/^qris-terminal-support-\d{4}-\d{2}-\d{2}-\d{4}\.zip$/);
  });

  it('leaves alone what the system did not ask about, and says why nothing was saved', async () => {
    const support = supportPage(open.frame);
    const before = await readFile(join(folder, 'bantuan.zip'));
    await open.till.answerSaveDialog(join(folder, 'bantuan'));
    await support.save.click();
    await support.said.filter({ hasText: 'bantuan.zip sudah ada' }).waitFor();
    expect(await readFile(join(folder, 'bantuan.zip'))).toEqual(before);
    await open.till.answerSaveDialog(join(folder, 'tidak', 'ada.zip'));
    await support.save.click();
    await support.said.filter({ hasText: 'folder itu tidak ada' }).waitFor();
    await picture('support-failed');
    // No place of this machine crosses.
    expect(await support.said.textContent()).not.toContain(folder);
  });

  it('is left by Escape, with the focus where it was, and no screen changes behind it', async () => {
    const support = supportPage(open.frame);
    const { page } = open.frame;
    await page.keyboard.press('F1');
    await support.dialog.waitFor();
    await page.keyboard.press('Escape');
    await support.dialog.waitFor({ state: 'detached' });
    expect(await page.locator(':focus').textContent()).toBe(open.frame.t.support.look);
  });

  it('speaks English, too', async () => {
    await settingsPage(open.frame).speak('en');
    const english = frame(open.till.page, 'en');
    const support = supportPage(english);
    await support.look.click();
    await support.files.first().waitFor();
    expect(JSON.parse((await readByClicks(english))[2] ?? '')).toMatchObject({ window: { language: 'en' } });
    await picture('support-english');
    await support.close.click();
    await settingsPage(english).speak('id');
    await settingsPage(open.frame).title.waitFor();
  });

  it('copies the journal to where the system says, as CSV or JSON', async () => {
    const copying = exportPage(open.frame);
    await open.frame.open('operations');
    await operationsPage(open.frame).rows.first().waitFor();
    await copying.open.click();
    await copying.card.waitFor();
    await picture('journal-export');
    await open.till.answerSaveDialog(null);
    await copying.save.click();
    await expect.poll(() => copying.save.getAttribute('aria-disabled')).toBeNull();
    expect(await copying.said.count()).toBe(0);

    await open.till.answerSaveDialog(join(folder, 'jurnal.csv'));
    await copying.save.click();
    await copying.said.filter({ hasText: 'jurnal.csv: 1 operasi' }).waitFor();
    await picture('journal-exported');
    const csv = await readFile(join(folder, 'jurnal.csv'));
    expect(csv.toString()).toMatch(/^record,id,.*\r\noperation,.*\r\nattempt,/);
    expect(secretSearch(marks)(csv)).toEqual(expect.arrayContaining(['courier name', 'courier mobile', 'reference']));

    await copying.state.selectOption('refused');
    await copying.format.selectOption('jsonl');
    await open.till.answerSaveDialog(join(folder, 'jurnal.jsonl'));
    await copying.save.click();
    await copying.said.filter({ hasText: 'jurnal.jsonl: 0 operasi' }).waitFor();
    expect(await readFile(join(folder, 'jurnal.jsonl'), 'utf8')).toBe('');
    expect((await readdir(folder)).toSorted()).toEqual(['bantuan.zip', 'jurnal.csv', 'jurnal.jsonl']);
    await copying.close.click();
    expect(await open.frame.page.locator(':focus').textContent()).toBe(open.frame.t.copy.button);
  });
});
