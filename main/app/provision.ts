/** Provisioning: a profile file's secrets go into the keychain, the rest into the data folder, all or nothing. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FieldProblem, Invalid, NotOk, Outcome, Unavailable, Words } from '../../shared/outcome.ts';
import type { Fingerprints, StoreProfile } from '../../shared/profile.ts';
import type { ActingLock } from '../ports/journal.ts';
import type { ProviderName } from '../ports/operations.ts';
import type { Keys, Vault } from '../ports/vault.ts';
import type { Random } from '../ports/world.ts';
import { loadKeys, type StoredProfile } from '../vault/keys.ts';
import { vaultOutcome } from '../vault/words.ts';
import type { DataFolder } from './data-folder.ts';
import { noteGenerations, removeGenerations, storeSecrets } from './generations.ts';
import { type FileIdentity, identityOf, shredFile } from './profile-disk.ts';
import { checkProfileFile, MAX_PROFILE_BYTES, type ProfileSecrets, wipe } from './profile-file.ts';
import { readGenerations, readStoreProfile, writeGenerations, writeStoreProfile } from './profile-store.ts';
import { problem } from './profile-words.ts';

export interface ProvisionInput {
  readonly path: string;
  /** Overwrite and remove the file once its secrets are safe in the keychain. */
  readonly shred: boolean;
  /** Ask no provider whether it knows the new keys. */
  readonly offline?: boolean;
}

export interface ProvisionDeps {
  readonly folder: DataFolder;
  /** The keychain under this scope; only the sandbox hands out anything else, and only for its own profile. */
  readonly openVault: (scope: string, profile: StoreProfile) => Vault;
  readonly random: Random;
  /** Held throughout: two provisionings at once would clear away each other's entries. */
  readonly lock: ActingLock;
  /** Asks these providers for a token with new keys; null as an answer: they gave one. Null: nobody is to be asked. */
  readonly prove:
    | ((profile: StoreProfile, keys: Keys, providers: readonly ProviderName[]) => Promise<NotOk | null>)
    | null;
}

const PROVIDERS: readonly ProviderName[] = ['speedcash', 'paycools'];

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

export async function readProfileFile(path: string): Promise<FileRead> {
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

/** The providers whose token the new profile gets in another way than the former one. */
function changedProviders(former: StoreProfile, next: StoreProfile): readonly ProviderName[] {
  const identity = ({
    speedcash,
    paycools,
    network,
    fingerprints,
  }: StoreProfile): Readonly<Record<ProviderName, string>> => ({
    speedcash: JSON.stringify([
      speedcash?.baseUrl,
      speedcash?.clientId,
      fingerprints['speedcash.privateKey'],
      fingerprints['speedcash.clientSecret'],
      speedcash?.pins,
      network?.proxy?.url,
    ]),
    paycools: JSON.stringify([
      paycools?.baseUrl,
      paycools?.clientId,
      paycools?.tokenPath,
      fingerprints['paycools.privateKey'],
      paycools?.pins,
      network?.proxy?.url,
    ]),
  });
  const [before, after] = [identity(former), identity(next)];
  return PROVIDERS.filter((name) => next[name] !== null && before[name] !== after[name]);
}

/**
 * Whether the new keys, as they stand in the keychain now, may take the place of the former ones: where those work,
 * each provider whose keys changed has to give a token for the new ones.
 */
async function proveNew(deps: ProvisionDeps, vault: Vault, next: StoredProfile): Promise<NotOk | null> {
  const { scope } = deps.folder;
  const loaded = await loadKeys(vault, next, scope);
  if (!loaded.ok) return vaultOutcome(loaded.trouble, `${loaded.name}: ${loaded.detail}`);
  if (deps.prove === null) return null;
  const former = await readStoreProfile(deps.folder);
  if (former.state !== 'found') return null;
  const changed = changedProviders(former.profile, next.profile);
  if (changed.length === 0 || !(await loadKeys(vault, former, scope)).ok) return null;
  return deps.prove(next.profile, loaded.keys, changed);
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
  let failure: NotOk | null = stored.ok
    ? await proveNew(deps, vault, { profile, generation })
    : vaultOutcome(stored.trouble, stored.detail);
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
 * Checks the profile file whole, then stores it: secrets first, under a name of their own, read back and (where they
 * replace keys that work) tried at the provider, then provisioned.json in one step, then the former secrets are
 * removed. Whatever fails before that step leaves the former profile working and no new entry; an entry that a crash
 * leaves behind is removed by the next start.
 * @returns `invalid` with every problem of the file, `refused` where a provider does not know the new keys,
 * `unavailable` for the keychain, the folder, another process, or a provider that could not be asked
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
