/** The till's backups: one a day in `backups/` of the data folder, the newest few kept, and copies to where a person says. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { jakartaDate, jakartaForSlip } from '../../shared/jakarta-time.ts';
import type { Outcome, Words } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { type BackedUp, backUpJournal } from '../journal/backup.ts';
import { JOURNAL_FILE } from '../journal/open-journal.ts';
import type { Clock } from '../ports/world.ts';
import type { Finding } from './doctor.ts';

/** Days whose backup is kept where the profile says nothing. */
export const KEEP_DAYS = 14;
const STALE_MS = 3 * 86_400_000;
const NAME = /^journal-(\d{4}-\d{2}-\d{2})\.sqlite$/;

export interface BackupPlace {
  /** The data folder. */
  readonly folder: string;
  readonly clock: Clock;
}

export interface JournalBackedUp {
  readonly file: string;
  readonly bytes: number;
}

function backupsFolder({ folder }: BackupPlace): string {
  return join(folder, 'backups');
}

/** Newest first, by the day in their names. */
async function backupsOf(place: BackupPlace): Promise<readonly string[]> {
  const names = await readdir(backupsFolder(place)).catch(() => []); // none was made yet
  return names.filter((name) => NAME.test(name)).toSorted((a, b) => b.localeCompare(a));
}

function said(done: BackedUp, file: string): Outcome<JournalBackedUp> {
  const base = { code: null, operationId: null };
  if (!done.ok) {
    return { outcome: 'unavailable', ...base, words: words('journal.backup-failed', { file, detail: done.detail }) };
  }
  const { bytes } = done;
  return { outcome: 'ok', ...base, words: words('journal.backed-up', { file, bytes }), data: { file, bytes } };
}

function todaysFile(place: BackupPlace): string {
  return join(backupsFolder(place), `journal-${jakartaDate(place.clock.now())}.sqlite`);
}

/** @param out where to; default: today's in `backups/`, which a later one of the day replaces */
export async function backUp(place: BackupPlace, out: string | undefined): Promise<Outcome<JournalBackedUp>> {
  const file = out === undefined || out.trim() === '' ? todaysFile(place) : resolve(out.trim());
  const journal = join(place.folder, JOURNAL_FILE);
  if (!existsSync(journal)) return said({ ok: false, detail: 'absent' }, file);
  if ([journal, `${journal}-wal`, `${journal}-shm`].includes(file)) {
    return said({ ok: false, detail: 'this is the journal itself' }, file);
  }
  return said(await backUpJournal(place.folder, file), file);
}

/** So that the doctor can say it, whoever asks him and when. */
function failureFile(place: BackupPlace): string {
  return join(backupsFolder(place), 'failed.txt');
}

async function noteFailure(place: BackupPlace, detail: string): Promise<void> {
  try {
    await mkdir(backupsFolder(place), { recursive: true, mode: 0o700 });
    await writeFile(failureFile(place), detail, { mode: 0o600 });
  } catch {
    // A disk that takes no backup may not take this either; then the newest backup's age tells.
  }
}

/**
 * Today's backup where there is none yet; then all but the newest `keep` are removed. They are counted and not dated:
 * a clock that runs ahead for a day must not remove what is good.
 * @returns null where nothing was to be done
 */
export async function backUpDaily(place: BackupPlace, keep: number): Promise<Outcome<JournalBackedUp> | null> {
  const file = todaysFile(place);
  if (existsSync(file) || !existsSync(join(place.folder, JOURNAL_FILE))) return null;
  const done = await backUpJournal(place.folder, file);
  if (!done.ok) {
    await noteFailure(place, done.detail);
    return said(done, file);
  }
  await rm(failureFile(place), { force: true });
  const old = (await backupsOf(place)).filter((name) => name !== basename(file)).slice(Math.max(0, keep - 1));
  for (const name of old) await rm(join(backupsFolder(place), name), { force: true });
  return said(done, file);
}

async function lastFailure(place: BackupPlace): Promise<Words | null> {
  try {
    const detail = await readFile(failureFile(place), 'utf8');
    const { mtimeMs } = await stat(failureFile(place));
    return words('doctor.backup-failed', { when: jakartaForSlip(mtimeMs), detail });
  } catch {
    return null; // there is none
  }
}

/** For the doctor: how old the newest backup is. */
export async function backupFinding(place: BackupPlace): Promise<Finding> {
  const check = 'backup';
  const failure = await lastFailure(place);
  if (failure !== null) return { check, health: 'warn', words: failure };
  const [newest] = await backupsOf(place);
  if (newest === undefined) return { check, health: 'warn', words: words('doctor.no-backup') };
  const { mtimeMs, size } = await stat(join(backupsFolder(place), newest));
  const when = jakartaForSlip(mtimeMs);
  return place.clock.now() - mtimeMs > STALE_MS
    ? { check, health: 'warn', words: words('doctor.backup-old', { when }) }
    : { check, health: 'ok', words: words('doctor.backup', { when, megabytes: Math.ceil(size / 1e6) }) };
}
