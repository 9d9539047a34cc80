/** A file, or a device that is written like one: each job is appended, and nothing ever comes back. */
import { constants } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PrinterStatus, PrintResult } from '../../../shared/printing.ts';
import { inTime } from './in-time.ts';
import { openNonBlocking, reasonOf, writeAll } from './non-blocking.ts';
import type { Allowance, OneWay } from './one-way.ts';

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

/** So that a power cut after `written` cannot take the slip back; what is no file on a disk has nothing to settle. */
async function settle(handle: FileHandle): Promise<string | null> {
  try {
    if ((await handle.stat()).isFile()) await handle.datasync();
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/** A write that does not heed the deadline by itself (Windows) is waited for this much longer, milliseconds. */
const STUCK_MS = 100;
const LATE = 'it did not take the whole job in time';

/** @returns null when a write neither ended nor stopped in time: the handle is still in use */
async function append(handle: FileHandle, bytes: Uint8Array, { ms, signal }: Allowance): Promise<PrintResult | null> {
  const deadline = performance.now() + ms;
  const goOn = (): boolean => signal?.aborted !== true && performance.now() < deadline;
  const ended = await inTime(writeAll(handle, bytes, goOn), ms + STUCK_MS);
  if (ended === 'late' || ended === 'cancelled') return null;
  if ('error' in ended) throw ended.error;
  const { bytes: went, failure } = ended.value;
  const wrong = failure ?? (await settle(handle));
  if (wrong === null) return { kind: 'done', proof: 'written' };
  const trouble = wrong === 'stopped' ? 'no-answer' : 'connection-lost';
  const detail = wrong === 'stopped' ? LATE : wrong;
  return { kind: went === 0 ? 'not-printed' : 'possibly-printed', trouble, detail };
}

/** Asks without opening: opening a device can move it, and opening a missing file would make it. */
async function look(path: string): Promise<PrinterStatus> {
  const trouble = (detail: string): PrinterStatus => ({ state: 'trouble', trouble: 'unreachable', detail });
  try {
    return (await stat(path)).isDirectory() ? trouble('EISDIR') : { state: 'mute' };
  } catch (error) {
    if (reasonOf(error) !== 'ENOENT') return trouble(reasonOf(error));
  }
  try {
    return (await stat(dirname(path))).isDirectory() ? { state: 'mute' } : trouble('ENOTDIR');
  } catch (error) {
    return trouble(reasonOf(error));
  }
}

/**
 * @param path appended to; made (0600) when it is missing, its folder never is. A folder is refused.
 * @returns `deliver` ends in proof `written` when the file has every byte; `not-printed` when it has none
 */
export function toFile(path: string): OneWay {
  return {
    deliver: async (bytes, allowance) => {
      const handle = await openNonBlocking(path, APPEND);
      if ('detail' in handle) return { kind: 'not-printed', trouble: 'unreachable', detail: handle.detail };
      const result = await append(handle, bytes, allowance);
      // What matters was settled above; a close that fails changes nothing on the paper.
      const closed = handle.close().catch(() => undefined);
      // Under a write that is stuck it waits as long as that does; nobody waits for it.
      if (result === null) return { kind: 'possibly-printed', trouble: 'no-answer', detail: LATE };
      await closed;
      return result;
    },
    status: () => look(path),
  };
}
