/** What the actions need of the keychain. */

import type { KeyObject } from 'node:crypto';
import type { SecretName } from '../../shared/profile.ts';

/** Why a keychain did not do what was asked; `corrupt`: it answered with something that cannot be the secret. */
export type VaultTrouble = 'locked' | 'unavailable' | 'corrupt';

export type VaultRead =
  | { readonly status: 'found'; readonly secret: Buffer }
  | { readonly status: 'absent' }
  | { readonly status: VaultTrouble; readonly detail: string };

export type VaultWrite = { readonly status: 'done' } | { readonly status: VaultTrouble; readonly detail: string };

/** Secrets by name, in one namespace that no other data folder shares. Nothing is ever deleted because a read failed. */
export interface Vault {
  /** Writes, reads back and deletes a canary. */
  check(): Promise<VaultWrite>;
  read(name: string): Promise<VaultRead>;
  write(name: string, secret: Uint8Array): Promise<VaultWrite>;
  /** Removing what is absent is `done`. */
  remove(name: string): Promise<VaultWrite>;
}

/** A provider's keys ready for use; no code outside the vault and snap ever sees their bytes. */
export type Keys = Readonly<Partial<Record<SecretName, KeyObject>>>;
