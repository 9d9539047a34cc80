/** A USB printer on Linux, through the kernel's own driver (usblp): /dev/usb/lpN, read and written, by one program at a time. */
import { constants } from 'node:fs';
import { type FileHandle, readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, ConnectionEnd, ConnectionEvents, Open, Opened } from '../connection.ts';
import { openNonBlocking, reasonOf, writeAll } from './non-blocking.ts';

/** Between two looks for an answer: Node can be told of a socket's news, never of a printer device's. */
const LOOK_MS = 10;
/** What lies ready when the device is opened answers nobody's question: thrown away until it was quiet for three looks. */
const QUIET_LOOKS = 3;
const STALE_LOOKS = 20;

/** null: nothing there now. `mute`: it never will answer (a printer without a way back). */
async function look(handle: FileHandle): Promise<Uint8Array | null | 'mute' | { readonly lost: string }> {
  try {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(256), 0, 256, null);
    // A transfer without data is no end of anything.
    return bytesRead === 0 ? null : buffer.subarray(0, bytesRead);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'EAGAIN') return null;
    return reason === 'EINVAL' ? 'mute' : { lost: reason };
  }
}

async function throwAwayStale(handle: FileHandle): Promise<void> {
  let quiet = 0;
  for (let looks = 0; looks < STALE_LOOKS && quiet < QUIET_LOOKS; looks += 1) {
    const found = await look(handle);
    // What is wrong with the device shows again once somebody listens.
    if (found === 'mute' || (found !== null && 'lost' in found)) return;
    quiet = found === null ? quiet + 1 : 0;
    await sleep(LOOK_MS);
  }
}

function connectionOn(handle: FileHandle, events: ConnectionEvents): Connection {
  let end: ConnectionEnd | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const listen = async (): Promise<void> => {
    while (end === null) {
      const found = await look(handle);
      if (end !== null || found === 'mute') return;
      if (found === null) await sleep(LOOK_MS);
      else if ('lost' in found) finish({ kind: 'lost', detail: found.lost });
      else events.onBytes(found);
    }
  };
  const write = async (bytes: Uint8Array): Promise<boolean> => {
    const { failure } = await writeAll(handle, bytes, () => end === null);
    if (failure !== null && failure !== 'stopped') finish({ kind: 'lost', detail: failure });
    return failure === null;
  };
  const listening = listen();
  const finish = (how: ConnectionEnd): void => {
    if (end !== null) return;
    end = how;
    // Closed under a call that is under way it would be somebody else's number; none of them waits long.
    void Promise.allSettled([listening, turn])
      .then(() => handle.close())
      .catch(() => undefined) // it is gone either way
      .then(() => events.onEnd(how));
  };
  return {
    kind: 'device',
    send: (bytes) => {
      const sent = turn.then(() => write(bytes));
      turn = sent;
      return sent;
    },
    endSending: () => undefined,
    drop: () => finish({ kind: 'closed' }),
    // What was not written yet is never tried again once the end stands.
    abort: () => finish({ kind: 'closed' }),
  };
}

/**
 * @param path the device, such as /dev/usb/lp0. A busy one (EBUSY: another program has it), a missing one (ENOENT) or
 * one without permission (EACCES: group lp) is not opened.
 * @returns how to open it
 */
export function openUsb(path: string): Open {
  return async (events, signal): Promise<Opened> => {
    const handle = await openNonBlocking(path, constants.O_RDWR);
    if ('detail' in handle) return { ok: false, detail: handle.detail };
    const isDevice = (await handle.stat()).isCharacterDevice();
    if (isDevice) await throwAwayStale(handle);
    if (isDevice && signal?.aborted !== true) return { ok: true, connection: connectionOn(handle, events) };
    await handle.close();
    return { ok: false, detail: isDevice ? 'cancelled' : 'no device' };
  };
}

export interface UsbId {
  readonly vendorId: number;
  readonly productId: number;
}

export type UsbFound =
  | { readonly ok: true; readonly path: string }
  /** `none`: not even one. */
  | { readonly ok: false; readonly detail: string; readonly none?: true };

async function readId(folder: string, file: 'idVendor' | 'idProduct'): Promise<number> {
  return Number.parseInt(await readFile(join(folder, file), 'utf8'), 16);
}

/** Whether the interface that this entry of usbmisc stands for belongs to such a device. */
async function isOne(entry: string, id: UsbId): Promise<boolean> {
  try {
    const device = dirname(await realpath(join(entry, 'device')));
    const ids = await Promise.all([readId(device, 'idVendor'), readId(device, 'idProduct')]);
    return ids[0] === id.vendorId && ids[1] === id.productId;
  } catch {
    return false; // unplugged while it was looked at
  }
}

/**
 * Linux numbers printers in the order they are plugged in; the ids stay.
 * @param root where the kernel lists them
 * @returns the one printer with these ids; two of a kind are told apart by path alone, so that is refused
 */
export async function findUsb(id: UsbId, root = '/sys/class/usbmisc'): Promise<UsbFound> {
  const names = (await readdir(root).catch(() => [])).filter((name) => /^lp\d+$/.test(name));
  const ours = await Promise.all(names.map((name) => isOne(join(root, name), id)));
  const found = names.filter((_name, at) => ours[at] === true);
  const [name, ...others] = found;
  if (name === undefined) return { ok: false, detail: 'no USB printer with these ids', none: true };
  if (others.length > 0)
    return { ok: false, detail: `several USB printers with these ids: ${found.sort().join(', ')}` };
  return { ok: true, path: `/dev/usb/${name}` };
}
