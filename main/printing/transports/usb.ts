/** A USB printer on Linux, through the kernel's own driver (usblp): /dev/usb/lpN, read and written, by one program at a time. */
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionEvents, Open, Opened } from '../connection.ts';
import { type DeviceWork, openDevice } from './device.ts';
import { openNonBlocking, reasonOf, writeAll } from './non-blocking.ts';
import { listUsb } from './usb-list.ts';

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

function workOn(handle: FileHandle, hear: ConnectionEvents['onBytes']): DeviceWork {
  return {
    listen: async ({ ended, lose }) => {
      while (!ended()) {
        const found = await look(handle);
        if (ended() || found === 'mute') return;
        if (found === null) await sleep(LOOK_MS);
        else if ('lost' in found) lose(found.lost);
        else hear(found);
      }
    },
    write: async (bytes, { ended, lose }) => {
      const { failure } = await writeAll(handle, bytes, () => !ended());
      if (failure !== null && failure !== 'stopped') lose(failure);
      return failure === null;
    },
    letGo: async (underWay) => {
      // None of them waits long.
      await underWay();
      await handle.close().catch(() => undefined); // it is gone either way
    },
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
    if (isDevice && signal?.aborted !== true) {
      return { ok: true, connection: openDevice(workOn(handle, events.onBytes), events.onEnd).connection };
    }
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

/**
 * Linux numbers printers in the order they are plugged in; the ids stay.
 * @param root where the kernel lists them
 * @returns the one printer with these ids; two of a kind are told apart by path alone, so that is refused
 */
export async function findUsb(id: UsbId, root?: string): Promise<UsbFound> {
  const all = await listUsb(root);
  const found = all.filter(({ vendorId, productId }) => vendorId === id.vendorId && productId === id.productId);
  const [printer, ...others] = found;
  if (printer === undefined) return { ok: false, detail: 'no USB printer with these ids', none: true };
  const names = found.map(({ name }) => name).join(', ');
  if (others.length > 0) return { ok: false, detail: `several USB printers with these ids: ${names}` };
  return { ok: true, path: printer.path };
}
