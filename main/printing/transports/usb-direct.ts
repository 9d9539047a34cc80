/** A USB printer without the system's own driver, by its ids, through the `usb` package: where no driver offers a device file. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionEvents, Open, Opened } from '../connection.ts';
import { type DeviceWork, type Life, openDevice } from './device.ts';
import { reasonOf } from './non-blocking.ts';
import type { UsbId } from './usb.ts';

export interface UsbEndpoint {
  readonly endpointNumber: number;
  readonly direction: 'in' | 'out';
  readonly type: string;
  readonly packetSize: number;
}

export interface UsbAlternate {
  readonly alternateSetting: number;
  readonly interfaceClass: number;
  readonly interfaceProtocol: number;
  readonly endpoints: readonly UsbEndpoint[];
}

export interface UsbConfiguration {
  readonly configurationValue: number;
  readonly interfaces: readonly { readonly interfaceNumber: number; readonly alternates: readonly UsbAlternate[] }[];
}

/** What is used of a device of the `usb` package (3.1); its native transfers, for they alone take a time limit. */
export interface UsbDevice extends UsbId {
  readonly bus: string;
  readonly ports: readonly number[];
  /** Throws when none is selected. */
  readonly configuration: UsbConfiguration | null;
  readonly configurations: readonly UsbConfiguration[];
  open(): Promise<void>;
  close(): Promise<void>;
  selectConfiguration(value: number): Promise<void>;
  claimInterface(number: number): Promise<void>;
  releaseInterface(number: number): Promise<void>;
  selectAlternateInterface(number: number, setting: number): Promise<void>;
  detachKernelDriver(number: number): Promise<void>;
  attachKernelDriver(number: number): Promise<void>;
  clearHalt(direction: 'in' | 'out', endpoint: number): Promise<void>;
  /** @param timeout milliseconds; past it the transfer is taken back, and what it had got is lost */
  nativeTransferIn(endpoint: number, timeout: number, length: number): Promise<Uint8Array | null>;
  nativeTransferOut(endpoint: number, timeout: number, data: Uint8Array): Promise<number>;
}

export interface UsbBus {
  readonly getDevices: () => Promise<readonly UsbDevice[]>;
}

/** The native part is loaded by the first till that has such a printer. @returns null where it is missing */
export async function loadUsbBus(): Promise<UsbBus | null> {
  try {
    const { usb } = await import('usb');
    return { getDevices: () => usb.getDevices() };
  } catch {
    return null; // not made for this system
  }
}

const PRINTER_CLASS = 7;
/** IEEE 1284.4 packets and IPP over USB: neither takes bare bytes. */
const OTHER_LANGUAGES: readonly number[] = [3, 4];
/** Bare bytes, both ways. */
const TWO_WAY = 2;

/** Waited for an answer at a time. Taking a read back can lose what arrives in that moment, so it is done seldom. */
const LISTEN_MS = 300;
/** What lies ready when the device is opened answers nobody's question: thrown away until it was quiet for so long. */
const QUIET_MS = 30;
const STALE_LOOKS = 20;
/** After an empty answer: some printers send these instead of none. */
const EMPTY_MS = 10;
const STALLS = 3;
/** A printer takes this much at once, or, while it prints, sooner or later. */
const SLICE = 512;
const TAKE_MS = 5000;

interface Place {
  readonly configuration: number;
  readonly interface: number;
  readonly alternate: number;
  readonly out: UsbEndpoint;
  /** null: a printer without a way back. */
  readonly in: UsbEndpoint | null;
}

function placesIn({ configurationValue, interfaces }: UsbConfiguration): readonly (Place & { protocol: number })[] {
  return interfaces.flatMap(({ interfaceNumber, alternates }) =>
    alternates.flatMap(({ alternateSetting, interfaceClass, interfaceProtocol: protocol, endpoints }) => {
      if (interfaceClass !== PRINTER_CLASS || OTHER_LANGUAGES.includes(protocol)) return [];
      const bulk = (way: 'in' | 'out') => endpoints.find(({ type, direction }) => type === 'bulk' && direction === way);
      const out = bulk('out');
      if (out === undefined) return [];
      const found = { configuration: configurationValue, interface: interfaceNumber, alternate: alternateSetting };
      return [{ ...found, protocol, out, in: bulk('in') ?? null }];
    }),
  );
}

