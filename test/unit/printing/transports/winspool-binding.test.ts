/** The binding to Windows' spooler: the real koffi with a library of the same functions, built here, in winspool.drv's place. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toWinSpool } from '../../../../main/printing/transports/winspool.ts';
import {
  bindWinSpool,
  CONVENTION,
  declareWinSpool,
  loadWinSpool,
} from '../../../../main/printing/transports/winspool-binding.ts';

const koffi = await import('koffi').catch(() => null);
const SOURCE = join(import.meta.dirname, 'winspool-double.c');
const canBuild = process.platform !== 'win32' && spawnSync('cc', ['--version']).status === 0;

it.skipIf(process.platform === 'win32')('is nowhere but on Windows', async () => {
  expect(await loadWinSpool()).toBeNull();
});

describe.skipIf(koffi === null)('the declarations', () => {
  if (koffi === null) return;

  it('parse, and may be made twice', () => {
    for (const _again of [1, 2]) {
      for (const { result, takes } of Object.values(declareWinSpool(koffi))) {
        expect(koffi.proto(CONVENTION, result, takes).proto?.arguments).toHaveLength(takes.length);
      }
    }
  });

  it('a HANDLE is as wide as a pointer', () => {
    expect(koffi.sizeof('uintptr_t')).toBe(koffi.sizeof('void *'));
  });
});

describe.skipIf(koffi === null || !canBuild)('through the real koffi', () => {
  if (koffi === null) return;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'till-winspool-'));
    execFileSync('cc', ['-shared', '-fPIC', '-Wall', '-Werror', '-o', join(folder, 'double.so'), SOURCE]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const bound = () => bindWinSpool(koffi, koffi.load(join(folder, 'double.so')), () => koffi.errno());
  const JOB = Uint8Array.from({ length: 40_000 }, (_none, at) => at % 251);
  const PATIENT = { ms: 60_000 };

  it('names in UTF-16, the document, every byte in its parts', async () => {
    const out = join(folder, 'kasir-é€日');
    expect(await toWinSpool(bound(), out).deliver(JOB, PATIENT)).toEqual({ kind: 'done', proof: 'spooled' });
    expect(new Uint8Array(readFileSync(out))).toEqual(JOB);
    expect(readFileSync(`${out}.doc`, 'utf8')).toBe('level 1 Slip (null) RAW\npage\nend page\nend document\nclosed\n');
  });

  it('the error of the thread that called, not of ours', async () => {
    const said = { trouble: 'unreachable', detail: 'no such queue' };
    const results = await Promise.all(
      [1, 2, 3, 4].map((at) => toWinSpool(bound(), `/nowhere/${at}`).deliver(JOB, PATIENT)),
    );
    expect(results).toEqual([1, 2, 3, 4].map(() => ({ kind: 'not-printed', ...said })));
  });

  it('the status bits of PRINTER_INFO_6', async () => {
    const out = join(folder, 'paused');
    expect(await toWinSpool(bound(), out).status(PATIENT)).toEqual({
      state: 'trouble',
      trouble: 'offline',
      detail: 'the queue is paused',
    });
  });

  it('what koffi does not take is no exception', async () => {
    const spool = bound();
    const notAHandle: unknown = 'x';
    expect(await spool.startPage(notAHandle as number)).toEqual({ ok: false, code: 0 });
  });
});
