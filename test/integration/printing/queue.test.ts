/** The queue on a real journal and a real socket: in order, once, and by a person's word alone where it may be on paper. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPrinterLocks } from '../../../main/journal/acting-lock.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { NewPrintJob } from '../../../main/ports/printing.ts';
import type { Clock } from '../../../main/ports/world.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import { createPrintQueue, type PrintQueue } from '../../../main/printing/queue.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import type { PrinterSettings } from '../../../shared/printing.ts';
import { atmQrSlip } from '../../../shared/slip.ts';
import { makeOk, opened, tempFolder } from '../journal/world.ts';
import { eventually, FACTS, HASTY, random, realClock } from './rig.ts';

const MARK = 'MUNGKIN GANDA / POSSIBLE DUPLICATE';
const MINUTE = 60_000;

let printer: SandboxPrinter;
let folder: string;
let journal: Journal;
let ahead: number;

/** Real time, moved ahead by hand. */
const clock: Clock = { ...realClock, now: () => Date.now() + ahead };

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
  ahead = 0;
  folder = tempFolder();
  journal = opened(folder, { clock });
});
afterEach(() => printer.close());

function kasir(more: Partial<PrinterSettings> = {}): PrinterSettings {
  const transport = { kind: 'tcp', host: '127.0.0.1', port: printer.port } as const;
  return { name: 'kasir', transport, paper: 80, qr: 'raster', ...more };
}

/** As a process has it: with locks of its own. */
function queueOf(printers: readonly PrinterSettings[] = [kasir()]): PrintQueue {
  const locks = openPrinterLocks({ folder, clock });
  const printing = createPrinting({ clock, random, locks, memory: journal.printers, timing: HASTY });
  return createPrintQueue({ journal, printing, locks, clock, printers });
}

function slipJob(reference: string, operationId: string | null = null): NewPrintJob {
  const slip = atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, reference } });
  return { operationId, reference, printer: 'kasir', kind: 'slip', copy: 0, slip };
}

/** The references on paper, in the order in which they came out; `!` before one that is marked as a possible duplicate. */
function onPaper(from: SandboxPrinter = printer): readonly string[] {
  return from.slips().map(({ text }) => {
    const line = text.find((one) => one.startsWith('No. Ref')) ?? '?';
    return (text.join(' ').includes(MARK) ? '!' : '') + line.replace('No. Ref: ', '');
  });
}

const stateOf = (id: string): string | undefined => journal.printJob(id)?.state;

describe('while the printer cannot take it', () => {
  it.each([
    ['paperOut', 'paper-out'],
    ['coverOpen', 'cover-open'],
    ['error', 'error'],
  ] as const)('%s: it is paused, and goes out in its order, once, when the printer is well', async (fault, reason) => {
    printer.control.set({ [fault]: true });
    const queue = queueOf();
    const first = queue.add(slipJob('A'));
    const second = queue.add(slipJob('B'));
    expect(await queue.finish(first.id)).toMatchObject({ state: 'paused', reason, outs: 0 });
    expect(await queue.finish(second.id)).toMatchObject({ state: 'queued' });
    await queue.workAll();
    expect(onPaper()).toEqual([]);
    printer.control.reset();
    await queue.workAll();
    await queue.workAll();
    expect(onPaper()).toEqual(['A', 'B']);
    expect([stateOf(first.id), stateOf(second.id)]).toEqual(['done', 'done']);
  });

  it('an unreachable printer pauses it; another one can take it by a person’s word', async () => {
    const other = await startSandboxPrinter({ paper: 80 });
    const gudang = kasir({ name: 'gudang', transport: { kind: 'tcp', host: '127.0.0.1', port: other.port } });
    const queue = queueOf([kasir(), gudang]);
    const job = queue.add(slipJob('A'));
    await printer.close();
    expect(await queue.finish(job.id)).toMatchObject({ state: 'paused', reason: 'unreachable' });
    expect(queue.putBack(job.id, 'gudang')).toMatchObject({ state: 'queued', printer: 'gudang' });
    expect(await queue.finish(job.id)).toMatchObject({ state: 'done', printedOn: 'gudang', outs: 1 });
    expect(onPaper(other)).toEqual(['A']);
    await other.close();
  });

  it('what can never be printed keeps nobody waiting', async () => {
    const queue = queueOf();
    const slip = atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, content: 'x'.repeat(4_000) } });
    const long = queue.add({ ...slipJob('LONG'), slip });
    const next = queue.add(slipJob('B'));
    expect(await queue.finish(next.id)).toMatchObject({ state: 'done', proof: 'printed' });
    expect(journal.printJob(long.id)).toMatchObject({ state: 'not-printed', reason: 'too-long', outs: 0 });
  });
});