/** The interface that takes bare bytes, rather one that answers, rather in the configuration that is selected already. */
function placeOf(device: UsbDevice): { readonly place: Place; readonly selected: boolean } | null {
  const active = activeOf(device);
  for (const configuration of active === null ? device.configurations : [active, ...device.configurations]) {
    const places = placesIn(configuration);
    const place =
      places.find(({ protocol, in: way }) => protocol === TWO_WAY && way !== null) ??
      places.find(({ in: way }) => way !== null) ??
      places[0];
    if (place !== undefined) return { place, selected: configuration === active };
  }
  return null;
}

function activeOf(device: UsbDevice): UsbConfiguration | null {
  try {
    return device.configuration;
  } catch {
    return null; // none is selected yet
  }
}

/** What the package says, in the words that the other transports use. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/permission denied|access denied/i, 'EACCES'],
  [/busy|in use|exclusive/i, 'EBUSY'],
  [/disconnected|not found|no such device/i, 'ENODEV'],
  [/cancelled/i, 'late'],
  [/stall/i, 'stall'],
];

function wordOf(error: unknown): string {
  const said = reasonOf(error) === 'GenericFailure' && error instanceof Error ? error.message : reasonOf(error);
  return REASONS.find(([says]) => says.test(said))?.[1] ?? said;
}

/** @returns why it failed, in a word; null when it did not */
async function failureOf(act: Promise<unknown>): Promise<string | null> {
  try {
    await act;
    return null;
  } catch (error) {
    return wordOf(error);
  }
}

/** @returns what came, or why nothing did; `late` when there is nothing now */
async function hear(device: UsbDevice, { endpointNumber, packetSize }: UsbEndpoint, ms: number) {
  try {
    // One packet at a time: a longer read that is taken back would lose the packets that it has.
    const bytes = await device.nativeTransferIn(endpointNumber, ms, packetSize);
    return { bytes: bytes ?? new Uint8Array(), failure: null };
  } catch (error) {
    return { bytes: new Uint8Array(), failure: wordOf(error) };
  }
}

async function throwAwayStale(device: UsbDevice, from: UsbEndpoint): Promise<void> {
  for (let looks = 0; looks < STALE_LOOKS; looks += 1) {
    const { bytes, failure } = await hear(device, from, QUIET_MS);
    // What is wrong with the device shows again once somebody listens.
    if (failure !== null) return;
    if (bytes.length === 0) await sleep(EMPTY_MS);
  }
}

interface Claimed {
  readonly device: UsbDevice;
  readonly place: Place;
  /** The system's driver was sent away for us. */
  readonly detached: boolean;
}

/** Nothing here is worth a word when it fails: the device is gone either way. */
async function giveBack({ device, place, detached }: Claimed): Promise<void> {
  await failureOf(device.releaseInterface(place.interface));
  if (detached) await failureOf(device.attachKernelDriver(place.interface));
}

async function letGo(claimed: Claimed): Promise<void> {
  await giveBack(claimed);
  await failureOf(claimed.device.close());
}

/** Until it will not talk any more: one that does not may still print. */
async function listen({ device }: Claimed, from: UsbEndpoint, hearing: (bytes: Uint8Array) => void, life: Life) {
  let stalls = 0;
  while (!life.ended()) {
    const { bytes, failure } = await hear(device, from, LISTEN_MS);
    if (life.ended()) return;
    stalls = failure === 'stall' ? stalls + 1 : 0;
    if (stalls > STALLS) return;
    if (failure === 'stall') await failureOf(device.clearHalt('in', from.endpointNumber));
    else if (failure !== null && failure !== 'late') life.lose(failure);
    else if (bytes.length > 0) hearing(bytes);
    else if (failure === null) await sleep(EMPTY_MS);
  }
}

