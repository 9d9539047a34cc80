/** Keychains that changed, vanish or wait, on a real gnome-keyring: told apart, nothing deleted, nothing frozen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../main/sandbox/start-sandbox.ts';
import { CLI, json, run } from '../../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../../support/keyring.ts';

describe.skipIf(KEYRING_SKIPPED !== null)('a till whose keychain', () => {
  let keyring: Keyring;
  let sandbox: Sandbox;
  let root: string;
  let env: Readonly<Record<string, string>>;
  let profile: string;

  async function provisionOn(options: Parameters<typeof startKeyring>[0]): Promise<void> {
    keyring = await startKeyring(options);
    env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
    expect(await json(['provision', profile], env)).toMatchObject({ outcome: 'ok' });
  }
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'qt-'));
    sandbox = await startSandbox();
    profile = join(root, 'profile.json');
    writeFileSync(profile, JSON.stringify(sandbox.profile));
  });
  afterEach(async () => {
    await keyring.stop();
    await sandbox.close();
    rmSync(root, { recursive: true, force: true });
  });

  const status = () => json(['merchant', 'status', '--lang', 'en'], env);
  const folder = () => readFileSync(join(root, 'home', 'provisioned.json'), 'utf8');

  it('is a new one says lost, keeps everything, and works again after the profile file was brought', async () => {
    await provisionOn({ kind: 'unlocked' });
    const before = folder();
    await keyring.kill();
    await keyring.restart('new');
    const lost = await status();
    expect(lost).toMatchObject({ outcome: 'unavailable', status: 5, data: { keychain: 'lost' } });
    expect(lost.message).toContain('bring the profile file');
    expect(folder()).toBe(before);
    expect(await json(['provision', profile], env)).toMatchObject({ outcome: 'ok' });
    expect(await status()).toMatchObject({ outcome: 'ok' });
  });

  it('is that of another session says lost there, and the own session works on', async () => {
    await provisionOn({ kind: 'unlocked' });
    const other = await startKeyring({ kind: 'unlocked' });
    try {
      const there = await json(['merchant', 'status'], { ...env, ...other.env });
      expect(there).toMatchObject({ outcome: 'unavailable', data: { keychain: 'lost' } });
    } finally {
      await other.stop();
    }
    expect(await status()).toMatchObject({ outcome: 'ok' });
  });

  it('lost one entry says absent, and removes no other', async () => {
    await provisionOn({ kind: 'unlocked' });
    await keyring.forget(2);
    expect(await status()).toMatchObject({ outcome: 'unavailable', data: { keychain: 'absent' } });
    expect(await keyring.countEntries()).toBe(2);
  });

  it('is killed says unavailable, and works again when it is back', async () => {
    await provisionOn({ kind: 'unlocked' });
    await keyring.kill();
    expect(await status()).toMatchObject({ outcome: 'unavailable', data: { keychain: 'unavailable' } });
    await keyring.restart();
    expect(await status()).toMatchObject({ outcome: 'ok' });
  });

  it('is killed while it is asked answers in time, and one process finds it again', async () => {
    await provisionOn({ kind: 'unlocked', mutePrompter: true });
    await keyring.lock();
    const child = spawn(process.execPath, [CLI, 'merchant', 'status', '--json'], { env, stdio: 'pipe' });
    const said = text(child.stderr);
    const out = text(child.stdout);
    await once(child.stderr, 'data'); // it waits for the keychain, and says so
    await keyring.kill();
    await once(child, 'close');
    expect(child.exitCode).toBe(5);
    expect(await said).toContain('…');
    expect(JSON.parse(await out)).toMatchObject({ data: { keychain: expect.stringMatching(/locked|unavailable/) } });
  });

  it('is locked says so, and works once it is unlocked', async () => {
    await provisionOn({ kind: 'unlocked' });
    await keyring.lock();
    expect(await status()).toMatchObject({ outcome: 'unavailable', data: { keychain: 'locked' } });
    await keyring.unlock();
    expect(await status()).toMatchObject({ outcome: 'ok' });
  });

  it('waits for its password says so, and Ctrl-C ends the command at once with its own status', async () => {
    await provisionOn({ kind: 'unlocked', mutePrompter: true, prompterMs: 10 * 60_000 });
    await keyring.lock();
    const child = spawn(process.execPath, [CLI, 'merchant', 'status', '--lang', 'en'], { env, stdio: 'pipe' });
    const out = text(child.stdout);
    const [waiting] = await once(child.stderr, 'data');
    expect(String(waiting)).toContain('Waiting for the keychain');
    // The prompt would stand for longer than this spec may take.
    child.kill('SIGINT');
    await once(child, 'close');
    expect({ status: child.exitCode, signal: child.signalCode }).toEqual({ status: 7, signal: null });
    expect(await out).toContain('NOT SENT');
  });
});

describe.skipIf(KEYRING_SKIPPED !== null)('revoke', () => {
  let keyring: Keyring;
  let sandbox: Sandbox;
  let root: string;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'qt-'));
    keyring = await startKeyring({ kind: 'unlocked' });
    sandbox = await startSandbox();
    env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
    const profile = join(root, 'profile.json');
    writeFileSync(profile, JSON.stringify(sandbox.profile));
    expect(await json(['provision', profile], env)).toMatchObject({ outcome: 'ok' });
  });
  afterEach(async () => {
    await keyring.stop();
    await sandbox.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('wants to be confirmed, then leaves nothing but the journal', async () => {
    expect(await json(['merchant', 'status'], env)).toMatchObject({ outcome: 'ok' });
    expect(await json(['terminal', 'register', '--id', 'KASIR-01'], env)).toMatchObject({ outcome: 'ok' });
    expect(await json(['profile', 'revoke'], env)).toMatchObject({ outcome: 'invalid', status: 2 });
    expect(await keyring.countEntries()).toBe(3);
    expect(await json(['profile', 'revoke', '--yes'], env)).toMatchObject({
      outcome: 'ok',
      data: { store: 'Toko Contoh', removed: 3 },
    });
    expect(await keyring.countEntries()).toBe(0);
    expect(await json(['merchant', 'status'], env)).toMatchObject({ outcome: 'unavailable', status: 5 });
    const { data } = await json(['journal', 'list'], env);
    expect(data.operations).toHaveLength(1);
    expect(await json(['profile', 'revoke', '--yes'], env)).toMatchObject({ outcome: 'ok', data: { removed: 0 } });
  });

  it('says what it could not remove, and keeps the profile to try again', async () => {
    await keyring.lock();
    expect(await json(['profile', 'revoke', '--yes'], env)).toMatchObject({
      outcome: 'unavailable',
      status: 5,
      data: { left: 3, keychain: 'locked' },
    });
    expect(await json(['profile', 'show'], env)).toMatchObject({ outcome: 'ok' });
    await keyring.unlock();
    expect(await keyring.countEntries()).toBe(3);
    expect((await run(['profile', 'revoke', '--yes'], env)).status).toBe(0);
    expect(await keyring.countEntries()).toBe(0);
  });

  it('leaves other programs and other tills on this keychain alone', async () => {
    const other = { ...env, QRIS_TERMINAL_HOME: join(root, 'other') };
    expect(await json(['provision', join(root, 'profile.json')], other)).toMatchObject({ outcome: 'ok' });
    expect(await json(['profile', 'revoke', '--yes'], env)).toMatchObject({ outcome: 'ok' });
    expect(await keyring.countEntries()).toBe(3);
    expect(await json(['merchant', 'status'], other)).toMatchObject({ outcome: 'ok' });
  });
});
