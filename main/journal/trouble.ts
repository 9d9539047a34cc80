/** What errors of the disk and of SQLite mean for the journal; everything else is a bug and stays one. */
import { statfsSync } from 'node:fs';
import type { JournalTrouble } from '../ports/journal.ts';
import { DAMAGED_ROW } from './rows.ts';
import { type FileTrouble, fileTrouble, sqliteCode } from './sqlite.ts';

/**
 * The room that an operation needs at most, bytes: some twenty transactions of ten pages, three attempts and three
 * prints, twice over. With less than this nothing is begun, so that the disk is not full between "sent" and "settled".
 */
export const RESERVE_BYTES = 2 * 1_024 * 1_024;

/** ERROR, INTERNAL, NOTFOUND, SCHEMA, TOOBIG, CONSTRAINT, MISMATCH, MISUSE, RANGE: what only this program can do wrong. */
const BUG_CODES: readonly number[] = [1, 2, 12, 17, 18, 19, 20, 21, 25];

const BY_ERRNO: Readonly<Record<string, FileTrouble>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  EBUSY: 'locked',
};

function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code } = error;
  return code.startsWith('E') && !code.startsWith('ERR_') && 'syscall' in error ? code : null;
}

/** The trouble behind an error of the file system; null: it is none. */
export function systemTrouble(error: unknown): FileTrouble | null {
  const code = errnoOf(error);
  return code === null ? null : (BY_ERRNO[code] ?? 'disk');
}

/** The trouble behind an error that a journal threw while it was open; null: a bug. */
export function journalTrouble(error: unknown): FileTrouble | null {
  if (error instanceof Error && error.name === DAMAGED_ROW) return 'corrupt';
  const code = sqliteCode(error);
  if (code === null) return systemTrouble(error);
  return BUG_CODES.includes(code) ? null : fileTrouble(error);
}

/** Bytes that this user may still write beside a file; null where the system does not say. */
export function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null; // a folder that is gone is found by whoever looks at the file
  }
}

/** A fault of the disk where there is no room left is that of a full disk, whatever SQLite called it. */
export function withSpace<T extends JournalTrouble>(trouble: T, folder: string): T | 'full' {
  if (trouble !== 'disk') return trouble;
  const free = freeBytes(folder);
  return free !== null && free < RESERVE_BYTES ? 'full' : trouble;
}
