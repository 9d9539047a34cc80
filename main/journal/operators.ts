/** The journal's people: who may log in, how often a PIN was wrong, and each change of them as a link of the chain. */
import type { DatabaseSync } from 'node:sqlite';
import { ROLES } from '../../shared/rights.ts';
import type { Operator, OperatorChange, People, PinHash, PinTry } from '../ports/people.ts';
import { blob, type eventWriter, sha256 } from './events.ts';
import { mustFind, type WritingParts } from './operations.ts';
import { int, intOrNull, misfit, text } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';

/** Two names that differ in case or in how their letters are put together are the same person's. */
function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function toOperator(row: Row): Operator {
  const role = ROLES.find((one) => one === row.role);
  if (role === undefined) throw misfit('role');
  return {
    name: text(row, 'name'),
    role,
    createdAt: int(row, 'created_at'),
    removedAt: intOrNull(row, 'removed_at'),
    wrong: int(row, 'wrong'),
    wrongAt: intOrNull(row, 'wrong_at'),
  };
}

function toPin(row: Row): PinHash {
  const cost: unknown = JSON.parse(text(row, 'cost'));
  const isCost = (value: unknown): value is PinHash['cost'] =>
    typeof value === 'object' && value !== null && 'n' in value && 'r' in value && 'p' in value;
  if (!isCost(cost)) throw misfit('cost');
  return { salt: blob(row, 'salt'), hash: blob(row, 'pin'), cost };
}

/** The hash of all that decides who somebody is and what he may; not of his wrong tries. */
function operatorFacts(row: Row): string {
  const { name, role, cost, created_at, removed_at } = row;
  const secret = [blob(row, 'salt'), blob(row, 'pin')].map((bytes) => Buffer.from(bytes).toString('hex'));
  return sha256(JSON.stringify([name, role, cost, created_at, removed_at, ...secret])).toString('hex');
}

/** Begins a new chain with the people that are in the tables already. */
export function adoptOperators(db: DatabaseSync, append: ReturnType<typeof eventWriter>, at: number): void {
  for (const row of db.prepare('SELECT * FROM operators ORDER BY seq').all()) {
    const name = text(row, 'name');
    append(null, { event: 'operator', at, operator: name, name, change: 'adopted', facts: operatorFacts(row) });
  }
}

const ADD = `INSERT INTO operators (name, folded, role, salt, pin, cost, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
  RETURNING *`;
const SET_PIN = `UPDATE operators SET salt = ?, pin = ?, cost = ?, wrong = 0, wrong_at = NULL WHERE folded = ? RETURNING *`;
const WRONG = 'UPDATE operators SET wrong = ?, wrong_at = ? WHERE folded = ?';

type Changing = Pick<People, 'add' | 'setPin' | 'setRole' | 'remove'>;
type Note = (row: Row | undefined, change: OperatorChange, by: string) => Operator;

function changing({ db, clock }: WritingParts, note: Note): Changing {
  const insert = db.prepare(ADD);
  const setPin = db.prepare(SET_PIN);
  const setRole = db.prepare('UPDATE operators SET role = ? WHERE folded = ? RETURNING *');
  const remove = db.prepare('UPDATE operators SET removed_at = ? WHERE folded = ? RETURNING *');
  return {
    add: ({ name, role, pin }, by) =>
      inTransaction(db, () => {
        const cost = JSON.stringify(pin.cost);
        return note(insert.get(name, fold(name), role, pin.salt, pin.hash, cost, clock.now()), 'added', by);
      }),
    setPin: (name, { salt, hash, cost }, by, change = 'pin') => {
      inTransaction(db, () => note(setPin.get(salt, hash, JSON.stringify(cost), fold(name)), change, by));
    },
    setRole: (name, role, by) => {
      inTransaction(db, () => note(setRole.get(role, fold(name)), 'role', by));
    },
    remove: (name, by) => {
      inTransaction(db, () => note(remove.get(clock.now(), fold(name)), 'removed', by));
    },
  };
}

function trying({ db }: WritingParts, note: Note): Pick<People, 'tryPin' | 'forgive'> {
  const find = db.prepare('SELECT * FROM operators WHERE folded = ? AND removed_at IS NULL');
  const count = db.prepare(WRONG);
  const rehash = db.prepare(SET_PIN);
  return {
    tryPin: (name, sinceBoot, waitAfter): PinTry =>
      inTransaction(db, () => {
        const now = Math.round(sinceBoot);
        const row = find.get(fold(name));
        if (row === undefined) return { try: 'nobody' };
        const operator = toOperator(row);
        const { wrong, wrongAt } = operator;
        const wait = waitAfter(wrong);
        // A machine that was started again since: no time has passed as far as anybody can prove.
        const restarted = wrongAt !== null && wrongAt > now;
        if (restarted && wait > 0) count.run(wrong, now, fold(name));
        const left = wrongAt === null ? 0 : wait - (restarted ? 0 : now - wrongAt);
        if (left > 0) return { try: 'wait', operator, waitMs: left };
        count.run(wrong + 1, now, fold(name));
        if (waitAfter(wrong + 1) > 0) note(row, 'locked-out', operator.name);
        return { try: 'now', operator, pin: toPin(row) };
      }),
    forgive: (name, pin) => {
      inTransaction(db, () => {
        if (pin === undefined) count.run(0, null, fold(name));
        else note(rehash.get(pin.salt, pin.hash, JSON.stringify(pin.cost), fold(name)), 'pin', name);
      });
    },
  };
}

/** The people's part of the journal. */
export function operatorsTable(parts: WritingParts): People {
  const { db, clock, append } = parts;
  const all = db.prepare('SELECT * FROM operators WHERE removed_at IS NULL ORDER BY seq');
  const byName = db.prepare('SELECT * FROM operators WHERE folded = ?');
  const note: Note = (found, change, by) => {
    const row = mustFind(found, 'operator', change);
    const operator = toOperator(row);
    const { name } = operator;
    append(null, { event: 'operator', at: clock.now(), operator: by, name, change, facts: operatorFacts(row) });
    return operator;
  };
  return {
    list: () => all.all().map(toOperator),
    find: (name) => {
      const row = byName.get(fold(name));
      return row === undefined ? null : toOperator(row);
    },
    ...changing(parts, note),
    ...trying(parts, note),
    noteOverride: (override) => {
      inTransaction(db, () => append(null, { event: 'override', at: clock.now(), ...override }));
    },
  };
}

const LAST_FACTS = `SELECT content ->> '$.facts' AS facts FROM events WHERE operation IS NULL
  AND content ->> '$.event' = 'operator' AND content ->> '$.name' = ? ORDER BY seq DESC LIMIT 1`;

/** Whether each person is what the chain last said of him, and everybody of whom it speaks is there. */
export function* operatorProblems(db: DatabaseSync): Iterable<string> {
  const last = db.prepare(LAST_FACTS);
  for (const row of db.prepare('SELECT * FROM operators ORDER BY seq').iterate()) {
    const said: Row | undefined = last.get(text(row, 'name'));
    if (said === undefined) yield `operator ${int(row, 'seq')} has no event`;
    else if (said.facts !== operatorFacts(row)) yield `operator ${int(row, 'seq')} is not what the events say`;
  }
  const gone = `SELECT DISTINCT content ->> '$.name' AS name FROM events WHERE operation IS NULL
    AND content ->> '$.event' = 'operator' AND content ->> '$.name' NOT IN (SELECT name FROM operators)`;
  for (const _row of db.prepare(gone).iterate()) yield 'an operator of whom the events speak is not there';
}
