/** Opens this till's journal: `journal.sqlite` in the data folder, with its tables brought up to date. */
import { accessSync, chmodSync, closeSync, constants, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Journal } from '../ports/journal.ts';
import type { Clock, Random } from '../ports/world.ts';
import { attemptsTable } from './attempts.ts';
import { noteCourses } from './course.ts';
import { eventsTable, eventWriter } from './events.ts';
import { operationFinder } from './find-operations.ts';
import { idleCheckpoint } from './idle-checkpoint.ts';
import { holdJournal } from './in-use.ts';
import { keepOldVersion, syncFolder } from './migration-backup.ts';
import { JOURNAL_VERSION, type JournalAge, migrate } from './migrations.ts';
import { openReader } from './open-reader.ts';
import { ageTrouble, asTrouble, failed, isThere, look, type OpenFailed } from './opening.ts';
import { type JournalParts, operationsTable } from './operations.ts';
import { operatorsTable } from './operators.ts';
import { hasForeignWal, nameJournal } from './own-wal.ts';
import { printJobsTable } from './print-jobs.ts';
import { printersTable } from './printers.ts';
import { pruning } from './prune.ts';
import { readiness } from './ready.ts';
import { recovery } from './recover.ts';
import { registrationsTable } from './registrations.ts';
import { shiftsTable } from './shifts.ts';
import { BUSY_MS, changeMark, fileTrouble, inTransaction, type Row } from './sqlite.ts';
import { takeableOperations } from './takeable.ts';
import { withSpace } from './trouble.ts';
import { fileDamage, verifyJournal } from './verify.ts';

export const JOURNAL_FILE = 'journal.sqlite';
/** There while a damaged journal is being set aside: until that is finished no journal is opened, old or new. */
export const SETTING_ASIDE_FILE = 'journal.setting-aside';

export interface JournalOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  /** For what only reads: works beside a process that acts, makes no file, and every writing method is a bug. */
  readonly readOnly?: boolean;
  /** How long to wait for another process that holds the file, blocking everything; 0: whoever asks asks again. */
  readonly busyMs?: number;
}

/** A journal that was brought up to date just now, and where it is kept as it was. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
  readonly backup: string;
}

export type OpenedJournal =
  | { readonly ok: true; readonly journal: Journal; readonly migrated: Migrated | null }
  | OpenFailed;

interface Opening {
  readonly db: DatabaseSync;
  readonly migrated: Migrated | null;
}

interface Ready extends Opening {
  /** Lets go of what was taken for it, once it is closed. */
  readonly after: () => void;
}

/** An unfinished first write can only be rolled back by one who may write. */
function lookOrNull(file: string, busyMs: number): JournalAge | null {
  try {
    return look(file, busyMs);
  } catch (error) {
    if (fileTrouble(error) === 'read-only') return null;
    throw error;
  }
}

function makeFile(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // SQLite gives its own files beside it the mode of this one.
  closeSync(openSync(file, 'a', 0o600));
  syncFolder(folder);
}

function keepPrivate(file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
}

/** In use until it is closed: nobody sets the file aside under one who writes to it. */
function openInUse(options: JournalOptions, file: string): Ready | OpenFailed {
  const { folder } = options;
  if (isThere(file)) {
    // SQLite opens what it may not write as if it had been asked to read only.
    accessSync(file, constants.R_OK | constants.W_OK);
    accessSync(folder, constants.W_OK);
  } else {
    makeFile(folder, file);
  }
  const release = holdJournal(folder, options.busyMs ?? BUSY_MS);
  try {
    const opened = openWritable(options, file);
    if ('ok' in opened) release();
    return 'ok' in opened ? opened : { ...opened, after: release };
  } catch (error) {
    release();
    throw error;
  }
}

function openWritable({ clock, random, busyMs = BUSY_MS }: JournalOptions, file: string): Opening | OpenFailed {
  const age = lookOrNull(file, busyMs);
  if (age?.kind === 'foreign' || age?.kind === 'newer') return ageTrouble(age);
  keepPrivate(file);
  const db = new DatabaseSync(file, { timeout: busyMs, enableForeignKeyConstraints: true, defensive: true });
  try {
    const prepared = prepareWritable(db, file, clock.now());
    if ('ok' in prepared) {
      db.close();
    } else {
      nameJournal(db, random);
      db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    }
    return prepared;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepareWritable(db: DatabaseSync, file: string, now: number): Opening | OpenFailed {
  db.exec('PRAGMA trusted_schema = OFF');
  const mode: Row | undefined = db.prepare('PRAGMA journal_mode = WAL').get();
  if (mode?.journal_mode !== 'wal') {
    return failed('disk', 'this file system cannot hold a journal that is read while it is written');
  }
  // 16 MB: the pages that a search among a million operations comes by again and again.
  db.exec('PRAGMA cache_size = -16384');
  // fullfsync is for macOS, where fsync alone leaves the bytes in the drive's cache.
  db.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON');
  let migrated: Migrated | null = null;
  const age = migrate(db, (from) => {
    const kept = keepOldVersion(file, from, now);
    if (kept.ok) migrated = { from, to: JOURNAL_VERSION, backup: kept.backup };
    return kept.ok ? null : kept.detail;
  });
  if (age.kind === 'no-backup') return failed('no-backup', age.detail);
  return age.kind === 'current' ? { db, migrated } : ageTrouble(age);
}

function assemble(given: JournalParts, file: string, after: () => void): Journal {
  const { db } = given;
  const parts = { ...given, append: eventWriter(db) };
  const checkpoint = idleCheckpoint(db);
  const operations = operationsTable(parts);
  const events = eventsTable(db);
  return noteCourses({
    ready: readiness(db, file),
    changeMark: changeMark(db),
    ...events,
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
    shifts: shiftsTable(parts, events.chainHead),
    people: operatorsTable(parts),
    ...recovery(parts),
    ...pruning(parts),
    damage: () => fileDamage(db),
    verify: (onStep) => verifyJournal(db, onStep),
    close: () => {
      checkpoint.stop();
      if (!db.isOpen) return;
      db.close();
      after();
    },
  });
}

function openFile(options: JournalOptions, file: string): Ready | OpenFailed {
  if (isThere(join(options.folder, SETTING_ASIDE_FILE))) {
    return failed('corrupt', 'it is half set aside: do that again, and it is finished');
  }
  const busyMs = options.busyMs ?? BUSY_MS;
  if (hasForeignWal(file, busyMs)) return failed('corrupt', 'the -wal file beside it belongs to another journal');
  if (options.readOnly !== true) return openInUse(options, file);
  const reader = openReader(file, busyMs);
  return 'ok' in reader ? reader : { ...reader, migrated: null };
}

/**
 * Opens the journal of a data folder. One who may write makes the folder (0700) and the file (0600) where they are not
 * there, and brings an older journal up to date once it is kept as it was; what is not a sound journal of this version
 * is not touched.
 */
export function openJournal(options: JournalOptions): OpenedJournal {
  const file = join(options.folder, JOURNAL_FILE);
  try {
    const opened = openFile(options, file);
    if ('ok' in opened) return opened;
    const { db, after, migrated } = opened;
    try {
      const journal = assemble({ db, clock: options.clock, random: options.random }, file, after);
      return { ok: true, journal, migrated };
    } catch (error) {
      // Its header is ours but its tables are not: no statement can be prepared on it.
      db.close();
      after();
      throw error;
    }
  } catch (error) {
    const trouble = asTrouble(error);
    return trouble.reason === 'disk' ? { ...trouble, reason: withSpace('disk', options.folder) } : trouble;
  }
}