async function write({ device, place }: Claimed, bytes: Uint8Array, { ended, lose }: Life): Promise<boolean> {
  const { endpointNumber, packetSize } = place.out;
  const slice = Math.max(SLICE, packetSize);
  for (let at = 0; at < bytes.length; ) {
    if (ended()) return false;
    try {
      const took = await device.nativeTransferOut(endpointNumber, TAKE_MS, bytes.subarray(at, at + slice));
      if (took === 0) throw new Error('cancelled');
      at += took;
    } catch (error) {
      const word = wordOf(error);
      // How much of the slice it has is not known, so none of it is sent again; the next job finds the way free.
      if (word === 'stall') await failureOf(device.clearHalt('out', endpointNumber));
      lose(word === 'late' ? 'it stopped taking data' : word);
      return false;
    }
  }
  return true;
}

function workOn(claimed: Claimed, hearing: ConnectionEvents['onBytes']): DeviceWork {
  const from = claimed.place.in;
  return {
    listen: (life) => (from === null ? Promise.resolve() : listen(claimed, from, hearing, life)),
    write: (bytes, life) => write(claimed, bytes, life),
    letGo: async (underWay) => {
      // An interface with a transfer under way stays claimed; the longest is over in TAKE_MS.
      await underWay();
      await letGo(claimed);
    },
  };
}

type Found = { readonly ok: true; readonly device: UsbDevice } | { readonly ok: false; readonly detail: string };

async function find(bus: UsbBus, { vendorId, productId }: UsbId): Promise<Found> {
  let all: readonly UsbDevice[] = [];
  try {
    all = await bus.getDevices();
  } catch (error) {
    // A machine without any USB has no list of it.
    if (wordOf(error) !== 'ENODEV') return { ok: false, detail: wordOf(error) };
  }
  const found = all.filter((device) => device.vendorId === vendorId && device.productId === productId);
  const [device, ...others] = found;
  if (device === undefined) return { ok: false, detail: 'no USB printer with these ids' };
  const names = found.map(({ bus: number, ports }) => `${number}-${ports.join('.')}`).sort();
  if (others.length > 0) return { ok: false, detail: `several USB printers with these ids: ${names.join(', ')}` };
  return { ok: true, device };
}

type Claim = { readonly ok: true; readonly claimed: Claimed } | { readonly ok: false; readonly detail: string };

/** Claims the printer's interface of an open device. */
async function claim(device: UsbDevice): Promise<Claim> {
  const found = placeOf(device);
  if (found === null) return { ok: false, detail: 'no printer' };
  const { place, selected } = found;
  const select = selected ? null : await failureOf(device.selectConfiguration(place.configuration));
  if (select !== null) return { ok: false, detail: select };
  // Fails where no driver has it, and where the system has no such call.
  const detached = (await failureOf(device.detachKernelDriver(place.interface))) === null;
  const claimed: Claimed = { device, place, detached };
  const claiming = await failureOf(device.claimInterface(place.interface));
  const failed =
    claiming ??
    (place.alternate === 0 ? null : await failureOf(device.selectAlternateInterface(place.interface, place.alternate)));
  if (failed === null) return { ok: true, claimed };
  await giveBack(claimed);
  return { ok: false, detail: failed };
}

/**
 * @param id of the one printer; two of a kind are refused, for nothing tells them apart
 * @returns how to open it. One that the system or another program has (EBUSY), one without permission (EACCES) and a
 * device without an interface of the printer class that takes bare bytes are not opened. `lost`: it was unplugged
 * (ENODEV), or stopped taking data.
 */
export function openUsbDirect(bus: UsbBus, id: UsbId): Open {
  return async (events, signal): Promise<Opened> => {
    const found = await find(bus, id);
    if (!found.ok) return found;
    const { device } = found;
    const failed = await failureOf(device.open());
    if (failed !== null) return { ok: false, detail: failed };
    const claiming = await claim(device).catch((error: unknown) => ({ ok: false, detail: wordOf(error) }) as const);
    if (!claiming.ok) {
      await failureOf(device.close());
      return claiming;
    }
    const { claimed } = claiming;
    if (claimed.place.in !== null) await throwAwayStale(device, claimed.place.in);
    if (signal?.aborted !== true)
      return { ok: true, connection: openDevice(workOn(claimed, events.onBytes), events.onEnd).connection };
    await letGo(claimed);
    return { ok: false, detail: 'cancelled' };
  };
}
