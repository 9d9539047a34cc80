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

/**
 * How much time has surely passed since a wrong PIN, milliseconds. One that was counted later than this machine has been
 * on is from before its last start: all of the time since that start has passed, and whatever was before is not known.
 * @param wrongAt @param now milliseconds since this machine's start
 */
export function passedSince(wrongAt: number, now: number): number {
  return wrongAt > now ? now : now - wrongAt;
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

/** Far above any cost that this program hashes at, and still no more than a machine has memory for. */
const MOST_COST = { n: 2 ** 20, r: 32, p: 16 };

function isCost(value: unknown): value is PinHash['cost'] {
  if (typeof value !== 'object' || value === null || !('n' in value && 'r' in value && 'p' in value)) return false;
  const { n, r, p } = value;
  const fits = (one: unknown, most: number): one is number =>
    Number.isInteger(one) && Number(one) > 0 && Number(one) <= most;
  return (
    fits(n, MOST_COST.n) && fits(r, MOST_COST.r) && fits(p, MOST_COST.p) && n > 1 && Number.isInteger(Math.log2(n))
  );
}

function costOf(row: Row): PinHash['cost'] {
  let cost: unknown;
  try {
    cost = JSON.parse(text(row, 'cost'));
  } catch {
    throw misfit('cost');
  }
  if (!isCost(cost)) throw misfit('cost');
  return cost;
}

function toPin(row: Row): PinHash {
  return { salt: blob(row, 'salt'), hash: blob(row, 'pin'), cost: costOf(row) };
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
type Note = (row: Row | undefined, change: OperatorChange, by: string, wrong?: number) => Operator;

const PRESENT = 'SELECT * FROM operators WHERE folded = ? AND removed_at IS NULL';

function changing({ db, clock }: WritingParts, note: Note): Changing {
  const insert = db.prepare(ADD);
  const find = db.prepare(PRESENT);
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
      inTransaction(db, () => {
        const before: Row | undefined = find.get(fold(name));
        const wrong = before === undefined ? 0 : int(before, 'wrong');
        if (wrong > 0) note(before, 'guessed', text(before ?? {}, 'name'), wrong);
        note(setPin.get(salt, hash, JSON.stringify(cost), fold(name)), change, by);
      });
    },
    setRole: (name, role, by) => {
      inTransaction(db, () => note(setRole.get(role, fold(name)), 'role', by));
    },
    remove: (name, by) => {
      inTransaction(db, () => note(remove.get(clock.now(), fold(name)), 'removed', by));
    },
  };
}

function trying({ db }: WritingParts, note: Note): Pick<People, 'tryPin' | 'forgive' | 'lockOut'> {
  const find = db.prepare(PRESENT);
  const count = db.prepare(WRONG);
  const rehash = db.prepare(SET_PIN);
  return {
    tryPin: (name, sinceBoot, waitAfter): PinTry =>
      inTransaction(db, () => {
        const now = Math.round(sinceBoot());
        const row = find.get(fold(name));
        if (row === undefined) return { try: 'nobody' };
        const operator = toOperator(row);
        const { wrong, wrongAt } = operator;
        const left = wrongAt === null ? 0 : waitAfter(wrong) - passedSince(wrongAt, now);
        if (left > 0) {
          // From here on it is counted from the restart, also when the machine has been on for longer than before it.
          if (wrongAt !== null && wrongAt > now) count.run(wrong, 0, fold(name));
          return { try: 'wait', operator, waitMs: left };
        }
        count.run(wrong + 1, now, fold(name));
        return { try: 'now', operator, pin: toPin(row) };
      }),
    lockOut: ({ name }) => {
      inTransaction(db, () => note(find.get(fold(name)), 'locked-out', name));
    },
    forgive: ({ operator: { name, wrong }, pin: tried }, pin) =>
      inTransaction(db, () => {
        const row: Row | undefined = find.get(fold(name));
        if (row === undefined || Buffer.compare(blob(row, 'salt'), tried.salt) !== 0) return null;
        // The right try itself was counted, too; of several right ones at once only the first finds any.
        const guesses = Math.min(wrong, int(row, 'wrong') - 1);
        if (guesses > 0) note(row, 'guessed', name, guesses);
        if (pin === undefined) count.run(0, null, fold(name));
        else note(rehash.get(pin.salt, pin.hash, JSON.stringify(pin.cost), fold(name)), 'rehashed', name);
        return { operator: toOperator(row), guesses: Math.max(0, guesses) };
      }),
  };
}

/** The people's part of the journal. */
export function operatorsTable(parts: WritingParts): People {
  const { db, clock, append } = parts;
  const all = db.prepare('SELECT * FROM operators WHERE removed_at IS NULL ORDER BY seq');
  const byName = db.prepare('SELECT * FROM operators WHERE folded = ?');
  const note: Note = (found, change, by, wrong) => {
    const row = mustFind(found, 'operator', change);
    const operator = toOperator(row);
    const { name } = operator;
    const guesses = wrong === undefined ? {} : { wrong };
    const facts = operatorFacts(row);
    append(null, { event: 'operator', at: clock.now(), operator: by, name, change, ...guesses, facts });
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
    // What a name is found by is no part of the facts: it follows from the name.
    else if (said.facts !== operatorFacts(row) || text(row, 'folded') !== fold(text(row, 'name')))
      yield `operator ${int(row, 'seq')} is not what the events say`;
  }
  const gone = `SELECT DISTINCT content ->> '$.name' AS name FROM events WHERE operation IS NULL
    AND content ->> '$.event' = 'operator' AND content ->> '$.name' NOT IN (SELECT name FROM operators)`;
  for (const _row of db.prepare(gone).iterate()) yield 'an operator of whom the events speak is not there';
}
