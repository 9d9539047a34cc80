/** A journal of an older version: kept as it was beside the new one, and left alone where that cannot be done. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { JOURNAL_VERSION } from '../../../main/journal/migrations.ts';
import { JOURNAL_FILE, openJournal } from '../../../main/journal/open-journal.ts';
import { NO_DISK, smallDisk } from '../../faults/disk-world.ts';
import { backToVersion2, chance, handClock, makeOk, opened, startChild, tempFolder } from './world.ts';

const clock = handClock();
const needs = (folder: string) => ({ folder, clock, random: chance });

/** A journal as version 2 left it. */
function ofVersion2(folder: string, count = 3, pad = 10): Buffer {
  const journal = opened(folder, { clock });
  for (let n = 0; n < count; n += 1) makeOk(journal, { reference: `ATM${n}`, body: 'x'.repeat(pad) });
  journal.close();
  backToVersion2(folder);
  return readFileSync(join(folder, JOURNAL_FILE));
}

function backupsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.includes('backup'));
}

it('is brought up to date, with what it was beside it, and that is said once', () => {
  const folder = tempFolder();
  ofVersion2(folder);
  const result = openJournal(needs(folder));
  if (!result.ok) throw new Error(result.detail);
  expect(backupsIn(folder)).toEqual(['journal.v2-backup-20241119-131259.sqlite']);
  expect(result.migrated).toEqual({
    from: 2,
    to: JOURNAL_VERSION,
    backup: join(folder, 'journal.v2-backup-20241119-131259.sqlite'),
  });
  expect(result.journal.verify()).toMatchObject({ ok: true, operations: 3 });
  result.journal.close();
  const backup = join(folder, backupsIn(folder)[0] ?? '');
  if (process.platform !== 'win32') expect(statSync(backup).mode & 0o777).toBe(0o600);
  const old = new DatabaseSync(backup, { readOnly: true });
  expect(old.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
  expect(old.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  expect(old.prepare('SELECT count(*) AS n FROM operations').get()).toEqual({ n: 3 });
  old.close();
  const again = openJournal(needs(folder));
  if (!again.ok) throw new Error(again.detail);
  expect(again.migrated).toBeNull();
  again.journal.close();
  expect(backupsIn(folder)).toHaveLength(1);
});

it('opened by several at once is kept once and brought up to date once', async () => {
  const folder = tempFolder();
  ofVersion2(folder);
  const children = ['A', 'B', 'C'].map((reference) => startChild('begin', folder, reference));
  await Promise.all(children.map((child) => child.line()));
  await Promise.all(children.map((child) => child.ended()));
  expect(backupsIn(folder)).toHaveLength(1);
  expect(opened(folder, { clock }).verify()).toMatchObject({ ok: true, operations: 6 });
});

it('is said to be older to one who only reads, and left as it is', () => {
  const folder = tempFolder();
  const before = ofVersion2(folder);
  expect(openJournal({ ...needs(folder), readOnly: true })).toMatchObject({ ok: false, reason: 'older' });
  expect(readFileSync(join(folder, JOURNAL_FILE)).equals(before)).toBe(true);
});

it('is left as it is where its backup cannot take its place', () => {
  const folder = tempFolder();
  const before = ofVersion2(folder);
  // Something else has its name: the last step of keeping it fails.
  mkdirSync(join(folder, 'journal.v2-backup-20241119-131259.sqlite', 'taken'), { recursive: true });
  expect(openJournal(needs(folder))).toMatchObject({ ok: false, reason: 'no-backup' });
  expect(readFileSync(join(folder, JOURNAL_FILE)).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

describe.skipIf(NO_DISK !== null)(`on a disk without room for it${NO_DISK === null ? '' : ` (${NO_DISK})`}`, () => {
  it('is left as it is, byte for byte, and that is said', () => {
    const disk = smallDisk(8);
    const before = ofVersion2(disk.folder, 100, 3_000);
    disk.fill(1_500_000);
    expect(openJournal(needs(disk.folder))).toMatchObject({ ok: false, reason: 'no-backup' });
    expect(readFileSync(join(disk.folder, JOURNAL_FILE)).equals(before)).toBe(true);
    expect(backupsIn(disk.folder)).toEqual([]);
    disk.free();
    const result = openJournal(needs(disk.folder));
    expect(result).toMatchObject({ ok: true });
    if (result.ok) result.journal.close();
    expect(backupsIn(disk.folder)).toHaveLength(1);
  });
});
