/** Provisioning: a profile file's secrets go into the keychain, the rest into the data folder, all or nothing. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FieldProblem, Invalid, NotOk, Outcome, Unavailable, Words } from '../../shared/outcome.ts';
import { type Fingerprints, SECRET_NAMES, type StoreProfile } from '../../shared/profile.ts';
import type { ActingLock, ProviderName, Random, Vault, VaultTrouble } from '../ports.ts';
import { secretEntry } from '../vault/keys.ts';
import { vaultOutcome } from '../vault/words.ts';
import type { DataFolder } from './data-folder.ts';
import { type FileIdentity, identityOf, shredFile } from './profile-disk.ts';
import { checkProfileFile, MAX_PROFILE_BYTES, type ProfileSecrets, wipe } from './profile-file.ts';
import { readGenerations, writeGenerations, writeStoreProfile } from './profile-store.ts';
import { problem } from './profile-words.ts';

export interface ProvisionInput {
  readonly path: string;
  /** Overwrite and remove the file once its secrets are safe in the keychain. */
  readonly shred: boolean;
}

export interface ProvisionDeps {
  readonly folder: DataFolder;
  /** The keychain under this scope; only the sandbox hands out anything else, and only for its own profile. */
  readonly openVault: (scope: string, profile: StoreProfile) => Vault;
  readonly random: Random;
  /** Held throughout: two provisionings at once would clear away each other's entries. */
  readonly lock: ActingLock;
}

export interface Provisioned {
  readonly store: string;
  readonly providers: readonly ProviderName[];
  readonly printers: readonly string[];
  readonly fingerprints: Fingerprints;
  readonly shredded: boolean;
}

const words = (key: string, id: string, en: string, next: Words['next'] = null): Words => ({ key, id, en, next });

const INVALID = words(
  'provision.invalid',
  'Profil tidak dapat dipakai; tidak ada yang disimpan.',
  'The profile cannot be used; nothing was stored.',
  { id: 'Perbaiki isian yang disebut, lalu ulangi.', en: 'Correct the fields named, then try again.' },
);
const FOLDER = words(
  'provision.folder-unwritable',
  'Folder data tidak dapat ditulisi; profil lama tetap berlaku.',
  'The data folder cannot be written; the former profile still holds.',
  { id: 'Periksa ruang disk dan hak akses, lalu ulangi.', en: 'Check the disk space and permissions, then try again.' },
);
const BUSY = words(
  'provision.busy',
  'Program lain sedang memakai kasir ini.',
  'Another process is working on this till.',
  { id: 'Tutup jendela kasir, lalu ulangi.', en: "Close the till's window, then try again." },
);
const OK = words('provision.ok', 'Profil tersimpan.', 'The profile is stored.');
const SHREDDED = words(
  'provision.ok-shredded',
  'Profil tersimpan, berkasnya dihancurkan.',
  'The profile is stored and its file destroyed.',
);
const NOT_SHREDDED = words(
  'provision.ok-not-shredded',
  'Profil tersimpan, tetapi berkasnya TIDAK dapat dihancurkan.',
  'The profile is stored, but its file could NOT be destroyed.',
  { id: 'Hapus berkas profil itu sendiri: isinya kunci.', en: 'Remove the profile file yourself: it holds keys.' },
);

function invalid(fields: readonly FieldProblem[]): Invalid {
  return { outcome: 'invalid', code: null, operationId: null, words: INVALID, fields };
}

function unavailable(said: Words, about: Unavailable['about'] = {}): Unavailable {
  return { outcome: 'unavailable', code: null, operationId: null, words: said, about };
}

type FileRead =
  | { readonly ok: true; readonly bytes: Buffer; readonly identity: FileIdentity }
  | { readonly ok: false; readonly fields: readonly FieldProblem[] };

async function readProfileFile(path: string): Promise<FileRead> {
  try {
    // Not to wait for the other end, should the name be a pipe's; Windows knows no such flag and no such file.
    await using handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await handle.stat();
    if (!stat.isFile()) return { ok: false, fields: [problem('file', 'profile.file-unreadable')] };
    if (stat.size > MAX_PROFILE_BYTES) return { ok: false, fields: [problem('file', 'profile.file-too-large')] };
    return { ok: true, identity: await identityOf(handle), bytes: await handle.readFile() };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { ok: false, fields: [problem('file', missing ? 'profile.file-missing' : 'profile.file-unreadable')] };
  }
}

