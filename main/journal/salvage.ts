/** Reads what can still be read of a damaged journal, row by row, and puts what is whole into a new one. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Operation } from '../ports/operations.ts';
import { adoption, eventWriter } from './events.ts';
import { adoptOperators } from './operators.ts';
import { int, text, toOperation } from './rows.ts';
import { SHIFT_TABLES, takeShifts } from './salvage-shifts.ts';
import type { HighestIds } from './scan-ids.ts';
import { type Row, sqliteCode } from './sqlite.ts';

const PAGE = 200;
/** Pages of ids in a row without one readable row, after which a table whose end nobody knows is left. */
const PATIENCE = 50;
/** How far the new journal's numbers are above the highest that was seen: the last ones may be what cannot be read. */
const MARGIN = 1_000;

export interface Salvaged {
  readonly operations: number;
  readonly attempts: number;
  readonly printJobs: number;
  /** Rows that were read, but do not fit into a sound journal: they are in the readable copy alone. */
  readonly misfits: number;
  /** Places where rows may be missing. */
  readonly gaps: number;
  /** What nobody can speak for yet; it is in the new journal, and is settled there. */
  readonly open: readonly Operation[];
}

/** Every row that is read, as it is. */
export type Copy = (table: string, row: Row) => void;

function isSqlite(error: unknown): boolean {
  return sqliteCode(error) !== null;
}

interface Reading {
  gaps: number;
}

function page(statement: StatementSync, after: number): readonly Row[] | null {
  try {
    return statement.all(after, PAGE);
  } catch (error) {
    if (isSqlite(error)) return null;
    throw error;
  }
}

function single(statement: StatementSync, id: number): Row | null {
  try {
    return statement.get(id) ?? null;
  } catch (error) {
    if (isSqlite(error)) return null;
    throw error;
  }
}

/** By row number, page by page; round a damaged page one by one, as far as `highest`. */
function* numbered(db: DatabaseSync, table: string, key: string, highest: number, reading: Reading): Iterable<Row> {
  const many = db.prepare(`SELECT * FROM ${table} NOT INDEXED WHERE ${key} > ? ORDER BY ${key} LIMIT ?`);
  const one = db.prepare(`SELECT * FROM ${table} NOT INDEXED WHERE ${key} = ?`);
  let last = 0;
  let barren = 0;
  for (;;) {
    const rows = page(many, last);
    if (rows !== null) {
      yield* rows;
      if (rows.length < PAGE) return;
      last = int(rows.at(-1) ?? {}, key);
      barren = 0;
      continue;
    }
    reading.gaps += 1;
    let found = 0;
    for (let id = last + 1; id <= last + PAGE; id += 1) {
      const row = single(one, id);
      if (row === null) continue;
      found += 1;
      yield row;
    }
    barren = found === 0 ? barren + 1 : 0;
    last += PAGE;
    if (highest > 0 ? last > highest : barren > PATIENCE) return;
  }
}

/** Small tables without row numbers: from their beginning to where they break. */
function* whole(db: DatabaseSync, table: string, reading: Reading): Iterable<Row> {
  try {
    const rows: Iterable<Row> = db.prepare(`SELECT * FROM ${table}`).iterate();
    yield* rows;
  } catch (error) {
    if (!isSqlite(error)) throw error;
    reading.gaps += 1;
  }
}

function tableNames(db: DatabaseSync): readonly string[] {
  const rows: readonly Row[] = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return rows.map((row) => text(row, 'name'));
}

/** Puts rows into a table of the new journal; columns that it does not know, or that an older one lacks, are left out. */
function writer(db: DatabaseSync, table: string): (row: Row) => boolean {
  const columns: readonly Row[] = db.prepare(`PRAGMA table_info(${table})`).all();
  const known = columns.map((row) => text(row, 'name'));
  const prepared = new Map<string, StatementSync>();
  return (row) => {
    const names = known.filter((name) => row[name] !== undefined);
    const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    try {
      statement.run(...names.map((name): SQLInputValue => row[name] ?? null));
      return true;
    } catch (error) {
      if (isSqlite(error)) return false; // a rule of the tables that this row breaks
      throw error;
    }
  };
}

