/** The people in the journal: tries that are counted before they are made, and changes that the chain knows. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import { DAMAGED_ROW } from '../../../main/journal/rows.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { PinHash } from '../../../main/ports/people.ts';
import { opened, tempFolder } from './world.ts';

const PIN: PinHash = { salt: new Uint8Array(16), hash: new Uint8Array(32), cost: { n: 2, r: 1, p: 1 } };
const MINUTE = 60_000;
const waits = (wrong: number): number => (wrong < 3 ? 0 : MINUTE);

function withSari(journal: Journal): Journal {
  journal.people.add({ name: 'Sari', role: 'supervisor', pin: PIN }, 'Sari');
  return journal;
}

function inFile(folder: string, sql: string): void {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  db.exec(sql);
  db.close();
}

it('finds a name whatever its case, and gives it to nobody else, also when its owner is gone', () => {
  const { people } = withSari(opened(tempFolder()));
  expect(people.find('sARI')?.name).toBe('Sari');
  expect(() => people.add({ name: 'SARI', role: 'cashier', pin: PIN }, 'Sari')).toThrow();
  people.remove('sari', 'Sari');
  expect(people.list()).toEqual([]);
  expect(people.find('Sari')?.removedAt).not.toBeNull();
  expect(people.tryPin('Sari', () => 0, waits)).toEqual({ try: 'nobody' });
});

it('counts a try on disk before it is made', () => {
  const folder = tempFolder();
  const journal = withSari(opened(folder));
  expect(journal.people.tryPin('Sari', () => 1_000, waits)).toMatchObject({ try: 'now', operator: { wrong: 0 } });
  // Pulled out of the wall before anybody said whether it was right.
  journal.close();
  expect(opened(folder).people.find('Sari')).toMatchObject({ wrong: 1, wrongAt: 1_000 });
});

it('makes one wait after too many wrong ones, and forgets them after a right one', () => {
  const { people } = withSari(opened(tempFolder()));
  for (let at = 1; at <= 3; at += 1) expect(people.tryPin('Sari', () => at, waits).try).toBe('now');
  expect(people.tryPin('Sari', () => 4, waits)).toMatchObject({ try: 'wait', waitMs: MINUTE - 1 });
  // Waiting is not a try: it does not get longer by asking.
  expect(people.tryPin('Sari', () => 3 + MINUTE - 1, waits)).toMatchObject({ try: 'wait', waitMs: 1 });
  expect(people.tryPin('Sari', () => 3 + MINUTE, waits).try).toBe('now');
  const tried = people.tryPin('Sari', () => 3 + 3 * MINUTE, waits);
  if (tried.try === 'now') people.forgive(tried);
  expect(people.find('Sari')).toMatchObject({ wrong: 0, wrongAt: null });
});

it('counts a wait from the last start of this machine where that was later, and never as shorter', () => {
  const { people } = withSari(opened(tempFolder()));
  for (let n = 0; n < 3; n += 1) people.tryPin('Sari', () => 50_000, waits);
  // The clock of a machine counts from its start.
  expect(people.tryPin('Sari', () => 5_000, waits)).toMatchObject({ try: 'wait', waitMs: MINUTE - 5_000 });
  expect(people.find('Sari')).toMatchObject({ wrong: 3, wrongAt: 0 });
  // Also when it has been on for longer than it had been before.
  expect(people.tryPin('Sari', () => 55_000, waits)).toMatchObject({ try: 'wait', waitMs: MINUTE - 55_000 });
  expect(people.tryPin('Sari', () => MINUTE, waits).try).toBe('now');
});

it('makes nobody wait on a machine that has been on for longer than the wait', () => {
  const { people } = withSari(opened(tempFolder()));
  for (let n = 0; n < 3; n += 1) people.tryPin('Sari', () => 10 * MINUTE, waits);
  expect(people.tryPin('Sari', () => 2 * MINUTE, waits).try).toBe('now');
});

it('forgives nobody who was given another PIN, or taken off, since the try', () => {
  const { people } = withSari(opened(tempFolder()));
  const tried = people.tryPin('Sari', () => 1, waits);
  if (tried.try !== 'now') throw new Error('no try');
  people.setPin('Sari', { ...PIN, salt: new Uint8Array(16).fill(1) }, 'Sari');
  people.tryPin('Sari', () => 2, waits);
  expect(people.forgive(tried, PIN)).toBeNull();
  expect(people.find('Sari')).toMatchObject({ wrong: 1 });
  const again = people.tryPin('Sari', () => 3, waits);
  if (again.try !== 'now') throw new Error('no try');
  people.remove('Sari', 'Sari');
  expect(people.forgive(again)).toBeNull();
});

it.each([
  '{}',
  '[]',
  'null',
  '{"n":"x","r":8,"p":3}',
  '{"n":1073741824,"r":8,"p":1}',
  '{"n":32768,"r":8,"p":1e9}',
  '{"n":3,"r":8,"p":1}',
  '{"n":0,"r":8,"p":1}',
])('takes a cost of %s for a damaged row, and not for a fault of the program', (cost) => {
  const folder = tempFolder();
  const journal = withSari(opened(folder));
  journal.close();
  inFile(folder, `UPDATE operators SET cost = '${cost}'`);
  const { people } = opened(folder);
  expect(() => people.tryPin('Sari', () => 1, waits)).toThrow(expect.objectContaining({ name: DAMAGED_ROW }));
});

it('keeps another PIN, role and leave-taking as links of the chain', () => {
  const journal = withSari(opened(tempFolder()));
  const before = journal.chainHead().events;
  journal.people.add({ name: 'Budi', role: 'cashier', pin: PIN }, 'Sari');
  journal.people.setPin('budi', { ...PIN, hash: new Uint8Array(32).fill(1) }, 'Budi');
  journal.people.setRole('Budi', 'supervisor', 'Sari');
  journal.people.remove('Budi', 'Sari');
  journal.people.noteOverride({ operator: 'Budi', supervisor: 'Sari', right: 'settle', what: 'operations.settle OP1' });
  expect(journal.chainHead().events).toBe(before + 5);
  expect(journal.verify().problems).toEqual([]);
});

it.each([
  ['a role', "UPDATE operators SET role = 'supervisor' WHERE name = 'Budi'", 'is not what the events say'],
  ['a PIN', 'UPDATE operators SET pin = zeroblob(32), salt = randomblob(16)', 'is not what the events say'],
  ['somebody back', "UPDATE operators SET removed_at = NULL WHERE name = 'Ani'", 'is not what the events say'],
  [
    'somebody new',
    `INSERT INTO operators (name, folded, role, salt, pin, cost, created_at)
      VALUES ('Eve', 'eve', 'supervisor', zeroblob(16), zeroblob(32), '{}', 1)`,
    'has no event',
  ],
  [
    'somebody under another name',
    `DROP TRIGGER operators_keep_their_names; UPDATE operators SET folded = 'x' WHERE name = 'Sari';
      UPDATE operators SET folded = 'sari' WHERE name = 'Budi'`,
    'is not what the events say',
  ],
  ['somebody away', "DROP TRIGGER operators_are_kept; DELETE FROM operators WHERE name = 'Sari'", 'is not there'],
])('finds %s that was put there by hand', (_what, sql, says) => {
  const folder = tempFolder();
  const journal = withSari(opened(folder));
  journal.people.add({ name: 'Budi', role: 'cashier', pin: PIN }, 'Sari');
  journal.people.add({ name: 'Ani', role: 'cashier', pin: PIN }, 'Sari');
  journal.people.remove('Ani', 'Sari');
  journal.close();
  inFile(folder, sql);
  expect(opened(folder).verify().problems.join()).toContain(says);
});

it('does not take wrong tries for a hand in the file', () => {
  const journal = withSari(opened(tempFolder()));
  for (let n = 0; n < 4; n += 1) journal.people.tryPin('Sari', () => n, waits);
  expect(journal.verify().problems).toEqual([]);
});

it('asks what time it is once nobody else can count a try: a quicker process is no restart', () => {
  const folder = tempFolder();
  const { people } = withSari(opened(folder));
  const other = new DatabaseSync(join(folder, JOURNAL_FILE), { timeout: 0 });
  let held = false;
  people.tryPin(
    'Sari',
    () => {
      try {
        other.exec('BEGIN IMMEDIATE; ROLLBACK');
      } catch {
        held = true;
      }
      return 1;
    },
    waits,
  );
  other.close();
  expect(held).toBe(true);
});
