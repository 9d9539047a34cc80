/** What a printer is asked about itself: when, how often, and what is kept of the answers. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrinterKnown, PrinterMemory } from '../../../main/ports/printing.ts';
import { askModel, askQrSize } from '../../../main/printing/escpos.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import { startRawServer } from '../../support/raw-server.ts';
import { answersStatus, HASTY, memoryOf, random, realClock, SLIP, settings } from './rig.ts';

let printer: SandboxPrinter;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(() => printer.close());

describe('what it can', () => {
  const ASKS = { model: '\x1dIC', qr: '1R0' };
  const sent = () => printer.control.received().toString('latin1');
  const till = (memory: PrinterMemory, timing = HASTY) => createPrinting({ clock: realClock, random, timing, memory });

  it('is asked once, before the job, and kept', async () => {
    const memory = memoryOf();
    const printing = till(memory);
    let before = '';
    const onSend = () => {
      before = sent();
    };
    expect(await printing.print(SLIP, settings(printer.port), { onSend })).toEqual({ kind: 'done', proof: 'printed' });
    expect(before).toContain(ASKS.model);
    expect(before).toContain(ASKS.qr);
    expect(memory.recall('kasir')).toMatchObject({
      address: `tcp 127.0.0.1 ${printer.port}`,
      asked: { model: 'SANDBOX-80', nativeQr: true },
      learned: null,
    });
    expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
    expect(sent().split(ASKS.model)).toHaveLength(2);
    expect(printer.slips().map((slip) => slip.text)).toEqual([printer.slips()[0]?.text, printer.slips()[0]?.text]);
  });

  it('is asked again after thirty days, or when the printer is elsewhere; what a person saw stays', async () => {
    const address = `tcp 127.0.0.1 ${printer.port}`;
    const learned = { columns: 48, nativeQr: true, leastDots: 4, codePage: null, at: 1 } as const;
    const asked = { model: 'OLD', nativeQr: false, at: Date.now() };
    const day = 24 * 60 * 60 * 1000;
    const modelAfter = async (known: PrinterKnown) => {
      const memory = memoryOf({ kasir: known });
      await till(memory).print(SLIP, settings(printer.port));
      const { asked: now, learned: seen } = memory.recall('kasir') ?? {};
      return [now?.model, seen];
    };
    expect(await modelAfter({ address, asked, learned })).toEqual(['OLD', learned]);
    expect(await modelAfter({ address, asked: { ...asked, at: Date.now() - 31 * day }, learned })).toEqual([
      'SANDBOX-80',
      learned,
    ]);
    expect(await modelAfter({ address: 'tcp 10.0.0.9 9100', asked, learned })).toEqual(['SANDBOX-80', null]);
  });

  it('no answer: GS ( k is never sent, it prints, and is not asked again', async () => {
    const memory = memoryOf();
    const received: Buffer[] = [];
    const server = await startRawServer((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => received.push(chunk));
      socket.on('end', () => socket.end());
    });
    const printing = till(memory);
    const to = settings(server.port);
    expect(await printing.print(SLIP, to)).toEqual({ kind: 'done', proof: 'delivered' });
    expect(memory.recall('kasir')?.asked).toMatchObject({ model: null, nativeQr: null });
    await printing.print(SLIP, to);
    const all = Buffer.concat(received).toString('latin1');
    expect(all.split(ASKS.model)).toHaveLength(2);
    expect(all).not.toContain(ASKS.qr);
    await server.close();
  });

  it('a printer that knows its name but not GS ( k: no QR of its own as far as is known', async () => {
    const memory = memoryOf();
    const server = await startRawServer((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes(ASKS.model)) socket.write('_ZJ-80\0');
      });
      socket.on('end', () => socket.end());
    });
    await till(memory).print(SLIP, settings(server.port));
    expect(memory.recall('kasir')?.asked).toMatchObject({ model: 'ZJ-80', nativeQr: null });
    await server.close();
  });

  it.each([
    ['mute', 'auto'],
    ['well', 'native'],
    ['well', 'raster'],
  ] as const)('a %s printer with qr %s is asked nothing', async (state, qr) => {
    printer.control.set({ mute: state === 'mute' });
    const memory = memoryOf();
    await till(memory).print(SLIP, settings(printer.port, 80, qr));
    expect(sent()).not.toContain(ASKS.model);
    expect(memory.recall('kasir')).toBeNull();
  });

  it('the questions move no paper where they are taken for text', () => {
    const questions = [...askModel(), ...askQrSize(new TextEncoder().encode('QRIS'), 4, 'M')];
    expect(questions.filter((byte) => [0x0a, 0x0c, 0x0d].includes(byte))).toEqual([]);
  });

  it('a QR that no paper holds is refused before anything is opened', async () => {
    const slip = { ...SLIP, parts: [{ kind: 'qr', content: 'x'.repeat(3000) } as const] };
    const memory = memoryOf();
    expect(await till(memory).print(slip, settings(printer.port))).toMatchObject({ trouble: 'too-long' });
    expect(sent()).toBe('');
  });

  it('paper that ends while it is asked: not printed', async () => {
    const server = await startRawServer((socket) => {
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes(ASKS.model)) socket.write(Buffer.from('\x18\0\x0c\x0f_TM-T88\0', 'latin1'));
      });
    });
    const result = await till(memoryOf()).print(SLIP, settings(server.port));
    expect(result).toMatchObject({ kind: 'not-printed', trouble: 'paper-out' });
    await server.close();
  });
});
