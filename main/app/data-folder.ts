/** The folder that holds this till's profile and journal, private to its user, and the name of its keychain entries. */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, posix, resolve, win32 } from 'node:path';
import type { Outcome, Unavailable, Words } from '../../shared/outcome.ts';
import { closeToOthers } from './windows-access.ts';

const NAME = 'qris-terminal';
const ID_FILE = 'folder-id';

export interface DataFolder {
  /** Absolute, with no symbolic link in it. */
  readonly path: string;
  /** Namespace of this folder's keychain entries: of its random id and its place, so that a copy has its own. */
  readonly scope: string;
}

export interface FolderPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** `QRIS_TERMINAL_HOME`, else the platform's own place for a program's data. Creates nothing. */
export function dataFolderPath(place: FolderPlace): string {
  const { env, platform, home } = place;
  const set = (name: string) => (env[name] === '' ? undefined : env[name]);
  const chosen = set('QRIS_TERMINAL_HOME');
  if (chosen !== undefined) return resolve(chosen);
  if (platform === 'win32') return win32.join(set('APPDATA') ?? win32.join(home, 'AppData', 'Roaming'), NAME);
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', NAME);
  // The XDG base directory specification: a relative path there is to be ignored.
  const xdg = set('XDG_DATA_HOME');
  return posix.join(xdg?.startsWith('/') === true ? xdg : posix.join(home, '.local', 'share'), NAME);
}

type Refusal =
  | 'symlink'
  | 'not-a-folder'
  | 'foreign'
  | 'open-to-others'
  | 'symlink-inside'
  | 'foreign-inside'
  | 'damaged-id'
  | 'unusable';

const REFUSALS: Readonly<Record<Refusal, readonly [id: string, en: string, nextId: string, nextEn: string]>> = {
  symlink: [
    'Folder data adalah tautan simbolik.',
    'The data folder is a symbolic link.',
    'Tunjuk folder aslinya dengan QRIS_TERMINAL_HOME.',
    'Point QRIS_TERMINAL_HOME at the real folder.',
  ],
  'not-a-folder': [
    'Tempat folder data ditempati berkas lain.',
    'There is a file where the data folder should be.',
    'Pilih folder lain dengan QRIS_TERMINAL_HOME.',
    'Choose another folder with QRIS_TERMINAL_HOME.',
  ],
  foreign: [
    'Folder data milik pengguna lain.',
    'The data folder belongs to another user.',
    'Masuk sebagai pemiliknya, atau pilih folder lain dengan QRIS_TERMINAL_HOME.',
    'Log in as its owner, or choose another folder with QRIS_TERMINAL_HOME.',
  ],
  'open-to-others': [
    'Folder data sudah berisi hal lain dan dapat diubah pengguna lain.',
    'The data folder already holds other things, and other users can write to it.',
    'Pilih folder kosong, atau jalankan chmod 700 pada folder itu.',
    'Choose an empty folder, or run chmod 700 on it.',
  ],
  'symlink-inside': [
    'Ada tautan simbolik di antara berkas folder data.',
    'One of the files in the data folder is a symbolic link.',
    'Ganti tautan itu dengan berkas aslinya.',
    'Put the real file in its place.',
  ],
  'foreign-inside': [
    'Ada berkas milik pengguna lain di folder data.',
    'One of the files in the data folder belongs to another user.',
    'Kembalikan berkas itu kepada pemilik folder data (chown).',
    "Give it back to the data folder's owner (chown).",
  ],
  'damaged-id': [
    'Berkas folder-id di folder data rusak.',
    'The file folder-id in the data folder is damaged.',
    'Pulihkan dari cadangan, atau pindahkan folder data dan jalankan `provision` lagi.',
    'Restore it from a backup, or move the data folder away and run `provision` again.',
  ],
  unusable: [
    'Folder data tidak dapat dibuat atau dibaca.',
    'The data folder cannot be created or read.',
    'Periksa hak akses dan ruang disk, atau pilih folder lain dengan QRIS_TERMINAL_HOME.',
    'Check its permissions and the disk space, or choose another folder with QRIS_TERMINAL_HOME.',
  ],
};

function refuse(
  why: Refusal,
  path: string,
  detail: { readonly error?: string; readonly file?: string } = {},
): Unavailable {
  const [id, en, nextId, nextEn] = REFUSALS[why];
  const words: Words = { key: `folder.${why}`, id, en, next: { id: nextId, en: nextEn } };
  return { outcome: 'unavailable', code: null, operationId: null, words, about: { folder: path, ...detail } };
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'error';
}

