/** What the ways of opening a journal share: what can be wrong with a file, and a look at it that changes nothing. */
import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { JournalTrouble } from '../ports/journal.ts';
import { JOURNAL_VERSION, type JournalAge, journalAge } from './migrations.ts';
import { errorText, fileTrouble } from './sqlite.ts';
import { systemTrouble } from './trouble.ts';

/**
 * absent: nothing was recorded yet (said to readers alone) · newer: written by a later version of this program, left as
 * it is · older: not brought up to date yet (said to readers alone) · no-backup: an older one that is left as it is,
 * because it cannot be kept as it was · the rest as `JournalTrouble`; a damaged file is left as it is
 */
export type OpenTrouble = JournalTrouble | 'absent' | 'newer' | 'older' | 'no-backup';

export interface OpenFailed {
  readonly ok: false;
  readonly reason: OpenTrouble;
  readonly detail: string;
}

export function failed(reason: OpenTrouble, detail: string): OpenFailed {
  return { ok: false, reason, detail };
}

/** @throws what is neither the disk's doing nor the file's: a bug */
export function asTrouble(error: unknown): OpenFailed {
  const trouble = fileTrouble(error) ?? systemTrouble(error);
  if (trouble === null) throw error;
  return failed(trouble, errorText(error));
}

/** What is wrong with the age of a file, for one who reads it or for one who has brought it up to date. */
export function ageTrouble(age: Exclude<JournalAge, { readonly kind: 'current' }>): OpenFailed {
  switch (age.kind) {
    case 'empty':
      return failed('absent', 'nothing was recorded yet');
    case 'foreign':
      return failed('corrupt', "the file is another program's database");
    case 'newer':
      return failed('newer', `version ${age.version}, this one knows ${JOURNAL_VERSION}`);
    case 'older':
      return failed('older', `version ${age.version} of ${JOURNAL_VERSION}`);
  }
}

/** A file that may not even be asked for is not "absent". */
export function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Opens a file that nobody can be writing to: SQLite makes nothing beside it, and looks at nothing beside it. */
export function openImmutable(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true });
}

/**
 * Looks without touching: closing a connection that may write would fold the WAL into the file, and one that only reads
 * would leave an empty WAL beside a file that has none.
 */
export function look(file: string, busyMs: number): JournalAge {
  const beside = existsSync(`${file}-wal`) || existsSync(`${file}-journal`);
  const db = beside ? new DatabaseSync(file, { readOnly: true, timeout: busyMs }) : openImmutable(file);
  try {
    return journalAge(db);
  } finally {
    db.close();
  }
}
