/** After a whole job on a real keychain: no secret in any file, output, environment or command line, and no file for others. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { BUDI_OPTIONS, CLI, envelope } from '../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';
import { listeningSockets } from '../support/listening.ts';
import { keyMarks, secretSearch } from '../support/secret-marks.ts';

const secrets = z.object({
  speedcash: z.object({ clientSecret: z.string(), privateKey: z.string() }),
  paycools: z.object({ privateKey: z.string() }),
});

function below(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
}

describe.skipIf(KEYRING_SKIPPED !== null)('after a whole job', () => {
  let keyring: Keyring;
  let sandbox: ChildProcess;
  let root: string;
  let env: Readonly<Record<string, string>>;
  let search: ReturnType<typeof secretSearch>;
  const said: string[] = [];
  /** What the system shows of a command that is in the middle of a call. */
  const seen = { environ: Buffer.alloc(0), cmdline: Buffer.alloc(0), listening: [] as readonly string[] };
  const umask = process.umask();

  async function done(commands: readonly (readonly string[])[]): Promise<void> {
    const script = fileURLToPath(new URL('../support/cli-in-a-row.ts', import.meta.url));
    const child = spawn(process.execPath, [script], { env, stdio: 'pipe' });
    child.stdin.end(JSON.stringify(commands.map((args) => [...args, '--json'])));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    said.push(out, err);
    if (child.exitCode !== 0) throw new Error(`${out}${err}`);
  }

  function isSent(): boolean {
    const db = new DatabaseSync(join(root, 'home', 'journal.sqlite'), { readOnly: true });
    try {
      return db.prepare("SELECT 1 FROM operations WHERE state = 'sent'").get() !== undefined;
    } finally {
      db.close();
    }
  }

  async function lookAtOneThatRuns(): Promise<void> {
    const hanging = ['qr', 'generate', ...BUDI_OPTIONS.with(1, 'HANG'), '--json'];
    const child = spawn(process.execPath, [CLI, ...hanging], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    await vi.waitFor(() => expect(isSent()).toBe(true), { timeout: 30_000 });
    seen.environ = readFileSync(`/proc/${child.pid}/environ`);
    seen.cmdline = readFileSync(`/proc/${child.pid}/cmdline`);
    seen.listening = listeningSockets(child.pid ?? 0);
    child.kill('SIGINT');
    const [out, err] = await output;
    said.push(out, err);
  }

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'qris-scan-'));
    keyring = await startKeyring({ kind: 'unlocked' });
    env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home'), QRIS_TERMINAL_LOG: 'debug' };
    const started = spawn(process.execPath, [CLI, 'sandbox', '--json'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    sandbox = started;
    const [line] = await once(createInterface({ input: started.stdout }), 'line');
    const profile = z.string().parse(envelope.parse(JSON.parse(String(line))).data.profile);
    const { speedcash, paycools } = secrets.parse(JSON.parse(await readFile(profile, 'utf8')));
    search = secretSearch([
      { name: 'client secret', bytes: Buffer.from(speedcash.clientSecret) },
      ...keyMarks('SpeedCash key', speedcash.privateKey),
      ...keyMarks('PayCools key', paycools.privateKey),
    ]);
    expect(search(await readFile(profile)).length).toBeGreaterThan(10);
    // The most open that a person's own settings can be.
    process.umask(0);
    await done([
      ['provision', profile],
      ['terminal', 'register', '--id', 'KASIR-01', '--description', 'Lantai 1'],
      ['shift', 'open'],
      ['qr', 'generate', ...BUDI_OPTIONS, '--reference', 'SCAN-1', '--print'],
      ['qr', 'expire', '10092081'],
      ['journal', 'backup'],
      ['journal', 'backup', '--out', join(root, 'out', 'copy.sqlite')],
      ['journal', 'export', '--out', join(root, 'out', 'all.jsonl')],
    ]);
    await lookAtOneThatRuns();
    await done([
      ['shift', 'close'],
      ['shift', 'export', '1', '--out', join(root, 'out', 'shift.csv')],
      ['doctor', '--bundle', join(root, 'out', 'help.zip'), '--yes'],
    ]);
  });

  afterAll(async () => {
    process.umask(umask);
    sandbox.kill('SIGINT');
    await once(sandbox, 'close');
    await keyring.stop();
    await rm(root, { recursive: true, force: true });
  });

  it('no file in the data folder, and no copy of it, holds a secret', () => {
    const files = [join(root, 'home'), join(root, 'out')].flatMap(below).filter((name) => statSync(name).isFile());
    expect(files.map((name) => name.slice(root.length))).toEqual(
      expect.arrayContaining(['/home/journal.sqlite', '/home/provisioned.json', '/home/log/till.log', '/out/help.zip']),
    );
    expect(files.filter((name) => search(readFileSync(name)).length > 0)).toEqual([]);
  });

  it('nothing that was said holds a secret', () => {
    expect(said.join('')).toContain('debug {');
    expect(search(Buffer.from(said.join('\n')))).toEqual([]);
  });

  it('neither the environment nor the command line of one that runs holds a secret', () => {
    expect(seen.cmdline.includes('HANG')).toBe(true);
    expect([...search(seen.environ), ...search(seen.cmdline)]).toEqual([]);
  });

  it('one that runs listens on no port', () => {
    expect(seen.listening).toEqual([]);
    expect(listeningSockets(sandbox.pid ?? 0).length).toBeGreaterThanOrEqual(2);
  });

  it('every folder is 0700 and every file 0600, whatever the umask', () => {
    const home = join(root, 'home');
    const open = [home, ...below(home), ...below(join(root, 'out'))].flatMap((name) => {
      const stat = statSync(name);
      const mode = stat.mode & 0o777;
      return mode === (stat.isDirectory() ? 0o700 : 0o600) ? [] : [`${name.slice(root.length)} ${mode.toString(8)}`];
    });
    expect(open).toEqual([]);
  });
});