describe('what may be on paper', () => {
  it('waits for a person, keeps nobody behind it, and comes out again only marked', async () => {
    printer.control.set({ paperOutAfterLines: 10 });
    const queue = queueOf();
    const job = queue.add(slipJob('A'));
    expect(await queue.finish(job.id)).toMatchObject({ state: 'possibly-printed', reason: 'paper-out', outs: 1 });
    printer.control.reset();
    // The printer finishes what it kept; we send it nothing.
    await eventually(() => printer.slips().length === 1);
    await queue.workAll();
    const next = queue.add(slipJob('B'));
    expect(await queue.finish(next.id)).toMatchObject({ state: 'done' });
    expect(onPaper()).toEqual(['A', 'B']);
    queue.putBack(job.id, 'kasir');
    expect(await queue.finish(job.id)).toMatchObject({ state: 'done', proof: 'printed', outs: 2 });
    expect(onPaper()).toEqual(['A', 'B', '!A']);
  });

  it('keeps its mark over a printer that is out of paper when it is wanted again', async () => {
    printer.control.set({ resetAfterBytes: 20 });
    const queue = queueOf();
    const job = queue.add(slipJob('A'));
    expect(await queue.finish(job.id)).toMatchObject({ state: 'possibly-printed', reason: 'connection-lost' });
    printer.control.reset();
    printer.control.set({ paperOut: true });
    queue.putBack(job.id, 'kasir');
    expect(await queue.finish(job.id)).toMatchObject({ state: 'paused', reason: 'paper-out', outs: 1 });
    printer.control.reset();
    await queue.workAll();
    expect(onPaper().at(-1)).toBe('!A');
  });

  it('a person may call it done', async () => {
    printer.control.set({ paperOutAfterLines: 10 });
    const queue = queueOf();
    const job = queue.add(slipJob('A'));
    await queue.finish(job.id);
    expect(queue.drop(job.id)).toMatchObject({ state: 'dropped', reason: 'paper-out', outs: 1 });
    expect(queue.drop(job.id)).toBeNull();
    expect(queue.putBack(job.id, 'kasir')).toBeNull();
  });

  it('what a dead process was printing is found by the next one', async () => {
    const queue = queueOf();
    const job = queue.add(slipJob('A'));
    journal.stepPrint(job, { state: 'printing', on: 'kasir' });
    const after = queueOf();
    await after.workAll();
    expect(journal.printJob(job.id)).toMatchObject({ state: 'possibly-printed', reason: 'program-ended' });
    expect(onPaper()).toEqual([]);
  });
});

describe('two who have a word at once', () => {
  it('moved while its printer is asked: it comes out once, at the other one', async () => {
    const other = await startSandboxPrinter({ paper: 80 });
    other.control.set({ bytesPerSecond: 8_000 });
    printer.control.set({ paperOut: true, answerDelayMs: 100 });
    const transport = { kind: 'tcp', host: '127.0.0.1', port: other.port } as const;
    const printers = [kasir(), kasir({ name: 'gudang', transport })];
    const [here, there] = [queueOf(printers), queueOf(printers)];
    const job = here.add(slipJob('A'));
    const first = here.finish(job.id);
    await eventually(() => printer.control.received().length > 0);
    there.putBack(job.id, 'gudang');
    const second = there.finish(job.id);
    await first;
    expect(await second).toMatchObject({ state: 'done', printedOn: 'gudang', outs: 1 });
    printer.control.reset();
    await here.workAll();
    expect([onPaper(), onPaper(other)]).toEqual([[], ['A']]);
    await other.close();
  });

  it('a proof that could not be written down is written before the job is called dead', async () => {
    let full = false;
    const whole = journal;
    journal = {
      ...whole,
      stepPrint: (seen, step) => {
        if (full && step.state === 'done') throw new Error('database or disk is full');
        return whole.stepPrint(seen, step);
      },
    };
    const queue = queueOf();
    const job = queue.add(slipJob('A'));
    full = true;
    await expect(queue.finish(job.id)).rejects.toThrow('full');
    full = false;
    expect(await queue.finish(job.id)).toMatchObject({ state: 'done', proof: 'printed', outs: 1 });
    expect(onPaper()).toEqual(['A']);
  });
});

it('slips for a printer that is in the profile no more wait for a person, and keep nobody waiting', async () => {
  const queue = queueOf([kasir({ name: 'depan' })]);
  const job = queue.add(slipJob('A'));
  await queue.workAll();
  expect(journal.printJob(job.id)).toMatchObject({ state: 'expired', reason: 'printer-gone', outs: 0 });
  queue.putBack(job.id, 'depan');
  expect(await queue.finish(job.id)).toMatchObject({ state: 'done' });
});

it('a slip that is damaged in the journal keeps nobody waiting', async () => {
  const queue = queueOf();
  const slip = { title: 'x', parts: [{ kind: 'text' }] };
  // As a disk error or another program could leave it there.
  const damaged = queue.add({ ...slipJob('A'), slip } as unknown as NewPrintJob);
  const next = queue.add(slipJob('B'));
  expect(await queue.finish(next.id)).toMatchObject({ state: 'done' });
  expect(journal.printJob(damaged.id)).toMatchObject({ state: 'not-printed', reason: 'damaged' });
});

