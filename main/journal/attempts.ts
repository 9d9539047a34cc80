/** The journal's attempts: one row for each request, on disk with its external id before a byte of it leaves. */
import type { Journal } from '../ports/journal.ts';
import type { AttemptRow, OperationState } from '../ports/operations.ts';
import { externalId } from './ids.ts';
import { mayBegin } from './machine.ts';
import { type JournalParts, mustFind, type WritingParts } from './operations.ts';
import { int, toAttempt, toOperation } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';
import { DEED_SERVICE } from './states.ts';

const TURN = "UPDATE meta SET value = value + 1 WHERE key = 'external-sequence' RETURNING value";

const INSERT = `INSERT INTO attempts (operation_id, provider, service, asks, external_id, started_at)
  VALUES (?, ?, ?, ?, ?, ?) RETURNING *`;

const BEGIN = `UPDATE operations SET state = 'sent', attempts = attempts + 1, code = NULL, updated_at = ? WHERE id = ?`;

const END = `UPDATE attempts SET ended_at = ?, outcome = ?, code = ?, http_status = ?, note = ?
  WHERE id = ? AND ended_at IS NULL RETURNING *`;

const DOUBT = 'UPDATE operations SET in_doubt = 1 WHERE id = ?';

/** How many times chance is asked again when it repeats itself; the sequence alone makes one time enough. */
const TRIES = 8;

function newExternalId({ db, clock, random }: JournalParts): () => string {
  const turn = db.prepare(TURN);
  const taken = db.prepare('SELECT 1 FROM attempts WHERE external_id = ?');
  return () => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const sequence = int(mustFind(turn.get(), 'counter', 'external-sequence'), 'value');
      const id = externalId(clock.now(), sequence, random);
      if (taken.get(id) === undefined) return id;
    }
    throw new Error('No new external id was found.');
  };
}

function checkBegin(id: string, state: OperationState, open: boolean): void {
  if (!mayBegin(state)) throw new Error(`${id} is ${state}: it is not sent again.`);
  if (open) throw new Error(`${id} has an attempt under way: a second one would go beside it.`);
}

/** The attempts' part of the journal. */
export function attemptsTable(parts: WritingParts): Pick<Journal, 'beginAttempt' | 'endAttempt' | 'attemptsOf'> {
  const { db, clock, append } = parts;
  const newId = newExternalId(parts);
  const operationById = db.prepare('SELECT * FROM operations WHERE id = ?');
  const openDeed = db.prepare('SELECT 1 FROM attempts WHERE operation_id = ? AND ended_at IS NULL AND asks = 0');
  const beginDeed = db.prepare(BEGIN);
  const insert = db.prepare(INSERT);
  const end = db.prepare(END);
  const doubt = db.prepare(DOUBT);
  const ofOperation = db.prepare('SELECT * FROM attempts WHERE operation_id = ? ORDER BY id');

  /** Takes the operation to `sent` where this service does its deed; any other one only asks. */
  function asDeed(row: Row, service: string, deed: { readonly externalId: string; readonly now: number }): boolean {
    const { id, kind, state } = toOperation(row);
    if (service !== DEED_SERVICE[kind]) return false;
    checkBegin(id, state, openDeed.get(id) !== undefined);
    beginDeed.run(deed.now, id);
    append(int(row, 'seq'), { event: 'begin', operation: id, to: 'sent', at: deed.now, externalId: deed.externalId });
    return true;
  }

  return {
    beginAttempt: ({ operationId, provider, service }) =>
      inTransaction(db, () => {
        const now = clock.now();
        const externalId = newId();
        const operation =
          operationId === null ? null : mustFind(operationById.get(operationId), 'operation', operationId);
        const asks = operation !== null && !asDeed(operation, service, { externalId, now });
        const row: Row | undefined = insert.get(operationId, provider, service, asks ? 1 : 0, externalId, now);
        return toAttempt(mustFind(row, 'attempt', service));
      }),
    endAttempt: (id, to) =>
      inTransaction(db, () => {
        const row = end.get(clock.now(), to.outcome, to.code, to.httpStatus, to.note, id);
        const ended = mustFind(row, 'open attempt', id);
        const { operationId } = toAttempt(ended);
        const mayHaveArrived = to.outcome === 'unknown' && operationId !== null && int(ended, 'asks') === 0;
        if (mayHaveArrived) doubt.run(operationId);
      }),
    attemptsOf: (operationId): readonly AttemptRow[] => ofOperation.all(operationId).map(toAttempt),
  };
}
