/** Counts what the journal holds of a shift, and what became of what the last Z could not call final. Reads only. */
import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import { type ShiftReport, shiftReport } from '../../shared/shift-report.ts';
import { int, textOrNull } from './rows.ts';
import type { Row } from './sqlite.ts';

/** A stretch of the journal: rows with a number above `after`, up to `until`. */
export interface ShiftBounds {
  readonly number: number;
  readonly afterOperation: number;
  readonly untilOperation: number;
  readonly afterPrint: number;
  readonly untilPrint: number;
  /** The last operation before somebody opened it; null: nobody did. */
  readonly openedAfter: number | null;
  /** The last event of the journal's chain at the Z before. */
  readonly afterEvent: number;
}

export type Counted = Pick<ShiftReport, 'operations' | 'open' | 'settledSince' | 'papers'>;

/** Nobody can speak for them yet. */
const OPEN = "('intended', 'sent', 'unknown')";
const WAITING = "('queued', 'printing', 'paused', 'possibly-printed', 'expired')";

const CELLS = `SELECT operator, kind, state, count(*) AS count FROM operations WHERE seq > ? AND seq <= ?
  GROUP BY operator, kind, state ORDER BY operator, kind, state`;

const ENDS = `SELECT count(*) AS total, (SELECT id FROM operations WHERE seq > :after AND seq <= :until ORDER BY seq LIMIT 1)
    AS first, (SELECT id FROM operations WHERE seq > :after AND seq <= :until ORDER BY seq DESC LIMIT 1) AS last
  FROM operations WHERE seq > :after AND seq <= :until`;

const RETIRED = `SELECT count(*) AS count FROM events WHERE seq > ? AND json_extract(content, '$.event') = 'retire'`;

const COURIER = "json_extract(o.wish, '$.courierName')";

/** Of earlier shifts only what their Z left open: that is the only way for it to be open still, or again. */
const OPEN_OPERATIONS = `SELECT o.id, o.kind, o.reference, ${COURIER} AS courier, o.operator, o.state, o.created_at AS at,
    coalesce((SELECT shift FROM shift_left WHERE what = 'operation' AND seq = o.seq), :number) AS shift
  FROM operations o WHERE o.state IN ${OPEN} AND o.seq <= :until ORDER BY o.seq`;

const SETTLED_OPERATIONS = `SELECT o.id, o.kind, o.reference, ${COURIER} AS courier, l.shift, l.was, o.state AS now
  FROM shift_left l JOIN operations o ON o.seq = l.seq
  WHERE l.what = 'operation' AND o.state NOT IN ${OPEN} AND o.state <> l.was ORDER BY l.seq`;

