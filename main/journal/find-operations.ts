/** Lists and searches the operations of a journal of any size: every page reads a bounded number of rows, by an index. */
import type { StatementSync } from 'node:sqlite';
import type { Journal } from '../ports/journal.ts';
import type { OperationFilter, OperationPage, OperationSearch, OperationState } from '../ports/operations.ts';
import { type CourierFinder, courierFinder } from './find-couriers.ts';
import {
  forward,
  LAST,
  preparer,
  RANGE_QUERIES,
  ranger,
  type SeqRange,
  seqOfRow,
  type Walk,
  walker,
} from './list-operations.ts';
import type { JournalParts } from './operations.ts';
import { int, text, toOperation } from './rows.ts';
import type { Row } from './sqlite.ts';
import { matcher } from './typed.ts';

/** Rows that one page looks at; what it did not come to is on the next one. */
const BUDGET = 1_000;
/** References with one beginning that are put in order by time; more than that are listed by reference. */
const FEW = 1_000;
const OPEN: readonly OperationState[] = ['unknown', 'sent'];

/** Exported for the test that holds every plan against the indexes. */
export const QUERIES = {
  row: 'SELECT * FROM operations WHERE seq = ?',
  references: `SELECT seq FROM operations INDEXED BY operations_by_typed_reference
    WHERE reference >= ? COLLATE NOCASE AND reference < ? COLLATE NOCASE LIMIT ${FEW + 1}`,
  byReference: `SELECT * FROM operations INDEXED BY operations_by_typed_reference
    WHERE reference >= ?1 COLLATE NOCASE AND reference <= ?2 COLLATE NOCASE
      AND (reference < ?2 COLLATE NOCASE OR seq < ?3)
    ORDER BY reference COLLATE NOCASE DESC, seq DESC`,
  referenceOf: 'SELECT reference FROM operations WHERE seq = ?',
  qrByCdm: `SELECT * FROM operations INDEXED BY qrs_by_cdm_reference
    WHERE result ->> '$.cdmReferenceId' = ? AND kind = 'generate' AND state = 'ok' ORDER BY seq DESC LIMIT 1`,
  qrByContent: `SELECT * FROM operations INDEXED BY qrs_by_content
    WHERE substr(result ->> '$.qrContent', -32) = substr(?1, -32) AND result ->> '$.qrContent' = ?1
      AND kind = 'generate' AND state = 'ok' ORDER BY seq DESC LIMIT 1`,
  rareState: `SELECT 1 FROM operations INDEXED BY operations_in_state WHERE state = ? LIMIT ${FEW + 1}`,
  atMost: 'SELECT (SELECT max(seq) FROM operations) - (SELECT min(seq) FROM operations) + 1 AS n',
  countInState: 'SELECT count(*) AS n FROM operations INDEXED BY operations_in_state WHERE state = ?',
} as const;

/** A page's place: which part of the search it is in, and the number that it came to. */
interface Place {
  readonly part: number;
  readonly under: number;
}

function placeOf(cursor: string | undefined): Place {
  const match = /^(\d)\.(\d{1,16})$/.exec(cursor ?? '');
  return match === null ? { part: 0, under: LAST } : { part: Number(match[1]), under: Number(match[2]) };
}

/** A part of a search's answer. */
interface Part {
  /** Below a number, in the part's own order. */
  readonly rows: (under: number) => Iterable<Row>;
  readonly fits: (row: Row) => boolean;
}

/** Takes rows that fit until the page is full or the budget is spent. */
function fill(parts: readonly Part[], wanted: OperationSearch): OperationPage {
  const rows: Row[] = [];
  let budget = BUDGET;
  const from = placeOf(wanted.cursor);
  for (const [index, part] of parts.entries()) {
    if (index < from.part) continue;
    let under = index === from.part ? from.under : LAST;
    for (const row of part.rows(under)) {
      if (rows.length === wanted.limit || budget === 0) {
        return { operations: rows.map(toOperation), next: `${index}.${under}` };
      }
      budget -= 1;
      under = int(row, 'seq');
      if (part.fits(row)) rows.push(row);
    }
  }
  return { operations: rows.map(toOperation), next: null };
}

/** Rows with the greatest numbers first, a batch at a time; an empty batch is the end. */
function* inBatches(batch: (under: number) => readonly Row[], from: number): IterableIterator<Row> {
  let under = from;
  for (;;) {
    const rows = batch(under);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    under = seqOfRow(last);
  }
}

const BATCH = 100;

interface SearchParts {
  readonly prepare: (sql: string) => StatementSync;
  readonly couriers: CourierFinder;
  readonly walk: Walk;
}

/**
 * Where a text leads: to the operations of the couriers that it is a part of, and to the references that begin with it.
 * @returns null for a text that is a part of most of them: row by row it is soon found
 */
