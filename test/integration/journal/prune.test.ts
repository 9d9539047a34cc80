/** Pruning: nothing leaves the journal that is not in a file, that is open, or that is still to be printed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { type PruneTill, pruneJournal } from '../../../main/app/prune-journal.ts';
import { openActingLock } from '../../../main/journal/acting-lock.ts';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { Clock } from '../../../main/ports/world.ts';
import { handClock, makeOk, opened, printWish, stepped, tempFolder, wish } from './world.ts';

const DAY = 86_400_000;
const YEARS = 3_660 * DAY;
const COURIER = { courierNo: '4201', courierName: 'Budi', courierMobile: '62812' };

function tillOf(folder: string, journal: Journal, clock: Clock): PruneTill {
  return { journal, clock, operator: 'sari', lock: openActingLock({ folder, clock }), profile: {} };
}

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

/** Ids of the operations in a file. */
function idsIn(file: string): readonly string[] {
  return linesOf(file).map((line) => (JSON.parse(line) as { operation: { id: string } }).operation.id);
}

const DEED = { provider: 'paycools', service: '90' } as const;

it('says where the file cannot be, and takes nothing out', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const journal = opened(folder, { clock });
  makeOk(journal, { reference: 'OLD', wish: COURIER });
  clock.turn(YEARS);
  writeFileSync(join(folder, 'a-file'), '');
  const out = join(folder, 'a-file', 'below', 'old.jsonl');
  const outcome = await pruneJournal(tillOf(folder, journal, clock), folder, { before: '2024-11-20', out });
  expect(outcome).toMatchObject({ outcome: 'unavailable', words: { key: 'journal.export-failed' } });
  expect(journal.operations({})).toHaveLength(1);
});

it('copies what is old and ended, then takes out just that; the chain says so and still holds', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const journal = opened(folder, { clock });
  const done = makeOk(journal, { reference: 'OLD', wish: COURIER });
  const slip = journal.beginPrint(printWish(done));
  stepped(journal, slip.id, { state: 'printing', on: 'kasir' });
  stepped(journal, slip.id, { state: 'done', proof: 'printed' });
  const waiting = makeOk(journal, { reference: 'SLIP-WAITS' });
  journal.beginPrint(printWish(waiting));
  const intended = journal.intend(wish({ reference: 'OPEN' })).id;
  const { id: unknown } = journal.intend(wish({ reference: 'UNKNOWN' }));
  const attempt = journal.beginAttempt({ operationId: unknown, ...DEED });
  journal.endAttempt(attempt.id, { outcome: 'unknown', code: null, httpStatus: null, note: null });
  journal.settle(unknown, { state: 'unknown', by: 'answer', code: null });
  clock.turn(YEARS);
  const young = makeOk(journal, { reference: 'YOUNG' });
  const head = journal.chainHead();

  const outcome = await pruneJournal(tillOf(folder, journal, clock), folder, { before: '2024-11-20' });
  expect(outcome).toMatchObject({ outcome: 'ok', data: { operations: 1, kept: 0 } });
  const file = outcome.outcome === 'ok' ? (outcome.data.file ?? '') : '';
  expect(file).toBe(join(folder, 'pruned', 'before-2024-11-20-1.jsonl'));
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(idsIn(file)).toEqual([done]);
  expect(linesOf(file)[0]).toContain('"proof":"printed"');
  expect(journal.operation(done)).toBeNull();
  expect(journal.attemptsOf(done)).toEqual([]);
  expect(journal.printJob(slip.id)).toBeNull();
  expect([...journal.allOperations()].map(({ id }) => id)).toEqual([waiting, intended, unknown, young]);
  expect(journal.findCouriers('', 8)).toEqual([]);
  expect(journal.chainHead().events).toBe(head.events + 1);
  expect(journal.verify().problems).toEqual([]);
  const next = journal.intend(wish({ reference: 'NEXT' })).id;
  expect(next).toMatch(/-00006-/);
  const again = await pruneJournal(tillOf(folder, journal, clock), folder, { before: '2024-11-20' });
  expect(again).toMatchObject({ outcome: 'ok', data: { file: null, operations: 0 } });
});