const PAPER_CELLS = `SELECT kind, copy > 0 AS copy, outs > 1 AS duplicate, state, proof, count(*) AS count FROM print_jobs
  WHERE seq > ? AND seq <= ? GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;

const OPEN_PAPERS = `SELECT p.id AS jobId, p.kind, p.reference, p.printer, p.state, p.created_at AS at,
    coalesce((SELECT shift FROM shift_left WHERE what = 'print' AND seq = p.seq), :number) AS shift
  FROM print_jobs p WHERE p.state IN ${WAITING} AND p.seq <= :until ORDER BY p.seq`;

const SETTLED_PAPERS = `SELECT p.id AS jobId, p.kind, p.reference, l.shift, p.state, p.proof
  FROM shift_left l JOIN print_jobs p ON p.seq = l.seq
  WHERE l.what = 'print' AND p.state NOT IN ${WAITING} ORDER BY l.seq`;

/** Rows as the report has them: each is checked by the report's own schema. */
function parsed<S extends z.ZodType>(schema: S, rows: readonly unknown[]): z.output<S> {
  return schema.parse(rows);
}

const { operations, open, settledSince, papers } = shiftReport.shape;

/** @returns counts a shift by its bounds; call it inside a transaction or on a snapshot */
export function shiftCounter(db: DatabaseSync): (bounds: ShiftBounds) => Counted {
  const cells = db.prepare(CELLS);
  const ends = db.prepare(ENDS);
  const early = db.prepare('SELECT count(*) AS count FROM operations WHERE seq > ? AND seq <= ?');
  const retired = db.prepare(RETIRED);
  const openOperations = db.prepare(OPEN_OPERATIONS);
  const settledOperations = db.prepare(SETTLED_OPERATIONS);
  const paperCells = db.prepare(PAPER_CELLS);
  const openPapers = db.prepare(OPEN_PAPERS);
  const settledPapers = db.prepare(SETTLED_PAPERS);

  function countOperations({
    afterOperation,
    untilOperation,
    openedAfter,
    afterEvent,
  }: ShiftBounds): Counted['operations'] {
    const row: Row | undefined = ends.get({ after: afterOperation, until: untilOperation });
    const before: Row | undefined = early.get(afterOperation, openedAfter ?? afterOperation);
    const out: Row | undefined = retired.get(afterEvent);
    return {
      total: row === undefined ? 0 : int(row, 'total'),
      beforeOpening: before === undefined ? 0 : int(before, 'count'),
      retired: out === undefined ? 0 : int(out, 'count'),
      first: row === undefined ? null : textOrNull(row, 'first'),
      last: row === undefined ? null : textOrNull(row, 'last'),
      cells: parsed(operations.shape.cells, cells.all(afterOperation, untilOperation)),
    };
  }

  function countPapers({ number, afterPrint, untilPrint }: ShiftBounds): Counted['papers'] {
    const rows: readonly Row[] = paperCells.all(afterPrint, untilPrint);
    const counted = rows.map((row) => ({ ...row, copy: row.copy === 1, duplicate: row.duplicate === 1 }));
    return {
      total: rows.reduce((sum, row) => sum + int(row, 'count'), 0),
      cells: parsed(papers.shape.cells, counted),
      open: parsed(papers.shape.open, openPapers.all({ number, until: untilPrint })),
      settledSince: parsed(papers.shape.settledSince, settledPapers.all()),
    };
  }

  return (bounds) => ({
    operations: countOperations(bounds),
    open: parsed(
      open,
      openOperations
        .all({ number: bounds.number, until: bounds.untilOperation })
        .map(({ courier, ...row }) => ({ ...row, courier: typeof courier === 'string' ? courier : null })),
    ),
    settledSince: parsed(
      settledSince,
      settledOperations
        .all()
        .map(({ courier, ...row }) => ({ ...row, courier: typeof courier === 'string' ? courier : null })),
    ),
    papers: countPapers(bounds),
  });
}

const LEAVE_OPERATIONS = `INSERT INTO shift_left (what, seq, shift, was)
  SELECT 'operation', seq, :number, CASE WHEN state IN ${OPEN} THEN 'open' ELSE state END
  FROM operations WHERE seq > :after AND seq <= :until AND state <> 'ok'`;

const LEAVE_PRINTS = `INSERT INTO shift_left (what, seq, shift, was)
  SELECT 'print', seq, :number, 'open' FROM print_jobs WHERE seq > :after AND seq <= :until AND state IN ${WAITING}`;

/** Said by the Z that is being made: final is gone, the rest is what it is now. */
const FORGET = [
  `DELETE FROM shift_left WHERE what = 'operation' AND EXISTS
    (SELECT 1 FROM operations o WHERE o.seq = shift_left.seq AND o.state = 'ok')`,
  `DELETE FROM shift_left WHERE what = 'print' AND EXISTS
    (SELECT 1 FROM print_jobs p WHERE p.seq = shift_left.seq AND p.state NOT IN ${WAITING})`,
  `UPDATE shift_left SET was =
    (SELECT CASE WHEN o.state IN ${OPEN} THEN 'open' ELSE o.state END FROM operations o WHERE o.seq = shift_left.seq)
    WHERE what = 'operation' AND EXISTS (SELECT 1 FROM operations o WHERE o.seq = shift_left.seq
      AND shift_left.was <> CASE WHEN o.state IN ${OPEN} THEN 'open' ELSE o.state END)`,
] as const;

/** Keeps for the next Z what this one could not call final; call it inside the transaction that makes the Z. */
export function leavingBehind(db: DatabaseSync): (bounds: ShiftBounds) => void {
  const forget = FORGET.map((sql) => db.prepare(sql));
  const operations = db.prepare(LEAVE_OPERATIONS);
  const prints = db.prepare(LEAVE_PRINTS);
  return ({ number, afterOperation, untilOperation, afterPrint, untilPrint }) => {
    for (const statement of forget) statement.run();
    operations.run({ number, after: afterOperation, until: untilOperation });
    prints.run({ number, after: afterPrint, until: untilPrint });
  };
}

/** The number of the last row that a table ever had, also where it is gone. */
export function lastNumber(db: DatabaseSync, table: 'operations' | 'print_jobs'): () => number {
  const last = db.prepare(`SELECT seq FROM sqlite_sequence WHERE name = '${table}'`);
  return () => {
    const row: Row | undefined = last.get();
    return row === undefined ? 0 : int(row, 'seq');
  };
}
