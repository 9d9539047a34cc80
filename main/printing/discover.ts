/** Which printers this machine can see, each with the transport that a profile would name: looked for on request, never connected to. */
import type { PrinterTransport } from '../../shared/printing.ts';
import { cleanText } from '../../shared/slip.ts';
import { underChildEnv } from '../child-env.ts';
import { hearMdns, type MdnsPlace } from './discover-mdns.ts';
import type { Announced, Service } from './discover-records.ts';
import { listQueues, type SpoolerPlace } from './discover-spooler.ts';
import { type ListedUsb, listUsb } from './transports/usb-list.ts';

export type PrinterSource = 'mdns' | 'spooler' | 'usb' | 'serial';

/** A printer that was seen; its texts are cleaned and short. */
export interface SeenPrinter {
  readonly name: string;
  readonly source: PrinterSource;
  readonly model: string | null;
  /** As a profile would name it; null: what was seen is not enough to print. */
  readonly transport: PrinterTransport | null;
  /** What it announced, for mdns. */
  readonly announced: {
    readonly services: readonly Service[];
    readonly host: string;
    readonly address: string | null;
    readonly port: number;
  } | null;
}

export type NotLooked =
  | { readonly source: 'mdns'; readonly why: 'no-network' | 'not-sent' }
  | { readonly source: 'spooler'; readonly why: 'missing' | 'no-scheduler' | 'failed' }
  | { readonly source: 'serial'; readonly why: 'failed' };

export interface Seen {
  readonly printers: readonly SeenPrinter[];
  /** Where nothing could be looked for: an empty list says nothing about these. */
  readonly notLooked: readonly NotLooked[];
}

/** Where this system's network, spooler and devices are, for tests. */
export interface DiscoverPlaces {
  readonly mdns?: MdnsPlace;
  readonly spooler?: SpoolerPlace;
  /** Where the kernel lists USB printers. */
  readonly usbList?: string;
  readonly platform?: string;
  readonly serialPorts?: () => Promise<readonly SerialPort[]>;
}

interface SerialPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
}

interface Part {
  readonly printers: readonly SeenPrinter[];
  readonly notLooked: readonly NotLooked[];
}

const LONGEST_TEXT = 80;
/** As the profile's schema has it: what it would refuse is not proposed. */
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const LONGEST_QUEUE = 255;
/** The speed that most serial receipt printers leave the factory with; their self-test prints the true one. */
const USUAL_BAUD_RATE = 9600;

/** Whatever a printer or the system calls itself: on one line, nothing invisible, not too long. */
function short(text: string): string {
  const clean = Array.from(cleanText(text).replace(/\p{Cf}/gu, ''));
  return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT - 1).join('')}…` : clean.join('');
}

/** Whether it can be copied from a screen and still be the same. */
function isPlain(text: string): boolean {
  return cleanText(text) === text && !/\p{Cf}/u.test(text);
}

function shortOrNull(text: string | null | undefined): string | null {
  const clean = short(text ?? '');
  return clean === '' ? null : clean;
}

/** The address rather than the name: not every till's system finds `.local` names. */
function networkTransport(printer: Announced): PrinterTransport | null {
  if (printer.services[0] !== '_pdl-datastream._tcp') return null;
  const host = printer.address ?? printer.host.replace(/\.$/, '');
  return HOST.test(host) && host.length <= 253 ? { kind: 'tcp', host, port: printer.port } : null;
}

async function onNetwork(ms: number, place: MdnsPlace | undefined): Promise<Part> {
  const heard = await hearMdns(ms, place);
  if (!heard.ok) return { printers: [], notLooked: [{ source: 'mdns', why: heard.why }] };
  const printers = heard.printers.map((printer): SeenPrinter => {
    const { services, address, port } = printer;
    const announced = { services, host: short(printer.host), address, port };
    const transport = networkTransport(printer);
    return { name: short(printer.name), source: 'mdns', model: shortOrNull(printer.model), transport, announced };
  });
  return { printers, notLooked: [] };
}

async function inSpooler(place: SpoolerPlace): Promise<Part> {
  const found = await listQueues(place);
  if (!found.ok) return { printers: [], notLooked: [{ source: 'spooler', why: found.why }] };
  const printers = found.queues.map(({ name, model }): SeenPrinter => {
    // Only the exact name reaches a queue; one that the profile would refuse is shown and not proposed.
    const usable = isPlain(name) && !name.startsWith('-') && name.length <= LONGEST_QUEUE;
    const transport = usable ? ({ kind: 'spooler', queue: name } as const) : null;
    return { name: short(name), source: 'spooler', model: shortOrNull(model), transport, announced: null };
  });
  return { printers, notLooked: [] };
}

/** By its ids, which stay the same wherever it is plugged in; two of a kind are told apart by path alone. */
function usbTransport(printer: ListedUsb, all: readonly ListedUsb[]): PrinterTransport {
  const { path, vendorId, productId } = printer;
  const same = all.filter((other) => other.vendorId === vendorId && other.productId === productId);
  if (vendorId === null || productId === null || same.length > 1) return { kind: 'usb', path };
  return { kind: 'usb', vendorId, productId };
}

async function onUsb(root: string | undefined): Promise<Part> {
  const all = await listUsb(root);
  const printers = all.map((printer): SeenPrinter => {
    const transport = usbTransport(printer, all);
    return { name: printer.path, source: 'usb', model: shortOrNull(printer.model), transport, announced: null };
  });
  return { printers, notLooked: [] };
}

/** Imported when it is asked for: it has a native part, which may be missing on this machine. */
async function systemSerialPorts(): Promise<readonly SerialPort[]> {
  const { SerialPort: Ports } = await import('serialport');
  // On Linux this is `udevadm`, started before the first wait.
  return underChildEnv(() => Ports.list());
}

async function onSerial(list: () => Promise<readonly SerialPort[]>): Promise<Part> {
  let ports: readonly SerialPort[];
  try {
    ports = await list();
  } catch {
    // No native part for this system, or no way to list its ports; the rest can be told all the same.
    return { printers: [], notLooked: [{ source: 'serial', why: 'failed' }] };
  }
  const printers = ports.map(({ path, manufacturer }): SeenPrinter => {
    const transport = { kind: 'serial', path, baudRate: USUAL_BAUD_RATE } as const;
    return { name: short(path), source: 'serial', model: shortOrNull(manufacturer), transport, announced: null };
  });
  return { printers, notLooked: [] };
}

/**
 * @param ms how long the network is listened to, milliseconds; the rest is looked up meanwhile
 * @returns network printers first, then queues, USB printers and serial ports; nothing is stored or connected to
 */
export async function discover(ms: number, places: DiscoverPlaces = {}): Promise<Seen> {
  const platform = places.platform ?? process.platform;
  const parts = await Promise.all([
    onNetwork(ms, places.mdns),
    inSpooler({ platform, ...places.spooler }),
    platform === 'linux' ? onUsb(places.usbList) : { printers: [], notLooked: [] },
    onSerial(places.serialPorts ?? systemSerialPorts),
  ]);
  return { printers: parts.flatMap((part) => part.printers), notLooked: parts.flatMap((part) => part.notLooked) };
}