function checkOwnership(path: string): Refusal | null {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return 'symlink';
  if (!stat.isDirectory()) return 'not-a-folder';
  if (process.getuid === undefined) return null; // Windows: the profile's own ACLs hold
  if (stat.uid !== process.getuid()) return 'foreign';
  if ((stat.mode & 0o077) === 0) return null;
  const entries = readdirSync(path);
  // What others could write to may hold what they put there: closing it would not make it ours again.
  if (entries.length > 0 && (stat.mode & 0o022) !== 0) return 'open-to-others';
  // Only a folder that is ours alone is closed to others: QRIS_TERMINAL_HOME may name one that is used for more.
  if (entries.length === 0 || entries.includes(ID_FILE)) chmodSync(path, 0o700);
  return null;
}

/** Folders of ours whose files are opened by their names; the window's own is Chromium's to keep. */
const INNER = ['printers', 'backups', 'pruned', 'log'] as const;
/** Of the rest of the folder nothing is known: QRIS_TERMINAL_HOME may name one that is used for more. */
const OURS =
  /^(?:folder-id|provisioned\.json|keychain-generations\.json|journal\..*|acting\..*|window|till\.\S*log|\S+\.lock|journal-\S+|failed\.txt)$/;

/** Each of our files is a file of ours and not a link to another, and nobody else may read it. @returns the name of one that is not */
function checkInside(path: string): { readonly why: Refusal; readonly name: string } | null {
  if (process.getuid === undefined) return null;
  const own = process.getuid();
  const folders = [
    '',
    ...INNER.filter((name) => lstatSync(join(path, name), { throwIfNoEntry: false })?.isDirectory()),
  ];
  const names = folders.flatMap((folder) => readdirSync(join(path, folder)).map((name) => join(folder, name)));
  for (const name of names) {
    if (!OURS.test(basename(name)) && !INNER.some((inner) => inner === name)) continue;
    const stat = lstatSync(join(path, name), { throwIfNoEntry: false });
    if (stat === undefined) continue; // gone again: another process's draft
    if (stat.isSymbolicLink()) return { why: 'symlink-inside', name };
    if (stat.uid !== own) return { why: 'foreign-inside', name };
    if ((stat.mode & 0o077) !== 0) chmodSync(join(path, name), stat.isDirectory() ? 0o700 : 0o600);
  }
  return null;
}

/** Nothing is in it yet but what the window makes before it asks for its folder. */
function isNew(path: string): boolean {
  return readdirSync(path).every((name) => name === 'window');
}

function readId(file: string): string | null {
  const id = readFileSync(file, 'latin1').trim();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

/** Written aside and linked into place: two processes that start at once end with one id, and no one reads half of it. */
function makeId(file: string): void {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(16).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(temporary, file);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error; // EEXIST: another process was first, and its id holds
  } finally {
    rmSync(temporary, { force: true });
  }
}

function folderId(path: string): string | null {
  const file = join(path, ID_FILE);
  try {
    return readId(file);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
  makeId(file);
  return readId(file);
}

/**
 * Opens the data folder, creating it (0700) and its id where they are not there yet.
 * @param close closes a folder that was made on Windows to others; throws where it cannot
 * @returns `unavailable` for a folder that is a link, somebody else's, writable by others, or cannot be used
 */
export function openDataFolder(
  place: FolderPlace = { env: process.env, platform: process.platform, home: homedir() },
  close: (folder: string) => void = closeToOthers,
): Outcome<DataFolder> {
  const wanted = dataFolderPath(place);
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    // Modes mean nothing there: below a user's profile a folder inherits that it is the user's, elsewhere that it is everybody's.
    if (place.platform === 'win32' && isNew(wanted)) close(wanted);
    const refusal = checkOwnership(wanted);
    if (refusal !== null) return refuse(refusal, wanted);
    const path = realpathSync.native(wanted);
    const inside = checkInside(path);
    if (inside !== null) return refuse(inside.why, path, { file: inside.name });
    const id = folderId(path);
    if (id === null) return refuse('damaged-id', path);
    const scope = createHash('sha256').update(`${id}\n${path}`).digest('hex').slice(0, 32);
    const words: Words = { key: 'folder.ok', id: 'Folder data siap.', en: 'The data folder is ready.', next: null };
    return { outcome: 'ok', code: null, operationId: null, words, data: { path, scope } };
  } catch (error) {
    const errno = errnoOf(error);
    // mkdir meets a file, or a link that leads nowhere.
    return refuse(errno === 'EEXIST' || errno === 'ENOTDIR' ? 'not-a-folder' : 'unusable', wanted, { error: errno });
  }
}