/** A row in which every column is what this program writes. */
function isOperation(row: Row): boolean {
  try {
    return toOperation(row).id !== '';
  } catch {
    return false;
  }
}

const OPEN_STATES = ['sent', 'unknown'];

/**
 * What was only intended in the rows that can be read may have been sent in those that cannot: nobody may call it
 * `not-sent` and press again under another reference. Asking, or repeating the same bytes, settles it.
 */
const DOUBT_INTENDED = `UPDATE operations SET state = 'unknown', settled_from = 'intended', in_doubt = 1
  WHERE state = 'intended'`;

/** For which an attempt must be there: what it did is known from the operation's own row. */
const OUTCOME_OF = new Map([
  ['ok', 'ok'],
  ['sent', 'unknown'],
  ['unknown', 'unknown'],
]);

const STAND_IN = `INSERT INTO attempts (operation_id, provider, service, asks, external_id, started_at, ended_at, outcome,
  note) VALUES (?, ?, ?, 0, ?, ?, ?, ?, 'its attempts could not be read from the damaged journal')`;

/**
 * An operation whose attempts cannot be read keeps its state, and its count says what is there. Where its state cannot
 * be without an attempt, one stands in for them that says so itself.
 */
function mendAttempts(db: DatabaseSync, newExternalId: () => string, serviceOf: (kind: string) => string): void {
  const deeds = `(SELECT count(*) FROM attempts a WHERE a.operation_id = o.id AND a.asks = 0)`;
  const fits = `EXISTS (SELECT 1 FROM attempts a WHERE a.operation_id = o.id AND a.outcome = 'ok')`;
  const standIn = db.prepare(STAND_IN);
  const lacking: readonly Row[] = db
    .prepare(
      `SELECT * FROM operations o WHERE (state IN ('sent', 'unknown') AND ${deeds} = 0)
        OR (state = 'ok' AND settled_from IS NOT 'unknown' AND NOT ${fits})`,
    )
    .all();
  for (const row of lacking) {
    const at = int(row, 'updated_at');
    const outcome = OUTCOME_OF.get(text(row, 'state')) ?? 'unknown';
    standIn.run(text(row, 'id'), text(row, 'provider'), serviceOf(text(row, 'kind')), newExternalId(), at, at, outcome);
  }
  db.exec(`UPDATE operations AS o SET attempts = ${deeds} WHERE attempts <> ${deeds}`);
}

/** Numbers go on above the highest that was seen anywhere, so that no id of the old journal comes again. */
function raiseNumbers(db: DatabaseSync, seen: HighestIds): void {
  const highest = (sql: string): number => Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0);
  const attempts = highest('SELECT max(id) FROM attempts');
  const counter = highest("SELECT value FROM meta WHERE key = 'external-sequence'");
  const external = Math.max(seen.external, attempts, counter) + MARGIN;
  db.prepare("UPDATE meta SET value = ? WHERE key = 'external-sequence'").run(external);
  const next = db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)');
  for (const [table, column, number] of [
    ['operations', 'seq', seen.operation],
    ['print_jobs', 'seq', seen.print],
  ] as const) {
    const top = Math.max(number, highest(`SELECT max(${column}) FROM ${table}`)) + MARGIN;
    db.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(table);
    next.run(table, top);
  }
}

const NUMBERED = [
  { table: 'operations', key: 'seq', highest: (seen: HighestIds) => seen.operation },
  { table: 'attempts', key: 'id', highest: (seen: HighestIds) => seen.external },
  { table: 'print_jobs', key: 'seq', highest: (seen: HighestIds) => seen.print },
] as const;

/** What this journal derives from other rows, or fills by itself. */
const DERIVED = ['sqlite_sequence', 'events', 'chain', 'meta', 'operation_days', 'couriers', 'courier_operations'];

function restOf(into: DatabaseSync): readonly string[] {
  const others = [...DERIVED, ...SHIFT_TABLES, ...NUMBERED.map(({ table }) => table)];
  return tableNames(into).filter((name) => !others.includes(name) && !name.startsWith('courier_search'));
}

