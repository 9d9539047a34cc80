/** The journal's operations: recorded before anything leaves, settled when it is known what came of them. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock, Journal, Operation, OperationState, Random } from '../ports.ts';
import { readableId } from './ids.ts';
import { int, toOperation } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';
import { maySettle } from './states.ts';

export interface JournalParts {
  readonly db: DatabaseSync;
  readonly clock: Clock;
  readonly random: Random;
}

const PAGE = 200;

const INSERT = `INSERT INTO operations (seq, id, kind, provider, merchant_id, reference, wish, body, terminal_id,
  operator, state, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'intended', ?, ?)`;

const SETTLE = `UPDATE operations SET state = ?, settled_from = ?, in_doubt = ?, code = ?, result = ?, updated_at = ?
  WHERE id = ?`;

const OPEN_DEED = `SELECT 1 FROM attempts WHERE operation_id = ? AND ended_at IS NULL AND asks = 0`;

/** One row of a table by its id, or the bug that asked for it. */
export function mustFind(row: Row | undefined, what: string, id: string | number): Row {
  if (row === undefined) throw new Error(`No ${what} ${id} is in the journal.`);
  return row;
}

/** The number that AUTOINCREMENT would give to the next row of a table; call it inside a transaction. */
export function nextNumber(statement: StatementSync): number {
  const row: Row | undefined = statement.get();
  return row === undefined ? 1 : int(row, 'seq') + 1;
}

/** Oldest first, a page at a time: no snapshot is held while the caller is busy, so the WAL can be emptied. */
function* pages(page: StatementSync): IterableIterator<Operation> {
  let last = 0;
  for (;;) {
    const rows: readonly Row[] = page.all(last, PAGE);
    for (const row of rows) {
      last = int(row, 'seq');
      yield toOperation(row);
    }
    if (rows.length < PAGE) return;
  }
}

function writing({ db, clock, random }: JournalParts): Pick<Journal, 'intend' | 'settle' | 'retire' | 'told'> {
  const byId = db.prepare('SELECT * FROM operations WHERE id = ?');
  const last = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'operations'");
  const insert = db.prepare(INSERT);
  const update = db.prepare(SETTLE);
  const openDeed = db.prepare(OPEN_DEED);
  const retireIt = db.prepare('UPDATE operations SET retired_at = ?, updated_at = ? WHERE id = ?');
  const tellIt = db.prepare("UPDATE operations SET told_at = ? WHERE id = ? AND told_at IS NULL AND state = 'ok'");
  const find = (id: string): Row => mustFind(byId.get(id), 'operation', id);

  return {
    intend: (wanted) =>
      inTransaction(db, () => {
        const number = nextNumber(last);
        const now = clock.now();
        const id = readableId('OP', number, now, random);
        const { kind, provider, merchantId, reference, wish, body, terminalId, operator } = wanted;
        insert.run(
          number,
          id,
          kind,
          provider,
          merchantId,
          reference,
          JSON.stringify(wish),
          body,
          terminalId,
          operator,
          now,
          now,
        );
        return toOperation(find(id));
      }),
    settle: (id, to) =>
      inTransaction(db, () => {
        const row = find(id);
        const { state } = toOperation(row);
        checkSettle(id, state, to.state, int(row, 'in_doubt') === 1, openDeed.get(id) !== undefined);
        const result = to.state === 'ok' && to.result !== undefined ? JSON.stringify(to.result) : null;
        update.run(to.state, state, to.state === 'unknown' ? 1 : 0, to.code, result, clock.now(), id);
        return toOperation(find(id));
      }),
    told: (id) => {
      tellIt.run(clock.now(), id);
    },
    retire: (id) =>
      inTransaction(db, () => {
        const operation = toOperation(find(id));
        if (operation.state !== 'ok') throw new Error(`${id} is ${operation.state}: only what is ok can be retired.`);
        if (operation.retiredAt !== null) return operation;
        const now = clock.now();
        retireIt.run(now, now, id);
        return toOperation(find(id));
      }),
  };
}

function checkSettle(id: string, from: OperationState, to: OperationState, inDoubt: boolean, open: boolean): void {
  if (!maySettle(from, to)) throw new Error(`${id} cannot go from ${from} to ${to}.`);
  if (open) throw new Error(`${id} cannot be settled while an attempt of it is under way.`);
  // One attempt that may have arrived is not undone by a later one that did not leave.
  if (to === 'not-sent' && inDoubt)
    throw new Error(`${id} may have arrived in an earlier attempt: it is not not-sent.`);
}

/** The operations' part of the journal. */
export function operationsTable(
  parts: JournalParts,
): Pick<Journal, 'intend' | 'settle' | 'retire' | 'told' | 'operation' | 'operationByReference' | 'allOperations'> {
  const { db } = parts;
  const byId = db.prepare('SELECT * FROM operations WHERE id = ?');
  const byReference = db.prepare(
    'SELECT * FROM operations WHERE kind = ? AND merchant_id = ? AND reference = ? ORDER BY seq DESC LIMIT 1',
  );
  const page = db.prepare('SELECT * FROM operations WHERE seq > ? ORDER BY seq LIMIT ?');
  const orNull = (row: Row | undefined): Operation | null => (row === undefined ? null : toOperation(row));

  return {
    ...writing(parts),
    operation: (id) => orNull(byId.get(id)),
    operationByReference: (kind, merchantId, reference) => orNull(byReference.get(kind, merchantId, reference)),
    allOperations: () => pages(page),
  };
}
