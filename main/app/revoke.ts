/** Revoking: this data folder's secrets are taken out of the keychain and its profile away; the journal stays. */
import type { Invalid, Outcome, Unavailable } from '../../shared/outcome.ts';
import { SECRET_NAMES } from '../../shared/profile.ts';
import { words } from '../../shared/words.ts';
import type { ActingLock } from '../ports/journal.ts';
import type { Vault, VaultTrouble } from '../ports/vault.ts';
import { CANARY_NAMES } from '../vault/keychain.ts';
import { secretEntry } from '../vault/keys.ts';
import type { DataFolder } from './data-folder.ts';
import { noteGenerations } from './generations.ts';
import { readGenerations, readStoreProfile, removeStoreProfile, type StoredRead } from './profile-store.ts';
import { unavailable } from './till.ts';

export interface RevokeInput {
  /** What was typed to confirm: the store's name; true: a script that was told to. */
  readonly confirmed: string | true | undefined;
}

interface RevokeDeps {
  readonly folder: DataFolder;
  readonly openVault: (scope: string) => Vault;
  readonly lock: ActingLock;
}

export interface Revoked {
  readonly store: string | null;
  /** Entries that were looked for afterwards and are not there. */
  readonly removed: number;
}

interface Left {
  readonly count: number;
  readonly why: VaultTrouble;
  readonly detail: string;
}

const alike = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** What has to be typed: the store's name, or where the profile cannot be read any more a word that nobody types by chance. */
function confirmation(stored: StoredRead): string {
  return stored.state === 'found' ? stored.profile.store.name : 'REVOKE';
}

function unconfirmed(typed: boolean): Invalid {
  const fields = typed ? [{ path: 'store', words: words('revoke.not-the-name') }] : [];
  return { outcome: 'invalid', code: null, operationId: null, words: words('revoke.unconfirmed'), fields };
}

/** @returns why it is not known to be gone, null when it is */
async function removeOne(vault: Vault, entry: string): Promise<Left | null> {
  const removed = await vault.remove(entry);
  if (removed.status !== 'done') return { count: 1, why: removed.status, detail: removed.detail };
  const now = await vault.read(entry);
  if (now.status === 'absent') return null;
  if (now.status !== 'found') return { count: 1, why: now.status, detail: now.detail };
  now.secret.fill(0);
  return { count: 1, why: 'corrupt', detail: 'an entry is there still, although it was removed' };
}

/**
 * Removes every entry and looks for it afterwards.
 * @returns what is not known to be gone. A keychain that cannot be used is asked once, not once for every entry.
 */
async function removeAll(vault: Vault, entries: readonly string[]): Promise<Left | null> {
  const kept: Left[] = [];
  for (const [at, entry] of entries.entries()) {
    const trouble = await removeOne(vault, entry);
    if (trouble === null) continue;
    const { why } = trouble;
    if (why === 'locked' || why === 'unavailable') return { ...trouble, count: kept.length + entries.length - at };
    kept.push(trouble);
  }
  const first = kept[0];
  return first === undefined ? null : { ...first, count: kept.length };
}

function stillThere(left: Left): Unavailable {
  const { count, why, detail } = left;
  return { ...unavailable(words('revoke.left', { count })), about: { left: count, keychain: why, detail } };
}

async function wipeTill(deps: RevokeDeps, stored: StoredRead, generations: readonly string[]) {
  const { folder } = deps;
  const vault = deps.openVault(folder.scope);
  const entries = generations.flatMap((generation) => SECRET_NAMES.map((name) => secretEntry(generation, name)));
  const left = await removeAll(vault, entries);
  // The profile and the list go last: cut short or refused, the same command finds its entries again.
  if (left !== null) return stillThere(left);
  // They hold nothing, and one may be another process's check of this moment: what stays of them keeps nobody from
  // revoking. A keychain that wants its password now would take its whole limit for each.
  for (const canary of CANARY_NAMES) if ((await vault.remove(canary)).status !== 'done') break;
  if (!(await removeStoreProfile(folder))) return unavailable(words('revoke.profile-left'));
  await noteGenerations(folder, []);
  const store = stored.state === 'found' ? stored.profile.store.name : null;
  const data: Revoked = { store, removed: entries.length };
  return { outcome: 'ok', code: null, operationId: null, words: words('revoke.done'), data } as const;
}

/**
 * Takes all secrets of this data folder out of the keychain, makes sure that they are gone, then removes the profile.
 * Doing it again finishes what was cut short.
 * @returns `invalid` unless confirmed, `unavailable` with what is left where the keychain did not do it
 */
export async function revoke(input: RevokeInput, deps: RevokeDeps): Promise<Outcome<Revoked>> {
  const { confirmed } = input;
  const asked = await readStoreProfile(deps.folder);
  const sure = confirmed === true || (confirmed !== undefined && alike(confirmed) === alike(confirmation(asked)));
  if (!sure) return unconfirmed(confirmed !== undefined);
  const turn = await deps.lock.acquire('revoke');
  if (!turn.held) {
    const { holder } = turn;
    return unavailable(words('till.busy', { holder: holder === null ? '?' : `${holder.what}, pid ${holder.pid}` }));
  }
  try {
    const stored = await readStoreProfile(deps.folder);
    const listed = await readGenerations(deps.folder);
    const own = stored.state === 'found' ? [stored.generation] : [];
    const generations = [...new Set([...listed, ...own])];
    if (stored.state === 'absent' && generations.length === 0) {
      const data: Revoked = { store: null, removed: 0 };
      return { outcome: 'ok', code: null, operationId: null, words: words('revoke.nothing'), data };
    }
    return await wipeTill(deps, stored, generations);
  } finally {
    turn.release();
  }
}
