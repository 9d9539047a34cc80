/** A person's words about slips that wait, on a whole till: print it, no more of it, and what the same wish again does. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { expireQr } from '../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { learnPrinter } from '../../main/app/learn-printer.ts';
import { dropPrint, printerQueue, resumeAll, resumePrint } from '../../main/app/print-queue.ts';
import { printAgain } from '../../main/app/print-slip.ts';
import { systemClock } from '../../main/app/system.ts';
import { JOURNAL_FILE } from '../../main/journal/open-journal.ts';
import { BUDI, type SandboxTill } from '../support/sandbox-till.ts';
import { tillOfTest } from '../support/till-of-test.ts';
import { eventually } from './printing/rig.ts';

async function waiting(fault: 'paperOut' | 'resetAfterBytes'): Promise<{ world: SandboxTill; job: string }> {
  const world = await tillOfTest();
  world.sandbox.printer.control.set(fault === 'paperOut' ? { paperOut: true } : { resetAfterBytes: 300 });
  const made = await generateAtmQr(world.till, { ...BUDI, reference: 'R-1', print: true });
  if (made.outcome !== 'ok' || made.data.print === undefined) throw new Error('no print');
  world.sandbox.printer.control.reset();
  return { world, job: made.data.print.jobId };
}

const states = (world: SandboxTill): readonly string[] =>
  world.till.journal
    .printJobs()
    .toReversed()
    .map((job) => job.state);

describe('the slip', () => {
  it('is printed once, and again only as a marked copy', async () => {
    const world = await tillOfTest();
    const made = await generateAtmQr(world.till, { ...BUDI, reference: 'R-1', print: true });
    expect(made).toMatchObject({ outcome: 'ok', data: { print: { proof: 'printed', copy: 0 } } });
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ data: { proof: 'printed', copy: 1 } });
    const [original, copy] = world.sandbox.printer.slips();
    expect(original?.text.join('\n')).not.toContain('COPY');
    expect(copy?.text.join('\n')).toContain('SALINAN / COPY 1');
    expect(copy?.text.join('\n')).toContain('SANDBOX');
    expect(copy?.text.join('\n')).toContain('0812*****345');
  });

  it('without paper the QR is made, the slip is not, and the first one later is no copy', async () => {
    const world = await tillOfTest();
    world.sandbox.printer.control.set({ paperOut: true });
    const made = await generateAtmQr(world.till, { ...BUDI, reference: 'R-1', print: true });
    expect(made).toMatchObject({ outcome: 'ok', data: { print: { proof: 'unconfirmed', trouble: 'paper-out' } } });
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ outcome: 'not-sent' });
    world.sandbox.printer.control.set({ paperOut: false });
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ data: { proof: 'printed', copy: 0 } });
    expect(world.sandbox.printer.slips()).toHaveLength(1);
  });

  it('of a QR that is not certain is not printed', async () => {
    const world = await tillOfTest();
    await generateAtmQr(world.till, { ...BUDI, courierNo: '5009000', reference: 'R-1', print: true });
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ outcome: 'refused' });
    expect(world.sandbox.printer.slips()).toEqual([]);
  });
});

describe('a slip that cannot be written down', () => {
  it('takes nothing from the QR, which is written with it else', async () => {
    const faults: unknown[] = [];
    const world = await tillOfTest({ onFault: (error) => faults.push(error) });
    const reader = await world.app.reader();
    const db = new DatabaseSync(join(reader.ok ? reader.value.folder.path : '', JOURNAL_FILE));
    db.exec("CREATE TRIGGER no_slips BEFORE INSERT ON print_jobs BEGIN SELECT raise(ABORT, 'no slips today'); END");
    const made = await generateAtmQr(world.till, { ...BUDI, reference: 'R-1', print: true });
    expect(made).toMatchObject({ outcome: 'ok', words: { key: 'print.lost' }, data: { print: { jobId: '-' } } });
    expect(faults).toHaveLength(1);
    const kept = world.till.journal.operation(made.operationId ?? '');
    expect(kept).toMatchObject({ state: 'ok', attempts: 1, result: { cdmReferenceId: expect.any(String) } });
    expect(world.till.journal.attemptsOf(made.operationId ?? '')).toMatchObject([{ outcome: 'ok' }]);
    db.exec('DROP TRIGGER no_slips');
    db.close();
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ data: { proof: 'printed', copy: 0 } });
    expect(world.till.journal.verify()).toMatchObject({ ok: true });
  });
});

describe('a slip that waits for its printer', () => {
  it('is said to wait, and comes out with whatever else may go', async () => {
    const { world, job } = await waiting('paperOut');
    expect(printerQueue(world.till.journal)).toMatchObject({
      data: { jobs: [{ jobId: job, state: 'paused', reason: 'paper-out', reference: 'R-1' }] },
    });
    expect(await resumeAll(world.till)).toMatchObject({ data: { done: 1, waiting: 0, proof: 'printed' } });
    expect(await resumeAll(world.till)).toMatchObject({ words: { key: 'print.queue-empty' } });
    expect(world.sandbox.printer.slips()).toHaveLength(1);
  });

  it('goes out before the next one, which is another slip', async () => {
    const { world } = await waiting('paperOut');
    const next = await generateAtmQr(world.till, { ...BUDI, courierNo: '99', reference: 'R-2', print: true });
    expect(next).toMatchObject({ data: { print: { state: 'done', proof: 'printed' } } });
    const references = world.sandbox.printer.slips().map(({ text }) => text.find((line) => line.startsWith('No. Ref')));
    expect(references).toEqual(['No. Ref: R-1', 'No. Ref: R-2']);
  });

  it('is the one that is meant when it is asked for again, from two sides at once, too', async () => {
    const { world, job } = await waiting('paperOut');
    const again = await Promise.all([1, 2, 3].map(() => printAgain(world.till, { reference: 'R-1' })));
    for (const outcome of again) expect(outcome).toMatchObject({ outcome: 'ok', data: { jobId: job, copy: 0 } });
    expect(world.sandbox.printer.slips()).toHaveLength(1);
  });

  it('is dropped once, and asked for again it is a new one that is no copy', async () => {
    const { world, job } = await waiting('paperOut');
    expect(await dropPrint(world.till, { job })).toMatchObject({ outcome: 'ok', words: { key: 'print.dropped' } });
    expect(await dropPrint(world.till, { job })).toMatchObject({
      outcome: 'refused',
      words: { key: 'print.not-open' },
    });
    expect(await resumePrint(world.till, { job })).toMatchObject({ outcome: 'refused' });
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ data: { proof: 'printed', copy: 0 } });
    expect(states(world)).toEqual(['dropped', 'done']);
  });

  it('never comes out once its QR is retired', async () => {
    const { world } = await waiting('paperOut');
    expect(await expireQr(world.till, { billNumber: 'R-1' })).toMatchObject({ outcome: 'ok' });
    await resumeAll(world.till);
    expect(states(world)).toEqual(['dropped']);
    expect(world.sandbox.printer.slips()).toEqual([]);
  });
});

describe('a slip that may be on paper', () => {
  it('is left alone until a person speaks, and then comes out marked', async () => {
    const { world, job } = await waiting('resetAfterBytes');
    expect(await resumeAll(world.till)).toMatchObject({ data: { done: 0, waiting: 1, proof: 'unconfirmed' } });
    expect(states(world)).toEqual(['possibly-printed']);
    expect(await resumePrint(world.till, { job })).toMatchObject({
      outcome: 'ok',
      data: { proof: 'printed', copy: 0 },
    });
    const text = world.sandbox.printer.slips().at(-1)?.text.join(' ');
    expect(text).toContain('MUNGKIN GANDA / POSSIBLE DUPLICATE');
    // Two may be out by now: the next one says that it is the second copy.
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ data: { copy: 2 } });
  });

  it('is settled by a person who found it whole', async () => {
    const { world, job } = await waiting('resetAfterBytes');
    expect(await dropPrint(world.till, { job })).toMatchObject({ outcome: 'ok', words: { key: 'print.settled' } });
    expect(printerQueue(world.till.journal)).toMatchObject({ data: { jobs: [] } });
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ data: { copy: 1 } });
  });
});

describe('what was never so', () => {
  it('a clock that was set back makes no old slip the answer to a new wish', async () => {
    let ahead = 60_000;
    const world = await tillOfTest({ clock: { ...systemClock, now: () => Date.now() + ahead } });
    await generateAtmQr(world.till, { ...BUDI, reference: 'R-1', print: true });
    ahead = 0;
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ outcome: 'ok', data: { copy: 1 } });
    expect(world.sandbox.printer.slips()).toHaveLength(2);
  });

  it('a QR that is retired while its printer is asked does not come out', async () => {
    const { world, job } = await waiting('paperOut');
    world.sandbox.printer.control.set({ answerDelayMs: 150 });
    const asked = world.sandbox.printer.control.received().length;
    const resumed = resumePrint(world.till, { job });
    await eventually(() => world.sandbox.printer.control.received().length > asked);
    expect(await expireQr(world.till, { billNumber: 'R-1' })).toMatchObject({ outcome: 'ok' });
    expect(await resumed).toMatchObject({ outcome: 'not-sent' });
    expect(states(world)).toEqual(['dropped']);
    expect(world.sandbox.printer.slips()).toEqual([]);
  });

  it('a job whose process died while it printed can be decided about at once', async () => {
    const world = await tillOfTest();
    const made = await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' });
    const slip = { title: 'x', parts: [{ kind: 'rule' as const }] };
    const job = {
      operationId: made.operationId,
      reference: 'R-1',
      printer: 'kasir',
      kind: 'slip',
      copy: 0,
      slip,
    } as const;
    const dead = world.till.journal.beginPrint(job);
    world.till.journal.stepPrint(dead, { state: 'printing', on: 'kasir' });
    expect(await dropPrint(world.till, { job: dead.id })).toMatchObject({ words: { key: 'print.settled' } });
  });
});

describe('bad input', () => {
  it.each([undefined, '', ' ', 'PJ-nobody', 'x'.repeat(200), 'a\u001bb'])('job %j is refused by name', async (job) => {
    const { till } = await tillOfTest();
    expect(await dropPrint(till, { job })).toMatchObject({ outcome: 'invalid', fields: [{ path: 'job' }] });
    expect(await resumePrint(till, { job })).toMatchObject({ outcome: 'invalid', fields: [{ path: 'job' }] });
  });

  it('a printer that is not there is refused, and the job stays as it was', async () => {
    const { world, job } = await waiting('paperOut');
    const outcome = await resumePrint(world.till, { job, printer: 'gudang' });
    expect(outcome).toMatchObject({ outcome: 'invalid', fields: [{ path: 'printer' }] });
    expect(states(world)).toEqual(['paused']);
  });
});

describe('what came out of the test page', () => {
  it('is kept piece by piece', async () => {
    const { till } = await tillOfTest();
    await learnPrinter(till, { columns: '42', codePage: '1, 4' });
    expect(await learnPrinter(till, { nativeQr: 'no', smallest: '3' })).toMatchObject({
      outcome: 'ok',
      data: { columns: 42, nativeQr: false, leastDots: 3, codePage: 19 },
    });
    expect(till.journal.printers.recall('kasir')?.learned).toMatchObject({ columns: 42, codePage: 19 });
  });

  it('is refused field by field, and nothing of it is kept', async () => {
    const { till } = await tillOfTest();
    const outcome = await learnPrinter(till, { columns: '40', nativeQr: 'perhaps', smallest: '5', codePage: '9' });
    const paths = outcome.outcome === 'invalid' ? outcome.fields.map((field) => field.path) : [];
    expect(paths).toEqual(['columns', 'native-qr', 'smallest', 'code-page']);
    expect(till.journal.printers.recall('kasir')).toBeNull();
  });
});
