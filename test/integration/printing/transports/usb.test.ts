/** A printer behind a character device: a pseudo-terminal bridged to the sandbox printer, opened and spoken to as /dev/usb/lpN is. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findUsb } from '../../../../main/printing/transports/usb.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../../main/sandbox/printer/start-sandbox-printer.ts';
import { type PtyBridge, startPty } from '../../../support/pty-bridge.ts';
import { eventually, HASTY, printingWith, SLIP, settingsOf } from '../rig.ts';
import { specsOfADevice } from './device-suite.ts';

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

async function plugIn(stale = '') {
  bridge = await startPty({ port: printer.port, stale });
  return settingsOf({ kind: 'usb', path: bridge.path });
}

const LONG = { ...SLIP, parts: Array.from({ length: 60 }, () => SLIP.parts).flat() };

describe.runIf(process.platform === 'linux')('a device by its path', () => {
  specsOfADevice({ printer: () => printer, plugIn });

  it('a device that stops taking: possibly printed at the deadline, and let go', async () => {
    bridge = await startPty({ port: 0 });
    const to = settingsOf({ kind: 'usb', path: bridge.path });
    const printing = printingWith(HASTY);
    for (const _again of [1, 2]) {
      expect(await printing.print(LONG, to)).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
    }
  });

  it('unplugged while it prints: the connection is lost', async () => {
    const to = await plugIn();
    printer.control.set({ bytesPerSecond: 500 });
    const printing = printingWith().print(LONG, to);
    await eventually(() => printer.control.received().length > 100);
    await bridge?.close();
    expect(await printing).toMatchObject({ kind: 'possibly-printed', trouble: 'connection-lost' });
  });

  it.each([
    ['nothing', '/dev/usb/lp-none', 'ENOENT'],
    ['a folder', tmpdir(), 'EISDIR'],
  ])('%s is no printer', async (_name, path, detail) => {
    const result = await printingWith().print(SLIP, settingsOf({ kind: 'usb', path }));
    expect(result).toEqual({ kind: 'not-printed', trouble: 'unreachable', detail });
  });

  it('a file is no printer, and stays as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'till-no-device-'));
    const path = join(folder, 'file');
    writeFileSync(path, 'x');
    const result = await printingWith().print(SLIP, settingsOf({ kind: 'usb', path }));
    const kept = readFileSync(path, 'utf8');
    rmSync(folder, { recursive: true });
    expect(result).toEqual({ kind: 'not-printed', trouble: 'unreachable', detail: 'no device' });
    expect(kept).toBe('x');
  });
});

describe('a device by its ids', () => {
  let sys: string;
  let list: string;

  beforeEach(() => {
    sys = mkdtempSync(join(tmpdir(), 'till-usb-list-'));
    list = join(sys, 'class');
    mkdirSync(list);
  });
  afterEach(() => rmSync(sys, { recursive: true }));

  /** As the kernel lays it out: class/lpN/device leads to an interface inside the device's own folder. */
  function list1(name: string, vendor: string, product: string): void {
    const device = join(sys, `device-${name}`);
    mkdirSync(join(device, 'interface'), { recursive: true });
    writeFileSync(join(device, 'idVendor'), `${vendor}\n`);
    writeFileSync(join(device, 'idProduct'), `${product}\n`);
    mkdirSync(join(list, name));
    symlinkSync(join(device, 'interface'), join(list, name, 'device'), 'dir');
  }

  it('finds the one, whatever its number', async () => {
    list1('lp0', '0416', '5011');
    list1('lp3', '04b8', '0202');
    list1('hiddev0', '04b8', '0202');
    expect(await findUsb({ vendorId: 0x04b8, productId: 0x0202 }, list)).toEqual({ ok: true, path: '/dev/usb/lp3' });
  });

  it('two of a kind are told apart by path alone', async () => {
    list1('lp0', '04b8', '0202');
    list1('lp1', '04b8', '0202');
    const found = await findUsb({ vendorId: 0x04b8, productId: 0x0202 }, list);
    expect(found).toEqual({ ok: false, detail: 'several USB printers with these ids: lp0, lp1' });
  });

  it.each([
    ['with nothing else to look with', null],
    ['on the bus, either', { getDevices: () => Promise.resolve([]) }],
  ])('none %s: unreachable, nothing sent', async (_name, bus) => {
    const to = settingsOf({ kind: 'usb', vendorId: 0x04b8, productId: 0x0202 });
    const places = { usbList: list, platform: 'linux', usbBus: () => Promise.resolve(bus) };
    const result = await printingWith({}, places).print(SLIP, to);
    const detail = 'no USB printer with these ids';
    expect(result).toEqual({ kind: 'not-printed', trouble: 'unreachable', detail });
  });

  it.each([
    ['win32', { vendorId: 0x04b8, productId: 0x0202 }, "Windows keeps USB printers to itself: use its spooler's queue"],
    ['win32', { path: 'USB001' }, "Windows keeps USB printers to itself: use its spooler's queue"],
    ['darwin', { path: '/dev/usb' }, 'USB printers on darwin go by vendorId and productId'],
    ['darwin', { vendorId: 0x04b8, productId: 0x0202 }, 'the usb package is not made for this system'],
  ])('what does not work on %s says so', async (platform, named, detail) => {
    const to = settingsOf({ kind: 'usb', ...named });
    const result = await printingWith({}, { platform, usbBus: () => Promise.resolve(null) }).print(SLIP, to);
    expect(result).toEqual({ kind: 'not-printed', trouble: 'transport-unsupported', detail });
  });
});
