/** The queue on disk: which step may follow which, what is counted, and what an older journal becomes. */
import { expect, it } from 'vitest';
import type { PrintStep } from '../../../main/ports/printing.ts';
import { PRINT_JOB_STATES, type PrintJobState } from '../../../shared/printing.ts';
import { handClock, makeOk, NOVEMBER, olderJournal, opened, printWish, stepped, tempFolder } from './world.ts';

const STEPS: Readonly<Record<PrintJobState, PrintStep>> = {
  queued: { state: 'queued', printer: 'kasir' },
  printing: { state: 'printing', on: 'kasir' },
  done: { state: 'done', proof: 'printed' },
  paused: { state: 'paused', reason: 'paper-out' },
  'possibly-printed': { state: 'possibly-printed', reason: 'connection-lost' },
  expired: { state: 'expired' },
  dropped: { state: 'dropped' },
  'not-printed': { state: 'not-printed', reason: 'too-long' },
};

it('keeps print jobs, their proof, and their order', () => {
  const clock = handClock();
  const journal = opened(tempFolder(), { clock });
  const id = makeOk(journal);
  const job = journal.beginPrint(printWish(id));
  const fresh = { state: 'queued', proof: null, reason: null, printedOn: null, outs: 0, createdAt: NOVEMBER };
  expect(job).toMatchObject({ ...printWish(id), ...fresh, queuedAt: NOVEMBER });
  expect(job.id).toMatch(/^PJ-241119-00001-/);
  stepped(journal, job.id, { state: 'printing', on: 'gudang' });
  clock.turn(5);
  const done = stepped(journal, job.id, STEPS.done);
  expect(done).toEqual({
    ...job,
    state: 'done',
    proof: 'printed',
    printedOn: 'gudang',
    outs: 1,
    turn: 2,
    updatedAt: NOVEMBER + 5,
  });
  const test = journal.beginPrint(printWish(null));
  const copy = journal.beginPrint({ ...printWish(id), copy: 1 });
  expect(journal.printJob(job.id)).toEqual(done);
  expect(journal.printJob('PJ-nobody')).toBeNull();
  expect(journal.printJobsOf(id).map((one) => one.copy)).toEqual([0, 1]);
  expect(journal.printJobs().map((one) => one.id)).toEqual([copy.id, test.id, job.id]);
  expect(journal.printJobs({ state: 'queued', limit: 1 }).map((one) => one.id)).toEqual([copy.id]);
  expect(journal.waitingPrints().map((one) => one.id)).toEqual([test.id, copy.id]);
  expect(journal.nextPrint('kasir')?.id).toBe(test.id);
  expect(journal.nextPrint('gudang')).toBeNull();
});

it('takes a slip apart once, however often the queue is looked at', () => {
  const journal = opened(tempFolder(), { clock: handClock() });
  const { id } = journal.beginPrint(printWish(null));
  const kept = journal.printJob(id)?.slip;
  expect(kept).toEqual(printWish(null).slip);
  expect(journal.waitingPrints()[0]?.slip).toBe(kept);
  expect(journal.nextPrint('kasir')?.slip).toBe(kept);
});

const MAY_PRINT: Readonly<Record<PrintJobState, readonly PrintJobState[]>> = {
  queued: ['queued', 'printing', 'paused', 'expired', 'dropped', 'not-printed'],
  printing: ['done', 'paused', 'possibly-printed', 'not-printed'],
  done: [],
  paused: ['queued', 'printing', 'paused', 'expired', 'dropped', 'not-printed'],
  'possibly-printed': ['queued', 'dropped'],
  expired: ['queued', 'dropped'],
  dropped: [],
  'not-printed': [],
};

/** How a job gets into each state. */
const PATHS: Readonly<Record<PrintJobState, readonly PrintJobState[]>> = {
  queued: [],
  printing: ['printing'],
  done: ['printing', 'done'],
  paused: ['paused'],
  'possibly-printed': ['printing', 'possibly-printed'],
  expired: ['expired'],
  dropped: ['dropped'],
  'not-printed': ['not-printed'],
};

it.each(PRINT_JOB_STATES)('takes a print job from %s where it may go and nowhere else', (from) => {
  const journal = opened(tempFolder());
  for (const to of PRINT_JOB_STATES) {
    const { id } = journal.beginPrint(printWish(null));
    for (const state of PATHS[from]) stepped(journal, id, STEPS[state]);
    const go = () => stepped(journal, id, STEPS[to]);
    if (MAY_PRINT[from].includes(to)) expect(go().state).toBe(to);
    else expect(go).toThrow(`from ${from} to ${to}`);
  }
});

