/** Files and devices opened so that no call waits inside the kernel, where the system lets us ask for that. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Small enough that a device which stops taking is noticed within one buffer of a USB printer (8 KiB in Linux). */
const SLICE = 4096;
const RETRY_MS = 5;

/**
 * A call that waited would hold a thread of Node's pool for as long as a device takes nothing. Windows has neither flag
 * (Node leaves both out of its constants there): a write to a device may wait, and whoever writes has to stop waiting
 * for it at his deadline, as `file.ts` does.
 */
const NEVER_WAIT = (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** The system's own short name for what went wrong (ENOENT, EBUSY …), where it has one. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** @returns the handle, or why there is none; nothing is written */
export async function openNonBlocking(path: string, flags: number): Promise<FileHandle | { readonly detail: string }> {
  try {
    // Whoever may read a slip is decided by who owns the till: 0600 for a file that is made.
    return await open(path, flags | NEVER_WAIT, 0o600);
  } catch (error) {
    return { detail: reasonOf(error) };
  }
}

/** What of a file handle is written through. */
export interface Takes {
  write(buffer: Uint8Array, offset: number, length: number, position: null): Promise<{ readonly bytesWritten: number }>;
}

export interface Written {
  /** Bytes that the file or device has; more may not have left. */
  readonly bytes: number;
  /** null: it has them all. `stopped`: `goOn` said so. */
  readonly failure: string | null;
}

/** @returns how many bytes went, 0 when it takes none now, or why it never will */
async function once(act: () => Promise<{ readonly bytesWritten: number }>): Promise<number | 'busy' | Error> {
  try {
    return (await act()).bytesWritten;
  } catch (error) {
    if (reasonOf(error) === 'EAGAIN') return 'busy';
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * Writes all of it, waiting between tries while the device is busy.
 * @param goOn asked before every try; false ends it
 */
export async function writeAll(handle: Takes, bytes: Uint8Array, goOn: () => boolean): Promise<Written> {
  let at = 0;
  for (;;) {
    if (!goOn()) return { bytes: at, failure: 'stopped' };
    const slice = bytes.subarray(at, at + SLICE);
    // The USB printer driver of Linux answers a write before the transfer is over, and closing would cut it short.
    // A write of nothing is refused until it is over; everywhere else it does nothing.
    const went = await once(() =>
      slice.length > 0 ? handle.write(slice, 0, slice.length, null) : handle.write(Uint8Array.of(0), 0, 0, null),
    );
    if (went instanceof Error) return { bytes: at, failure: reasonOf(went) };
    if (went === 'busy' || (went === 0 && slice.length > 0)) await sleep(RETRY_MS);
    else if (slice.length === 0) return { bytes: at, failure: null };
    else at += went;
  }
}
