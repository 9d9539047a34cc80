/**
 * Tells a journal's own WAL from another journal's. SQLite takes whatever whole WAL lies beside a file for that file's,
 * also one that a copying hand left there, and would write its pages into it.
 */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Random } from '../ports/world.ts';
import { openImmutable } from './opening.ts';
import { inTransaction, type Row, sqliteCode } from './sqlite.ts';

const ID = "SELECT value FROM meta WHERE key = 'journal-id'";

/** Gives a journal a number of its own, once. Its page is in every WAL of a till that sent anything. */
export function nameJournal(db: DatabaseSync, random: Random): void {
  if (db.prepare(ID).get() !== undefined) return;
  inTransaction(db, () => {
    db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('journal-id', ?)").run(Number(random.digits(14)));
  });
}

/** @returns null where it has none, or none that can be read so */
function idIn(open: () => DatabaseSync): number | null {
  let db: DatabaseSync | null = null;
  try {
    db = open();
    const row: Row | undefined = db.prepare(ID).get();
    return typeof row?.value === 'number' ? row.value : null;
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    return null; // what else is wrong with it is found by whoever opens it
  } finally {
    db?.close();
  }
}

/** Whether the WAL beside this file was written for another journal. Changes nothing. */
export function hasForeignWal(file: string, busyMs: number): boolean {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return false;
  const own = idIn(() => openImmutable(file));
  const withWal = idIn(() => new DatabaseSync(file, { readOnly: true, timeout: busyMs }));
  return own !== null && withWal !== null && own !== withWal;
}