describe('slips that waited', () => {
  it('too long: they wait for a person, and then come out unmarked', async () => {
    printer.control.set({ paperOut: true });
    const queue = queueOf();
    const job = queue.add(slipJob('A'));
    await queue.finish(job.id);
    printer.control.reset();
    ahead = 11 * MINUTE;
    await queue.workAll();
    expect(stateOf(job.id)).toBe('expired');
    await queue.workAll();
    expect(onPaper()).toEqual([]);
    queue.putBack(job.id, 'kasir');
    expect(await queue.finish(job.id)).toMatchObject({ state: 'done', outs: 1 });
    expect(onPaper()).toEqual(['A']);
  });

  it('as long as the profile says', async () => {
    const queue = queueOf([kasir({ waitMinutes: 60 })]);
    const job = queue.add(slipJob('A'));
    ahead = 59 * MINUTE;
    expect(await queue.finish(job.id)).toMatchObject({ state: 'done' });
  });

  it('over a restart into another day, or before a clock that was set back', async () => {
    // One minute before midnight in Jakarta (UTC+7).
    ahead = (Math.floor(Date.now() / 86_400_000) + 1) * 86_400_000 - 7 * 60 * MINUTE - MINUTE - Date.now();
    const queue = queueOf();
    const overnight = queue.add(slipJob('A'));
    ahead += 2 * MINUTE;
    await queueOf().workAll();
    expect(stateOf(overnight.id)).toBe('expired');
    const young = queue.add(slipJob('B'));
    ahead -= 5 * MINUTE;
    await queue.workAll();
    expect(stateOf(young.id)).toBe('expired');
    expect(onPaper()).toEqual([]);
  });

  it('for a QR that was retired meanwhile: they never come out', async () => {
    printer.control.set({ paperOut: true });
    const queue = queueOf();
    const operation = makeOk(journal);
    const job = queue.add(slipJob('A', operation));
    await queue.finish(job.id);
    journal.retire(operation);
    printer.control.reset();
    await queue.workAll();
    expect(stateOf(job.id)).toBe('dropped');
    expect(onPaper()).toEqual([]);
  });

  it('that are dropped while their printer is asked do not come out', async () => {
    printer.control.set({ mute: true });
    const queue = queueOf();
    const job = queue.add(slipJob('A'));
    const finished = queue.finish(job.id);
    await eventually(() => printer.control.received().length > 0);
    expect(queue.drop(job.id)).toMatchObject({ state: 'dropped' });
    expect(await finished).toMatchObject({ state: 'dropped', outs: 0 });
    expect(onPaper()).toEqual([]);
  });
});

describe('a substitute', () => {
  let backup: SandboxPrinter;
  beforeEach(async () => {
    backup = await startSandboxPrinter({ paper: 80 });
  });
  afterEach(() => backup.close());

  function both(): readonly PrinterSettings[] {
    const transport = { kind: 'tcp', host: '127.0.0.1', port: backup.port } as const;
    return [kasir({ substitute: 'gudang' }), kasir({ name: 'gudang', transport })];
  }

  it('takes the slip of a printer that cannot print, and says so on it', async () => {
    printer.control.set({ coverOpen: true });
    const queue = queueOf(both());
    const job = queue.add(slipJob('A'));
    expect(await queue.finish(job.id)).toMatchObject({ state: 'done', printer: 'kasir', printedOn: 'gudang', outs: 1 });
    expect(backup.slips()[0]?.text.join('\n')).toContain('BACKUP FROM kasir');
    expect(onPaper()).toEqual([]);
  });

  it('never takes one that may be on paper', async () => {
    printer.control.set({ paperOutAfterLines: 10 });
    const queue = queueOf(both());
    const job = queue.add(slipJob('A'));
    expect(await queue.finish(job.id)).toMatchObject({ state: 'possibly-printed', printedOn: 'kasir' });
    expect(backup.slips()).toHaveLength(0);
  });

  it('that cannot print either leaves it waiting for its own printer', async () => {
    printer.control.set({ paperOut: true });
    backup.control.set({ coverOpen: true });
    const queue = queueOf(both());
    const job = queue.add(slipJob('A'));
    expect(await queue.finish(job.id)).toMatchObject({ state: 'paused', reason: 'paper-out', outs: 0 });
    printer.control.reset();
    await queue.workAll();
    expect(onPaper()).toEqual(['A']);
    expect(backup.slips()).toHaveLength(0);
  });
});

it('two who work at one queue print every job once', async () => {
  const queues = Array.from({ length: 9 }, () => queueOf());
  const jobs = queues.map((queue, n) => ({ queue, id: queue.add(slipJob(`R${n}`)).id }));
  const ended = await Promise.all(jobs.map(({ queue, id }) => queue.finish(id)));
  expect(ended.map((job) => job.state)).toEqual(jobs.map(() => 'done'));
  expect(onPaper()).toEqual(jobs.map((_, n) => `R${n}`));
});
