/** A damaged journal: kept byte for byte, and followed by one that forgets nothing that could be read and repeats no id. */
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LOCK_FILE } from '../../../main/journal/acting-lock.ts';
import { JOURNAL_FILE, openJournal, SETTING_ASIDE_FILE } from '../../../main/journal/open-journal.ts';
import { setJournalAside } from '../../../main/journal/set-aside.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import { backToVersion2, chance, handClock, makeOk, opened, printWish, startChild, tempFolder, wish } from './world.ts';

const PAGE = 4_096;
const clock = handClock();

/** A till's week: QRs that were made, one that nobody can speak for, one that was begun, slips, a terminal. */
function busyJournal(
  folder: string,
  count = 60,
): { readonly unknown: string; readonly externalIds: readonly string[] } {
  const journal = opened(folder, { clock });
  for (let n = 0; n < count; n += 1) {
    const id = makeOk(journal, { reference: `ATM${n}`, body: `{"n":${n},"pad":"${'x'.repeat(700)}"}` });
    if (n % 5 === 0) journal.beginPrint(printWish(id));
  }
  const open = journal.intend(wish({ reference: 'OPEN' }));
  const attempt = journal.beginAttempt({ operationId: open.id, provider: 'paycools', service: '90' });
  journal.endAttempt(attempt.id, { outcome: 'unknown', code: null, httpStatus: null, note: 'hung up' });
  journal.settle(open.id, { state: 'unknown', by: 'answer', code: null });
  journal.register({ merchantId: 'M-1', terminalId: 'KASIR-01', description: 'Kasir 1', registeredAt: clock.now() });
  const externalIds = journal.operations().flatMap(({ id }) => journal.attemptsOf(id).map((row) => row.externalId));
  journal.close();
  return { unknown: open.id, externalIds };
}

function spoil(file: string, at: number, bytes = PAGE): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(handle);
}

const needs = (folder: string) => ({ folder, clock, random: chance });

function counterOf(externalId: string): number {
  return Number(externalId.slice(13, 22));
}

/** What holds of every new journal, whatever was done to the old one. */
function checkNew(folder: string, before: readonly string[]): Journal {
  const journal = opened(folder, { clock });
  expect(journal.verify()).toMatchObject({ ok: true, problems: [] });
  const again = journal.intend(wish({ reference: 'NEW' }));
  const next = journal.beginAttempt({ operationId: again.id, provider: 'paycools', service: '90' });
  expect(counterOf(next.externalId)).toBeGreaterThan(Math.max(...before.map(counterOf)));
  journal.endAttempt(next.id, { outcome: 'ok', code: '2009000', httpStatus: 200, note: null });
  return journal;
}

describe('a damaged page', () => {
  it('of every kind, one after another: kept, said, and followed by a sound journal', () => {
    const model = tempFolder();
    const { unknown, externalIds } = busyJournal(model, 24);
    const bytes = readFileSync(join(model, JOURNAL_FILE));
    let forgotten = 0;
    let damaged = 0;
    for (let at = PAGE; at < bytes.length; at += PAGE) {
      const folder = tempFolder();
      const file = join(folder, JOURNAL_FILE);
      writeFileSync(file, bytes);
      spoil(file, at);
      const before = readFileSync(file);
      const aside = setJournalAside(needs(folder));
      if (!aside.ok) {
        // A page that nothing uses: no damage, and nothing is done.
        expect(aside.reason).toBe('sound');
        expect(readFileSync(file).equals(before)).toBe(true);
        continue;
      }
      damaged += 1;
      expect(aside.kept.map((name) => readFileSync(name).equals(before))).toContain(true);
      const journal = checkNew(folder, externalIds);
      if (journal.operation(unknown)?.state !== 'unknown') forgotten += 1;
      else expect(aside.salvaged.open.map((one) => one.id)).toContain(unknown);
      const ids = new Set(journal.operations().map((one) => one.id));
      expect(ids.size).toBe(journal.operations().length);
      journal.close();
      expect(setJournalAside(needs(folder))).toMatchObject({ ok: false, reason: 'sound' });
    }
    expect(damaged).toBeGreaterThan(10);
    // Its own page, one on the way to every row of its table, and those that say which tables there are.
    expect(forgotten).toBeLessThanOrEqual(6);
  });

  it('leaves the rest readable: rows, terminal and the copy for people', () => {
    const folder = tempFolder();
    const { unknown } = busyJournal(folder);
    const pin = { salt: Buffer.alloc(16, 0xc1), hash: Buffer.alloc(32, 0xc2), cost: { n: 2, r: 1, p: 1 } };
    const people = opened(folder, { clock });
    people.people.add({ name: 'Sari', role: 'supervisor', pin }, 'Sari');
    people.close();
    const file = join(folder, JOURNAL_FILE);
    const at = readFileSync(file).indexOf('"n":30,');
    spoil(file, Math.floor(at / PAGE) * PAGE);
    const aside = setJournalAside(needs(folder));
    if (!aside.ok) throw new Error(aside.detail);
    expect(aside.salvaged.operations).toBeGreaterThan(50);
    expect(aside.salvaged.gaps).toBeGreaterThan(0);
    expect(aside.salvaged.open.map(({ id }) => id)).toEqual([unknown]);
    const lines = readFileSync(aside.readable ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line)).filter(({ table }) => table === 'operations')).toHaveLength(
      aside.salvaged.operations,
    );
    // Of the people their names alone: a short PIN can be tried out from its hash.
    expect(lines.join().match(/Sari/g)).not.toBeNull();
    expect(lines.join()).not.toMatch(/193,193|194,194|c1c1|c2c2|wcHBw|wsLCw/);
    const journal = opened(folder, { clock });
    expect(
      journal.people.tryPin(
        'Sari',
        () => 0,
        () => 0,
      ),
    ).toMatchObject({ try: 'now', pin: { cost: pin.cost } });
    expect(journal.registration('M-1')?.terminalId).toBe('KASIR-01');
    expect(journal.operationByReference('generate', 'M-1', 'ATM3')?.state).toBe('ok');
    if (process.platform !== 'win32') {
      for (const name of readdirSync(folder))
        expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    }
  });
});

