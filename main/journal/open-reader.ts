/** Opens a journal for one who only reads, also where SQLite may make no file beside it. */
import { accessSync, constants, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { journalAge } from './migrations.ts';
import { ageTrouble, failed, isThere, look, type OpenFailed, openImmutable } from './opening.ts';
import { BUSY_MS, errorText, sqliteCode } from './sqlite.ts';

export interface OpenedReader {
  readonly db: DatabaseSync;
  /** Removes what was made for this reader. */
  readonly after: () => void;
}

const COPY_TRIES = 3;

/** READONLY, IOERR, CANTOPEN: how SQLite says that it could not make or use the files beside a database in WAL mode. */
function cannotShare(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 8 || code === 10 || code === 14;
}

function nothing(): void {
  // Nothing was made.
}

/** @returns null when the file has nothing beside it that could hold later rows */
function walBytes(file: string): number | null {
  const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return size === 0 ? null : size;
}

function openShared(file: string, busyMs: number): OpenedReader | OpenFailed {
  const age = look(file, busyMs);
  if (age.kind !== 'current') return ageTrouble(age);
  const db = new DatabaseSync(file, { readOnly: true, timeout: busyMs });
  try {
    db.exec('PRAGMA trusted_schema = OFF');
    // Opening reads nothing; that the files beside it can be used shows only here.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return { db, after: nothing };
  } catch (error) {
    db.close();
    throw error;
  }
}

function checked(db: DatabaseSync, after: () => void): OpenedReader | OpenFailed {
  try {
    const age = journalAge(db);
    if (age.kind === 'current') return { db, after };
    db.close();
    after();
    return ageTrouble(age);
  } catch (error) {
    db.close();
    after();
    throw error;
  }
}

function stamp(file: string): string {
  const of = (name: string): string => {
    const stat = statSync(name, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? '-' : `${stat.size} ${stat.mtimeNs}`;
  };
  return `${of(file)} ${of(`${file}-wal`)}`;
}

/** A copy (0700) in which SQLite may make what it needs; taken again where somebody wrote meanwhile. */
function openCopy(file: string): OpenedReader | OpenFailed {
  const folder = mkdtempSync(join(tmpdir(), 'qris-terminal-journal-'));
  const after = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  const copy = join(folder, 'journal.sqlite');
  try {
    for (let tried = 0; tried < COPY_TRIES; tried += 1) {
      const before = stamp(file);
      copyFileSync(file, copy);
      copyFileSync(`${file}-wal`, `${copy}-wal`);
      if (stamp(file) === before) return checked(new DatabaseSync(copy, { readOnly: true }), after);
    }
  } catch (error) {
    after();
    throw error;
  }
  after();
  return failed('locked', 'it is written all the time, and cannot be read beside that');
}

/**
 * In the place where it lies; where SQLite may not make its files there (a folder or a file system that is read-only):
 * the file as it is when nothing waits in a WAL beside it, else a copy of both in a temporary folder.
 */
export function openReader(file: string, busyMs: number): OpenedReader | OpenFailed {
  if (!isThere(file)) return failed('absent', 'nothing was recorded yet');
  accessSync(file, constants.R_OK);
  try {
    return openShared(file, busyMs);
  } catch (error) {
    if (!cannotShare(error)) throw error;
    try {
      return walBytes(file) === null ? checked(openImmutable(file), nothing) : openCopy(file);
    } catch (second) {
      if (sqliteCode(second) !== null) throw second;
      return failed('disk', `${errorText(error)}; ${errorText(second)}`);
    }
  }
}
