/** From a printer's settings to a way to it, and to the name under which no second writer may use it. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PrinterTransport } from '../../shared/printing.ts';
import type { Open } from './connection.ts';
import type { Timing } from './timing.ts';
import { toFile } from './transports/file.ts';
import type { OneWay } from './transports/one-way.ts';
import { loadSerial, openSerial, serialByteMs } from './transports/serial.ts';
import { toSpooler } from './transports/spooler.ts';
import { openTcp } from './transports/tcp.ts';
import { findUsb, openUsb, type UsbId } from './transports/usb.ts';
import { loadUsbBus, openUsbDirect, type UsbBus } from './transports/usb-direct.ts';

/** Where this system's devices and spooler are, for tests. */
export interface Places {
  /** Another scheduler than this machine's own, `host:port`. */
  readonly spoolerServer?: string;
  /** Where the kernel lists USB printers. */
  readonly usbList?: string;
  readonly platform?: string;
  /** Where the native part for serial ports comes from. */
  readonly loadSerial?: typeof loadSerial;
  /** What gives the devices themselves, past the system's driver; null: nothing does. */
  readonly usbBus?: () => Promise<UsbBus | null>;
}

export type Reached =
  /** `timing`: the usual one, but for what this line is slower at. */
  | { readonly kind: 'two-way'; readonly address: string; readonly open: Open; readonly timing: Timing }
  | { readonly kind: 'one-way'; readonly address: string; readonly way: OneWay }
  | { readonly kind: 'none'; readonly trouble: 'unreachable' | 'transport-unsupported'; readonly detail: string };

type Of<Kind extends PrinterTransport['kind']> = Extract<PrinterTransport, { kind: Kind }>;

const unsupported = (detail: string): Reached => ({ kind: 'none', trouble: 'transport-unsupported', detail });

/** A device may have several names (/dev/serial/by-id): the one behind them all, as far as there is one now. */
async function deviceAddress(path: string): Promise<string> {
  // COM3 is a name and no path; the system does not care how it is spelled.
  if (/^com\d+$/i.test(path)) return `device ${path.toLowerCase()}`;
  return `device ${await realpath(path).catch(() => resolve(path))}`;
}

async function reachSerial(transport: Of<'serial'>, timing: Timing, places: Places): Promise<Reached> {
  const binding = await (places.loadSerial ?? loadSerial)();
  if ('detail' in binding) return unsupported(binding.detail);
  const { path, baudRate, handshake = 'hardware' } = transport;
  const open = openSerial({ path, baudRate, handshake, connectMs: timing.connectMs }, binding);
  const perByteMs = Math.max(timing.perByteMs, serialByteMs(baudRate));
  return { kind: 'two-way', address: await deviceAddress(path), open, timing: { ...timing, perByteMs } };
}

async function reachUsbDirect(id: UsbId, timing: Timing, places: Places): Promise<Reached> {
  const bus = await (places.usbBus ?? loadUsbBus)();
  if (bus === null) return unsupported('the usb package is not made for this system');
  const hex = [id.vendorId, id.productId].map((number) => number.toString(16).padStart(4, '0'));
  return { kind: 'two-way', address: `usb ${hex.join(':')}`, open: openUsbDirect(bus, id), timing };
}

/** Linux's own driver first; elsewhere, and where it does not have the printer, the device itself. */
async function reachUsb(transport: Of<'usb'>, timing: Timing, places: Places): Promise<Reached> {
  const platform = places.platform ?? process.platform;
  if (platform === 'win32') return unsupported("Windows keeps USB printers to itself: use its spooler's queue");
  if (platform !== 'linux') {
    if ('path' in transport) return unsupported(`USB printers on ${platform} go by vendorId and productId`);
    return reachUsbDirect(transport, timing, places);
  }
  const found =
    'path' in transport ? ({ ok: true, path: transport.path } as const) : await findUsb(transport, places.usbList);
  if (found.ok) {
    return { kind: 'two-way', address: await deviceAddress(found.path), open: openUsb(found.path), timing };
  }
  const direct =
    found.none === true && 'vendorId' in transport ? await reachUsbDirect(transport, timing, places) : null;
  // Without the package the printer may still be plugged in and found by the driver.
  return direct?.kind === 'two-way' ? direct : { kind: 'none', trouble: 'unreachable', detail: found.detail };
}

/** @returns the way; nothing is opened yet. The same device under another kind has the same address. */
export async function reach(transport: PrinterTransport, timing: Timing, places: Places): Promise<Reached> {
  switch (transport.kind) {
    case 'tcp': {
      const { host, port } = transport;
      const open = openTcp({ host, port, connectMs: timing.connectMs });
      return { kind: 'two-way', address: `tcp ${host.toLowerCase()} ${port}`, open, timing };
    }
    case 'usb':
      return reachUsb(transport, timing, places);
    case 'file':
      return { kind: 'one-way', address: await deviceAddress(transport.path), way: toFile(transport.path) };
    case 'spooler': {
      const { queue } = transport;
      const way = toSpooler({ queue, server: places.spoolerServer }, places.platform);
      return { kind: 'one-way', address: `spooler ${queue}`, way };
    }
    case 'serial':
      return reachSerial(transport, timing, places);
  }
}