it('is the only way for an event to lose its content', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const journal = opened(folder, { clock });
  makeOk(journal, { reference: 'OLD' });
  const stolen = makeOk(journal, { reference: 'STOLEN' });
  clock.turn(YEARS);
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  db.exec(`UPDATE events SET content = NULL WHERE operation = 2; DELETE FROM attempts WHERE operation_id = '${stolen}';
    DELETE FROM operations WHERE seq = 2`);
  db.close();
  expect(journal.verify().problems.join()).toContain('have lost their content');
});

it('leaves what something happened to after it was copied', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const journal = opened(folder, { clock });
  const ids = ['A', 'B'].map((reference) => makeOk(journal, { reference }));
  clock.turn(YEARS);
  const till = tillOf(folder, journal, clock);
  const lock: PruneTill['lock'] = {
    acquire: (what, waitMs) => {
      journal.retire(ids[0] ?? '');
      return till.lock.acquire(what, waitMs);
    },
  };
  const outcome = await pruneJournal({ ...till, lock }, folder, { before: '2024-11-20' });
  expect(outcome).toMatchObject({ outcome: 'ok', data: { operations: 1, kept: 1 } });
  expect(journal.operation(ids[0] ?? '')).not.toBeNull();
  expect(journal.verify().problems).toEqual([]);
});

it('takes nothing that is younger than it has to be kept, and writes over no file', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const journal = opened(folder, { clock });
  makeOk(journal);
  const till = tillOf(folder, journal, clock);
  const file = join(folder, 'kept.jsonl');
  writeFileSync(file, '');
  const fields = async (input: { before?: string; out?: string }, of = till): Promise<readonly string[]> => {
    const outcome = await pruneJournal(of, folder, input);
    return outcome.outcome === 'invalid' ? outcome.fields.map(({ words }) => words.key) : [];
  };
  expect(await fields({ before: '2014-11-20' })).toEqual(['field.prune-young']);
  expect(await fields({ before: '2014-11-19' })).toEqual([]);
  expect(await fields({ before: '2022-11-19' }, { ...till, profile: { journal: { keepYears: 2 } } })).toEqual([]);
  expect(await fields({ before: '2014-11-19', out: file })).toEqual(['field.out-new-jsonl']);
  expect(await fields({ before: '2014-11-19', out: join(folder, 'x.csv') })).toEqual(['field.out-new-jsonl']);
  expect(await fields({})).toEqual(['field.required']);
});

it('goes on after a kill: everything is in the journal or in a file, and nothing is lost', async () => {
  const folder = tempFolder();
  const clock = handClock(Date.now() - YEARS);
  const journal = opened(folder, { clock });
  const ids = journal.atomically(() =>
    Array.from({ length: 600 }, (_, index) => makeOk(journal, { reference: `ATM${index}` })),
  );
  journal.close();
  const script = fileURLToPath(new URL('./prune-child.ts', import.meta.url));
  const run = (): ReturnType<typeof spawn> =>
    spawn(process.execPath, [script, folder, '2016-11-20'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const first = run();
  onTestFinished(() => void first.kill('SIGKILL'));
  if (first.stdout === null) throw new Error('no stdout');
  const exited = once(first, 'exit');
  for await (const line of createInterface({ input: first.stdout })) {
    if (Number(line) >= 100) first.kill('SIGKILL');
  }
  await exited;

  const after = opened(folder, { clock: handClock(Date.now()) });
  const left = [...after.allOperations()].map(({ id }) => id);
  const place = join(folder, 'pruned');
  const files = readdirSync(place).map((name) => join(place, name));
  expect(left.length).toBeLessThan(600);
  expect(new Set([...left, ...files.flatMap(idsIn)])).toEqual(new Set(ids));
  expect(after.verify().problems).toEqual([]);
  after.close();
  const second = run();
  onTestFinished(() => void second.kill('SIGKILL'));
  await once(second, 'exit');
  const end = opened(folder, { clock: handClock(Date.now()) });
  expect([...end.allOperations()]).toEqual([]);
  const all = readdirSync(place).flatMap((name) => idsIn(join(place, name)));
  expect(new Set(all)).toEqual(new Set(ids));
  expect(end.verify().problems).toEqual([]);
});
