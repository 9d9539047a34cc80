/** A job after one that broke off: not swallowed by the command that was left, and not on the other's slip. */
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import { atmQrSlip } from '../../../shared/slip.ts';
import { FACTS, HASTY, printingWith, readQrs, SLIP, settings } from './rig.ts';

let printer: SandboxPrinter;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80, setup: { parserSurvives: true } });
});
afterEach(() => printer.close());

const OTHER = atmQrSlip({ ...FACTS, qr: { ...FACTS.qr, reference: 'BBB' } });
const to = () => settings(printer.port, 80, 'raster');
const refs = () => printer.slips().map(({ text }) => text.filter((line) => line.includes('No. Ref')));

/** The connection breaks when so many bytes have arrived. */
async function breakAfter(bytes: number, printing = printingWith(HASTY)) {
  printer.control.set({ resetAfterBytes: bytes });
  expect(await printing.print(SLIP, to())).toMatchObject({ kind: 'possibly-printed' });
  printer.control.reset();
  return printing;
}

describe('in a printer whose command outlives the connection', () => {
  it.each([300, 600, 1200])('a slip after one that broke at byte %i is whole, on a paper of its own', async (bytes) => {
    const printing = await breakAfter(bytes);
    expect(await printing.print(OTHER, to())).toEqual({ kind: 'done', proof: 'printed' });
    const last = printer.slips().at(-1);
    expect(last?.text[0]).toBe('Toko Kita');
    expect(last?.text.filter((line) => line.includes('No. Ref'))).toEqual(['No. Ref: BBB']);
    expect(await readQrs(last?.png ?? new Uint8Array())).toHaveLength(1);
  });

  it('and so is the first slip of another process', async () => {
    await breakAfter(600);
    expect(await printingWith(HASTY).print(OTHER, to())).toEqual({ kind: 'done', proof: 'printed' });
    expect(await readQrs(printer.slips().at(-1)?.png ?? new Uint8Array())).toHaveLength(1);
  });

  it('what it swallowed all the same is never called printed', async () => {
    const printing = printingWith(HASTY);
    expect(await printing.print(SLIP, to())).toEqual({ kind: 'done', proof: 'printed' });
    // Another host's picture, a band longer than any of ours, broke off since.
    await new Promise<void>((resolve) => {
      const host = connect(printer.port, '127.0.0.1', () => host.end(Buffer.from('\x1dv0\0\x30\0\x20\0xx', 'latin1')));
      host.on('data', () => undefined).on('close', () => resolve());
    });
    expect(await printing.print(OTHER, to())).toMatchObject({
      kind: 'possibly-printed',
      detail: 'its beginning may be missing',
    });
    expect(await printing.print(OTHER, to())).toEqual({ kind: 'done', proof: 'printed' });
    expect(printer.slips().at(-1)?.text[0]).toBe('Toko Kita');
  });
});

describe.each(['clone', 'clone-no-qr'] as const)('a %s, which knows no GS ( H', (dialect) => {
  it('shows none of the questions on paper, first, again, and after a broken job', async () => {
    printer.control.set({ dialect });
    const printing = printingWith({ ...HASTY, graceMs: 20 });
    const accepted = { kind: 'done', proof: 'accepted' };
    expect(await printing.print(SLIP, to())).toEqual(accepted);
    expect(await printing.print(SLIP, to())).toEqual(accepted);
    const { text } = printer.slips()[0] ?? {};
    expect(text?.[0]).toBe('Toko Kita');
    const received = printer.control.received().length;
    // In the middle of the next job: a connection counts its own bytes.
    await breakAfter(Math.floor(received / 4), printing);
    expect(await printing.print(SLIP, to())).toEqual(accepted);
    expect([printer.slips()[1]?.text, printer.slips().at(-1)?.text]).toEqual([text, text]);
  });
});

describe('what came of a broken job', () => {
  it('is cut off before the next slip, once', async () => {
    const printing = printingWith(HASTY);
    expect(await printing.print(SLIP, to())).toEqual({ kind: 'done', proof: 'printed' });
    const total = printer.control.received().length;
    await breakAfter(total - 60, printing);
    for (let times = 0; times < 2; times += 1)
      expect(await printing.print(OTHER, to())).toEqual({ kind: 'done', proof: 'printed' });
    expect(refs()).toEqual([
      [`No. Ref: ${FACTS.qr.reference}`],
      [`No. Ref: ${FACTS.qr.reference}`],
      ['No. Ref: BBB'],
      ['No. Ref: BBB'],
    ]);
  });

  it('nothing is cut after a slip that was only not confirmed', async () => {
    printer.control.set({ mute: true });
    const printing = printingWith(HASTY);
    expect(await printing.print(SLIP, to())).toEqual({ kind: 'done', proof: 'delivered' });
    const before = printer.control.received().length;
    expect(await printing.print(OTHER, to())).toEqual({ kind: 'done', proof: 'delivered' });
    expect(printer.control.received().length).toBe(before * 2 - (FACTS.qr.reference.length - 3));
  });
});
