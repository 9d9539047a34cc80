/** Backups: real files, real SQLite, a till that goes on working meanwhile. */
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { backUp, backUpDaily, backupFinding } from '../../../main/app/back-up-journal.ts';
import { startBackups } from '../../../main/desk/backups.ts';
import { backUpJournal } from '../../../main/journal/backup.ts';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import { handClock, makeOk, opened, tempFolder, wish } from './world.ts';

const DAY = 86_400_000;

/** Enough pages that a copy takes a while. */
function heavy(folder: string): void {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  db.exec(`CREATE TABLE ballast (x); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
    INSERT INTO ballast SELECT randomblob(1000) FROM n`);
  db.close();
}

it('lets the till write and its loop turn while the copy is made, and copies one moment of the journal', async () => {
  const folder = tempFolder();
  const journal = opened(folder);
  const before = makeOk(journal, { reference: 'BEFORE' });
  heavy(folder);
  const file = join(folder, 'copy.sqlite');
  let turns = 0;
  let done = false;
  const copying = backUpJournal(folder, file).finally(() => {
    done = true;
  });
  while (!done) {
    journal.intend(wish({ reference: `DURING${turns}` }));
    turns += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await copying).toMatchObject({ ok: true, file });
  expect(turns).toBeGreaterThan(10);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const place = tempFolder();
  writeFileSync(join(place, JOURNAL_FILE), readFileSync(file), { mode: 0o600 });
  const copy = opened(place);
  expect(copy.operation(before)?.reference).toBe('BEFORE');
  expect(copy.verify().problems).toEqual([]);
  expect(copy.findOperations({ text: 'BEFORE', limit: 1 }).operations).toHaveLength(1);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('leaves what was there, and no draft but one that may be growing elsewhere, where no sound copy can be made', async () => {
  const folder = tempFolder();
  opened(folder).close();
  const file = join(folder, 'copy.sqlite');
  writeFileSync(file, 'the one before');
  const [dead, alive] = [`${file}.dead.part`, `${file}.alive.part`];
  for (const draft of [dead, alive]) writeFileSync(draft, 'a part of the journal');
  const before = new Date(Date.now() - DAY);
  utimesSync(dead, before, before);
  writeFileSync(join(folder, JOURNAL_FILE), Buffer.alloc(8_192, 'no journal'));
  expect(await backUpJournal(folder, file)).toMatchObject({ ok: false });
  expect(readFileSync(file, 'utf8')).toBe('the one before');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([basename(alive)]);
});

it('makes one a day and keeps the newest few, whatever the clock says', async () => {
  const folder = tempFolder();
  const clock = handClock();
  makeOk(opened(folder, { clock }));
  const place = { folder, clock };
  for (let day = 0; day < 4; day += 1) {
    expect(await backUpDaily(place, 3)).toMatchObject({ outcome: 'ok' });
    expect(await backUpDaily(place, 3)).toBeNull();
    clock.turn(DAY);
  }
  const names = (): readonly string[] => readdirSync(join(folder, 'backups')).toSorted();
  expect(names()).toEqual(['journal-2024-11-20.sqlite', 'journal-2024-11-21.sqlite', 'journal-2024-11-22.sqlite']);
  clock.turn(1_000 * DAY);
  await backUpDaily(place, 3);
  clock.turn(-1_000 * DAY);
  await backUpDaily(place, 3);
  expect(names()).toEqual(['journal-2024-11-22.sqlite', 'journal-2024-11-23.sqlite', 'journal-2027-08-20.sqlite']);
  expect(statSync(join(folder, 'backups')).mode & 0o777).toBe(0o700);
});

it('is told by the doctor: none yet, made, old, failed', async () => {
  const folder = tempFolder();
  const clock = { ...handClock(), now: () => Date.now() };
  opened(folder);
  const place = { folder, clock };
  const key = async (): Promise<string> => (await backupFinding(place)).words.key;
  expect(await key()).toBe('doctor.no-backup');
  const made = await backUp(place, undefined);
  expect(made.outcome).toBe('ok');
  expect(await key()).toBe('doctor.backup');
  const file = made.outcome === 'ok' ? made.data.file : '';
  utimesSync(file, new Date(Date.now() - 4 * DAY), new Date(Date.now() - 4 * DAY));
  expect(await key()).toBe('doctor.backup-old');
});

it('refuses to be written over the journal, and says that there is none yet', async () => {
  const folder = tempFolder();
  const place = { folder, clock: handClock() };
  expect(await backUp(place, undefined)).toMatchObject({ outcome: 'unavailable' });
  expect(existsSync(join(folder, 'backups'))).toBe(false);
  opened(folder);
  expect(await backUp(place, join(folder, JOURNAL_FILE))).toMatchObject({ outcome: 'unavailable' });
  opened(folder);
});

it('notes a daily one that failed until one is made', async () => {
  const folder = tempFolder();
  const place = { folder, clock: handClock() };
  opened(folder).close();
  const journal = readFileSync(join(folder, JOURNAL_FILE));
  writeFileSync(join(folder, JOURNAL_FILE), Buffer.alloc(8_192, 'x'));
  expect(await backUpDaily(place, 14)).toMatchObject({ outcome: 'unavailable' });
  expect((await backupFinding(place)).words.key).toBe('doctor.backup-failed');
  writeFileSync(join(folder, JOURNAL_FILE), journal);
  expect(await backUpDaily(place, 14)).toMatchObject({ outcome: 'ok' });
  expect((await backupFinding(place)).words.key).not.toBe('doctor.backup-failed');
});

it('waits for a quiet moment, comes again, and stops', async () => {
  const quiet = Promise.withResolvers<undefined>();
  const second = Promise.withResolvers<undefined>();
  let asked = 0;
  let made = 0;
  const watch = startBackups({
    firstMs: 0,
    everyMs: 0,
    quiet: async () => {
      asked += 1;
      await quiet.promise;
    },
    backUpDaily: () => {
      made += 1;
      if (made === 2) second.resolve(undefined);
      return Promise.resolve(null);
    },
    onBug: (error) => {
      throw error;
    },
  });
  await expect.poll(() => asked).toBe(1);
  expect(made).toBe(0);
  quiet.resolve(undefined);
  await second.promise;
  await watch.stop();
  const after = made;
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBe(after);
});
