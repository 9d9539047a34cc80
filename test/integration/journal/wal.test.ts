/** What a power cut leaves of the WAL: whatever was committed before the cut is there, and nothing half is. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JOURNAL_FILE, openJournal } from '../../../main/journal/open-journal.ts';
import { setJournalAside } from '../../../main/journal/set-aside.ts';
import { chance, handClock, makeOk, opened, tempFolder, wish } from './world.ts';

const WAL = `${JOURNAL_FILE}-wal`;
const FRAME = 24 + 4_096;
const clock = handClock();

/** What stood on disk as soon as the WAL was this long. */
interface Commit {
  readonly bytes: number;
  readonly reference: string;
  readonly state: string;
}

interface Left {
  readonly database: Buffer;
  readonly wal: Buffer;
  readonly commits: readonly Commit[];
}

/** A till that is cut off from its current after `count` operations: its files as they lie there, none checkpointed. */
function powerCut(count: number): Left {
  const folder = tempFolder();
  opened(folder, { clock }).close();
  const database = readFileSync(join(folder, JOURNAL_FILE));
  const journal = opened(folder, { clock });
  const commits: Commit[] = [];
  const note = (reference: string, state: string): void => {
    commits.push({ bytes: readFileSync(join(folder, WAL)).length, reference, state });
  };
  for (let n = 0; n < count; n += 1) {
    const reference = `ATM${n}`;
    if (n % 3 === 0) {
      const { id } = journal.intend(wish({ reference }));
      note(reference, 'intended');
      journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
      note(reference, 'sent');
    } else {
      makeOk(journal, { reference });
      note(reference, 'ok');
    }
  }
  expect(readFileSync(join(folder, JOURNAL_FILE)).equals(database)).toBe(true);
  return { database, wal: readFileSync(join(folder, WAL)), commits };
}

/** Each operation's last state among the commits that were whole before this many bytes. */
function expected(commits: readonly Commit[], bytes: number): ReadonlyMap<string, string> {
  return new Map(commits.filter((one) => one.bytes <= bytes).map(({ reference, state }) => [reference, state]));
}

function check(folder: string, commits: readonly Commit[], bytes: number): void {
  const result = openJournal({ folder, clock, random: chance });
  if (!result.ok) throw new Error(`cut at ${bytes}: ${result.reason}: ${result.detail}`);
  const { journal } = result;
  const states = new Map(journal.operations().map((one) => [one.reference, one.state]));
  for (const [reference, state] of expected(commits, bytes)) {
    // A later step of the same operation may have been whole, too.
    const later = commits.some((one) => one.reference === reference && one.state !== state && one.bytes > bytes);
    if (later) expect([bytes, states.has(reference)]).toEqual([bytes, true]);
    else expect([bytes, reference, states.get(reference)]).toEqual([bytes, reference, state]);
  }
  expect([bytes, journal.verify().problems]).toEqual([bytes, []]);
  journal.close();
}

function lay(folder: string, left: Left, wal: Uint8Array): void {
  for (const name of [JOURNAL_FILE, WAL, `${JOURNAL_FILE}-shm`]) rmSync(join(folder, name), { force: true });
  writeFileSync(join(folder, JOURNAL_FILE), left.database);
  writeFileSync(join(folder, WAL), wal);
}

it('cut at every byte round a frame, and anywhere else', () => {
  const folder = tempFolder();
  const left = powerCut(12);
  const somewhere = left.commits[7]?.bytes ?? 0;
  const near = Array.from({ length: 90 }, (_, n) => somewhere - 60 + n);
  const header = Array.from({ length: 40 }, (_, n) => n);
  const anywhere = Array.from({ length: 60 }, () => Math.floor(Math.random() * left.wal.length));
  for (const bytes of [...header, ...near, ...anywhere]) {
    lay(folder, left, left.wal.subarray(0, bytes));
    check(folder, left.commits, bytes);
  }
});

it('with garbage behind its last commit, or in the middle of it', () => {
  const folder = tempFolder();
  const left = powerCut(12);
  const garbage = Buffer.alloc(3 * FRAME, 0x5a);
  lay(folder, left, Buffer.concat([left.wal, garbage]));
  check(folder, left.commits, left.wal.length);
  for (const commit of left.commits.slice(0, -1)) {
    const torn = Buffer.from(left.wal);
    torn.fill(0x5a, commit.bytes + 30, commit.bytes + 60);
    lay(folder, left, torn);
    check(folder, left.commits, commit.bytes);
  }
});

it('without its index beside it, with a wrong one, or empty', () => {
  const folder = tempFolder();
  const left = powerCut(12);
  lay(folder, left, left.wal);
  expect(existsSync(join(folder, `${JOURNAL_FILE}-shm`))).toBe(false);
  check(folder, left.commits, left.wal.length);
  lay(folder, left, left.wal);
  writeFileSync(join(folder, `${JOURNAL_FILE}-shm`), Buffer.alloc(32_768, 0xff));
  check(folder, left.commits, left.wal.length);
  lay(folder, left, Buffer.alloc(0));
  check(folder, left.commits, 0);
});

it('of frames that are whole, for one who only reads', () => {
  const folder = tempFolder();
  const left = powerCut(12);
  lay(folder, left, left.wal);
  const journal = opened(folder, { clock, readOnly: true });
  expect(journal.operations()).toHaveLength(12);
  expect(journal.verify()).toMatchObject({ ok: true });
});

it("another journal's WAL is not taken for this one's", () => {
  const folder = tempFolder();
  // It holds every page of a journal that is larger than this one: read with it, nothing would be missing.
  const other = powerCut(16);
  const journal = opened(folder, { clock });
  for (let n = 0; n < 3; n += 1) makeOk(journal, { reference: `OWN${n}` });
  journal.close();
  const file = join(folder, JOURNAL_FILE);
  const before = readFileSync(file);
  writeFileSync(join(folder, WAL), other.wal);
  const result = openJournal({ folder, clock, random: chance });
  expect(result).toMatchObject({ ok: false, reason: 'corrupt' });
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readFileSync(join(folder, WAL)).equals(other.wal)).toBe(true);
  const reader = openJournal({ folder, clock, random: chance, readOnly: true });
  expect(reader).toMatchObject({ ok: false, reason: 'corrupt' });
  expect(setJournalAside({ folder, clock, random: chance })).toMatchObject({ ok: true, salvaged: { operations: 3 } });
  const next = opened(folder, { clock });
  expect(next.operationByReference('generate', 'M-1', 'OWN2')?.state).toBe('ok');
});
