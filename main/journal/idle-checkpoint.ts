/** Folds the write-ahead log into the journal's file while nobody waits for it. */
import type { DatabaseSync } from 'node:sqlite';
import { fileTrouble } from './sqlite.ts';

/** After somebody was told what came of a press; the next one is not likely to come sooner. */
const IDLE_MS = 1_000;

/**
 * Without it SQLite does this in the middle of a commit, each time the log has grown to a thousand pages: one press in
 * about thirty would wait for it, on a slow disk for a tenth of a second. In a rush without such a pause it still does.
 * Keeps no process alive.
 */
export function idleCheckpoint(db: DatabaseSync): { readonly soon: () => void; readonly stop: () => void } {
  const checkpoint = (): void => {
    if (!db.isOpen || db.isTransaction) return;
    try {
      db.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch (error) {
      // What is in the log is safe there; a disk that cannot be written is told of by the next write.
      if (fileTrouble(error) === null) throw error;
    }
  };
  let timer: NodeJS.Timeout | null = null;
  return {
    soon: () => {
      timer = timer?.refresh() ?? setTimeout(checkpoint, IDLE_MS).unref();
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
