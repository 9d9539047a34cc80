/** Keeps a journal of an older version as it was, before it is brought up to date. */
import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import { errorText, fileTrouble } from './sqlite.ts';
import { freeBytes, RESERVE_BYTES } from './trouble.ts';

/** `20241119-131259`, in Jakarta: part of the names of files that are kept. @param at milliseconds since the epoch */
export function fileTime(at: number): string {
  const digits = jakartaMillis(at).replace(/\D/g, '');
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}`;
}

/** On disk, whatever happens next. A folder cannot be opened on Windows, and NTFS journals the rename. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export type Kept = { readonly ok: true; readonly backup: string } | { readonly ok: false; readonly detail: string };

/** The bytes of a journal with what waits beside it. */
function bytesOf(file: string): number {
  return [file, `${file}-wal`].reduce((sum, one) => sum + (statSync(one, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/**
 * Writes the journal as it is into `journal.vN-backup-YYYYMMDD-HHMMSS.sqlite` beside it (0600, one whole file), on disk
 * before this returns. Call it while holding the write lock: nobody changes the journal meanwhile.
 * @throws SQLite's error for a journal that is damaged
 */
export function keepOldVersion(file: string, version: number, at: number): Kept {
  const folder = dirname(file);
  const free = freeBytes(folder);
  // Room for the copy, and for the steps that write every row once more.
  const needed = 2 * bytesOf(file) + RESERVE_BYTES;
  if (free !== null && free < needed) return { ok: false, detail: `${Math.floor(free / 1_024)} KiB free` };
  const backup = join(folder, `journal.v${version}-backup-${fileTime(at)}.sqlite`);
  const draft = `${backup}.part`;
  try {
    rmSync(draft, { force: true });
    closeSync(openSync(draft, 'wx', 0o600));
    // A connection of its own, for VACUUM cannot run inside a transaction; it reads what was there before that began.
    const reading = new DatabaseSync(file);
    try {
      reading.prepare('VACUUM INTO ?').run(draft);
    } finally {
      reading.close();
    }
    if (process.platform !== 'win32') chmodSync(draft, 0o600);
    syncFile(draft);
    renameSync(draft, backup);
    syncFolder(folder);
    return { ok: true, backup };
  } catch (error) {
    rmSync(draft, { force: true });
    // It is not the copy that fails: no room would mend this.
    if (fileTrouble(error) === 'corrupt') throw error;
    return { ok: false, detail: errorText(error) };
  }
}
