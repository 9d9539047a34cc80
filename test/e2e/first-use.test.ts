/** First use, with a real keychain: a profile that is refused, one that is not, and a provider that cannot be reached at first. */
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';
import { listeningSockets } from '../support/listening.ts';
import { mainProcessWith } from '../support/process-facts.ts';
import { keyMarks, secretSearch } from '../support/secret-marks.ts';
import { type Built, buildProgram, type OpenTill, openTill } from './open-till.ts';
import { atmQrPage } from './pages/atm-qr.ts';
import { dayPage } from './pages/day.ts';
import { setupPage } from './pages/setup.ts';

const secretsOf = z.object({
  speedcash: z.object({ clientSecret: z.string(), privateKey: z.string() }),
  paycools: z.object({ privateKey: z.string() }),
});

/** A way to a server that can be shut and opened again at the same address. */
function gate(to: number): Server {
  return createServer((near) => {
    const far = connect(to, '127.0.0.1');
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
  });
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function shut(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

describe.skipIf(KEYRING_SKIPPED !== null)('first use', () => {
  let built: Built;
  let keyring: Keyring;
  let sandbox: Sandbox;
  let open: OpenTill;
  let folder: string;
  let port: number;

  beforeAll(async () => {
    built = await buildProgram();
    keyring = await startKeyring({ kind: 'unlocked' });
    sandbox = await startSandbox();
    folder = await mkdtemp(join(tmpdir(), 'till-profile-'));
    const probe = gate(0);
    port = await listen(probe, 0);
    await shut(probe);
    open = await openTill(built, { sandbox: false, env: keyring.env });
  });
  afterAll(async () => {
    await open.close();
    await Promise.all([sandbox.close(), keyring.stop(), built.remove(), rm(folder, { recursive: true })]);
  });

  async function profileFile(name: string, profile: unknown): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(profile), { mode: 0o600 });
    return path;
  }

  it('begins with the set-up, and refuses a profile by naming its fields', async () => {
    const setup = setupPage(open.frame);
    await setup.title.waitFor();
    // Nobody has looked at anything: nothing is called certain, or empty.
    await open.frame.statusBar.waitFor();
    expect(await open.frame.statusBar.getByRole('button').count()).toBe(0);
    await open.till.answerOpenDialog(await profileFile('wrong.json', { ...sandbox.profile, store: { name: 'Toko' } }));
    await setup.choose.click();
    await setup.refused.getByText('store.address').waitFor();
    await setup.step('profileTitle').waitFor();
  });

  it('says so when no file was chosen', async () => {
    const { t, page } = open.frame;
    await open.till.answerOpenDialog();
    await setupPage(open.frame).choose.click();
    await page.getByText(t.setup.nothingChosen).waitFor();
  });

  it('goes through profile, check, printer and registration', async () => {
    const { t, page } = open.frame;
    const setup = setupPage(open.frame);
    const paycools = { ...(sandbox.profile.paycools as object), baseUrl: `http://127.0.0.1:${port}` };
    await open.till.answerOpenDialog(await profileFile('profile.json', { ...sandbox.profile, paycools }));
    await setup.choose.click();
    await page.getByText(t.setup.installed('Toko Contoh')).waitFor();
    await setup.next.click();
    await setup.checkNow.click();
    const finding = page.getByRole('listitem').filter({ hasText: t.settings.checks.paycools });
    await finding.getByText(t.settings.health.fail).waitFor();
    await page.getByText(t.setup.notAllWell).waitFor();
    await setup.next.click();
    await setup.step('printerTitle').waitFor();
    await page.getByRole('button', { name: t.settings.testLabel('kasir') }).click();
    await setup.next.click();
    await setup.step('registerTitle').waitFor();
    await setup.register.click();
    await setup.next.click();
    await setup.begin.click();
    await atmQrPage(open.frame).title.waitFor();
  });

  it('says that nothing was sent, and sends the same again under the same reference', async () => {
    const { t } = open.frame;
    const atm = atmQrPage(open.frame);
    await atm.make({ no: 'K-1', name: 'Kurir Pertama' });
    await atm.notice.getByText(t.atm.outcome['not-sent']).waitFor();
    expect(await atm.courierName.inputValue()).toBe('Kurir Pertama');
    const server = gate(Number(new URL(sandbox.providers.paycoolsBaseUrl).port));
    await listen(server, port);
    try {
      await atm.sendAgain.click();
      await atm.made.picture.waitFor();
      await atm.made.slip.getByText(t.slip.looks.out).waitFor();
      await open.frame.open('operations');
      await open.frame.page.getByText(t.operations.count(2, false), { exact: false }).waitFor();
    } finally {
      server.close();
    }
  });

  it('lists what it made itself when SpeedCash cannot be reached, and says that the rest is missing', async () => {
    const { t, page } = open.frame;
    const day = dayPage(open.frame);
    await sandbox.close();
    await open.frame.open('day');
    const notice = page.getByRole('alert').filter({ hasText: t.day.onlyOwn });
    await notice.getByText(t.app.whatToDo).waitFor();
    await day.rows.filter({ hasText: t.day.types.atm }).waitFor();
    expect(await day.rows.count()).toBe(1);
  });

  it('after all of this listens on no port, and shows its keys in no file, environment or command line', () => {
    const { till } = open;
    const { pid, environ, cmdline } = mainProcessWith(`XDG_RUNTIME_DIR=${keyring.env.XDG_RUNTIME_DIR}`);
    expect(listeningSockets(pid)).toEqual([]);
    expect(Number.parseInt(readFileSync(`/proc/${pid}/coredump_filter`, 'latin1'), 16)).toBe(0);
    const home = /(?:^|\0)QRIS_TERMINAL_HOME=([^\0]+)/.exec(environ.toString('utf8'))?.[1] ?? '';
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).map((name) => join(home, name));
    // The window's own folder is Chromium's, behind the 0700 of ours.
    const ours = files.filter((name) => !name.startsWith(join(home, 'window', '')));
    const toOthers = ours.filter((name) => (statSync(name).mode & 0o077) !== 0);
    expect([...toOthers, ...((statSync(home).mode & 0o077) === 0 ? [] : [home])]).toEqual([]);
    const { speedcash, paycools } = secretsOf.parse(sandbox.profile);
    const search = secretSearch([
      { name: 'client secret', bytes: Buffer.from(speedcash.clientSecret) },
      ...keyMarks('SpeedCash key', speedcash.privateKey),
      ...keyMarks('PayCools key', paycools.privateKey),
    ]);
    expect([...search(environ), ...search(cmdline), ...search(Buffer.from(till.stderr()))]).toEqual([]);
    const isFile = (name: string) => statSync(name).isFile();
    expect(files.filter(isFile).filter((name) => search(readFileSync(name)).length > 0)).toEqual([]);
  });
});
