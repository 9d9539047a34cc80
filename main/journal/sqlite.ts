/** The little that the journal needs around node:sqlite: transactions, and SQLite's errors in our own words. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** Why a database file cannot be used (sqlite.org/rescode.html, primary codes). */
export type FileTrouble = 'locked' | 'corrupt' | 'read-only' | 'disk';

const TROUBLE_BY_PRIMARY_CODE: Readonly<Record<number, FileTrouble>> = {
  1: 'corrupt', // SQLITE_ERROR: the tables are not the ones that were made here
  5: 'locked', // SQLITE_BUSY
  6: 'locked', // SQLITE_LOCKED
  8: 'read-only', // SQLITE_READONLY
  10: 'disk', // SQLITE_IOERR
  11: 'corrupt', // SQLITE_CORRUPT
  13: 'disk', // SQLITE_FULL
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

/**
 * Runs `work` as one transaction that takes the write lock at once; on return it is on disk (synchronous=FULL). Inside
 * of another it is a part of that one, and on disk when that one is.
 */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  db.exec('BEGIN IMMEDIATE');
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
