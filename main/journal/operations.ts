/** The journal's operations: recorded before anything leaves, settled when it is known what came of them. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Journal } from '../ports/journal.ts';
import type { Operation } from '../ports/operations.ts';
import type { Clock, Random } from '../ports/world.ts';
import { type eventWriter, factsHash, resultHash } from './events.ts';
import { readableId } from './ids.ts';
import { type Step, stepTrouble } from './machine.ts';
import { int, toOperation } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';

export interface JournalParts {
  readonly db: DatabaseSync;
  readonly clock: Clock;
  readonly random: Random;
}

/** What the writing halves share beside it: the chain that every step of an operation is appended to. */
export type WritingParts = JournalParts & { readonly append: ReturnType<typeof eventWriter> };

const INSERT = `INSERT INTO operations (seq, id, kind, provider, merchant_id, reference, wish, body, terminal_id,
  operator, state, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'intended', ?, ?) RETURNING *`;

const SETTLE = `UPDATE operations SET state = ?, settled_from = ?, in_doubt = ?, code = ?, result = ?, updated_at = ?
  WHERE id = ? RETURNING *`;

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

function checkStep(id: string, step: Step, open: boolean): void {
  const trouble = stepTrouble(step);
  if (trouble !== null) throw new Error(`${id} ${trouble}.`);
  if (open) throw new Error(`${id} cannot be settled while an attempt of it is under way.`);
}

type Writing = Pick<Journal, 'intend' | 'settle' | 'retire' | 'told'>;

function intending({ db, clock, random, append }: WritingParts): Writing['intend'] {
  const last = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'operations'");
  const insert = db.prepare(INSERT);
  return (wanted) =>
    inTransaction(db, () => {
      const number = nextNumber(last);
      const now = clock.now();
      const id = readableId('OP', number, now, random);
      const { kind, provider, merchantId, reference, body, terminalId, operator } = wanted;
      const wish = JSON.stringify(wanted.wish);
      const values = [number, id, kind, provider, merchantId, reference, wish, body, terminalId, operator, now, now];
      const row = mustFind(insert.get(...values), 'operation', id);
      append(number, { event: 'intend', operation: id, to: 'intended', at: now, operator, facts: factsHash(row) });
      return toOperation(row);
    });
}

function settling({ db, clock, append }: WritingParts, find: (id: string) => Row): Writing['settle'] {
  const update = db.prepare(SETTLE);
  const openDeed = db.prepare(OPEN_DEED);
  return (id, { state: to, by, code, result, operator, reason }) =>
    inTransaction(db, () => {
      const row = find(id);
      const { kind, state: from } = toOperation(row);
      const inDoubt = int(row, 'in_doubt') === 1;
      checkStep(id, { kind, from, on: by, to, inDoubt }, openDeed.get(id) !== undefined);
      const now = clock.now();
      const json = to === 'ok' && result !== undefined ? JSON.stringify(result) : null;
      append(int(row, 'seq'), {
        event: by,
        operation: id,
        to,
        at: now,
        code,
        result: resultHash(json),
        ...(operator === undefined ? {} : { operator }),
        ...(reason === undefined ? {} : { reason }),
      });
      return toOperation(
        mustFind(update.get(to, from, to === 'unknown' ? 1 : 0, code, json, now, id), 'operation', id),
      );
    });
}

function retiring({ db, clock, append }: WritingParts, find: (id: string) => Row): Writing['retire'] {
  const retireIt = db.prepare('UPDATE operations SET retired_at = ?, updated_at = ? WHERE id = ? RETURNING *');
  return (id) =>
    inTransaction(db, () => {
      const row = find(id);
      const operation = toOperation(row);
      if (operation.state !== 'ok') throw new Error(`${id} is ${operation.state}: only what is ok can be retired.`);
      if (operation.retiredAt !== null) return operation;
      const now = clock.now();
      append(int(row, 'seq'), {
        event: 'retire',
        operation: id,
        to: 'ok',
        at: now,
        code: operation.code,
        retired: true,
      });
      return toOperation(mustFind(retireIt.get(now, now, id), 'operation', id));
    });
}

function writing(parts: WritingParts): Writing {
  const { db, clock } = parts;
  const byId = db.prepare('SELECT * FROM operations WHERE id = ?');
  const tellIt = db.prepare("UPDATE operations SET told_at = ? WHERE id = ? AND told_at IS NULL AND state = 'ok'");
  const find = (id: string): Row => mustFind(byId.get(id), 'operation', id);
  return {
    intend: intending(parts),
    settle: settling(parts, find),
    retire: retiring(parts, find),
    told: (id) => {
      tellIt.run(clock.now(), id);
    },
  };
}

/** The operations' part of the journal. */
export function operationsTable(
  parts: WritingParts,
): Pick<Journal, 'intend' | 'settle' | 'retire' | 'told' | 'operation' | 'operationByReference'> {
  const { db } = parts;
  const byId = db.prepare('SELECT * FROM operations WHERE id = ?');
  const byReference = db.prepare(
    'SELECT * FROM operations WHERE kind = ? AND merchant_id = ? AND reference = ? ORDER BY seq DESC LIMIT 1',
  );
  const orNull = (row: Row | undefined): Operation | null => (row === undefined ? null : toOperation(row));

  return {
    ...writing(parts),
    operation: (id) => orNull(byId.get(id)),
    operationByReference: (kind, merchantId, reference) => orNull(byReference.get(kind, merchantId, reference)),
  };
}
