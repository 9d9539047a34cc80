/** The sandbox printer's network part: how many connections, how much it takes, when it closes, how fast it goes. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { hostTo, type RawHost, until } from './raw-host.ts';

let printer: SandboxPrinter;
const hosts: RawHost[] = [];

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(async () => {
  for (const host of hosts.splice(0)) host.socket.destroy();
  await printer.close();
});

async function host(): Promise<RawHost> {
  const connected = await hostTo(printer.port);
  hosts.push(connected);
  return connected;
}

const ONE_MORE = { one: 1, board: 3 } as const;

describe('connections', () => {
  it.each(['one', 'board'] as const)('%s: so many are taken and answered, one more is reset', async (connections) => {
    printer.control.set({ connections });
    for (let taken = 0; taken < ONE_MORE[connections]; taken += 1) {
      const first = await host();
      first.write('\x10\x04\x01');
      await first.hears('\x12');
    }
    const refused = await host();
    expect(await refused.gone()).toBe('ECONNRESET');
    hosts[0]?.socket.end();
    await hosts[0]?.gone();
    const next = await host();
    next.write('\x10\x04\x01');
    await next.hears('\x12');
  });

  it('one prints; the next prints when it is gone', async () => {
    const first = await host();
    first.write('first\n');
    await until(() => printer.control.received().length === 6);
    const second = await host();
    second.write('second\n\x1dVB\0\x10\x04\x01');
    await second.hears('\x12');
    expect(printer.slips()).toHaveLength(0);
    first.socket.end();
    await until(() => printer.slips().length === 1);
    expect(printer.slips()[0]?.text).toEqual(['first', 'second']);
  });

  it('where those that wait are held back, they are not answered before their turn', async () => {
    printer.control.set({ waitingAnswers: false });
    const first = await host();
    first.write('\x10\x04\x01');
    await first.hears('\x12');
    const second = await host();
    second.write('\x10\x04\x01');
    first.write('\x10\x04\x01');
    await first.hears('\x12');
    expect(second.heard()).toBe('');
    first.socket.end();
    await second.hears('\x12');
  });

  it('an idle host is closed, and what it sent is printed', async () => {
    printer.control.set({ idleMs: 60 });
    const quiet = await host();
    quiet.write('Halo\n\x1dVB\0');
    expect(await quiet.gone()).toBe('end');
    expect(printer.slips()).toHaveLength(1);
  });
});

describe('buffer', () => {
  it('takes its size and what the network part holds, and not a byte more while it stands', async () => {
    printer.control.set({ paperOut: true, bufferBytes: 1000, networkBytes: 50 });
    const one = await host();
    one.write('x'.repeat(20_000), '\n\x1dVB\0');
    await until(() => printer.control.received().length >= 1050);
    one.write('\x10\x04\x01');
    const other = await host();
    other.write('\x10\x04\x01');
    await other.hears('\x1a');
    expect(printer.control.received()).toHaveLength(1053);
    expect(one.heard()).toBe('');
    other.socket.end();
    printer.control.set({ paperOut: false });
    await one.hears('\x12');
    expect(printer.control.received()).toHaveLength(20_000 + 5 + 6);
    expect(printer.slips()[0]?.text.join('')).toBe('x'.repeat(20_000));
  });

  it('a command larger than the buffer is taken whole', async () => {
    printer.control.set({ bufferBytes: 100 });
    const one = await host();
    one.write('\x1dv0\0\x48\0\xe8\x03', new Uint8Array(72_000).fill(0x55), '\x1dVB\0\x1dr\x01');
    await one.hears('\0');
    expect(printer.slips()[0]?.height).toBeGreaterThan(1000);
  });

  it('reset after exactly so many bytes', async () => {
    printer.control.set({ resetAfterBytes: 2000 });
    const one = await host();
    one.write('x'.repeat(50_000));
    expect(await one.gone()).toBe('ECONNRESET');
    expect(printer.control.received()).toHaveLength(2000);
  });
});

describe('pace', () => {
  it('GS ( H is answered when the paper has moved', async () => {
    printer.control.set({ millimetresPerSecond: 200 });
    const one = await host();
    const began = performance.now();
    // 20 lines of 30 dots: 75 mm, 375 ms. Time is what is tested, and from below: a slow machine only makes it longer.
    one.write('Halo\n'.repeat(20), '\x1d(H\x06\x00\x30\x30abcd');
    await one.hears('\x37\x22abcd\0');
    expect(performance.now() - began).toBeGreaterThan(340);
  });

  it('answers come late and in pieces, in order, the last before the close', async () => {
    printer.control.set({ answerDelayMs: 40, fragmentAnswers: true });
    const one = await host();
    one.write('\x10\x04\x01');
    await one.hears('\x12');
    one.write('\x1dIC\x10\x04\x04');
    one.socket.end();
    expect(await one.gone()).toBe('end');
    expect(Array.from(one.heard()).sort()).toEqual(Array.from('\x12_SANDBOX-80\0').sort());
    expect(one.pieces().length).toBeGreaterThan(5);
  });

  it('text and rasters of a large job are printed without delay of their own', async () => {
    const one = await host();
    one.write('The quick brown fox 0123456789\n'.repeat(1300));
    one.write(
      ...Array.from({ length: 20 }, () => ['\x1dv0\0\x48\0\xe8\x03', new Uint8Array(72_000).fill(0x5a)]).flat(),
    );
    one.write('\x1dVB\0');
    one.socket.end();
    await once(one.socket, 'end');
    expect(printer.slips()).toHaveLength(1);
  });
});
