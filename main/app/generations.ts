/** The keychain entries of a data folder, by the generations that its list names: stored and read back, or removed. */
import { SECRET_NAMES } from '../../shared/profile.ts';
import type { ActingLock } from '../ports/journal.ts';
import type { Vault, VaultTrouble } from '../ports/vault.ts';
import { secretEntry } from '../vault/keys.ts';
import type { DataFolder } from './data-folder.ts';
import { syncFolder } from './profile-disk.ts';
import type { ProfileSecrets } from './profile-file.ts';
import { readGenerations, readStoreProfile, writeGenerations } from './profile-store.ts';

type Stored = { readonly ok: true } | { readonly ok: false; readonly trouble: VaultTrouble; readonly detail: string };

/** Stores every secret and reads each back; the first that is not there as written ends it. */
export async function storeSecrets(vault: Vault, generation: string, secrets: ProfileSecrets): Promise<Stored> {
  for (const [name, secret] of secrets) {
    const entry = secretEntry(generation, name);
    const written = await vault.write(entry, secret);
    if (written.status !== 'done') return { ok: false, trouble: written.status, detail: written.detail };
    const back = await vault.read(entry);
    if (back.status === 'absent') return { ok: false, trouble: 'unavailable', detail: 'a new entry is not there' };
    if (back.status !== 'found') return { ok: false, trouble: back.status, detail: back.detail };
    const same = back.secret.equals(secret);
    back.secret.fill(0);
    if (!same) return { ok: false, trouble: 'corrupt', detail: 'a new entry came back changed' };
  }
  return { ok: true };
}

/** Takes whole generations out of the keychain. @returns those that could not be, to be tried next time */
export async function removeGenerations(vault: Vault, generations: readonly string[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const [at, generation] of generations.entries()) {
    let gone = true;
    for (const name of SECRET_NAMES) {
      const { status } = await vault.remove(secretEntry(generation, name));
      // Asked for every entry, a keychain that wants its password would take as many times its limit.
      if (status === 'locked') return [...left, ...generations.slice(at)];
      gone = status === 'done' && gone;
    }
    if (!gone) left.push(generation);
  }
  return left;
}

/** Writes the list where it can; an old list names too many generations, which the next start puts right. */
export async function noteGenerations(folder: DataFolder, generations: readonly string[]): Promise<void> {
  try {
    await writeGenerations(folder, generations);
  } catch {
    // see above
  }
}

export interface SweepDeps {
  readonly folder: DataFolder;
  readonly vault: Vault;
  /** Not to take away what another process is about to store. */
  readonly lock: ActingLock;
}

/** Whether the list names entries that the profile in place does not use. */
export async function hasLeftovers(folder: DataFolder): Promise<boolean> {
  const stored = await readStoreProfile(folder);
  const current = stored.state === 'found' ? stored.generation : null;
  return stored.state !== 'broken' && (await readGenerations(folder)).some((generation) => generation !== current);
}

/**
 * Removes what a provisioning or a revocation that was cut short left in the keychain; the profile in place keeps its
 * keys. A profile that cannot be read keeps everything, for nobody knows which keys are its own.
 */
export async function sweepGenerations({ folder, vault, lock }: SweepDeps): Promise<void> {
  const turn = await lock.acquire('tidy', 0);
  if (!turn.held) return; // whoever acts now may be the one who stores
  try {
    const stored = await readStoreProfile(folder);
    // A new profile that the next power cut could take back would leave the old one, which needs its keys.
    if (stored.state === 'broken' || !(await syncFolder(folder.path))) return;
    const current = stored.state === 'found' ? [stored.generation] : [];
    const others = (await readGenerations(folder)).filter((generation) => !current.includes(generation));
    if (others.length === 0) return;
    await noteGenerations(folder, [...(await removeGenerations(vault, others)), ...current]);
  } finally {
    turn.release();
  }
}