it('a file that is no database at all: its ids are read from its bytes, and go on', () => {
  const folder = tempFolder();
  const { externalIds } = busyJournal(folder);
  const file = join(folder, JOURNAL_FILE);
  spoil(file, 0, 100);
  expect(openJournal(needs(folder))).toMatchObject({ ok: false, reason: 'corrupt' });
  const aside = setJournalAside(needs(folder));
  expect(aside).toMatchObject({ ok: true, readable: null, salvaged: { operations: 0, open: [] } });
  const journal = checkNew(folder, externalIds);
  expect(Number(journal.operations()[0]?.id.split('-')[2])).toBeGreaterThan(61);
});

it('a file that was cut off', () => {
  const folder = tempFolder();
  const { externalIds } = busyJournal(folder);
  const file = join(folder, JOURNAL_FILE);
  truncateSync(file, Math.floor(statSync(file).size / 2));
  expect(setJournalAside(needs(folder))).toMatchObject({ ok: true });
  // What was in the lost half cannot be known; what is there is below the new numbers.
  checkNew(folder, externalIds.slice(-5));
});

it('what waited in the WAL goes with it', () => {
  const folder = tempFolder();
  const from = tempFolder();
  const journal = opened(from, { clock });
  for (let n = 0; n < 40; n += 1) makeOk(journal, { reference: `ATM${n}`, body: 'x'.repeat(900) });
  // As a power cut leaves them.
  for (const name of [JOURNAL_FILE, `${JOURNAL_FILE}-wal`])
    writeFileSync(join(folder, name), readFileSync(join(from, name)));
  spoil(join(folder, JOURNAL_FILE), 0, 16);
  const result = setJournalAside(needs(folder));
  if (!result.ok) {
    // Page 1 is whole in the WAL: there was no damage.
    expect(result.reason).toBe('sound');
    return;
  }
  expect(result.kept.some((name) => name.endsWith('-wal'))).toBe(true);
  expect(existsSync(join(folder, `${JOURNAL_FILE}-wal`))).toBe(false);
});

it('is not done to a sound journal, to none, or to one that somebody has open', async () => {
  const folder = tempFolder();
  expect(setJournalAside(needs(folder))).toMatchObject({ ok: false, reason: 'absent' });
  busyJournal(folder, 3);
  expect(setJournalAside(needs(folder))).toMatchObject({ ok: false, reason: 'sound' });
  const child = startChild('crash', folder);
  await child.line();
  const before = readdirSync(folder).toSorted();
  expect(setJournalAside(needs(folder))).toMatchObject({ ok: false, reason: 'in-use' });
  expect(readdirSync(folder).toSorted()).toEqual(before);
});

it('is gone on with after it died between any two of its steps', () => {
  const folder = tempFolder();
  busyJournal(folder);
  const file = join(folder, JOURNAL_FILE);
  spoil(file, readFileSync(file).indexOf('"n":30,'));
  const whole = tempFolder();
  writeFileSync(join(whole, JOURNAL_FILE), readFileSync(file));
  const done = setJournalAside(needs(whole));
  if (!done.ok || done.kept[0] === undefined) throw new Error('not set aside');
  // Died after the marker, with the old file moved and the new one not in place yet.
  const stamp = /set-aside-(.*)\.sqlite/.exec(done.kept[0])?.[1] ?? '';
  const marker = JSON.stringify({ stamp, salvaged: done.salvaged, readable: null });
  writeFileSync(join(folder, SETTING_ASIDE_FILE), marker);
  writeFileSync(join(folder, 'journal.new.sqlite'), readFileSync(join(whole, JOURNAL_FILE)));
  expect(openJournal(needs(folder))).toMatchObject({ ok: false, reason: 'corrupt' });
  expect(setJournalAside(needs(folder))).toMatchObject({ ok: true });
  expect(opened(folder, { clock }).verify()).toMatchObject({ ok: true });
  expect(readdirSync(folder).filter((name) => name === SETTING_ASIDE_FILE || name.includes('new'))).toEqual([]);
});

it('a journal of an older version that is damaged is set aside, not migrated', () => {
  const folder = tempFolder();
  busyJournal(folder);
  const file = join(folder, JOURNAL_FILE);
  backToVersion2(folder);
  spoil(file, Math.floor(readFileSync(file).indexOf('"n":30,') / PAGE) * PAGE);
  expect(openJournal(needs(folder))).toMatchObject({ ok: false, reason: 'corrupt' });
  expect(readdirSync(folder).filter((name) => name !== LOCK_FILE && !name.startsWith(JOURNAL_FILE))).toEqual([]);
  expect(setJournalAside(needs(folder))).toMatchObject({ ok: true });
  expect(opened(folder, { clock }).verify()).toMatchObject({ ok: true });
});
