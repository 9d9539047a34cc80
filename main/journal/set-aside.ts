/** Puts a damaged journal aside, never away: the old files are kept, and a new journal goes on with what can be read. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { JournalTrouble } from '../ports/journal.ts';
import type { Clock, Random } from '../ports/world.ts';
import { externalId } from './ids.ts';
import { haveJournalAlone } from './in-use.ts';
import { fileTime, syncFile, syncFolder } from './migration-backup.ts';
import { migrate } from './migrations.ts';
import { JOURNAL_FILE, openJournal, SETTING_ASIDE_FILE } from './open-journal.ts';
import { isThere, openImmutable } from './opening.ts';
import { hasForeignWal } from './own-wal.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { highestIds } from './scan-ids.ts';
import { BUSY_MS, errorText, fileTrouble, inTransaction, type Row, sqliteCode } from './sqlite.ts';
import { DEED_SERVICE } from './states.ts';
import { systemTrouble, withSpace } from './trouble.ts';
import { fileDamage } from './verify.ts';

const DRAFT_FILE = 'journal.new.sqlite';
const BESIDE = ['-wal', '-shm', '-journal', ''] as const;

/**
 * sound: nothing is the matter with it · absent: there is none · in-use: another process has it open · newer: a newer
 * program's, and whole · the rest: it cannot be done now
 */
export type SetAsideTrouble = 'sound' | 'absent' | 'in-use' | 'newer' | Exclude<JournalTrouble, 'locked' | 'moved'>;

export type SetAside =
  | {
      readonly ok: true;
      /** The old files as they are named now. */
      readonly kept: readonly string[];
      /** Every row that could be read, one JSON object a line; null: none. */
      readonly readable: string | null;
      readonly salvaged: Salvaged;
    }
  | { readonly ok: false; readonly reason: SetAsideTrouble; readonly detail: string };

export interface SetAsideNeeds {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** A journal of an older version is not opened by one who only reads; its file is looked at all the same. */
function olderDamage(file: string): string | null {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return fileDamage(db);
  } finally {
    db.close();
  }
}

/** What is the matter with the journal that is there; null: it is damaged, and may be set aside. */
function whyNot(needs: SetAsideNeeds): Extract<SetAside, { readonly ok: false }> | null {
  const opened = openJournal({ ...needs, readOnly: true });
  if (opened.ok) {
    // Only what SQLite finds: a file that is whole but does not add up is evidence, and stays in its place.
    const trouble = opened.journal.damage();
    opened.journal.close();
    return trouble === null ? { ok: false, reason: 'sound', detail: '' } : null;
  }
  const { reason, detail } = opened;
  if (reason === 'corrupt') return null;
  if (reason === 'absent' || reason === 'newer') return { ok: false, reason, detail };
  if (reason === 'older' || reason === 'no-backup' || reason === 'moved') {
    return olderDamage(join(needs.folder, JOURNAL_FILE)) === null ? { ok: false, reason: 'sound', detail } : null;
  }
  return { ok: false, reason: reason === 'locked' ? 'in-use' : reason, detail };
}

/** Every readable row, one JSON object a line (0600). */
function readableCopy(file: string): { write(table: string, row: Row): void; close(): number; discard(): void } {
  const handle = openSync(file, 'w', 0o600);
  let lines: string[] = [];
  let count = 0;
  const flush = (): void => {
    if (lines.length > 0) writeSync(handle, lines.join(''));
    lines = [];
  };
  return {
    write: (table, row) => {
      const plain = Object.entries(row).map(([name, value]) => [
        name,
        value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
      ]);
      lines.push(`${JSON.stringify({ table, row: Object.fromEntries(plain) })}\n`);
      count += 1;
      if (lines.length >= 500) flush();
    },
    close: () => {
      flush();
      fsyncSync(handle);
      closeSync(handle);
      return count;
    },
    discard: () => {
      closeSync(handle);
      rmSync(file, { force: true });
    },
  };
}

/** The old journal as far as it can be opened: with what waits in its WAL, else without, else not at all. */
function openDamaged(file: string): DatabaseSync | null {
  const withWal = (): DatabaseSync => new DatabaseSync(file, { readOnly: true });
  const alone = (): DatabaseSync => openImmutable(file);
  for (const open of hasForeignWal(file, BUSY_MS) ? [alone] : [withWal, alone]) {
    let db: DatabaseSync | null = null;
    try {
      db = open();
      db.prepare('SELECT name FROM sqlite_schema').all();
      return db;
    } catch (error) {
      db?.close();
      if (sqliteCode(error) === null) throw error;
    }
  }
  return null;
}

