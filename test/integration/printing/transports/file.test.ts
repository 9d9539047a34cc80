/** A real file, a real FIFO, and what is said when there is neither. */
import { execFileSync } from 'node:child_process';
import { constants, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { abilityOf } from '../../../../main/printing/ability.ts';
import { encodeSlip } from '../../../../main/printing/encode-slip.ts';
import { HASTY, printingWith, SLIP, settingsOf } from '../rig.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'till-file-printer-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const to = (path: string) => settingsOf({ kind: 'file', path });

function jobBytes(path: string): Buffer {
  const job = encodeSlip(SLIP, abilityOf(to(path), null));
  if (!job.ok) throw new Error(job.detail);
  return Buffer.from(job.bytes);
}

describe('a file', () => {
  it('gets exactly the slip, one after the other, and nobody else may read it', async () => {
    const path = join(folder, 'slips.bin');
    const printing = printingWith();
    const results = await Promise.all([printing.print(SLIP, to(path)), printing.print(SLIP, to(path))]);
    expect(results).toEqual([1, 2].map(() => ({ kind: 'done', proof: 'written' })));
    const job = jobBytes(path);
    expect(readFileSync(path).equals(Buffer.concat([job, job]))).toBe(true);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('status makes none, and calls it mute', async () => {
    expect(await printingWith().status(to(join(folder, 'none.bin')))).toEqual({ state: 'mute' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('what is no file', () => {
  it('a folder gets nothing', async () => {
    mkdirSync(join(folder, 'sub'));
    const printer = to(join(folder, 'sub'));
    expect(await printingWith().print(SLIP, printer)).toEqual({
      kind: 'not-printed',
      trouble: 'unreachable',
      detail: 'EISDIR',
    });
    expect(await printingWith().status(printer)).toMatchObject({ state: 'trouble', detail: 'EISDIR' });
    expect(readdirSync(join(folder, 'sub'))).toEqual([]);
  });

  it('a missing folder is not made', async () => {
    const printer = to(join(folder, 'no', 'slips.bin'));
    const said = { trouble: 'unreachable', detail: 'ENOENT' };
    expect(await printingWith().print(SLIP, printer)).toEqual({ kind: 'not-printed', ...said });
    expect(await printingWith().status(printer)).toEqual({ state: 'trouble', ...said });
  });
});

describe.runIf(process.platform === 'linux')('a device that is written like a file', () => {
  it('a full disk: nothing went', async () => {
    const result = await printingWith().print(SLIP, to('/dev/full'));
    expect(result).toEqual({ kind: 'not-printed', trouble: 'connection-lost', detail: 'ENOSPC' });
  });

  it('a FIFO that nobody reads is not waited for', async () => {
    const path = join(folder, 'fifo');
    execFileSync('mkfifo', [path]);
    const result = await printingWith().print(SLIP, to(path));
    expect(result).toEqual({ kind: 'not-printed', trouble: 'unreachable', detail: 'ENXIO' });
  });

  it('a FIFO whose reader stops: possibly printed at the deadline', async () => {
    const path = join(folder, 'fifo');
    execFileSync('mkfifo', [path]);
    const reader = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const long = { ...SLIP, parts: Array.from({ length: 200 }, () => SLIP.parts).flat() };
    const result = await printingWith({ ...HASTY, connectMs: 100 }).print(long, to(path));
    await reader.close();
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
  });
});