type Stored = { readonly ok: true } | { readonly ok: false; readonly trouble: VaultTrouble; readonly detail: string };

/** Stores every secret and reads each back; the first that is not there as written ends it. */
async function storeSecrets(vault: Vault, generation: string, secrets: ProfileSecrets): Promise<Stored> {
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
async function removeGenerations(vault: Vault, generations: readonly string[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const generation of generations) {
    let gone = true;
    for (const name of SECRET_NAMES) {
      gone = (await vault.remove(secretEntry(generation, name))).status === 'done' && gone;
    }
    if (!gone) left.push(generation);
  }
  return left;
}

/** Writes the list where it can; an old list names too many generations, which the next provisioning puts right. */
async function noteGenerations(folder: DataFolder, generations: readonly string[]): Promise<void> {
  try {
    await writeGenerations(folder, generations);
  } catch {
    // see above
  }
}

async function commit(
  deps: ProvisionDeps,
  vault: Vault,
  profile: StoreProfile,
  secrets: ProfileSecrets,
): Promise<NotOk | null> {
  const { folder } = deps;
  const generation = deps.random.pick('0123456789abcdef', 16);
  const former = await readGenerations(folder);
  try {
    await writeGenerations(folder, [...former, generation]);
  } catch {
    return unavailable(FOLDER, { folder: folder.path });
  }
  const stored = await storeSecrets(vault, generation, secrets);
  let durable = false;
  let failure: NotOk | null = stored.ok ? null : vaultOutcome(stored.trouble, stored.detail);
  if (failure === null) {
    try {
      durable = await writeStoreProfile(folder, { profile, generation });
    } catch {
      failure = unavailable(FOLDER, { folder: folder.path });
    }
  }
  if (failure !== null) {
    await noteGenerations(folder, [...former, ...(await removeGenerations(vault, [generation]))]);
    return failure;
  }
  // Were the new file lost with the power, the old one would need its secrets: they go only when it cannot come back.
  const left = durable ? await removeGenerations(vault, former) : former;
  await noteGenerations(folder, [...left, generation]);
  return null;
}

async function store(deps: ProvisionDeps, profile: StoreProfile, secrets: ProfileSecrets): Promise<NotOk | null> {
  const turn = await deps.lock.acquire('provision');
  if (!turn.held) return unavailable(BUSY, { pid: turn.holder?.pid ?? null, what: turn.holder?.what ?? null });
  try {
    const vault = deps.openVault(deps.folder.scope, profile);
    const able = await vault.check();
    if (able.status !== 'done') return vaultOutcome(able.status, able.detail);
    return await commit(deps, vault, profile, secrets);
  } finally {
    turn.release();
  }
}

/**
 * Checks the profile file whole, then stores it: secrets first, under a name of their own, then provisioned.json in one
 * step, then the former secrets are removed. Whatever fails before that step leaves the former profile working and no
 * new entry; an entry that a crash leaves behind is removed by the next provisioning.
 * @returns `invalid` with every problem of the file, `unavailable` for the keychain, the folder or another process
 */
export async function provision(input: ProvisionInput, deps: ProvisionDeps): Promise<Outcome<Provisioned>> {
  const read = await readProfileFile(input.path);
  if (!read.ok) return invalid(read.fields);
  const checked = checkProfileFile(read.bytes);
  read.bytes.fill(0);
  if (!checked.ok) return invalid(checked.fields);
  const { profile, secrets } = checked;
  let failure: NotOk | null;
  try {
    failure = await store(deps, profile, secrets);
  } finally {
    wipe(secrets);
  }
  if (failure !== null) return failure;
  const shredded = input.shred && (await shredFile(input.path, read.identity));
  const providers: ProviderName[] = [];
  if (profile.speedcash !== null) providers.push('speedcash');
  if (profile.paycools !== null) providers.push('paycools');
  const data: Provisioned = {
    store: profile.store.name,
    providers,
    printers: profile.printers.map((printer) => printer.name),
    fingerprints: profile.fingerprints,
    shredded,
  };
  const said = shredded ? SHREDDED : input.shred ? NOT_SHREDDED : OK;
  return { outcome: 'ok', code: null, operationId: null, words: said, data };
}