/** A journal of this version with nothing in it, in one file. */
function newJournal(file: string): DatabaseSync {
  for (const beside of BESIDE) rmSync(`${file}${beside}`, { force: true });
  closeSync(openSync(file, 'wx', 0o600));
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  try {
    db.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
    migrate(db, () => null);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function buildNew({ folder, clock, random }: SetAsideNeeds, copy: (table: string, row: Row) => void): Salvaged {
  const file = join(folder, JOURNAL_FILE);
  const draft = join(folder, DRAFT_FILE);
  const now = clock.now();
  const seen = highestIds([file, `${file}-wal`], now);
  const from = openDamaged(file);
  try {
    const into = newJournal(draft);
    try {
      let stand = seen.external + 1;
      const newExternalId = (): string => {
        stand += 1;
        return externalId(now, stand, random);
      };
      const serviceOf = (kind: string): string =>
        Object.entries(DEED_SERVICE).find(([name]) => name === kind)?.[1] ?? '90';
      return inTransaction(into, () => salvage({ from, into, seen, copy, now, newExternalId, serviceOf }));
    } finally {
      into.close();
    }
  } finally {
    from?.close();
  }
}

interface Marker {
  readonly stamp: string;
  readonly salvaged: Salvaged;
  readonly readable: string | null;
}

function writeMarker(folder: string, marker: Marker): void {
  const file = join(folder, SETTING_ASIDE_FILE);
  writeFileSync(`${file}.part`, JSON.stringify(marker), { mode: 0o600 });
  syncFile(`${file}.part`);
  renameSync(`${file}.part`, file);
  syncFolder(folder);
}

function readMarker(folder: string): Marker | null {
  const file = join(folder, SETTING_ASIDE_FILE);
  if (!existsSync(file)) return null;
  // Written aside and put into place whole.
  return JSON.parse(readFileSync(file, 'utf8')) as Marker;
}

/** The names change hands; whatever dies half-way is gone on with from the marker, and no journal is opened until then. */
function changePlaces(folder: string, { stamp }: Marker): readonly string[] {
  const file = join(folder, JOURNAL_FILE);
  const draft = join(folder, DRAFT_FILE);
  const aside = join(folder, `journal.set-aside-${stamp}.sqlite`);
  if (existsSync(draft)) {
    for (const beside of BESIDE) {
      if (existsSync(`${file}${beside}`)) renameSync(`${file}${beside}`, `${aside}${beside}`);
    }
    syncFolder(folder);
    renameSync(draft, file);
    syncFolder(folder);
  }
  rmSync(join(folder, SETTING_ASIDE_FILE), { force: true });
  syncFolder(folder);
  return ['', ...BESIDE.filter((beside) => beside !== '')]
    .map((beside) => `${aside}${beside}`)
    .filter((name) => existsSync(name));
}

function begin(needs: SetAsideNeeds): Marker {
  const { folder, clock } = needs;
  const stamp = fileTime(clock.now());
  const readable = join(folder, `journal.set-aside-${stamp}.jsonl`);
  const copy = readableCopy(readable);
  let salvaged: Salvaged;
  let lines: number;
  try {
    salvaged = buildNew(needs, (table, row) => copy.write(table, row));
    lines = copy.close();
  } catch (error) {
    copy.discard();
    for (const beside of BESIDE) rmSync(join(folder, `${DRAFT_FILE}${beside}`), { force: true });
    throw error;
  }
  if (lines === 0) rmSync(readable, { force: true });
  syncFile(join(folder, DRAFT_FILE));
  const marker = { stamp, salvaged, readable: lines === 0 ? null : readable };
  writeMarker(folder, marker);
  return marker;
}

/**
 * Sets a damaged journal aside. The old file is kept with what lies beside it (`journal.set-aside-YYYYMMDD-HHMMSS.sqlite`),
 * every row that can be read stands in a `.jsonl` of the same name, and the new journal begins with the rows that are
 * whole: open operations above all, terminals, what is known of printers. Its numbers go on above the old one's.
 * Safe to repeat after it died anywhere. Ask a person before.
 */
export function setJournalAside(needs: SetAsideNeeds): SetAside {
  const { folder } = needs;
  let release: (() => void) | null = null;
  try {
    if (!isThere(folder)) return { ok: false, reason: 'absent', detail: folder };
    release = haveJournalAlone(folder);
    const begun = readMarker(folder);
    const refusal = begun === null ? whyNot(needs) : null;
    if (refusal !== null) return refusal;
    const marker = begun ?? begin(needs);
    const kept = changePlaces(folder, marker);
    return { ok: true, kept, readable: marker.readable, salvaged: marker.salvaged };
  } catch (error) {
    const trouble = fileTrouble(error) ?? systemTrouble(error);
    if (trouble === null) throw error;
    const named = withSpace(trouble, folder);
    return { ok: false, reason: named === 'locked' ? 'in-use' : named, detail: errorText(error) };
  } finally {
    release?.();
  }
}