it('counts how often a job may have left, and takes back what is known not to have', () => {
  const journal = opened(tempFolder());
  const { id } = journal.beginPrint(printWish(null));
  const outs = (step: PrintStep): number => stepped(journal, id, step).outs;
  expect(outs(STEPS.printing)).toBe(1);
  expect(outs(STEPS.paused)).toBe(0);
  expect(outs(STEPS.printing)).toBe(1);
  expect(outs(STEPS['possibly-printed'])).toBe(1);
  expect(outs(STEPS.queued)).toBe(1);
  expect(outs(STEPS.paused)).toBe(1);
  expect(outs(STEPS.printing)).toBe(2);
  expect(outs(STEPS.done)).toBe(2);
});

it('a person who wants it again begins its waiting anew, also at another printer', () => {
  const clock = handClock();
  const journal = opened(tempFolder(), { clock });
  const { id } = journal.beginPrint(printWish(null));
  stepped(journal, id, STEPS.expired);
  clock.turn(60_000);
  const again = stepped(journal, id, { state: 'queued', printer: 'gudang' });
  expect(again).toMatchObject({ printer: 'gudang', queuedAt: NOVEMBER + 60_000, createdAt: NOVEMBER, reason: null });
});

it('who saw a job earlier than somebody else’s word about it has no word any more', () => {
  const journal = opened(tempFolder());
  const seen = journal.beginPrint(printWish(null));
  expect(journal.stepPrint(seen, { state: 'queued', printer: 'gudang' })).toMatchObject({ printer: 'gudang' });
  expect(journal.stepPrint(seen, STEPS.paused)).toBeNull();
  expect(journal.stepPrint(seen, STEPS.printing)).toBeNull();
  expect(journal.printJob(seen.id)).toMatchObject({ state: 'queued', printer: 'gudang', outs: 0 });
});

it('drops the slip of a retired QR instead of letting it go', () => {
  const journal = opened(tempFolder());
  const id = makeOk(journal);
  const job = journal.beginPrint(printWish(id));
  journal.retire(id);
  expect(journal.stepPrint(job, STEPS.printing)).toBeNull();
  expect(journal.printJob(job.id)).toMatchObject({ state: 'dropped', outs: 0 });
});

it('brings the print jobs of version 1 along, and knows which of them may be on paper', () => {
  const folder = tempFolder();
  const db = olderJournal(folder, 1);
  const ids = ['PJ-241119-00001-AAA', 'PJ-241119-00002-AAA', 'PJ-241119-00003-AAA'];
  const insert = db.prepare(`INSERT INTO print_jobs (id, printer, kind, copy, slip, state, proof, reason, created_at,
    updated_at) VALUES (?, 'kasir', 'test', 0, '{"title":"","parts":[]}', ?, ?, ?, 1, 1)`);
  insert.run(ids[0] ?? '', 'done', 'accepted', null);
  insert.run(ids[1] ?? '', 'possibly-printed', null, 'paper-out');
  insert.run(ids[2] ?? '', 'queued', null, null);
  db.close();
  const journal = opened(folder);
  const kept = ids.map((id) => journal.printJob(id));
  expect(kept.map((job) => [job?.state, job?.proof, job?.reason, job?.outs])).toEqual([
    ['done', 'accepted', null, 1],
    ['possibly-printed', null, 'paper-out', 1],
    ['queued', null, null, 0],
  ]);
  expect(kept.every((job) => job?.queuedAt === job?.createdAt)).toBe(true);
  expect(journal.beginPrint(printWish(null)).id).toMatch(/-00004-/);
  expect(journal.verify()).toMatchObject({ ok: true, printJobs: 4 });
});

it('remembers what is known of a printer, by its name', () => {
  const folder = tempFolder();
  const before = opened(folder);
  const { printers } = before;
  expect(printers.recall('kasir')).toBeNull();
  const asked = { model: 'TM-1', nativeQr: true, at: NOVEMBER };
  printers.keep('kasir', { address: 'tcp a 1', asked, learned: null });
  const learned = { columns: 42, nativeQr: null, leastDots: 3, codePage: 19, at: NOVEMBER } as const;
  printers.keep('kasir', { address: 'tcp a 1', asked, learned });
  before.close();
  expect(opened(folder).printers.recall('kasir')).toEqual({ address: 'tcp a 1', asked, learned });
});
