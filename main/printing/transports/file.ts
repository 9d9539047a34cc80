/** A file, or a device that is written like one: each job is appended, and nothing ever comes back. */
import { constants } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PrinterStatus, PrintResult } from '../../../shared/printing.ts';
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

async function append(handle: FileHandle, bytes: Uint8Array, { ms, signal }: Allowance): Promise<PrintResult> {
  const deadline = performance.now() + ms;
  const { bytes: went, failure } = await writeAll(
    handle,
    bytes,
    () => signal?.aborted !== true && performance.now() < deadline,
  );
  const wrong = failure ?? (await settle(handle));
  if (wrong === null) return { kind: 'done', proof: 'written' };
  const trouble = wrong === 'stopped' ? 'no-answer' : 'connection-lost';
  const detail = wrong === 'stopped' ? 'it did not take the whole job in time' : wrong;
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
      try {
        return await append(handle, bytes, allowance);
      } finally {
        // What matters was settled above; a close that fails changes nothing on the paper.
        await handle.close().catch(() => undefined);
      }
    },
    status: () => look(path),
  };
}