function textRows(typed: string, { lo, hi }: SeqRange, parts: SearchParts): readonly Part['rows'][] | null {
  const { prepare, couriers } = parts;
  const found = couriers.matching(typed);
  if (found === 'many') return null;
  const end = `${typed}\u{10ffff}`;
  const references = prepare(QUERIES.references).all(typed, end).map(seqOfRow);
  const named = prepare(RANGE_QUERIES.seqOf).all(typed.toUpperCase()).map(seqOfRow);
  const known = [...named, ...(references.length <= FEW ? references : [])];
  const row = prepare(QUERIES.row);
  const batch = (under: number): readonly Row[] => {
    const top = Math.min(under, hi + 1);
    const below = known.filter((seq) => seq >= lo && seq < top);
    const seqs = new Set([...below, ...couriers.operationsOf(found, lo - 1, top, BATCH)]);
    const first = [...seqs].toSorted((a, b) => b - a).slice(0, BATCH);
    return first.flatMap((seq): Row[] => row.all(seq));
  };
  const byTime = (under: number): Iterable<Row> => inBatches(batch, under);
  if (references.length <= FEW) return [byTime];
  const byReference = (under: number): Iterable<Row> => {
    const reached: Row | undefined = under === LAST ? undefined : prepare(QUERIES.referenceOf).get(under);
    return prepare(QUERIES.byReference).iterate(typed, reached === undefined ? end : text(reached, 'reference'), under);
  };
  return [byTime, byReference];
}

/** What is not certain, of both kinds of not certain, the newest first. */
function openRows(walk: Walk, wanted: OperationFilter, { lo, hi }: SeqRange): Part['rows'] {
  const batch = (under: number): readonly Row[] => {
    const range = { lo, hi: Math.min(hi, under - 1) };
    const rows = OPEN.flatMap((state) => [...walk({ ...wanted, state, limit: BATCH }, range)]);
    return rows.toSorted((a, b) => seqOfRow(b) - seqOfRow(a)).slice(0, BATCH);
  };
  return (under) => inBatches(batch, under);
}

/** Whether a row is one of those that are wanted, whatever led to it. */
function fitting(wanted: OperationSearch, typed: string): Part['fits'] {
  const { state, kind, since = 0, until = LAST } = wanted;
  const matches = typed === '' ? () => true : matcher(typed);
  return (row) => {
    const at = int(row, 'created_at');
    const inTime = at >= since && at < until;
    const sort = (state === undefined || row.state === state) && (kind === undefined || row.kind === kind);
    return inTime && sort && matches(row);
  };
}

function searcher(parts: SearchParts, range: ReturnType<typeof ranger>): Journal['findOperations'] {
  return (wanted) => {
    const typed = (wanted.text ?? '').trim();
    const seqs = range(wanted);
    if (seqs === null) return { operations: [], next: null };
    const { state, kind, since, until } = wanted;
    const filter = {
      ...(state === undefined ? {} : { state }),
      ...(kind === undefined ? {} : { kind }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    };
    const { lo, hi } = seqs;
    const everything = (under: number): Iterable<Row> => parts.walk(filter, { lo, hi: Math.min(hi, under - 1) });
    const rare = state !== undefined && parts.prepare(QUERIES.rareState).all(state).length <= FEW;
    const rows = (typed === '' || rare ? null : textRows(typed, seqs, parts)) ?? [everything];
    const fits = fitting(wanted, typed);
    // A list by reference knows nothing of numbers.
    const inRange = (row: Row): boolean => fits(row) && seqOfRow(row) >= lo && seqOfRow(row) <= hi;
    if (state !== undefined) {
      return fill(
        rows.map((one) => ({ rows: one, fits: inRange })),
        wanted,
      );
    }
    // What is not certain comes first, and not again in its own time.
    const isOpen = (row: Row): boolean => OPEN.some((one) => one === row.state);
    const later = rows.map((one): Part => ({ rows: one, fits: (row) => !isOpen(row) && inRange(row) }));
    return fill([{ rows: openRows(parts.walk, filter, seqs), fits }, ...later], wanted);
  };
}

type Finding = Pick<
  Journal,
  'operations' | 'allOperations' | 'countOperations' | 'atMost' | 'findOperations' | 'findCouriers' | 'atmQrMade'
>;

/** The part of the journal that finds operations. */
export function operationFinder({ db }: JournalParts): Finding {
  const prepare = preparer(db);
  const walk = walker(prepare);
  const range = ranger(db);
  const couriers = courierFinder(db);
  const count = db.prepare(QUERIES.countInState);
  const atMost = db.prepare(QUERIES.atMost);
  const qrs = [db.prepare(QUERIES.qrByCdm), db.prepare(QUERIES.qrByContent)];
  return {
    operations: (filter = {}) => {
      const seqs = range(filter);
      return seqs === null ? [] : Array.from(walk(filter, seqs), toOperation);
    },
    allOperations: (filter = {}) => {
      const seqs = range(filter);
      return forward(prepare, filter, seqs ?? { lo: 1, hi: 0 });
    },
    countOperations: (state) => {
      const row: Row | undefined = count.get(state);
      return row === undefined ? 0 : int(row, 'n');
    },
    atMost: () => {
      const row: Row | undefined = atMost.get();
      return row === undefined || row.n === null ? 0 : int(row, 'n');
    },
    findOperations: searcher({ prepare, couriers, walk }, range),
    findCouriers: couriers.latest,
    atmQrMade: (said) => {
      for (const statement of qrs) {
        const row: Row | undefined = statement.get(said);
        if (row !== undefined) return toOperation(row);
      }
      return null;
    },
  };
}
