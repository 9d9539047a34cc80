/** All that an app does with keys: provision, revoke and show, load them for its till, and tidy up after a crash. */
import type { Outcome } from '../../shared/outcome.ts';
import type { StoreProfile } from '../../shared/profile.ts';
import { openActingLock } from '../journal/acting-lock.ts';
import type { ActingLock } from '../ports/journal.ts';
import type { Vault } from '../ports/vault.ts';
import type { Random } from '../ports/world.ts';
import type { StoredProfile } from '../vault/keys.ts';
import type { DataFolder } from './data-folder.ts';
import { hasLeftovers, sweepGenerations } from './generations.ts';
import { createProviderLoader, type KeysState, type ProviderParts, proveKeys } from './load-providers.ts';
import { readStoreProfile } from './profile-store.ts';
import { type Provisioned, type ProvisionInput, provision } from './provision.ts';
import { type Revoked, type RevokeInput, revoke } from './revoke.ts';
import type { Till } from './till.ts';

export interface KeyKeeperOptions {
  readonly openVault: (scope: string, profile: StoreProfile | null) => Vault;
  readonly random: Random;
  /** For the providers that are asked for a token, or made of the keys. */
  readonly parts: ProviderParts;
  readonly onKeys?: ((state: KeysState) => void) | undefined;
  readonly onFault?: ((error: unknown) => void) | undefined;
}

export interface KeyKeeper {
  provision(folder: DataFolder, input: ProvisionInput): Promise<Outcome<Provisioned>>;
  revoke(folder: DataFolder, input: RevokeInput): Promise<Outcome<Revoked>>;
  /** The providers of a till, with their keys at first use. */
  loader(folder: DataFolder, stored: StoredProfile): Till['providers'];
  /** Takes away what was cut short before, in nobody's way. */
  sweepSoon(folder: DataFolder, profile: StoreProfile | null): void;
  /** Resolves when no sweep is under way. */
  settled(): Promise<void>;
}

export function createKeyKeeper(options: KeyKeeperOptions): KeyKeeper {
  const { openVault, parts } = options;
  let sweeping: Promise<void> = Promise.resolve();

  async function locked<T>(folder: DataFolder, work: (lock: ActingLock) => Promise<T>): Promise<T> {
    const lock = openActingLock({ folder: folder.path, clock: parts.clock });
    try {
      return await work(lock);
    } finally {
      lock.close();
    }
  }

  function sweepSoon(folder: DataFolder, profile: StoreProfile | null): void {
    sweeping = sweeping
      .then(async () => {
        if (!(await hasLeftovers(folder))) return;
        const vault = openVault(folder.scope, profile);
        await locked(folder, (lock) => sweepGenerations({ folder, vault, lock }));
      })
      .catch((error: unknown) => options.onFault?.(error));
  }

  return {
    provision: (folder, input) =>
      locked(folder, (lock) =>
        provision(input, {
          folder,
          openVault,
          random: options.random,
          lock,
          prove: input.offline === true ? null : (profile, keys, names) => proveKeys(profile, keys, names, parts),
        }),
      ),
    async revoke(folder, input) {
      const stored = await readStoreProfile(folder);
      const profile = stored.state === 'found' ? stored.profile : null;
      const open = (scope: string): Vault => openVault(scope, profile);
      return locked(folder, (lock) => revoke(input, { folder, openVault: open, lock }));
    },
    loader: (folder, stored) =>
      createProviderLoader({
        folder,
        stored,
        openVault,
        parts,
        onKeys: (state) => {
          options.onKeys?.(state);
          // The keychain is open now: whatever is left in it can go without asking anybody for a password.
          if (state === 'ready') sweepSoon(folder, stored.profile);
        },
      }),
    sweepSoon,
    settled: () => sweeping,
  };
}
