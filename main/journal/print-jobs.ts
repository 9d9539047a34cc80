/** The journal's print jobs: a queue on disk, in which every step stands before a byte goes to a printer. */
import type { StatementSync } from 'node:sqlite';
import type { Journal } from '../ports/journal.ts';
import type { NewPrintJob, PrintJob, PrintStep } from '../ports/printing.ts';
import { readableId } from './ids.ts';
import { type JournalParts, mustFind, nextNumber } from './operations.ts';
import { int, toPrintJob } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';
import { mayPrint } from './states.ts';

const INSERT = `INSERT INTO print_jobs (seq, id, operation_id, reference, printer, kind, copy, slip, state,
  queued_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?) RETURNING *`;

const UPDATE = `UPDATE print_jobs SET state = ?, proof = ?, reason = ?, printer = ?, printed_on = ?, outs = ?,
  queued_at = ?, turn = turn + 1, updated_at = ? WHERE id = ? RETURNING *`;

const WAITING = `SELECT * FROM print_jobs WHERE state IN ('queued', 'printing', 'paused', 'possibly-printed', 'expired')
  ORDER BY seq`;

const NEXT = `SELECT * FROM print_jobs WHERE state IN ('queued', 'paused') AND printer = ? ORDER BY seq LIMIT 1`;

const END_PRINTING = `UPDATE print_jobs SET state = 'possibly-printed', reason = 'program-ended', turn = turn + 1,
  updated_at = ?
  WHERE state = 'printing' AND printer = ? RETURNING *`;

type Reading = Pick<Journal, 'printJob' | 'printJobsOf' | 'printsAlone' | 'printJobs' | 'waitingPrints' | 'nextPrint'>;
type Writing = Pick<Journal, 'beginPrint' | 'stepPrint' | 'recoverPrints'>;

const ALONE = 'SELECT * FROM print_jobs WHERE operation_id IS NULL AND seq > ? ORDER BY seq LIMIT 200';

function* pages(page: StatementSync): IterableIterator<PrintJob> {
  let last = 0;
  for (;;) {
    const rows: readonly Row[] = page.all(last);
    yield* rows.map(toPrintJob);
    const end = rows.at(-1);
    if (end === undefined) return;
    last = int(end, 'seq');
  }
}

/** What a step makes of a job; `outs` counts only what may have left. */
function after(job: PrintJob, step: PrintStep, now: number): PrintJob {
  const next = { ...job, state: step.state, proof: null, reason: null };
  switch (step.state) {
    case 'printing':
      return { ...next, printedOn: step.on, outs: job.outs + 1 };
    case 'done':
      return { ...next, proof: step.proof };
    case 'paused':
    case 'not-printed':
      // It was about to leave, and is now known not to have.
      return { ...next, reason: step.reason, outs: job.state === 'printing' ? job.outs - 1 : job.outs };
    case 'possibly-printed':
      return { ...next, reason: step.reason };
    case 'queued':
      return { ...next, printer: step.printer, queuedAt: now };
    case 'expired':
      return { ...next, reason: step.reason ?? job.reason };
    case 'dropped':
      return { ...next, reason: job.reason };
  }
}

/** Puts a job at the end of its printer's queue; call it inside a transaction. */
export function printInsertion({ db, clock, random }: JournalParts): (job: NewPrintJob) => PrintJob {
  const last = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'print_jobs'");
  const insert = db.prepare(INSERT);
  return (job) => {
    const number = nextNumber(last);
    const now = clock.now();
    const id = readableId('PJ', number, now, random);
    const { operationId, reference, printer, kind, copy, slip } = job;
    const json = JSON.stringify(slip);
    const row = insert.get(number, id, operationId, reference, printer, kind, copy, json, now, now, now);
    return toPrintJob(mustFind(row, 'print job', id));
  };
}

function writing(parts: JournalParts, byId: StatementSync): Writing {
  const { db, clock } = parts;
  const insert = printInsertion(parts);
  const update = db.prepare(UPDATE);
  const endPrinting = db.prepare(END_PRINTING);
  const retired = db.prepare('SELECT 1 FROM operations WHERE id = ? AND retired_at IS NOT NULL');
  return {
    beginPrint: (job) => inTransaction(db, () => insert(job)),
    stepPrint: ({ id, turn }, wanted) =>
      inTransaction(db, () => {
        const before = toPrintJob(mustFind(byId.get(id), 'print job', id));
        if (before.turn !== turn) return null;
        const unwanted = wanted.state === 'printing' && retired.get(before.operationId) !== undefined;
        const step: PrintStep = unwanted ? { state: 'dropped' } : wanted;
        if (!mayPrint(before.state, step.state)) {
          throw new Error(`${id} cannot go from ${before.state} to ${step.state}.`);
        }
        const now = clock.now();
        const { state, proof, reason, printer, printedOn, outs, queuedAt } = after(before, step, now);
        const row = update.get(state, proof, reason, printer, printedOn, outs, queuedAt, now, id);
        return unwanted ? null : toPrintJob(mustFind(row, 'print job', id));
      }),
    recoverPrints: (printer) => inTransaction(db, () => endPrinting.all(clock.now(), printer).map(toPrintJob)),
  };
}

/** The print jobs' part of the journal. */
export function printJobsTable(parts: JournalParts): Reading & Writing {
  const { db } = parts;
  const byId = db.prepare('SELECT * FROM print_jobs WHERE id = ?');
  const ofOperation = db.prepare('SELECT * FROM print_jobs WHERE operation_id = ? ORDER BY seq');
  const all = db.prepare('SELECT * FROM print_jobs ORDER BY seq DESC LIMIT ?');
  const inState = db.prepare('SELECT * FROM print_jobs WHERE state = ? ORDER BY seq DESC LIMIT ?');
  const alone = db.prepare(ALONE);
  const waiting = db.prepare(WAITING);
  const next = db.prepare(NEXT);
  const toJobOrNull = (row: Row | undefined): PrintJob | null => (row === undefined ? null : toPrintJob(row));
  return {
    ...writing(parts, byId),
    printJob: (id) => toJobOrNull(byId.get(id)),
    printJobsOf: (operationId) => ofOperation.all(operationId).map(toPrintJob),
    printsAlone: () => pages(alone),
    printJobs: (filter = {}) => {
      const limit = filter.limit ?? -1;
      const rows = filter.state === undefined ? all.all(limit) : inState.all(filter.state, limit);
      return rows.map(toPrintJob);
    },
    waitingPrints: () => waiting.all().map(toPrintJob),
    nextPrint: (printer) => toJobOrNull(next.get(printer)),
  };
}
