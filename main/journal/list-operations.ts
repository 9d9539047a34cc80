/** Walks a journal's operations down an index of its own, newest or oldest first, within a range of numbers. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Operation, OperationFilter } from '../ports/operations.ts';
import { int, toOperation } from './rows.ts';
import type { Row } from './sqlite.ts';

const DAY_MS = 86_400_000;
const JAKARTA_MS = 25_200_000;
const PAGE = 200;
/** Above every number and every time. */
export const LAST = Number.MAX_SAFE_INTEGER;

/** Exported, as all queries here, for the test that holds every plan against the indexes. */
export const RANGE_QUERIES = {
  days: 'SELECT min(first_seq) AS lo, max(last_seq) AS hi FROM operation_days WHERE day BETWEEN ? AND ?',
  seqOf: 'SELECT seq FROM operations WHERE id = ?',
} as const;

/** Which index a list walks down; the newest comes first in each. */
export function listQuery(wanted: { readonly state: boolean; readonly kind: boolean }): string {
  const { state, kind } = wanted;
  const index = state ? (kind ? 'operations_by_state' : 'operations_in_state') : kind ? 'operations_of_kind' : null;
  const where = [...(state ? ['state = ?'] : []), ...(kind ? ['kind = ?'] : []), 'seq BETWEEN ? AND ?'];
  return `SELECT * FROM operations ${index === null ? 'NOT INDEXED' : `INDEXED BY ${index}`}
    WHERE ${where.join(' AND ')} AND created_at >= ? AND created_at < ? ORDER BY seq DESC LIMIT ?`;
}

/** Oldest first, from one number to another. */
export function forwardQuery(state: boolean): string {
  return `SELECT * FROM operations ${state ? 'INDEXED BY operations_in_state' : 'NOT INDEXED'}
    WHERE ${state ? 'state = ? AND ' : ''}seq > ? AND seq <= ? ORDER BY seq LIMIT ${PAGE}`;
}

export const seqOfRow = (row: Row): number => int(row, 'seq');

export interface SeqRange {
  readonly lo: number;
  readonly hi: number;
}

export type Walk = (filter: OperationFilter, range: SeqRange) => IterableIterator<Row>;

/** Prepares each statement once. */
export function preparer(db: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const statement = prepared.get(sql) ?? db.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}

/** Newest first, page by page under way, so that no statement stays open in a walk that is given up. */
export function walker(prepare: (sql: string) => StatementSync): Walk {
  return function* walk(filter, range) {
    const { state, kind, since = 0, until = LAST } = filter;
    const statement = prepare(listQuery({ state: state !== undefined, kind: kind !== undefined }));
    const fixed: SQLInputValue[] = [state, kind].flatMap((value) => (value === undefined ? [] : [value]));
    let left = filter.limit ?? LAST;
    let { hi } = range;
    while (left > 0) {
      const size = Math.min(left, 500);
      const rows: readonly Row[] = statement.all(...fixed, range.lo, hi, since, until, size);
      yield* rows;
      const last = rows.at(-1);
      if (rows.length < size || last === undefined) return;
      left -= rows.length;
      hi = int(last, 'seq') - 1;
    }
  };
}

/** The numbers that a time can have; a clock that jumped may have put others among them. @returns null where there are none */
export function ranger(
  db: DatabaseSync,
): (filter: Pick<OperationFilter, 'since' | 'until' | 'before'>) => SeqRange | null {
  const days = db.prepare(RANGE_QUERIES.days);
  const seqOf = db.prepare(RANGE_QUERIES.seqOf);
  const dayOf = (at: number): number => Math.floor((at + JAKARTA_MS) / DAY_MS);
  return ({ since, until, before }) => {
    const end = before === undefined ? undefined : seqOf.get(before);
    const under = end === undefined ? LAST : int(end, 'seq') - 1;
    if (since === undefined && until === undefined) return { lo: 0, hi: under };
    const first = since === undefined ? -LAST : dayOf(since);
    const row: Row | undefined = days.get(first, until === undefined ? LAST : dayOf(until - 1));
    if (row === undefined || row.lo === null) return null;
    return { lo: int(row, 'lo'), hi: Math.min(int(row, 'hi'), under) };
  };
}

/** Oldest first; no snapshot is held while the caller is busy, so that the WAL can be emptied. */
export function* forward(
  prepare: (sql: string) => StatementSync,
  { state, since = 0, until = LAST }: Pick<OperationFilter, 'since' | 'until' | 'state'>,
  { lo, hi }: SeqRange,
): IterableIterator<Operation> {
  const page = prepare(forwardQuery(state !== undefined));
  for (let last = lo - 1; ; ) {
    const rows: readonly Row[] = page.all(...(state === undefined ? [] : [state]), last, hi);
    for (const row of rows) {
      last = seqOfRow(row);
      const at = int(row, 'created_at');
      if (at >= since && at < until) yield toOperation(row);
    }
    if (rows.length < PAGE) return;
  }
}
