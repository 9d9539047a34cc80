/** A till that dies leaves no key in what the system keeps of it, and nobody opens a debugger on one that runs. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI } from '../support/cli.ts';
import { listeningSockets } from '../support/listening.ts';
import { makePem } from '../support/profile-maker.ts';
import { keyMarks } from '../support/secret-marks.ts';

const linux = process.platform === 'linux';
/** Elsewhere a program of the system takes the core, and shows it to nobody here. */
const coresHere = linux && readFileSync('/proc/sys/kernel/core_pattern', 'latin1').trim() === 'core';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'qris-guard-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.runIf(coresHere)('a core dump', () => {
  const pem = makePem();
  function coreOf(how: 'guarded' | 'open'): Buffer {
    const folder = mkdtempSync(join(root, 'core-'));
    const script = join(import.meta.dirname, '..', 'support', 'core-script.ts');
    const started = spawnSync('/bin/sh', ['-c', 'ulimit -c unlimited; exec "$0" "$@"', process.execPath, script, how], {
      cwd: folder,
      input: pem,
    });
    expect(started.stdout.toString('utf8')).toBe(`rsa ${pem.length}`);
    const [core] = readdirSync(folder);
    return core === undefined ? Buffer.alloc(0) : readFileSync(join(folder, core));
  }

  it('of a till holds no part of a key; of the same process unguarded it does', () => {
    // Raw only: an unguarded core is all of the memory, too much to look through in every writing.
    const marks = keyMarks('key', pem);
    const found = (core: Buffer) => marks.filter(({ bytes }) => core.includes(bytes)).map(({ name }) => name);
    expect(found(coreOf('open'))).toContain('key (PEM line 0)');
    const guarded = coreOf('guarded');
    expect(found(guarded)).toEqual([]);
    expect(guarded.length).toBeLessThan(4_000_000);
  });
});

describe.runIf(linux)('a command that runs', () => {
  it('opens no debugger when it is asked to by a signal, and keeps its memory out of dumps', async () => {
    const env = { PATH: process.env.PATH ?? '', HOME: root, QRIS_TERMINAL_HOME: join(root, 'home') };
    const child = spawn(process.execPath, [CLI, 'sandbox', '--json'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const stderr: Buffer[] = [];
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
    try {
      const lines = createInterface({ input: child.stdout });
      await once(lines, 'line');
      const before = listeningSockets(child.pid ?? 0);
      child.kill('SIGUSR1');
      // It answers an order after the signal, so the signal was dealt with.
      child.stdin.write('printer status\n');
      await once(child.stderr, 'data');
      expect(listeningSockets(child.pid ?? 0)).toEqual(before);
      expect(Buffer.concat(stderr).toString('utf8')).not.toContain('Debugger');
      expect(Number.parseInt(readFileSync(`/proc/${child.pid}/coredump_filter`, 'latin1'), 16)).toBe(0);
    } finally {
      child.kill('SIGINT');
      await once(child, 'close');
    }
  });
});
