/** The providers with their keys: made of a profile, loaded from the keychain at first use, and tried with new keys. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NotOk } from '../../shared/outcome.ts';
import { isLoopbackUrl, type PaycoolsFacts, type SpeedcashFacts, type StoreProfile } from '../../shared/profile.ts';
import { words } from '../../shared/words.ts';
import { JOURNAL_FILE } from '../journal/open-journal.ts';
import type { ProviderName } from '../ports/operations.ts';
import type { Keys, Vault } from '../ports/vault.ts';
import type { Clock, ProviderTime } from '../ports/world.ts';
import { createPaycools } from '../providers/paycools.ts';
import { createSpeedcash } from '../providers/speedcash.ts';
import type { Route } from '../snap/connect.ts';
import type { Network } from '../snap/http.ts';
import { type KeysLack, loadKeys, type StoredProfile } from '../vault/keys.ts';
import { vaultOutcome } from '../vault/words.ts';
import type { DataFolder } from './data-folder.ts';
import { readStoreProfile } from './profile-store.ts';
import { isNotPinned } from './say-network.ts';
import { PROVIDER_TITLES, type Providers, type Till, unavailable } from './till.ts';

export interface ProviderParts {
  readonly network: Network;
  readonly clock: Clock;
  readonly time: ProviderTime;
}

/** waiting: the keychain takes its time, as where it asks a person for its password · ready: the keys are here */
export type KeysState = 'waiting' | 'ready' | KeysLack;

/** A keychain that is open answers at once; past this it is said that it is waited for. */
const WAITING_MS = 1_000;

/** How this profile wants a provider to be reached. What is on this very machine is reached without a proxy. */
function routeTo(profile: StoreProfile, facts: SpeedcashFacts | PaycoolsFacts): Route {
  const proxy = isLoopbackUrl(facts.baseUrl) ? undefined : profile.network?.proxy?.url;
  return { pins: facts.pins ?? null, proxy: proxy ?? null };
}

function makeProviders(profile: StoreProfile, keys: Keys, parts: ProviderParts): Providers {
  const { speedcash, paycools } = profile;
  const { network, clock, time } = parts;
  const clientSecret = keys['speedcash.clientSecret'];
  const speedcashKey = keys['speedcash.privateKey'];
  const paycoolsKey = keys['paycools.privateKey'];
  return {
    speedcash:
      speedcash === null || clientSecret === undefined || speedcashKey === undefined
        ? null
        : createSpeedcash({
            facts: speedcash,
            clientSecret,
            privateKey: speedcashKey,
            http: network.to(routeTo(profile, speedcash)),
            clock,
            time,
          }),
    paycools:
      paycools === null || paycoolsKey === undefined
        ? null
        : createPaycools({
            facts: paycools,
            privateKey: paycoolsKey,
            http: network.to(routeTo(profile, paycools)),
            clock,
            time,
          }),
  };
}

export interface LoaderOptions {
  readonly folder: DataFolder;
  readonly stored: StoredProfile;
  readonly openVault: (scope: string, profile: StoreProfile) => Vault;
  readonly parts: ProviderParts;
  readonly onKeys: (state: KeysState) => void;
}

/**
 * The providers of the profile that this till was opened with. Keys are read once; a failure is not kept, for a locked
 * keychain may be open at the next try. Keys that another process replaced or revoked meanwhile are used no more.
 */
export function createProviderLoader(options: LoaderOptions): Till['providers'] {
  const { folder, stored, onKeys } = options;
  let loaded: Providers | null = null;
  let flight: ReturnType<Till['providers']> | null = null;

  async function load(): ReturnType<Till['providers']> {
    const waiting = setTimeout(() => onKeys('waiting'), WAITING_MS);
    const read = await loadKeys(options.openVault(folder.scope, stored.profile), stored, folder.scope).finally(() =>
      clearTimeout(waiting),
    );
    onKeys(read.ok ? 'ready' : read.trouble);
    if (!read.ok) return { ok: false, outcome: vaultOutcome(read.trouble, `${read.name}: ${read.detail}`) };
    loaded = makeProviders(stored.profile, read.keys, options.parts);
    return { ok: true, providers: loaded };
  }

  /**
   * A profile that cannot be read just now is no reason to stop a till that works. One that was revoked leaves the
   * journal: where that is gone as well the folder is, and the journal says so.
   */
  async function isReplaced(): Promise<boolean> {
    const now = await readStoreProfile(folder);
    if (now.state === 'absent') return existsSync(join(folder.path, JOURNAL_FILE));
    return now.state === 'found' && now.generation !== stored.generation;
  }

  return async () => {
    if (await isReplaced()) {
      loaded = null;
      return { ok: false, outcome: unavailable(words('vault.replaced')) };
    }
    if (loaded !== null) return { ok: true, providers: loaded };
    flight ??= load().finally(() => {
      flight = null;
    });
    return flight;
  };
}

/** Asks each of these providers for a token with new keys, and for nothing else. @returns null when all gave one */
export async function proveKeys(
  profile: StoreProfile,
  keys: Keys,
  names: readonly ProviderName[],
  parts: ProviderParts,
): Promise<NotOk | null> {
  const made = makeProviders(profile, keys, parts);
  for (const name of names) {
    const result = await made[name]?.tokens.get();
    const provider = PROVIDER_TITLES[name];
    const about = { provider: name };
    if (result?.kind === 'refused') {
      const { code, message } = result;
      const said = words('provision.refused', { provider, reason: `${code} ${message}`.trim() });
      return { outcome: 'refused', code, operationId: null, words: said, about };
    }
    if (result?.kind === 'no-answer') {
      const { note } = result;
      const key = isNotPinned(note) ? 'provision.not-pinned' : 'provision.unproved';
      return { ...unavailable(words(key, { provider, note })), about };
    }
  }
  return null;
}
