/** Programs that the till starts get an environment of their own: each is run as a double that writes down what it got. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { machineTerminalId } from '../../main/app/machine-terminal-id.ts';
import { childEnv } from '../../main/child-env.ts';
import { discover } from '../../main/printing/discover.ts';
import { listQueues } from '../../main/printing/discover-spooler.ts';
import { toSpooler } from '../../main/printing/transports/spooler.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'main');

describe('childEnv', () => {
  const ours = { PATH: '/p', HOME: '/h', SystemRoot: 'C:\\Windows', NODE_OPTIONS: '--x', TOKEN: 'secret' };

  it('is the path and English; on Windows what its programs cannot start without', () => {
    expect(childEnv('linux', ours)).toEqual({ PATH: '/p', LANG: 'C' });
    expect(childEnv('darwin', {})).toEqual({ PATH: '/usr/bin:/bin', LANG: 'C' });
    expect(childEnv('win32', ours)).toEqual({ PATH: '/p', SystemRoot: 'C:\\Windows' });
  });
});

describe('main', () => {
  const files = readdirSync(MAIN, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const textOf = (name: string) => readFileSync(join(MAIN, name), 'utf8');

  it('starts programs in three places, each time with that environment', () => {
    const starting = files.filter((name) => /child_process|worker_threads'.*fork|execa/.test(textOf(name))).toSorted();
    expect(starting).toEqual([
      'app/windows-access.ts',
      'printing/discover-spooler.ts',
      'printing/transports/spooler.ts',
    ]);
    for (const name of starting) {
      const text = textOf(name);
      const calls = text.match(/(?<![.\w])(?:spawn|execFile|exec|fork|spawnSync|execFileSync|execSync)\(/g) ?? [];
      expect(calls).toHaveLength(1);
      expect(text.match(/\benv: childEnv\(\)/g)).toHaveLength(1);
      expect(text).not.toContain('process.env)');
    }
  });

  it('asks libraries that start programs only under it', () => {
    const asking = files.filter(
      (name) => /machineIdSync|\.list\(\)/.test(textOf(name)) && /machine-id|serialport/.test(textOf(name)),
    );
    expect(asking.toSorted()).toEqual(['app/machine-terminal-id.ts', 'printing/discover.ts']);
    for (const name of asking) expect(textOf(name)).toMatch(/underChildEnv\(\(\) => [\w.]+(?:machineIdSync|list)\(/);
  });
});

describe.runIf(process.platform === 'linux')('what is really started', () => {
  let bin: string;
  beforeAll(() => {
    bin = mkdtempSync(join(tmpdir(), 'qris-bin-'));
  });
  afterAll(() => rmSync(bin, { recursive: true, force: true }));
  beforeEach(() => {
    vi.stubEnv('PATH', `${bin}:${process.env.PATH ?? ''}`);
    vi.stubEnv('TILL_SECRET', 'in our environment');
    vi.stubEnv('NODE_OPTIONS', '--no-warnings');
  });
  afterEach(() => vi.unstubAllEnvs());

  /** @returns the names of what it got, once it ran */
  function double(program: string): () => readonly string[] {
    const got = join(bin, `${program}.env`);
    writeFileSync(join(bin, program), `#!/bin/sh\nenv > ${got}\n`);
    chmodSync(join(bin, program), 0o700);
    return () =>
      readFileSync(got, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('=', 1)[0] ?? '')
        // sh's own
        .filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))
        .toSorted();
  }

  it('lp gets a path and a language', async () => {
    const got = double('lp');
    await toSpooler({ queue: 'kasir' }).deliver(new Uint8Array([1]), { ms: 20_000 });
    expect(got()).toEqual(['LANG', 'PATH']);
  });

  it('lpstat too, for a queue and for all', async () => {
    const got = double('lpstat');
    await toSpooler({ queue: 'kasir' }).status({ ms: 20_000 });
    expect(got()).toEqual(['LANG', 'PATH']);
    await listQueues();
    expect(got()).toEqual(['LANG', 'PATH']);
  });

  it("udevadm, by the serial port's library", async () => {
    const got = double('udevadm');
    double('lpstat');
    await discover(1, { mdns: { interfaces: [] } });
    expect(got()).toEqual(['LANG', 'PATH']);
  });

  it("the shell of the machine id's library", () => {
    const got = double('head');
    machineTerminalId();
    expect(got()).toEqual(['LANG', 'PATH']);
    expect(process.env.TILL_SECRET).toBe('in our environment');
  });
});
