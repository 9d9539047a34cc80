/** The journal's chain: each step of an operation as an event, each event's hash a part of all that follow. */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Journal } from '../ports/journal.ts';
import type { ChainHead, Operation, OperationEvent, OperationEventName, OperationState } from '../ports/operations.ts';
import { OPERATION_EVENTS, OPERATION_STATES } from '../ports/operations.ts';
import type { OperatorChange, OverrideNote } from '../ports/people.ts';
import { int, text } from './rows.ts';
import type { Row } from './sqlite.ts';

/**
 * What is written down of a step. `facts`, `result`: hashes of what the operation's row says, so that the row cannot be
 * changed behind the chain's back.
 */
export interface EventContent {
  /** adopt: it was there before the chain was */
  readonly event: OperationEventName | 'adopt';
  readonly operation: string;
  readonly to: OperationState;
  readonly at: number;
  readonly code?: string | null;
  readonly externalId?: string;
  readonly attempts?: number;
  readonly facts?: string;
  readonly result?: string | null;
  readonly retired?: boolean;
  readonly operator?: string;
  readonly reason?: string;
}

/** What the journal says of itself: that old operations were taken out, how many, by whom, and where they are now. */
export interface PruneContent {
  readonly event: 'prune';
  readonly at: number;
  readonly operator: string;
  /** Only operations from before, milliseconds since the epoch. */
  readonly before: number;
  readonly operations: number;
  /** Events whose content went with them; their hashes stay. */
  readonly events: number;
  /** SHA-256 of the file that holds them. */
  readonly exported: string;
}

/** A step of one of the people at the till, or one thing that a supervisor let somebody do. */
export type PeopleContent =
  | {
      readonly event: 'operator';
      readonly at: number;
      /** Who made the change; of a lock-out the person himself. */
      readonly operator: string;
      readonly name: string;
      readonly change: OperatorChange | 'adopted';
      /** Of `guessed`: how many. */
      readonly wrong?: number;
      /** Hash of what the row says, so that it cannot be changed behind the chain's back. */
      readonly facts: string;
    }
  | ({ readonly event: 'override'; readonly at: number } & OverrideNote);

export function sha256(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const FACTS = ['kind', 'provider', 'merchant_id', 'reference', 'wish', 'body', 'terminal_id', 'operator', 'created_at'];

/** The hash of what an operation was begun with. */
export function factsHash(row: Row): string {
  return sha256(JSON.stringify(FACTS.map((column) => row[column]))).toString('hex');
}

export function resultHash(result: unknown): string | null {
  return typeof result === 'string' ? sha256(result).toString('hex') : null;
}

export function adoption(row: Row, operation: Operation): EventContent {
  const { id, state, code, attempts, retiredAt, updatedAt } = operation;
  const facts = factsHash(row);
  const result = resultHash(row.result);
  return {
    event: 'adopt',
    operation: id,
    to: state,
    at: updatedAt,
    code,
    attempts,
    facts,
    result,
    retired: retiredAt !== null,
  };
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw new Error(`The journal's column ${column} is no hash.`);
  return value;
}

/**
 * Appends events; call it inside a transaction. @param operation the operation's number; null: of the journal itself
 */
export function eventWriter(
  db: DatabaseSync,
): (operation: number | null, content: EventContent | PruneContent | PeopleContent) => void {
  const head = db.prepare('SELECT events, link FROM chain');
  const insert = db.prepare(
    'INSERT INTO events (seq, operation, at, content, content_hash, link) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const move = db.prepare('UPDATE chain SET events = ?, link = ?');
  return (operation, content) => {
    const row: Row | undefined = head.get();
    if (row === undefined) throw new Error("The journal's chain has no end.");
    const json = JSON.stringify(content);
    const hash = sha256(json);
    const link = sha256(blob(row, 'link'), hash);
    const seq = int(row, 'events') + 1;
    insert.run(seq, operation, content.at, json, hash, link);
    move.run(seq, link);
  };
}

/** What an event's text says; null where it is no event that this program writes. */
export function readContent(json: string): EventContent | null {
  const isContent = (value: unknown): value is EventContent =>
    typeof value === 'object' &&
    value !== null &&
    'event' in value &&
    (value.event === 'adopt' || OPERATION_EVENTS.some((one) => one === value.event)) &&
    'to' in value &&
    OPERATION_STATES.some((one) => one === value.to) &&
    'at' in value &&
    typeof value.at === 'number';
  try {
    const value: unknown = JSON.parse(json);
    return isContent(value) ? value : null;
  } catch {
    // verify() names the event; its operation is shown without it.
    return null;
  }
}

function toEvent(row: Row): OperationEvent | null {
  const content = readContent(text(row, 'content'));
  if (content === null) return null;
  const { event, to, at, code = null, operator = null, reason = null } = content;
  return { seq: int(row, 'seq'), event, to, at, code, operator, reason };
}

/** The reading half of the chain. */
export function eventsTable(db: DatabaseSync): Pick<Journal, 'eventsOf' | 'chainHead'> {
  const of = db.prepare(`SELECT e.seq, e.content FROM events e JOIN operations o ON o.seq = e.operation
    WHERE o.id = ? AND e.content IS NOT NULL ORDER BY e.seq`);
  const head = db.prepare('SELECT events, link FROM chain');
  return {
    eventsOf: (operationId) =>
      of
        .all(operationId)
        .map(toEvent)
        .filter((event) => event !== null),
    chainHead: (): ChainHead => {
      const row: Row | undefined = head.get();
      if (row === undefined) throw new Error("The journal's chain has no end.");
      return { events: int(row, 'events'), link: Buffer.from(blob(row, 'link')).toString('hex') };
    },
  };
}
