/** The copy that goes to people: whole or not there, and private. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportJournal } from '../../../main/journal/export-journal.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import { handClock, makeOk, opened, printWish, tempFolder, wish } from './world.ts';

function filled(folder: string): Journal {
  const journal = opened(folder);
  const id = makeOk(journal);
  journal.beginPrint(printWish(id));
  journal.beginPrint(printWish(null));
  journal.intend(wish({ reference: '=HYPERLINK("x")', operator: 'sari, "pagi"', terminalId: '+1234' }));
  return journal;
}

it('writes each operation with its attempts and prints as one line of JSON', async () => {
  const folder = tempFolder();
  const journal = filled(folder);
  const file = join(folder, 'out.jsonl');
  writeFileSync(file, 'an older copy');
  expect(await exportJournal(journal, file)).toEqual({ ok: true, operations: 2, attempts: 1, printJobs: 2 });
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const entries = lines.map((line): unknown => JSON.parse(line));
  const [first, second] = [...journal.allOperations()];
  expect(entries).toEqual([
    {
      operation: first,
      attempts: journal.attemptsOf(first?.id ?? ''),
      printJobs: journal.printJobsOf(first?.id ?? ''),
    },
    { operation: second, attempts: [], printJobs: [] },
    { operation: null, attempts: [], printJobs: journal.printJobs({ limit: 1 }) },
  ]);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('writes CSV that a spreadsheet neither runs nor rounds', async () => {
  const folder = tempFolder();
  const file = join(folder, 'out.CSV');
  const journal = filled(folder);
  expect(await exportJournal(journal, file)).toMatchObject({ ok: true });
  const rows = readFileSync(file, 'utf8').split('\r\n');
  expect(rows[0]).toContain('record,id,operation,kind');
  expect(rows.map((row) => row.split(',')[0])).toEqual([
    'record',
    'operation',
    'attempt',
    'print job',
    'operation',
    'print job',
    '',
  ]);
  expect(rows[2]).toMatch(/,#\d{34},/);
  expect(rows[1]).toContain('2024-11-19T13:12:59.684+07:00');
  expect(rows[4]).toContain(`"'=HYPERLINK(""x"")"`);
  expect(rows[4]).toContain('"sari, ""pagi"""');
  expect(rows[4]).toContain(',+1234,');
});

it('says why nothing was written, and leaves nothing behind', async () => {
  const folder = tempFolder();
  const journal = filled(folder);
  const before = readdirSync(folder);
  expect(await exportJournal(journal, join(folder, 'out.xlsx'))).toMatchObject({
    ok: false,
    stopped: false,
    detail: 'the name must end in .jsonl or .csv',
    error: expect.any(Error),
  });
  expect(await exportJournal(journal, join(folder, 'no', 'out.csv'))).toMatchObject({ ok: false });
  const kept = join(folder, 'kept.csv');
  writeFileSync(kept, 'before');
  const broken: Journal = {
    ...journal,
    attemptsOf: () => {
      throw new Error('disk i/o');
    },
  };
  expect(await exportJournal(broken, kept)).toEqual({
    ok: false,
    stopped: false,
    detail: 'disk i/o',
    error: expect.any(Error),
  });
  expect(readFileSync(kept, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual([...before, 'kept.csv'].toSorted());
});

it('writes only a time or a state, and tells how far it is', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const journal = opened(folder, { clock });
  makeOk(journal, { reference: 'OLD' });
  clock.turn(86_400_000);
  const noon = clock.now();
  makeOk(journal, { reference: 'NEW' });
  journal.intend(wish({ reference: 'OPEN' }));
  journal.beginPrint(printWish(null));
  const file = join(folder, 'out.jsonl');
  const references = (): readonly unknown[] =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { operation: { reference: string } | null }).operation?.reference ?? null);
  await exportJournal(journal, file, { filter: { until: noon } });
  expect(references()).toEqual(['OLD']);
  await exportJournal(journal, file, { filter: { since: noon } });
  expect(references()).toEqual(['NEW', 'OPEN', null]);
  await exportJournal(journal, file, { filter: { since: noon, state: 'ok' } });
  expect(references()).toEqual(['NEW']);
});

it('can be stopped, and leaves what was there', async () => {
  const folder = tempFolder();
  const journal = opened(folder);
  for (let count = 0; count < 150; count += 1) makeOk(journal, { reference: `ATM${count}`, body: 'x'.repeat(1_000) });
  const file = join(folder, 'out.csv');
  writeFileSync(file, 'an older copy');
  const stop = new AbortController();
  const told: number[] = [];
  const onProgress = (count: number): void => {
    told.push(count);
    stop.abort();
  };
  const done = await exportJournal(journal, file, { signal: stop.signal, onProgress });
  expect(done).toMatchObject({ ok: false, stopped: true });
  expect(told).toHaveLength(1);
  expect(told[0]).toBeLessThan(150);
  expect(readFileSync(file, 'utf8')).toBe('an older copy');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('lets no beginning of a formula through, full-width or after a space', async () => {
  const folder = tempFolder();
  const journal = opened(folder);
  for (const operator of [' =1+1', '＝1', '\n=1', '-1+1', '@x', '-5'])
    journal.intend(wish({ reference: `R${operator.length}${operator}`, operator }));
  const file = join(folder, 'out.csv');
  await exportJournal(journal, file);
  const csv = readFileSync(file, 'utf8');
  for (const safe of [",' =1+1,", ",'＝1,", `,"'\n=1",`, ",'-1+1,", ",'@x,", ',-5,']) expect(csv).toContain(safe);
});
