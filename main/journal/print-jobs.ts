/** The journal's print jobs: on disk before a byte goes to a printer, ended with the proof that was reached. */
import type { StatementSync } from 'node:sqlite';
import type { Journal } from '../ports.ts';
import { readableId } from './ids.ts';
import { type JournalParts, mustFind, nextNumber } from './operations.ts';
import { toPrintJob } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';
import { mayPrint } from './states.ts';

const INSERT = `INSERT INTO print_jobs (seq, id, operation_id, reference, printer, kind, copy, slip, state,
  created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?) RETURNING *`;

const UPDATE = 'UPDATE print_jobs SET state = ?, proof = ?, reason = ?, updated_at = ? WHERE id = ? RETURNING *';

type PrintJobs = Pick<Journal, 'beginPrint' | 'updatePrint' | 'printJob' | 'printJobsOf' | 'printJobs'>;

function writing(
  { db, clock, random }: JournalParts,
  byId: StatementSync,
): Pick<Journal, 'beginPrint' | 'updatePrint'> {
  const last = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'print_jobs'");
  const insert = db.prepare(INSERT);
  const update = db.prepare(UPDATE);
  return {
    beginPrint: (job) =>
      inTransaction(db, () => {
        const number = nextNumber(last);
        const now = clock.now();
        const id = readableId('PJ', number, now, random);
        const { operationId, reference, printer, kind, copy, slip } = job;
        const row = insert.get(number, id, operationId, reference, printer, kind, copy, JSON.stringify(slip), now, now);
        return toPrintJob(mustFind(row, 'print job', id));
      }),
    updatePrint: (id, to) =>
      inTransaction(db, () => {
        const { state } = toPrintJob(mustFind(byId.get(id), 'print job', id));
        if (!mayPrint(state, to.state)) throw new Error(`${id} cannot go from ${state} to ${to.state}.`);
        const row = update.get(to.state, to.proof, to.reason, clock.now(), id);
        return toPrintJob(mustFind(row, 'print job', id));
      }),
  };
}

/** The print jobs' part of the journal. */
export function printJobsTable(parts: JournalParts): PrintJobs {
  const { db } = parts;
  const byId = db.prepare('SELECT * FROM print_jobs WHERE id = ?');
  const ofOperation = db.prepare('SELECT * FROM print_jobs WHERE operation_id = ? ORDER BY seq');
  const all = db.prepare('SELECT * FROM print_jobs ORDER BY seq DESC LIMIT ?');
  const inState = db.prepare('SELECT * FROM print_jobs WHERE state = ? ORDER BY seq DESC LIMIT ?');
  return {
    ...writing(parts, byId),
    printJob: (id) => {
      const row: Row | undefined = byId.get(id);
      return row === undefined ? null : toPrintJob(row);
    },
    printJobsOf: (operationId) => ofOperation.all(operationId).map(toPrintJob),
    printJobs: (filter = {}) => {
      const limit = filter.limit ?? -1;
      const rows = filter.state === undefined ? all.all(limit) : inState.all(filter.state, limit);
      return rows.map(toPrintJob);
    },
  };
}
