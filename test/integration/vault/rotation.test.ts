/** New keys for old on a real gnome-keyring: killed before and after every step, refused, offline, and taken away. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Sandbox, startSandbox } from '../../../main/sandbox/start-sandbox.ts';
import { json, run } from '../../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../../support/keyring.ts';
import { makePem, makeProfile } from '../../support/profile-maker.ts';
import type { rotationScriptInput } from '../../support/rotation-script.ts';
import { runScript } from '../../support/run-script.ts';

const done = z.object({ outcome: z.string(), steps: z.array(z.string()) });
const found = z.object({ store: z.string(), works: z.unknown(), generations: z.int() });

let keyring: Keyring;
let root: string;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  keyring = await startKeyring({ kind: 'unlocked' });
  root = mkdtempSync(join(tmpdir(), 'qt-'));
  env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
});
afterEach(async () => {
  await keyring.stop();
  rmSync(root, { recursive: true, force: true });
});

function fileOf(name: string, profile: unknown): string {
  const path = join(root, name);
  writeFileSync(path, JSON.stringify(profile));
  return path;
}
const script = (input: z.input<typeof rotationScriptInput>) => runScript('rotation-script.ts', input, env);
const start = async () => found.parse(await script({ do: 'start' }));

describe.skipIf(KEYRING_SKIPPED !== null)('killed at any step', () => {
  it('a rotation leaves the old keys working or the new ones, and the next start leaves nothing else', async () => {
    const made = makeProfile();
    const old = fileOf('old.json', made);
    const other = makeProfile();
    const next = fileOf('new.json', { ...other, store: { ...other.store, name: 'Toko Baru' } });
    await script({ do: 'provision', path: old, dieAt: 0 });
    const { steps } = done.parse(await script({ do: 'provision', path: next, dieAt: 0 }));
    await script({ do: 'provision', path: old, dieAt: 0 });
    const switched = steps.findIndex((name) => name.startsWith('renamed') && name.endsWith('provisioned.json'));
    expect(steps.length).toBeGreaterThan(15);
    expect(switched).toBeGreaterThan(6);
    for (const [at, name] of steps.entries()) {
      await expect(script({ do: 'provision', path: next, dieAt: at + 1 })).rejects.toThrow('SIGKILL');
      const wanted = at < switched ? 'Toko Kita' : 'Toko Baru';
      expect({ name, ...(await start()) }).toEqual({ name, store: wanted, works: true, generations: 1 });
      // A check that was killed may leave its canary, which holds nothing.
      expect({ name, count: await keyring.countEntries() }).toEqual({ name, count: 3 });
      if (wanted === 'Toko Baru') await script({ do: 'provision', path: old, dieAt: 0 });
    }
  }, 240_000);

  it('a revocation is finished by doing it again', async () => {
    const file = fileOf('profile.json', makeProfile());
    await script({ do: 'provision', path: file, dieAt: 0 });
    const { steps } = done.parse(await script({ do: 'revoke', dieAt: 0 }));
    expect(await keyring.countEntries()).toBe(0);
    const telling = steps.filter((name) => !name.includes('canary'));
    for (const at of telling.map((name) => steps.indexOf(name) + 1)) {
      await script({ do: 'provision', path: file, dieAt: 0 });
      await expect(script({ do: 'revoke', dieAt: at })).rejects.toThrow('SIGKILL');
      expect(done.parse(await script({ do: 'revoke', dieAt: 0 })).outcome).toBe('ok');
      expect(await keyring.countEntries()).toBe(0);
      expect(await start()).toEqual({ store: 'absent', works: null, generations: 0 });
    }
  }, 240_000);
});

describe.skipIf(KEYRING_SKIPPED !== null)('rotation at a provider', () => {
  let sandbox: Sandbox;
  let profile: string;
  beforeEach(async () => {
    sandbox = await startSandbox();
    profile = fileOf('profile.json', sandbox.profile);
    expect(await json(['provision', profile], env)).toMatchObject({ outcome: 'ok' });
  });
  afterEach(() => sandbox.close());

  const shown = async () => (await json(['profile', 'show'], env)).data.fingerprints;

  function withKey(provider: 'speedcash' | 'paycools', privateKey: string): string {
    const { [provider]: facts, ...rest } = sandbox.profile as unknown as Record<string, Record<string, unknown>>;
    return fileOf('next.json', { ...rest, [provider]: { ...facts, privateKey } });
  }

  it.each(['speedcash', 'paycools'] as const)('keeps the old keys where %s refuses the new one', async (name) => {
    const before = await shown();
    const next = withKey(name, makePem());
    const refused = await json(['provision', next, '--shred'], env);
    expect(refused).toMatchObject({ outcome: 'refused', code: '4017300', status: 3, data: { provider: name } });
    expect(refused.message).toContain('tetap berlaku');
    expect(existsSync(next)).toBe(true);
    expect(await shown()).toEqual(before);
    expect(await keyring.countEntries()).toBe(3);
    expect(await json(['merchant', 'status'], env)).toMatchObject({ outcome: 'ok' });
    // Whoever knows better may say so; then the provider refuses the call, not the rotation.
    expect(await json(['provision', next, '--offline'], env)).toMatchObject({ outcome: 'ok' });
    expect(await shown()).not.toEqual(before);
  });

  it('takes new keys that the provider knows, and removes the old ones', async () => {
    const before = await shown();
    const second = await startSandbox();
    try {
      expect(await json(['provision', fileOf('next.json', second.profile)], env)).toMatchObject({ outcome: 'ok' });
      expect(await shown()).not.toEqual(before);
      expect(await keyring.countEntries()).toBe(3);
      expect(await json(['doctor'], env)).toMatchObject({ outcome: 'ok' });
    } finally {
      await second.close();
    }
  });

  it('keeps the old keys where nobody answers, and asks nobody about keys that stay', async () => {
    const next = withKey('paycools', makePem());
    const same = JSON.parse(readFileSync(profile, 'utf8'));
    await sandbox.close();
    const unproved = await json(['provision', next], env);
    expect(unproved).toMatchObject({ outcome: 'unavailable', status: 5, data: { provider: 'paycools' } });
    expect(unproved.message).toContain('--offline');
    expect(await keyring.countEntries()).toBe(3);
    const renamed = fileOf('renamed.json', { ...same, store: { ...same.store, name: 'Toko Pindah' } });
    expect(await json(['provision', renamed], env)).toMatchObject({ outcome: 'ok' });
  });

  it('asks nobody where there are no keys that work', async () => {
    await keyring.forget();
    expect(await json(['merchant', 'status'], env)).toMatchObject({ data: { keychain: 'lost' } });
    const next = withKey('paycools', makePem());
    await sandbox.close();
    expect(await json(['provision', next], env)).toMatchObject({ outcome: 'ok' });
  });

  it('shows fingerprints to read aloud, also while the keychain is locked', async () => {
    await keyring.lock();
    const ran = await run(['profile', 'show', '--lang', 'en'], env);
    expect(ran.status).toBe(0);
    const fingerprints = z.record(z.string(), z.string()).parse(await shown());
    expect(Object.keys(fingerprints)).toHaveLength(3);
    for (const fingerprint of Object.values(fingerprints)) {
      expect(ran.stdout).toContain(fingerprint.replace(/(.{4})(?=.)/g, '$1 '));
    }
  });
});
