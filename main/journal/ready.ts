/** Looks whether the journal can take a whole operation, before anything is begun. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Journal, JournalTrouble } from '../ports/journal.ts';
import { errorText, tryWriteLock } from './sqlite.ts';
import { freeBytes, journalTrouble, RESERVE_BYTES, withSpace } from './trouble.ts';

type Ready = ReturnType<Journal['ready']>;

function said(trouble: JournalTrouble, detail: string): Ready {
  return { trouble, detail };
}

/** Which file it is: a name may come to stand for another one. */
function identity(file: string): string | null {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev} ${stat.ino}`;
}

/**
 * SQLite goes on writing to a file that was deleted, moved or unmounted under it, and says that all is well: what is
 * written there is lost.
 */
function hasMoved(file: string, opened: string | null): boolean {
  return identity(file) !== opened || identity(`${file}-wal`) === null;
}

/** @returns the journal's `ready`, for the file as it is now */
export function readiness(db: DatabaseSync, file: string): () => Ready {
  const opened = identity(file);
  const folder = dirname(file);
  return () => {
    try {
      if (hasMoved(file, opened)) return said('moved', file);
      // SQLite itself would find out only while it writes.
      accessSync(file, constants.R_OK | constants.W_OK);
      accessSync(folder, constants.W_OK);
      const free = freeBytes(folder);
      if (free !== null && free < RESERVE_BYTES) return said('full', `${Math.floor(free / 1_024)} KiB`);
      tryWriteLock(db);
      return null;
    } catch (error) {
      const trouble = journalTrouble(error);
      if (trouble === null) throw error;
      return said(withSpace(trouble, folder), errorText(error));
    }
  };
}
