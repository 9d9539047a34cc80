/** Opening: whose file it is, who may read it meanwhile, and what is left alone. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { expect, it, vi } from 'vitest';
import { LOCK_FILE } from '../../../main/journal/acting-lock.ts';
import { APPLICATION_ID, JOURNAL_VERSION } from '../../../main/journal/migrations.ts';
import { JOURNAL_FILE, openJournal } from '../../../main/journal/open-journal.ts';
import { chance, handClock, makeOk, opened, startChild, tempFolder, wish } from './world.ts';

const posix = process.platform !== 'win32';

function attempt(folder: string, readOnly = false) {
  const result = openJournal({ folder, clock: handClock(), random: chance, readOnly });
  if (result.ok) result.journal.close();
  return result.ok ? 'ok' : result.reason;
}

function withDatabase(folder: string, sql: string): void {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  db.exec(sql);
  db.close();
}

it('makes the folder and the file for its owner alone, ours by its header, and durable', () => {
  const folder = join(tempFolder(), 'data');
  const journal = opened(folder);
  journal.intend(wish());
  const names = readdirSync(folder);
  expect(names.toSorted()).toEqual([LOCK_FILE, JOURNAL_FILE, `${JOURNAL_FILE}-shm`, `${JOURNAL_FILE}-wal`]);
  if (posix) {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  }
  journal.close();
  journal.close();
  expect(readdirSync(folder).toSorted()).toEqual([LOCK_FILE, JOURNAL_FILE]);
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  expect(db.prepare('PRAGMA application_id').get()).toEqual({ application_id: APPLICATION_ID });
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: JOURNAL_VERSION });
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  db.close();
});

it('folds the log into the file when somebody was told and nobody waits', async () => {
  const folder = tempFolder();
  const journal = opened(folder);
  journal.told(makeOk(journal));
  const url = pathToFileURL(join(folder, JOURNAL_FILE));
  // Reads the file alone, as if there were no log.
  url.searchParams.set('immutable', '1');
  const inFile = (): unknown => {
    const db = new DatabaseSync(url, { readOnly: true });
    try {
      return db.prepare('SELECT state FROM operations').get();
    } catch {
      return undefined; // not even its tables are in there yet
    } finally {
      db.close();
    }
  };
  expect(inFile()).toBeUndefined();
  await vi.waitFor(() => expect(inFile()).toEqual({ state: 'ok' }), { timeout: 20_000, interval: 50 });
  journal.close();
});

it.skipIf(!posix)('takes back what others were allowed', () => {
  const folder = tempFolder();
  opened(folder).close();
  chmodSync(join(folder, JOURNAL_FILE), 0o644);
  opened(folder).close();
  expect(statSync(join(folder, JOURNAL_FILE)).mode & 0o777).toBe(0o600);
});

it('keeps what it was given, over closing and opening', () => {
  const folder = tempFolder();
  const first = opened(folder);
  const id = makeOk(first);
  const before = first.operation(id);
  first.close();
  expect(opened(folder).operation(id)).toEqual(before);
});

it('makes nothing for one who only reads', () => {
  const folder = tempFolder();
  expect(attempt(folder, true)).toBe('absent');
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(join(folder, JOURNAL_FILE), '');
  expect(attempt(folder, true)).toBe('absent');
  expect(readdirSync(folder)).toEqual([JOURNAL_FILE]);
  expect(attempt(join(folder, 'no', 'such'), true)).toBe('absent');
  expect(existsSync(join(folder, 'no'))).toBe(false);
});

it('lets nobody write who only reads', () => {
  const folder = tempFolder();
  const writer = opened(folder);
  const id = makeOk(writer);
  const reader = opened(folder, { readOnly: true });
  expect(() => reader.intend(wish({ reference: 'ATM2' }))).toThrow('readonly');
  expect(() => reader.retire(id)).toThrow('readonly');
  // With nothing left open there is nothing to recover, even for a reader.
  expect(reader.recover()).toEqual({ operations: [] });
  expect(reader.operation(id)?.state).toBe('ok');
});

it('is read by another process while this one writes', async () => {
  const folder = tempFolder();
  const writer = opened(folder);
  makeOk(writer);
  const open = writer.intend(wish({ reference: 'ATM2' }));
  writer.beginAttempt({ operationId: open.id, provider: 'paycools', service: '90' });
  const child = startChild('read', folder);
  expect(await child.line()).toBe('ATM2=sent ATM1=ok');
  expect(await child.line()).toBe('true');
  await child.ended();
});

it('is begun by several processes at the same time, and by each only once', async () => {
  const folder = tempFolder();
  const children = ['A', 'B', 'C', 'D'].map((reference) => startChild('begin', folder, reference));
  const ids = await Promise.all(children.map((child) => child.line()));
  await Promise.all(children.map((child) => child.ended()));
  const journal = opened(folder);
  expect(journal.operations().map((one) => one.id)).toEqual(ids.toSorted().toReversed());
  expect(journal.verify()).toMatchObject({ ok: true, operations: 4 });
});

it('sees what is written after it was opened', () => {
  const folder = tempFolder();
  const writer = opened(folder);
  const reader = opened(folder, { readOnly: true });
  expect(reader.operations()).toEqual([]);
  const id = makeOk(writer);
  expect(reader.operation(id)).toEqual(writer.operation(id));
});

it.each([false, true])('leaves a file that is no journal as it is (read only: %s)', (readOnly) => {
  const folder = tempFolder();
  const file = join(folder, JOURNAL_FILE);
  writeFileSync(file, 'this is a shopping list, and longer than the header of a database; '.repeat(20));
  const before = readFileSync(file);
  expect(attempt(folder, readOnly)).toBe('corrupt');
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => name !== LOCK_FILE)).toEqual([JOURNAL_FILE]);
});

it.each([false, true])("leaves another program's database as it is (read only: %s)", (readOnly) => {
  const folder = tempFolder();
  withDatabase(folder, 'CREATE TABLE operations (id TEXT)');
  const before = readFileSync(join(folder, JOURNAL_FILE));
  expect(attempt(folder, readOnly)).toBe('corrupt');
  expect(readFileSync(join(folder, JOURNAL_FILE)).equals(before)).toBe(true);
});

it.each([false, true])('leaves the journal of a newer program as it is (read only: %s)', (readOnly) => {
  const folder = tempFolder();
  const journal = opened(folder);
  makeOk(journal);
  journal.close();
  withDatabase(folder, `PRAGMA user_version = ${JOURNAL_VERSION + 1}`);
  const before = readFileSync(join(folder, JOURNAL_FILE));
  const names = readdirSync(folder);
  expect(attempt(folder, readOnly)).toBe('newer');
  expect(readFileSync(join(folder, JOURNAL_FILE)).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(names);
});

it('does not take a damaged journal for a sound one', () => {
  const folder = tempFolder();
  const journal = opened(folder);
  for (let n = 0; n < 60; n += 1) journal.intend(wish({ reference: `ATM${n}`, body: 'x'.repeat(2_000) }));
  journal.close();
  const file = join(folder, JOURNAL_FILE);
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const result = openJournal({ folder, clock: handClock(), random: chance });
  // SQLite may see it at once or when it reads further; either way it is said, not repaired.
  if (result.ok) {
    expect(result.journal.verify().ok).toBe(false);
    result.journal.close();
  } else {
    expect(result.reason).toBe('corrupt');
  }
});

it('says corrupt when the header is ours but a table is missing', () => {
  const folder = tempFolder();
  opened(folder).close();
  withDatabase(folder, 'DROP TABLE registrations');
  expect(attempt(folder)).toBe('corrupt');
  expect(attempt(folder, true)).toBe('corrupt');
});

it('says disk where no file can be', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, JOURNAL_FILE));
  expect(attempt(folder)).toBe('disk');
  writeFileSync(join(folder, 'file'), '');
  expect(attempt(join(folder, 'file'))).toBe('disk');
});

// Root writes wherever it likes, so that there is nothing to see.
it.skipIf(!posix || process.getuid?.() === 0)('says read-only where it may not write', () => {
  const folder = tempFolder();
  opened(folder).close();
  chmodSync(join(folder, JOURNAL_FILE), 0o400);
  expect(attempt(folder)).toBe('read-only');
  chmodSync(join(folder, JOURNAL_FILE), 0o600);
  chmodSync(folder, 0o500);
  expect(attempt(folder)).toBe('read-only');
  const empty = tempFolder();
  chmodSync(empty, 0o500);
  expect(attempt(empty)).toBe('read-only');
  chmodSync(folder, 0o700);
  chmodSync(empty, 0o700);
});
