/** The little that the journal needs around node:sqlite: transactions, and SQLite's errors in our own words. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Why a database file cannot be used (sqlite.org/rescode.html, primary codes). */
export type FileTrouble = 'locked' | 'corrupt' | 'read-only' | 'full' | 'disk';

const TROUBLE_BY_PRIMARY_CODE: Readonly<Record<number, FileTrouble>> = {
  1: 'corrupt', // SQLITE_ERROR: the tables are not the ones that were made here
  5: 'locked', // SQLITE_BUSY
  6: 'locked', // SQLITE_LOCKED
  8: 'read-only', // SQLITE_READONLY
  10: 'disk', // SQLITE_IOERR
  11: 'corrupt', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'disk', // SQLITE_CANTOPEN
  26: 'corrupt', // SQLITE_NOTADB
};

/** SQLite's primary result code, or null when the error is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode % 256;
}

/** The trouble behind an error of SQLite; null when the error is not SQLite's, thus a bug. */
export function fileTrouble(error: unknown): FileTrouble | null {
  const code = sqliteCode(error);
  return code === null ? null : (TROUBLE_BY_PRIMARY_CODE[code] ?? 'disk');
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Milliseconds that a statement waits for another process's lock: longer would hold up a window for no good. */
export const BUSY_MS = 1_500;

/** Databases that somebody held for longer than that: each further try is made without waiting, until one succeeds. */
const held = new WeakSet<DatabaseSync>();

/** Takes the write lock; waits for it once, not at every press while a backup program keeps it for minutes. */
function begin(db: DatabaseSync): void {
  const wasHeld = held.has(db);
  if (wasHeld) db.exec('PRAGMA busy_timeout = 0');
  try {
    db.exec('BEGIN IMMEDIATE');
    held.delete(db);
  } catch (error) {
    if (fileTrouble(error) === 'locked') held.add(db);
    throw error;
  } finally {
    if (wasHeld) db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }
}

/** Whether a transaction could begin now; never waits. */
export function tryWriteLock(db: DatabaseSync): void {
  db.exec('PRAGMA busy_timeout = 0');
  try {
    db.exec('BEGIN IMMEDIATE');
    db.exec('ROLLBACK');
    held.delete(db);
  } finally {
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }
}

/**
 * Runs `work` as one transaction that takes the write lock at once; on return it is on disk (synchronous=FULL). Inside
 * of another it is a part of that one, and on disk when that one is.
 */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  begin(db);
  try {
    const value = work();
    db.exec('COMMIT');
    return value;
  } catch (error) {
    // A failed COMMIT may have rolled back by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Runs `work` on one snapshot, whatever another process writes meanwhile. */
export function onSnapshot<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN DEFERRED');
  try {
    return work();
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK');
  }
}

/** `data_version` tells of what others committed, `total_changes` of what this connection did. */
export function changeMark(db: DatabaseSync): () => string {
  const others = db.prepare('PRAGMA data_version');
  const own = db.prepare('SELECT total_changes() AS total_changes');
  return () => JSON.stringify([others.get(), own.get()]);
}
