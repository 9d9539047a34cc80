/** The provisioned secrets as KeyObjects, checked against their fingerprints; the bytes that were read are wiped. */
import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';
import { SECRET_NAMES, type SecretName, type StoreProfile } from '../../shared/profile.ts';
import type { Keys, Vault, VaultTrouble } from '../ports.ts';
import { clientSecretFingerprint, keyFingerprint } from './fingerprint.ts';

/** A profile together with the name under which its secrets were stored. */
export interface StoredProfile {
  readonly profile: StoreProfile;
  /** Every provisioning stores its secrets under a name of its own. */
  readonly generation: string;
}

export interface KeysTrouble {
  readonly ok: false;
  readonly trouble: 'absent' | VaultTrouble;
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
  return privateKey === undefined ? null : clientSecretFingerprint(key.export(), privateKey);
}

/**
 * Reads the keys of every provider in the profile.
 * @returns the keys, or the first secret that could not be had: `absent` (this data folder's secrets are not in this
 * person's keychain), `locked`, `unavailable`, or `corrupt` (no key, or not the one that was provisioned)
 */
export async function loadKeys(vault: Vault, stored: StoredProfile): Promise<LoadedKeys> {
  const { profile, generation } = stored;
  let keys: Keys = {};
  for (const name of secretsOf(profile)) {
    const read = await vault.read(secretEntry(generation, name));
    if (read.status === 'absent') return { ok: false, trouble: 'absent', name, detail: 'no such entry' };
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
