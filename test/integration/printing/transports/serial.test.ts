/** A printer on a serial port: a pseudo-terminal bridged to the sandbox printer, opened through the real `serialport`. */
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionEnd } from '../../../../main/printing/connection.ts';
import { loadSerial, openSerial, type SerialBinding } from '../../../../main/printing/transports/serial.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { type PtyBridge, startPty } from '../../../support/pty-bridge.ts';
import { startRawServer } from '../../../support/raw-server.ts';
import { eventually, HASTY, printingWith, SLIP, settingsOf } from '../rig.ts';
import { specsOfADevice } from './device-suite.ts';

const BAUD = 115_200;
/** A deadline follows the line's speed: this one keeps it short. */
const FAST = 4_000_000;
const XON = 0x11;
const XOFF = 0x13;
const LONG = { ...SLIP, parts: Array.from({ length: 60 }, () => SLIP.parts).flat() };

let printer: SandboxPrinter;
let bridge: PtyBridge | null = null;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(async () => {
  await bridge?.close();
  bridge = null;
  await printer.close();
});

const serial = (path: string, baudRate = BAUD) => settingsOf({ kind: 'serial', path, baudRate });

async function plugIn(stale = '') {
  bridge = await startPty({ port: printer.port, stale });
  return serial(bridge.path);
}

async function deafDevice(): Promise<string> {
  bridge = await startPty({ port: 0 });
  return bridge.path;
}

async function realBinding(): Promise<SerialBinding> {
  const binding = await loadSerial();
  if ('detail' in binding) throw new Error(binding.detail);
  return binding;
}

async function opened(path: string, onBytes: (chunk: Uint8Array) => void = () => undefined) {
  const ends: ConnectionEnd[] = [];
  const open = openSerial({ path, baudRate: FAST, handshake: 'hardware', connectMs: 3000 }, await realBinding());
  const result = await open({ onBytes, onPeerEnded: () => undefined, onEnd: (end) => ends.push(end) });
  if (!result.ok) throw new Error(result.detail);
  return { connection: result.connection, ends };
}

/** How often this process has the device open. */
function handlesOn(path: string): number {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd));
    } catch {
      return null; // the one that the listing itself was read through
    }
  });
  return targets.filter((target) => target === path).length;
}

describe.runIf(process.platform === 'linux')('a serial port', () => {
  specsOfADevice({ printer: () => printer, plugIn });

  it('a device that takes nothing more: possibly printed at the deadline, let go, and nothing follows', async () => {
    const path = await deafDevice();
    const printing = printingWith(HASTY);
    for (const _again of [1, 2]) {
      expect(await printing.print(LONG, serial(path, FAST))).toMatchObject({
        kind: 'possibly-printed',
        trouble: 'no-answer',
      });
      await eventually(() => handlesOn(path) === 0);
    }
  });

  it('a send that is let go of says that it did not arrive', async () => {
    const { connection, ends } = await opened(await deafDevice());
    const sends = [connection.send(new Uint8Array(100_000)), connection.send(Uint8Array.of(1))];
    connection.drop();
    connection.drop();
    expect(await Promise.all(sends)).toEqual([false, false]);
    await eventually(() => ends.length > 0);
    expect(ends).toEqual([{ kind: 'closed' }]);
  });

  it('unplugged while nothing is said: the connection is lost', async () => {
    const { ends } = await opened(await deafDevice());
    await bridge?.close();
    await eventually(() => ends.length > 0);
    expect(ends).toEqual([{ kind: 'lost', detail: expect.any(String) }]);
  });

  it('unplugged while it prints: the connection is lost', async () => {
    const to = await plugIn();
    printer.control.set({ bytesPerSecond: 500 });
    const printing = printingWith().print(LONG, to);
    await eventually(() => printer.control.received().length > 100);
    await bridge?.close();
    expect(await printing).toMatchObject({ kind: 'possibly-printed', trouble: 'connection-lost' });
  });

  it('XOFF from the printer holds us back while we go on hearing it, XON lets us go on', async () => {
    const heard: number[] = [];
    const arrived: number[] = [];
    const sockets: Socket[] = [];
    const host = await startRawServer((socket) => {
      sockets.push(socket);
      socket.on('data', (chunk: Buffer) => arrived.push(...chunk));
    });
    const answer = (...bytes: number[]) => sockets[0]?.write(Uint8Array.from(bytes));
    bridge = await startPty({ port: host.port });
    const { connection } = await opened(bridge.path, (chunk) => heard.push(...chunk));
    expect(await connection.send(Uint8Array.of(1))).toBe(true);
    await eventually(() => arrived.length === 1);
    answer(XOFF, 2);
    await eventually(() => heard.length === 1);
    const sent = connection.send(Uint8Array.of(3));
    answer(4);
    await eventually(() => heard.length === 2);
    expect(arrived).toEqual([1]);
    answer(XON);
    expect(await sent).toBe(true);
    await eventually(() => arrived.length === 2);
    // What it holds us back by is none of its answers.
    expect({ heard, arrived }).toEqual({ heard: [2, 4], arrived: [1, 3] });
    connection.drop();
    await host.close();
  });

  it('another program has the port: refused, and the other is not disturbed', async () => {
    const to = await plugIn();
    printer.control.set({ bytesPerSecond: 3000 });
    const first = printingWith().print(SLIP, to);
    await eventually(() => printer.control.received().length > 20);
    // Printing of another process: it does not know of the first.
    const second = await printingWith().print(SLIP, to);
    expect(second).toMatchObject({
      kind: 'not-printed',
      trouble: 'unreachable',
      detail: expect.stringMatching(/^EBUSY/),
    });
    expect(await first).toEqual({ kind: 'done', proof: 'printed' });
    expect(printer.slips()).toHaveLength(1);
  });

  it('a name that leads to the device is the device: its jobs wait for each other', async () => {
    const to = await plugIn();
    const folder = mkdtempSync(join(tmpdir(), 'till-by-id-'));
    const name = join(folder, 'usb-printer');
    symlinkSync(bridge?.path ?? '', name);
    const printing = printingWith();
    const results = await Promise.all([printing.print(SLIP, to), printing.print(SLIP, serial(name))]);
    rmSync(folder, { recursive: true });
    expect(results).toEqual([1, 2].map(() => ({ kind: 'done', proof: 'printed' })));
  });

  it('twenty jobs leave no handle behind', async () => {
    const to = await plugIn();
    const printing = printingWith({ proofMs: 10_000 });
    for (let job = 0; job < 20; job += 1) {
      expect(await printing.print(SLIP, to)).toEqual({ kind: 'done', proof: 'printed' });
    }
    await eventually(() => handlesOn(bridge?.path ?? '') === 0);
    expect(printer.slips()).toHaveLength(20);
  });

  it('nothing there: says so', async () => {
    const result = await printingWith().print(SLIP, serial('/dev/ttyS-none'));
    expect(result).toEqual({ kind: 'not-printed', trouble: 'unreachable', detail: 'ENOENT: no such port' });
  });

  it('a file is no port, and stays as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'till-no-port-'));
    const path = join(folder, 'file');
    writeFileSync(path, 'x');
    const result = await printingWith().print(SLIP, serial(path));
    const kept = readFileSync(path, 'utf8');
    rmSync(folder, { recursive: true });
    expect(result).toEqual({ kind: 'not-printed', trouble: 'unreachable', detail: 'no device' });
    expect(kept).toBe('x');
  });
});
