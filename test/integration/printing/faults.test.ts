/** Printers that fail on command: what is said of a print is never more than what happened on paper. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrinting } from '../../../main/printing/printing.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import { eventually, HASTY, memoryOf, printingWith, random, realClock, SLIP, settings } from './rig.ts';

let printer: SandboxPrinter;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(() => printer.close());

describe('before the job', () => {
  it.each([
    ['paperOut', 'paper-out'],
    ['coverOpen', 'cover-open'],
    ['error', 'error'],
  ] as const)('%s: not printed, and none of the job was sent', async (fault, trouble) => {
    printer.control.set({ [fault]: true });
    expect(await printingWith().print(SLIP, settings(printer.port))).toMatchObject({ kind: 'not-printed', trouble });
    expect([...printer.control.received()]).toEqual([16, 4, 1, 16, 4, 2, 16, 4, 3, 16, 4, 4]);
    printer.control.reset();
    expect(printer.slips()).toHaveLength(0);
  });

  it('the same is said by status', async () => {
    const printing = printingWith(HASTY);
    const to = settings(printer.port);
    expect(await printing.status(to)).toEqual({ state: 'ready', paper: 'ok' });
    printer.control.set({ nearEnd: true });
    expect(await printing.status(to)).toEqual({ state: 'ready', paper: 'near-end' });
    printer.control.set({ coverOpen: true });
    expect(await printing.status(to)).toMatchObject({ state: 'trouble', trouble: 'cover-open' });
    printer.control.set({ coverOpen: false, mute: true });
    expect(await printing.status(to)).toEqual({ state: 'mute' });
  });
});

describe('while it prints', () => {
  it.each([
    ['at once', { paperOutAfterBytes: 1 }],
    ['after 10 lines', { paperOutAfterLines: 10 }],
    ['at the last line', { paperOutAfterLines: 21 }],
  ])('the paper ends %s: possibly printed, never more', async (_name, fault) => {
    printer.control.set(fault);
    const result = await printingWith().print(SLIP, settings(printer.port));
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'paper-out' });
    expect(printer.slips()).toHaveLength(0);
  });

  it('new paper: the printer finishes the slip that it kept, once', async () => {
    printer.control.set({ paperOutAfterLines: 10 });
    await printingWith(HASTY).print(SLIP, settings(printer.port));
    printer.control.reset();
    await eventually(() => printer.slips().length > 0);
    expect(printer.slips()).toHaveLength(1);
  });

  it('a mute printer without paper is never called printed, accepted or delivered', async () => {
    printer.control.set({ mute: true, paperOutAfterLines: 5 });
    const result = await printingWith(HASTY).print(SLIP, settings(printer.port));
    expect(result).toEqual({ kind: 'done', proof: 'unconfirmed' });
  });

  it('the cover opens', async () => {
    printer.control.set({ bytesPerSecond: 500 });
    const printing = printingWith().print(SLIP, settings(printer.port));
    await eventually(() => printer.control.received().length > 100);
    printer.control.set({ coverOpen: true });
    expect(await printing).toMatchObject({ kind: 'possibly-printed', trouble: 'cover-open' });
  });

  it('automatic status tells of missing paper, too, and confuses no other answer', async () => {
    printer.control.set({ automaticStatus: true });
    expect(await printingWith().print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
  });

  it('a reset in the middle is a lost connection', async () => {
    printer.control.set({ resetAfterBytes: 20 });
    const result = await printingWith().print(SLIP, settings(printer.port));
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'connection-lost' });
  });
});

describe('the proof ladder', () => {
  it('printed: GS ( H brought our id back', async () => {
    expect(await printingWith().print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
  });

  it('accepted: only GS r is answered', async () => {
    printer.control.set({ completion: 'in-order' });
    expect(await printingWith(HASTY).print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'accepted' });
  });

  it('delivered: only the close of its side follows ours', async () => {
    printer.control.set({ completion: 'none' });
    expect(await printingWith(HASTY).print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'delivered' });
  });

  it('delivered: a mute printer closes its side', async () => {
    printer.control.set({ mute: true });
    expect(await printingWith(HASTY).print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'delivered' });
    expect(printer.slips()).toHaveLength(1);
  });

  it('unconfirmed: a mute printer that holds the connection open', async () => {
    printer.control.set({ mute: true, holdsOpen: true });
    expect(await printingWith(HASTY).print(SLIP, settings(printer.port))).toEqual({
      kind: 'done',
      proof: 'unconfirmed',
    });
    await eventually(() => printer.slips().length === 1);
  });

  it('unconfirmed: a printer that stopped reading', async () => {
    printer.control.set({ stalled: true });
    expect(await printingWith(HASTY).print(SLIP, settings(printer.port))).toEqual({
      kind: 'done',
      proof: 'unconfirmed',
    });
  });
});

describe('long and many jobs', () => {
  it('a slow printer gets every byte of a long job and confirms it', async () => {
    printer.control.set({ bytesPerSecond: 40_000 });
    const long = { ...SLIP, parts: Array.from({ length: 12 }, () => SLIP.parts).flat() };
    const result = await printingWith().print(long, settings(printer.port, 80, 'raster'));
    expect(result).toEqual({ kind: 'done', proof: 'printed' });
    expect(printer.slips()[0]?.text.filter((line) => line.startsWith('Operator'))).toHaveLength(12);
  });

  it('jobs for one printer go one after the other, and every slip is whole', async () => {
    const printing = printingWith();
    const results = await Promise.all([1, 2, 3].map(() => printing.print(SLIP, settings(printer.port))));
    expect(results.map((result) => result.kind)).toEqual(['done', 'done', 'done']);
    expect(printer.slips().map((slip) => slip.text)).toEqual([1, 2, 3].map(() => printer.slips()[0]?.text));
  });
});

describe('a printer whose buffer is full when it stops', () => {
  const LONG = { ...SLIP, parts: Array.from({ length: 8 }, () => SLIP.parts).flat() };

  it('tells why by itself once it is known to have automatic status', async () => {
    const printing = createPrinting({ clock: realClock, random, memory: memoryOf(), timing: HASTY });
    const to = settings(printer.port);
    expect(await printing.print(SLIP, to)).toEqual({ kind: 'done', proof: 'printed' });
    printer.control.set({ paperOutAfterLines: 10 });
    expect(await printing.print({ ...LONG }, to)).toMatchObject({ kind: 'possibly-printed', trouble: 'paper-out' });
  });

  it('is at least found to have fallen silent where it has none', async () => {
    printer.control.set({ paperOutAfterLines: 10 });
    const result = await printingWith(HASTY).print(LONG, settings(printer.port, 80, 'raster'));
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
  });

  it('is left as it was: without automatic status', async () => {
    const printing = createPrinting({ clock: realClock, random, memory: memoryOf() });
    expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
    const sent = printer.control.received().toString('latin1');
    expect(sent.lastIndexOf('\x1da\xff')).toBeGreaterThan(sent.lastIndexOf('\x1b@'));
    expect(sent.endsWith('\x1da\x00')).toBe(true);
  });
});
