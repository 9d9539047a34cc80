/** The provisioned profile, for a person at a telephone: what it says, and the fingerprints of its keys. */
import type { Outcome } from '../../shared/outcome.ts';
import { type Fingerprints, type PaycoolsFacts, SECRET_NAMES, type SpeedcashFacts } from '../../shared/profile.ts';
import { words } from '../../shared/words.ts';
import type { DataFolder } from './data-folder.ts';
import { profileOutcome, readStoreProfile } from './profile-store.ts';

interface ShownProvider {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly merchantId: string;
  /** How many public keys are pinned; 0: an authority's word is enough. */
  readonly pins: number;
}

export interface ProfileShown {
  readonly store: string;
  readonly speedcash: ShownProvider | null;
  readonly paycools: ShownProvider | null;
  readonly printers: readonly string[];
  /** URL of the store's proxy, null where providers are reached straight. */
  readonly proxy: string | null;
  /** As they were provisioned; whether the keychain still holds those keys is `doctor`'s to say. */
  readonly fingerprints: Fingerprints;
}

/** `7c3af1d2ffffb120` as `7c3a f1d2 ffff b120`: to be read aloud. */
function spokenFingerprint(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Each fingerprint by its secret's name, in the profile's order. */
export function listFingerprints(fingerprints: Fingerprints): readonly (readonly [name: string, shown: string])[] {
  return SECRET_NAMES.flatMap((name) => {
    const fingerprint = fingerprints[name];
    return fingerprint === undefined ? [] : [[name, spokenFingerprint(fingerprint)] as const];
  });
}

/** Reads the data folder alone: works with a locked keychain, or none. */
export async function showProfile(folder: DataFolder): Promise<Outcome<ProfileShown>> {
  const stored = await readStoreProfile(folder);
  if (stored.state !== 'found') return profileOutcome(stored);
  const { store, speedcash, paycools, printers, network, fingerprints } = stored.profile;
  const shown = (facts: SpeedcashFacts | PaycoolsFacts | null): ShownProvider | null => {
    if (facts === null) return null;
    const { baseUrl, clientId, merchantId, pins = [] } = facts;
    return { baseUrl, clientId, merchantId, pins: pins.length };
  };
  const data: ProfileShown = {
    store: store.name,
    speedcash: shown(speedcash),
    paycools: shown(paycools),
    printers: printers.map(({ name }) => name),
    proxy: network?.proxy?.url ?? null,
    fingerprints,
  };
  const said = words('profile.shown', { store: store.name });
  return { outcome: 'ok', code: null, operationId: null, words: said, data };
}