function takeMeta(from: DatabaseSync, into: DatabaseSync, copy: Copy, reading: Reading): void {
  const raise = into.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)',
  );
  for (const row of whole(from, 'meta', reading)) {
    copy('meta', row);
    // The new journal is another one, and gets a number of its own.
    if (row.key === 'journal-id') continue;
    if (typeof row.key === 'string' && typeof row.value === 'number') raise.run(row.key, row.value);
  }
}

/** A print job of version 1 did not say yet when it was queued. */
function completed(table: string, row: Row): Row {
  return table === 'print_jobs' && row.queued_at === undefined
    ? { ...row, queued_at: row.created_at ?? 0, outs: row.state === 'queued' || row.state === 'not-printed' ? 0 : 1 }
    : row;
}

function shiftRows(from: DatabaseSync, copy: Copy, reading: Reading) {
  const read = (table: 'shifts' | 'shift_left'): readonly Row[] => {
    const rows = [...whole(from, table, reading)];
    for (const row of rows) copy(table, row);
    return rows;
  };
  return { shifts: read('shifts'), shift_left: read('shift_left') };
}

function putInto(db: DatabaseSync): (table: string, row: Row) => boolean {
  return (table, row) => writer(db, table)(row);
}

export interface SalvageNeeds {
  /** The damaged journal, opened to be read; null: SQLite reads nothing of it. */
  readonly from: DatabaseSync | null;
  /** The new journal: its tables are there, and empty. */
  readonly into: DatabaseSync;
  readonly seen: HighestIds;
  readonly copy: Copy;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly newExternalId: () => string;
  readonly serviceOf: (kind: string) => string;
}

/** Fills the new journal; call it inside a transaction of that one. */
export function salvage(needs: SalvageNeeds): Salvaged {
  const { from, into, seen, copy } = needs;
  const reading: Reading = { gaps: from === null ? 1 : 0 };
  let misfits = 0;
  const tables = from === null ? [] : readableNames(from, reading);
  const take = (table: string, rows: Iterable<Row>): void => {
    const put = writer(into, table);
    for (const row of rows) {
      copy(table, row);
      if ((table === 'operations' && !isOperation(row)) || !put(completed(table, row))) misfits += 1;
    }
  };
  if (from !== null) {
    for (const { table, key, highest } of NUMBERED) {
      if (tables.includes(table)) take(table, numbered(from, table, key, highest(seen), reading));
    }
    for (const table of restOf(into)) if (tables.includes(table)) take(table, whole(from, table, reading));
    if (tables.includes('shifts') && !takeShifts(into, shiftRows(from, copy, reading), putInto(into)))
      reading.gaps += 1;
    if (tables.includes('meta')) takeMeta(from, into, copy, reading);
  }
  raiseNumbers(into, seen);
  into.exec(DOUBT_INTENDED);
  mendAttempts(into, needs.newExternalId, needs.serviceOf);
  const open = chained(into, needs.now);
  const count = (table: string): number => Number(into.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0);
  const counts = { operations: count('operations'), attempts: count('attempts'), printJobs: count('print_jobs') };
  return { ...counts, misfits, gaps: reading.gaps, open };
}

function readableNames(db: DatabaseSync, reading: Reading): readonly string[] {
  try {
    return tableNames(db);
  } catch (error) {
    if (!isSqlite(error)) throw error;
    reading.gaps += 1;
    return [];
  }
}

/** Begins the new journal's chain with what each person and operation is now. @returns the operations that are open */
function chained(into: DatabaseSync, now: number): readonly Operation[] {
  const append = eventWriter(into);
  adoptOperators(into, append, now);
  const open: Operation[] = [];
  const next = into.prepare('SELECT * FROM operations WHERE seq > ? ORDER BY seq LIMIT ?');
  let last = 0;
  for (;;) {
    const rows: readonly Row[] = next.all(last, PAGE);
    for (const row of rows) {
      const operation = toOperation(row);
      last = int(row, 'seq');
      append(last, adoption(row, operation));
      if (OPEN_STATES.includes(operation.state)) open.push(operation);
    }
    if (rows.length < PAGE) return open;
  }
}
