/**
 * Who has the journal open: a shared lock on `acting.lock` for everyone who writes, beside whoever acts, and the whole
 * lock for one who puts another file in the journal's place. SQLite deletes the WAL of what it closes by its name: closed
 * after that, an old journal would take the new one's last rows with it.
 */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LOCK_FILE } from './acting-lock.ts';

function lock(folder: string, busyMs: number, sql: string): () => void {
  const file = join(folder, LOCK_FILE);
  const db = new DatabaseSync(file, { timeout: busyMs });
  try {
    db.exec('PRAGMA journal_mode = MEMORY');
    db.exec(sql);
    if (process.platform !== 'win32') chmodSync(file, 0o600);
  } catch (error) {
    db.close();
    throw error;
  }
  return () => {
    if (db.isOpen) db.close();
  };
}

/** Held until it is released, or the process ends. @throws SQLite's error where somebody has the whole lock */
export function holdJournal(folder: string, busyMs: number): () => void {
  // A read begins with the shared lock, and the transaction keeps it.
  return lock(folder, busyMs, 'BEGIN; SELECT count(*) FROM sqlite_schema');
}

/** Nobody else has the journal open, nobody acts, and nobody begins to. @throws SQLite's error where somebody does */
export function haveJournalAlone(folder: string): () => void {
  return lock(folder, 0, 'BEGIN EXCLUSIVE');
}
