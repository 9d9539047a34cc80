/** The provisioned secrets as KeyObjects, checked against their fingerprints; the bytes that were read are wiped. */
import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';
import { SECRET_NAMES, type SecretName, type StoreProfile } from '../../shared/profile.ts';
import type { Keys, Vault, VaultTrouble } from '../ports/vault.ts';
import { clientSecretFingerprint, keyFingerprint } from './fingerprint.ts';

/** A profile together with the name under which its secrets were stored. */
export interface StoredProfile {
  readonly profile: StoreProfile;
  /** Every provisioning stores its secrets under a name of its own. */
  readonly generation: string;
  /** The keychain's namespace that they were stored in; absent in what an older version wrote. */
  readonly scope?: string | undefined;
}

/**
 * Why keys could not be had. absent: some of them are not there · lost: not one is, so this is another keychain than
 * the one that they were stored in, or it was emptied · moved: the data folder is not where it was provisioned.
 */
export type KeysLack = 'absent' | 'lost' | 'moved' | VaultTrouble;

export interface KeysTrouble {
  readonly ok: false;
  readonly trouble: KeysLack;
  readonly name: SecretName;
  readonly detail: string;
}

export type LoadedKeys = { readonly ok: true; readonly keys: Keys } | KeysTrouble;

/** Under which name a generation's secret stands in the vault. */
export function secretEntry(generation: string, name: SecretName): string {
  return `${generation}/${name}`;
}

/** The secrets that this profile needs, in an order in which a key comes before what its fingerprint depends on. */
export function secretsOf(profile: Pick<StoreProfile, 'speedcash' | 'paycools'>): readonly SecretName[] {
  const needed = (name: SecretName) => profile[name.startsWith('speedcash.') ? 'speedcash' : 'paycools'] !== null;
  return SECRET_NAMES.filter(needed).toSorted((a, b) => Number(isClientSecret(a)) - Number(isClientSecret(b)));
}

function isClientSecret(name: SecretName): boolean {
  return name === 'speedcash.clientSecret';
}

function toKey(name: SecretName, secret: Buffer): KeyObject | null {
  if (secret.length === 0) return null;
  if (isClientSecret(name)) return createSecretKey(secret);
  try {
    return createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
  } catch {
    return null; // whatever this is, it is not the key that was stored
  }
}

function fingerprintOf(name: SecretName, key: KeyObject, others: Keys): string | null {
  if (!isClientSecret(name)) return keyFingerprint(key);
  const privateKey = others['speedcash.privateKey'];
  if (privateKey === undefined) return null;
  const secret = key.export();
  try {
    return clientSecretFingerprint(secret, privateKey);
  } finally {
    secret.fill(0);
  }
}

/** What a missing entry means: reads the others, for one that is there shows that the keychain is the right one. */
async function whyAbsent(vault: Vault, stored: StoredProfile, name: SecretName, scope: string): Promise<KeysTrouble> {
  if (stored.scope !== undefined && stored.scope !== scope) {
    return { ok: false, trouble: 'moved', name, detail: 'provisioned in another place' };
  }
  for (const other of secretsOf(stored.profile).filter((one) => one !== name)) {
    const read = await vault.read(secretEntry(stored.generation, other));
    if (read.status === 'found') {
      read.secret.fill(0);
      return { ok: false, trouble: 'absent', name, detail: `no such entry, but ${other} is there` };
    }
    if (read.status !== 'absent') return { ok: false, trouble: read.status, name: other, detail: read.detail };
  }
  return { ok: false, trouble: 'lost', name, detail: 'not one of the entries is there' };
}

/**
 * Reads the keys of every provider in the profile; deletes nothing, whatever it meets.
 * @param scope the keychain's namespace of the data folder as it is now
 * @returns the keys, or the first secret that could not be had, and what that means
 */
export async function loadKeys(vault: Vault, stored: StoredProfile, scope: string): Promise<LoadedKeys> {
  const { profile, generation } = stored;
  let keys: Keys = {};
  for (const name of secretsOf(profile)) {
    const read = await vault.read(secretEntry(generation, name));
    if (read.status === 'absent') return whyAbsent(vault, stored, name, scope);
    if (read.status !== 'found') return { ok: false, trouble: read.status, name, detail: read.detail };
    const key = toKey(name, read.secret);
    read.secret.fill(0);
    if (key === null) return { ok: false, trouble: 'corrupt', name, detail: 'the entry holds no key' };
    if (fingerprintOf(name, key, keys) !== profile.fingerprints[name]) {
      return { ok: false, trouble: 'corrupt', name, detail: 'the entry holds another key than was provisioned' };
    }
    keys = { ...keys, [name]: key };
  }
  return { ok: true, keys };
}
