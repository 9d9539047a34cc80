/** The sandbox printer's states as a host on a raw socket meets them: status, automatic status, real-time commands. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrinterFaults } from '../../../../main/sandbox/printer/condition.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { hostTo, type RawHost, until } from './raw-host.ts';

let printer: SandboxPrinter;
let host: RawHost;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
  host = await hostTo(printer.port);
});
afterEach(async () => {
  host.socket.destroy();
  await printer.close();
});

const CLEAR = '\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08';
const SLIP = 'Halo\n\x1dVB\0';

async function statuses(): Promise<readonly number[]> {
  const answers: number[] = [];
  for (const n of [1, 2, 3, 4]) {
    const before = host.heard().length;
    host.write(`\x10\x04${String.fromCharCode(n)}`);
    await until(() => host.heard().length > before);
    answers.push(host.heard().charCodeAt(before));
  }
  return answers;
}

describe('states', () => {
  it.each<[string, Partial<PrinterFaults>, readonly number[], string]>([
    ['well', {}, [0x12, 0x12, 0x12, 0x12], '\x10\0\0\x0f'],
    ['paper out', { paperOut: true }, [0x1a, 0x32, 0x12, 0x7e], '\x18\0\x0f\x0f'],
    ['near its end', { nearEnd: true }, [0x12, 0x12, 0x12, 0x1e], '\x10\0\x03\x0f'],
    ['cover open', { coverOpen: true }, [0x1a, 0x16, 0x12, 0x12], '\x38\0\0\x0f'],
    ['cutter', { cutterError: true }, [0x1a, 0x52, 0x1a, 0x12], '\x18\x08\0\x0f'],
    ['unrecoverable', { error: true }, [0x1a, 0x52, 0x32, 0x12], '\x18\x20\0\x0f'],
    ['head too hot', { overheated: true }, [0x1a, 0x52, 0x52, 0x12], '\x18\x40\0\x0f'],
    ['offline', { offline: true }, [0x1a, 0x12, 0x12, 0x12], '\x18\0\0\x0f'],
    ['feed button', { feedButton: true }, [0x5a, 0x1a, 0x12, 0x12], '\x58\0\0\x0f'],
    ['drawer open', { drawerOpen: true }, [0x16, 0x12, 0x12, 0x12], '\x14\0\0\x0f'],
  ])('%s: DLE EOT 1 to 4, and automatic status', async (_name, faults, answers, automatic) => {
    host.write('\x1da\xff');
    await host.hears('\x10\0\0\x0f');
    printer.control.set(faults);
    if (Object.keys(faults).length > 0) await host.hears(automatic);
    expect(await statuses()).toEqual(answers);
  });

  it('GS r and ESC u, v tell of paper, drawer and ink, in order', async () => {
    printer.control.set({ nearEnd: true, drawerOpen: true });
    host.write('\x1dr\x01\x1dr\x02\x1dr\x04\x1bv\x1bu\0\x1dr1');
    await host.hears('\x03\x01\x00\x03\x01\x03');
  });

  it('GS I tells of an invented model, and of another when told to', async () => {
    printer.control.set({ model: 'TOKO-1' });
    host.write('\x1dI\x01\x1dI\x02\x1dI\x03\x1dIA\x1dIB\x1dIC\x1dID\x1dIE');
    await host.hears('\x20\x02\x01_1.00 SANDBOX\0_SANDBOX\0_TOKO-1\0_SANDBOX0001\0_\0');
  });

  it('a hot head cools down by itself and the slip goes on', async () => {
    printer.control.set({ overheated: true, coolMs: 50 });
    host.write(SLIP, '\x10\x05\x01');
    await until(() => printer.slips().length === 1);
    expect(printer.control.faults().overheated).toBe(false);
  });
});

describe('automatic status', () => {
  it('comes only for the groups that were asked for, and ends with ESC @', async () => {
    host.write('\x1da\x0e');
    await host.hears('\x10\0\0\x0f');
    printer.control.set({ drawerOpen: true });
    printer.control.set({ nearEnd: true });
    await until(() => host.heard().length >= 4);
    expect(host.heard()).toBe('\x14\0\x03\x0f');
    await host.hears('\x0f');
    host.write('\x1b@\x1dr\x01');
    await host.hears('\x03');
    printer.control.set({ nearEnd: false });
    expect(await statuses()).toEqual([0x16, 0x12, 0x12, 0x12]);
    expect(host.heard()).toBe('\x16\x12\x12\x12');
  });

  it('is there unasked after power-up, where the board does that', async () => {
    printer.control.set({ automaticStatus: true });
    const other = await hostTo(printer.port);
    await other.hears('\x10\0\0\x0f');
    other.socket.destroy();
  });
});

describe('real-time commands', () => {
  it('are obeyed inside image data and while it is offline, and the image is drawn all the same', async () => {
    printer.control.set({ coverOpen: true });
    host.write('\x1dv0\0\x01\0\x03\0\x10\x04\x02', SLIP);
    await host.hears('\x16');
    printer.control.set({ coverOpen: false });
    await until(() => printer.slips().length === 1);
    expect(printer.slips()[0]?.text).toEqual(['Halo']);
  });

  it('split over packets, too; those with two parameters and out of range stay unanswered', async () => {
    for (const piece of ['\x10', '\x04', '\x07\x01', '\x10\x04\x08\x03', '\x10\x04\x09', '\x10\x04', '\x04'])
      host.write(piece);
    await host.hears('\x12');
    expect(host.heard()).toBe('');
  });

  it('are obeyed while the buffer is full, for as long as a host asks', async () => {
    printer.control.set({ paperOut: true, bufferBytes: 100, networkBytes: 16 });
    host.write('x'.repeat(100));
    for (let asked = 0; asked < 50; asked += 1) {
      host.write('\x10\x04\x01');
      await host.hears('\x1a');
    }
    expect(printer.control.state()).toContain('100 of 100 bytes waiting');
  });

  it('DLE ENQ 1: the cutter is free, and it goes on where it was', async () => {
    printer.control.set({ cutterError: true });
    host.write(SLIP, '\x10\x04\x03');
    await host.hears('\x1a');
    expect(printer.slips()).toHaveLength(0);
    host.write('\x10\x05\x01');
    await until(() => printer.slips().length === 1);
    expect(printer.slips()[0]?.text).toEqual(['Halo']);
  });

  it('DLE ENQ 2: the cutter is free, what waited is gone, settings stay', async () => {
    printer.control.set({ paperOutAfterBytes: 4 });
    host.write('\x1ba\x02old');
    await until(() => printer.control.faults().paperOut);
    printer.control.set({ paperOut: false, cutterError: true });
    host.write('er\n\x10\x05\x02new\n\x1dr\x01');
    await host.hears('\0');
    printer.control.tear();
    expect(printer.slips().map((slip) => slip.text)).toEqual([['new']]);
  });

  it.each([
    ['1', 'paperOut'],
    ['2', 'paperOut'],
    ['2', 'error'],
    ['2', 'overheated'],
  ] as const)('DLE ENQ %s does nothing about %s: nothing is lost', async (n, fault) => {
    printer.control.set({ [fault]: true, coolMs: null });
    host.write(SLIP, `\x10\x05${String.fromCharCode(Number(n))}`, '\x10\x04\x01');
    await host.hears('\x1a');
    printer.control.reset();
    await until(() => printer.slips().length === 1);
  });

  it('DLE DC4 fn 8: everything that waited is gone, and it says so', async () => {
    printer.control.set({ paperOut: true });
    host.write('old\n', CLEAR);
    await host.hears('\x37\x25\0');
    printer.control.set({ paperOut: false });
    host.write(SLIP);
    await until(() => printer.slips().length === 1);
    expect(printer.slips()[0]?.text).toEqual(['Halo']);
  });

  it('DLE DC4 fn 1 and ESC p open the drawer, not in an error', async () => {
    host.write('\x10\x14\x01\0\x01', '\x1dr\x02');
    await host.hears('\x01');
    printer.control.set({ drawerOpen: false, error: true });
    host.write('\x10\x14\x01\0\x01', '\x10\x04\x01');
    await host.hears('\x1a');
    printer.control.reset();
    host.write('\x1bp\0\x19\xfa\x1dr\x02');
    await host.hears('\x01');
    expect(printer.control.drawerPulses()).toBe(2);
  });
});

describe('power', () => {
  it('off: connections break and what waited is forgotten; on: errors are gone, paper is as it was', async () => {
    printer.control.set({ cutterError: true, nearEnd: true });
    host.write('old\n', '\x10\x04\x01');
    await host.hears('\x1a');
    printer.control.set({ poweredOff: true });
    expect(await host.gone()).toBe('ECONNRESET');
    expect(await (await hostTo(printer.port)).gone()).toBe('ECONNRESET');
    printer.control.set({ poweredOff: false });
    host = await hostTo(printer.port);
    expect(await statuses()).toEqual([0x12, 0x12, 0x12, 0x1e]);
    host.write(SLIP);
    await until(() => printer.slips().length === 1);
    expect(printer.slips()[0]?.text).toEqual(['Halo']);
  });
});
