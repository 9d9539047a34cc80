/** Keys from a vault: only what was provisioned, or why not; and the vaults' own gates. */
import { createPublicKey, sign, verify } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkProfileFile } from '../../../main/app/profile-file.ts';
import type { Vault } from '../../../main/ports/vault.ts';
import { MAX_SECRET_BYTES, troubleOf } from '../../../main/vault/keychain.ts';
import { loadKeys, secretEntry } from '../../../main/vault/keys.ts';
import { createSandboxVault } from '../../../main/vault/memory.ts';
import { SECRET_NAMES, type SecretName, type StoreProfile } from '../../../shared/profile.ts';
import { makeProfile } from '../../support/profile-maker.ts';

const GENERATION = '0123456789abcdef';
const SCOPE = 'f'.repeat(32);
const made = makeProfile();
const onLoopback = {
  ...made,
  speedcash: { ...made.speedcash, baseUrl: 'http://127.0.0.1:1/v1.0' },
  paycools: { ...made.paycools, baseUrl: 'http://localhost:2' },
};

function checked(profile: unknown) {
  const result = checkProfileFile(Buffer.from(JSON.stringify(profile)));
  if (!result.ok) throw new Error(JSON.stringify(result.fields));
  return result;
}

describe('loadKeys', () => {
  const { profile, secrets } = checked(onLoopback);
  const stored = { profile, generation: GENERATION };
  let vault: Vault;
  const put = (name: SecretName, secret: Uint8Array) => vault.write(secretEntry(GENERATION, name), secret);
  beforeEach(async () => {
    vault = createSandboxVault().openFor(profile);
    for (const [name, secret] of secrets) await put(name, secret);
  });

  it('gives every key, and wipes what it read', async () => {
    const handed: Buffer[] = [];
    const watched: Vault = {
      ...vault,
      async read(name) {
        const read = await vault.read(name);
        if (read.status === 'found') handed.push(read.secret);
        return read;
      },
    };
    const loaded = await loadKeys(watched, stored, SCOPE);
    if (!loaded.ok) throw new Error(loaded.detail);
    expect(Object.keys(loaded.keys).toSorted()).toEqual([...SECRET_NAMES].toSorted());
    expect(loaded.keys['speedcash.clientSecret']?.export().toString()).toBe(made.speedcash.clientSecret);
    const key = loaded.keys['paycools.privateKey'];
    if (key === undefined) throw new Error('no key');
    const pem = createPublicKey(made.paycools.privateKey);
    expect(verify('sha256', Buffer.from('x'), pem, sign('sha256', Buffer.from('x'), key))).toBe(true);
    expect(handed.map((secret) => secret.every((byte) => byte === 0))).toEqual([true, true, true]);
  });

  it.each(SECRET_NAMES)('says that %s is absent', async (name) => {
    await vault.remove(secretEntry(GENERATION, name));
    expect(await loadKeys(vault, stored, SCOPE)).toMatchObject({ ok: false, trouble: 'absent', name });
  });

  it.each(SECRET_NAMES)('says that %s is corrupt, and leaves it', async (name) => {
    const good = secrets.get(name) ?? Buffer.alloc(0);
    const otherKey = checked(makeProfile()).secrets.get(name) ?? Buffer.alloc(0);
    const wrong = [Buffer.alloc(0), Buffer.from('x'), good.subarray(0, -1), otherKey];
    for (const secret of wrong) {
      await put(name, secret);
      expect(await loadKeys(vault, stored, SCOPE)).toMatchObject({ ok: false, trouble: 'corrupt', name });
      expect((await vault.read(secretEntry(GENERATION, name))).status).toBe('found');
    }
  });

  it('passes on what troubles the keychain', async () => {
    for (const status of ['locked', 'unavailable', 'corrupt'] as const) {
      const broken: Vault = { ...vault, read: async () => ({ status, detail: 'why' }) };
      expect(await loadKeys(broken, stored, SCOPE)).toMatchObject({ ok: false, trouble: status, detail: 'why' });
    }
  });

  it('asks only for the providers there are', async () => {
    const alone: StoreProfile = { ...profile, speedcash: null };
    const loaded = await loadKeys(vault, { profile: alone, generation: GENERATION }, SCOPE);
    expect(loaded.ok && Object.keys(loaded.keys)).toEqual(['paycools.privateKey']);
  });
});

describe('fingerprints', () => {
  it('are of the public half, and of the client secret only together with the private key', () => {
    const one = checked(made).profile.fingerprints;
    const sameSecretOtherKey = { ...made.speedcash, privateKey: made.paycools.privateKey };
    const other = checked({ ...made, speedcash: sameSecretOtherKey }).profile.fingerprints;
    expect(other['speedcash.privateKey']).toBe(one['paycools.privateKey']);
    expect(other['speedcash.clientSecret']).not.toBe(one['speedcash.clientSecret']);
  });
});

describe('the sandbox vault', () => {
  it.each([
    ['a real SpeedCash', { speedcash: { ...onLoopback.speedcash, baseUrl: 'https://speedcash.example' } }],
    ['a real PayCools', { paycools: { ...onLoopback.paycools, baseUrl: 'https://localhost.example' } }],
  ])('opens for no profile with %s', (_what, part) => {
    const { profile } = checked({ ...onLoopback, ...part });
    expect(() => createSandboxVault().openFor(profile)).toThrow('bug');
  });

  it('opens for no profile without a provider', () => {
    expect(() => createSandboxVault().openFor({ speedcash: null, paycools: null })).toThrow('bug');
  });
});

describe('a 4096-bit key', () => {
  it('fits an entry of Windows', async () => {
    const { makePem } = await import('../../support/profile-maker.ts');
    const { secrets } = checked({ ...made, paycools: { ...made.paycools, privateKey: makePem({ bits: 4096 }) } });
    expect(secrets.get('paycools.privateKey')?.length).toBeLessThanOrEqual(MAX_SECRET_BYTES);
  });
});

describe('troubleOf', () => {
  it.each([
    ['linux', "Couldn't access platform storage: Secret Service: unlock prompt was dismissed", 'locked'],
    ['linux', "Couldn't access platform storage: Secret Service: object locked", 'locked'],
    ['linux', "Couldn't access platform storage: Secret Service: no result found", 'unavailable'],
    ['linux', 'Platform failure: DBus error: Failed to connect to socket /x: No such file or directory', 'unavailable'],
    ['linux', 'Entry is matched by 2 credentials', 'corrupt'],
    ['linux', 'Platform failure: Crypto error: message decryption failed', 'corrupt'],
    ['darwin', "Couldn't access platform storage: User interaction is not allowed.", 'locked'],
    ['darwin', 'Platform failure: A default keychain could not be found.', 'unavailable'],
    ['win32', "Couldn't access platform storage: Windows ERROR_NO_SUCH_LOGON_SESSION", 'unavailable'],
    ['win32', 'anything else at all', 'unavailable'],
  ] as const)('%s: %s → %s', (platform, message, trouble) => {
    expect(troubleOf(message, platform)).toBe(trouble);
  });
});
