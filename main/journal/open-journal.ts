/** Opens this till's journal: `journal.sqlite` in the data folder, with its tables brought up to date. */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Clock, Journal, Random } from '../ports.ts';
import { attemptsTable } from './attempts.ts';
import { eventsTable, eventWriter } from './events.ts';
import { operationFinder } from './find-operations.ts';
import { idleCheckpoint } from './idle-checkpoint.ts';
import { JOURNAL_VERSION, type JournalAge, journalAge, migrate } from './migrations.ts';
import { type JournalParts, operationsTable } from './operations.ts';
import { printJobsTable } from './print-jobs.ts';
import { printersTable } from './printers.ts';
import { pruning } from './prune.ts';
import { recovery } from './recover.ts';
import { registrationsTable } from './registrations.ts';
import { errorText, fileTrouble, inTransaction, type Row } from './sqlite.ts';
import { takeableOperations } from './takeable.ts';
import { verifyJournal } from './verify.ts';

export const JOURNAL_FILE = 'journal.sqlite';

/** Milliseconds that a statement waits for another process's lock: a checkpoint, the opening of a fresh journal. */
const BUSY_MS = 5_000;

export interface JournalOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  /** For what only reads: works beside a process that acts, makes no file, and every writing method is a bug. */
  readonly readOnly?: boolean;
}

/**
 * absent: nothing was recorded yet (said to readers alone) · locked: another process holds the file for long ·
 * corrupt: it is no journal, or a damaged one; left as it is · newer: written by a later version of this program; left
 * as it is · read-only: it may not be written · disk: no space, no such folder, an i/o error
 */
export type JournalTrouble = 'absent' | 'locked' | 'corrupt' | 'newer' | 'read-only' | 'disk';

export type OpenedJournal =
  | { readonly ok: true; readonly journal: Journal }
  | { readonly ok: false; readonly reason: JournalTrouble; readonly detail: string };

type Failed = Extract<OpenedJournal, { readonly ok: false }>;

function failed(reason: JournalTrouble, detail: string): Failed {
  return { ok: false, reason, detail };
}

function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function asTrouble(error: unknown): Failed {
  const trouble = fileTrouble(error);
  if (trouble !== null) return failed(trouble, errorText(error));
  const code = systemCode(error);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return failed('read-only', errorText(error));
  if (code?.startsWith('E') === true && !code.startsWith('ERR_')) return failed('disk', errorText(error));
  throw error;
}

/** What is wrong with the age of a file, for one who reads it or for one who has brought it up to date. */
function ageTrouble(age: Exclude<JournalAge, { readonly kind: 'current' }>): Failed {
  switch (age.kind) {
    case 'empty':
      return failed('absent', 'nothing was recorded yet');
    case 'foreign':
      return failed('corrupt', "the file is another program's database");
    case 'newer':
      return failed('newer', `a newer program wrote it (version ${age.version}, this one knows ${JOURNAL_VERSION})`);
    case 'older':
      return failed(
        'read-only',
        `version ${age.version} has to be brought to ${JOURNAL_VERSION} by a command that acts`,
      );
  }
}

/**
 * Looks without touching: closing a connection that may write would fold the WAL into the file, and one that only reads
 * would leave an empty WAL beside a file that has none.
 */
function look(file: string): JournalAge {
  const url = pathToFileURL(file);
  const beside = existsSync(`${file}-wal`) || existsSync(`${file}-journal`);
  if (!beside) url.searchParams.set('immutable', '1');
  const db = new DatabaseSync(url, { readOnly: true, timeout: BUSY_MS });
  try {
    return journalAge(db);
  } finally {
    db.close();
  }
}

/** An unfinished first write can only be rolled back by one who may write. */
function lookOrNull(file: string): JournalAge | null {
  try {
    return look(file);
  } catch (error) {
    if (fileTrouble(error) === 'read-only') return null;
    throw error;
  }
}

function makeFile(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // SQLite gives its own files beside it the mode of this one.
  closeSync(openSync(file, 'a', 0o600));
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function keepPrivate(file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
}

function openWritable({ folder }: JournalOptions, file: string): DatabaseSync | Failed {
  if (existsSync(file)) {
    // SQLite opens what it may not write as if it had been asked to read only.
    accessSync(file, constants.R_OK | constants.W_OK);
    accessSync(folder, constants.W_OK);
    const age = lookOrNull(file);
    if (age?.kind === 'foreign' || age?.kind === 'newer') return ageTrouble(age);
    keepPrivate(file);
  } else {
    makeFile(folder, file);
  }
  const db = new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true, defensive: true });
  try {
    return prepareWritable(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepareWritable(db: DatabaseSync): DatabaseSync | Failed {
  db.exec('PRAGMA trusted_schema = OFF');
  const mode: Row | undefined = db.prepare('PRAGMA journal_mode = WAL').get();
  if (mode?.journal_mode !== 'wal') {
    db.close();
    return failed('disk', 'this file system cannot hold a journal that is read while it is written');
  }
  // 16 MB: the pages that a search among a million operations comes by again and again.
  db.exec('PRAGMA cache_size = -16384');
  // fullfsync is for macOS, where fsync alone leaves the bytes in the drive's cache.
  db.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
  const age = migrate(db);
  if (age.kind === 'current') return db;
  db.close();
  return ageTrouble(age);
}

function openReader(file: string): DatabaseSync | Failed {
  if (!existsSync(file)) return failed('absent', 'nothing was recorded yet');
  const age = look(file);
  if (age.kind !== 'current') return ageTrouble(age);
  const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  try {
    db.exec('PRAGMA trusted_schema = OFF');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function assemble(given: JournalParts): Journal {
  const { db } = given;
  const parts = { ...given, append: eventWriter(db) };
  const checkpoint = idleCheckpoint(db);
  const operations = operationsTable(parts);
  return {
    ...eventsTable(db),
    atomically: (work) => inTransaction(db, work),
    ...operations,
    told: (id) => {
      operations.told(id);
      checkpoint.soon();
    },
    ...takeableOperations(parts),
    ...operationFinder(parts),
    ...attemptsTable(parts),
    ...printJobsTable(parts),
    ...registrationsTable(parts),
    printers: printersTable(parts),
    ...recovery(parts),
    ...pruning(parts),
    verify: (onStep) => verifyJournal(db, onStep),
    close: () => {
      checkpoint.stop();
      if (db.isOpen) db.close();
    },
  };
}

/**
 * Opens the journal of a data folder. One who may write makes the folder (0700) and the file (0600) where they are not
 * there, and brings an older journal up to date; what is not a sound journal of this version is not touched.
 */
export function openJournal(options: JournalOptions): OpenedJournal {
  const file = join(options.folder, JOURNAL_FILE);
  try {
    const db = options.readOnly === true ? openReader(file) : openWritable(options, file);
    if ('ok' in db) return db;
    try {
      return { ok: true, journal: assemble({ db, clock: options.clock, random: options.random }) };
    } catch (error) {
      // Its header is ours but its tables are not: no statement can be prepared on it.
      db.close();
      throw error;
    }
  } catch (error) {
    return asTrouble(error);
  }
}
