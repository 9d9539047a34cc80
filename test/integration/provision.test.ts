/** Provisioning with a real gnome-keyring, one process a step, as a till does it. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';
import { type MadeProfile, makeProfile } from '../support/profile-maker.ts';
import type { provisionScriptInput } from '../support/provision-script.ts';
import { runScript } from '../support/run-script.ts';

const WORKS = { 'speedcash.privateKey': true, 'speedcash.clientSecret': 32, 'paycools.privateKey': true };

describe.skipIf(KEYRING_SKIPPED !== null)('provision', () => {
  let made: MadeProfile;
  let keyring: Keyring;
  let root: string;
  let home: string;
  let file: string;

  beforeAll(() => {
    made = makeProfile();
  });
  beforeEach(async () => {
    keyring = await startKeyring({ kind: 'unlocked' });
    root = mkdtempSync(join(tmpdir(), 'qt-'));
    home = join(root, 'home');
    file = join(root, 'profile.json');
    writeFileSync(file, JSON.stringify(made));
  });
  afterEach(async () => {
    await keyring.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const inHome = (input: z.input<typeof provisionScriptInput>, folder = home, ring = keyring) =>
    runScript('provision-script.ts', input, { ...ring.env, QRIS_TERMINAL_HOME: folder });
  const provision = (more: { failWrite?: number; die?: boolean; shred?: boolean } = {}, ring = keyring) =>
    inHome({ do: 'provision', path: file, ...more }, home, ring);
  const load = (folder = home) => inHome({ do: 'load' }, folder);
  const loaded = (store: string) => ({ state: 'found', store, works: WORKS });

  function folderText(): string {
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n');
  }

  it('stores what the next process finds, and nothing secret in the folder', async () => {
    const outcome = await provision();
    expect(outcome).toMatchObject({
      outcome: 'ok',
      data: {
        store: 'Toko Kita',
        providers: ['speedcash', 'paycools'],
        printers: ['kasir', 'gudang', 'berkas'],
        shredded: false,
      },
    });
    expect(await load()).toEqual(loaded('Toko Kita'));
    expect(await keyring.countEntries()).toBe(3);
    expect(existsSync(file)).toBe(true);
    const modes = readdirSync(home).map((name) => statSync(join(home, name)).mode & 0o777);
    expect([statSync(home).mode & 0o777, ...modes]).toEqual([0o700, 0o600, 0o600, 0o600]);

    const text = `${folderText()}${JSON.stringify(outcome)}`;
    expect(text).not.toContain(made.speedcash.clientSecret);
    for (const { privateKey } of [made.speedcash, made.paycools]) {
      const body = privateKey.split('\n').slice(1, -2);
      expect(body.length).toBeGreaterThan(20);
      for (const line of body) expect(text).not.toContain(line);
      expect(text).not.toContain(Buffer.from(body.join(''), 'base64').toString('latin1').slice(100, 140));
    }
  });

  it('replaces the former profile and its entries', async () => {
    await provision();
    writeFileSync(file, JSON.stringify({ ...made, store: { ...made.store, name: 'Toko Baru' } }));
    await provision();
    expect(await load()).toEqual(loaded('Toko Baru'));
    expect(await keyring.countEntries()).toBe(3);
  });

  it('gives a copied folder and a second folder no key', async () => {
    await provision();
    cpSync(home, join(root, 'copy'), { recursive: true });
    expect(await load(join(root, 'copy'))).toEqual({ state: 'found', trouble: 'moved', name: 'speedcash.privateKey' });
    expect(await load(join(root, 'other'))).toEqual({ state: 'absent' });
    expect(await load()).toEqual(loaded('Toko Kita'));
  });

  it.each([2, 3, 4])('leaves the former profile working when write %i fails', async (failWrite) => {
    await provision();
    writeFileSync(file, JSON.stringify({ ...made, store: { ...made.store, name: 'Toko Baru' } }));
    expect(await provision({ failWrite, shred: true })).toMatchObject({
      outcome: 'unavailable',
      words: { key: 'vault.unavailable' },
    });
    expect(await load()).toEqual(loaded('Toko Kita'));
    expect(await keyring.countEntries()).toBe(3);
    expect(existsSync(file)).toBe(true);
  });

  it('leaves no entry when provisioned.json cannot be written', async () => {
    mkdirSync(join(home, 'provisioned.json', 'in-the-way'), { recursive: true, mode: 0o700 });
    expect(await provision()).toMatchObject({ outcome: 'unavailable', words: { key: 'provision.folder-unwritable' } });
    expect(await keyring.countEntries()).toBe(0);
    expect(readdirSync(home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('clears away what a crash left behind', async () => {
    await provision();
    await expect(provision({ failWrite: 4, die: true })).rejects.toThrow('SIGKILL');
    expect(await keyring.countEntries()).toBe(5);
    expect(await load()).toEqual(loaded('Toko Kita'));
    expect(await provision()).toMatchObject({ outcome: 'ok' });
    expect(await keyring.countEntries()).toBe(3);
    expect(await load()).toEqual(loaded('Toko Kita'));
  });

  it('refuses a bad profile and leaves the former one and the file', async () => {
    await provision();
    const before = folderText();
    writeFileSync(file, JSON.stringify({ ...made, speedcash: { ...made.speedcash, clientId: 5, extra: 1 } }));
    expect(await provision({ shred: true })).toMatchObject({
      outcome: 'invalid',
      fields: [{ path: 'speedcash.clientId' }, { path: 'speedcash.extra', words: { key: 'profile.unknown-key' } }],
    });
    expect(folderText()).toBe(before);
    expect(await load()).toEqual(loaded('Toko Kita'));
    expect(existsSync(file)).toBe(true);
  });

  it('destroys the file when asked', async () => {
    expect(await provision({ shred: true })).toMatchObject({ outcome: 'ok', data: { shredded: true } });
    expect(existsSync(file)).toBe(false);
    expect(await load()).toEqual(loaded('Toko Kita'));
  });

  it('destroys no file behind a link, and says that it is still there', async () => {
    const link = join(root, 'link.json');
    symlinkSync(file, link);
    expect(await inHome({ do: 'provision', path: link, shred: true })).toMatchObject({
      outcome: 'ok',
      words: { key: 'provision.ok-not-shredded' },
      data: { shredded: false },
    });
    expect(readFileSync(file, 'utf8')).toBe(JSON.stringify(made));
  });

  it('takes a profile that lies in the data folder itself', async () => {
    mkdirSync(home, { mode: 0o700 });
    cpSync(file, join(home, 'profile.json'));
    const path = join(home, 'profile.json');
    expect(await inHome({ do: 'provision', path, shred: true })).toMatchObject({ data: { shredded: true } });
    expect(await load()).toEqual(loaded('Toko Kita'));
    expect(folderText()).not.toContain(made.speedcash.clientSecret);
  });

  it('stores nothing while the keyring is locked, and says so', async () => {
    await provision();
    await keyring.lock();
    expect(await provision({ shred: true })).toMatchObject({ outcome: 'unavailable', words: { key: 'vault.locked' } });
    expect(await load()).toEqual({ state: 'found', trouble: 'locked', name: 'speedcash.privateKey' });
    expect(existsSync(file)).toBe(true);
  });

  it.each(['no-bus', 'no-daemon', 'uninitialised'] as const)('stores nothing without a keychain: %s', async (kind) => {
    const none = await startKeyring({ kind });
    try {
      expect(await provision({}, none)).toMatchObject({ outcome: 'unavailable', words: { key: 'vault.unavailable' } });
      expect(readdirSync(home)).toEqual(['folder-id']);
    } finally {
      await none.stop();
    }
  });
});
