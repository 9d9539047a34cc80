/** The shift's commands as scripts see them: processes of their own, two at once, and one that is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { BUDI_OPTIONS, CLI, type Env, json, run } from '../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';

describe.skipIf(KEYRING_SKIPPED !== null)('shift', () => {
  let keyring: Keyring;
  let sandbox: Sandbox;
  let root: string;
  let env: Env;
  /** A printer that takes a connection and says nothing. */
  let silent: Server;
  const asked = Promise.withResolvers<void>();

  beforeAll(async () => {
    [keyring, sandbox, root] = await Promise.all([
      startKeyring({ kind: 'unlocked' }),
      startSandbox(),
      mkdtemp(join(tmpdir(), 'qris-cli-shift-')),
    ]);
    env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
    silent = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      asked.resolve();
    });
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = z.object({ port: z.number() }).parse(silent.address());
    const printers = [
      ...z.array(z.unknown()).parse(sandbox.profile.printers),
      { name: 'bisu', transport: { kind: 'tcp', host: '127.0.0.1', port }, paper: 58, qr: 'auto' },
    ];
    const path = join(root, 'profile.json');
    await writeFile(path, JSON.stringify({ ...sandbox.profile, printers }), { mode: 0o600 });
    expect(await json(['provision', path], env)).toMatchObject({ status: 0 });
  });
  afterAll(async () => {
    silent.close();
    await Promise.all([sandbox.close(), keyring.stop()]);
    await rm(root, { recursive: true, force: true });
  });

  it('open, x, show, close, print, list, export: one object each, with the exit status of its outcome', async () => {
    expect(await json(['shift', 'close'], env)).toMatchObject({ outcome: 'refused', status: 3 });
    const opened = await json(['shift', 'open'], env);
    expect(opened).toMatchObject({ outcome: 'ok', status: 0, action: 'shift open', data: { number: 1, earlier: 0 } });
    expect(await json(['shift', 'open'], env)).toMatchObject({ outcome: 'refused', status: 3 });
    await json(['qr', 'generate', ...BUDI_OPTIONS, '--reference', 'R-1'], env);
    const x = await json(['shift', 'x', '--print'], env);
    expect(x).toMatchObject({ status: 0, data: { report: 'X', number: 1, print: { proof: 'printed' } } });
    const shown = await json(['shift', 'show'], env);
    expect(shown).toMatchObject({ status: 0, data: { report: 'X', operations: { total: 1, byState: { ok: 1 } } } });

    sandbox.printer.control.set({ paperOut: true });
    const closed = await json(['shift', 'close', '--print', '--shift', '1'], env);
    expect(closed).toMatchObject({
      outcome: 'ok',
      status: 6,
      data: { report: 'Z', number: 1, made: { at: expect.stringMatching(/\+07:00$/) }, print: { state: 'paused' } },
    });
    sandbox.printer.control.reset();
    expect(await json(['shift', 'close', '--shift', '1'], env)).toMatchObject({ outcome: 'refused', status: 3 });
    expect(await json(['shift', 'close', '--shift', '5'], env)).toMatchObject({ outcome: 'invalid', status: 2 });
    expect(await json(['shift', 'print', '1'], env)).toMatchObject({ status: 0, data: { proof: 'printed', copy: 0 } });
    expect(await json(['shift', 'print', 'Z-1'], env)).toMatchObject({
      status: 0,
      data: { proof: 'printed', copy: 1 },
    });
    expect(await json(['shift', 'print', '7'], env)).toMatchObject({ outcome: 'invalid', status: 2 });
    expect(await json(['shift', 'list'], env)).toMatchObject({ data: { shifts: [{ number: 1, operations: 1 }] } });
    const file = join(root, 'z.json');
    expect(await json(['shift', 'export', '1', '--out', file], env)).toMatchObject({ status: 0, data: { count: 1 } });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ shifts: [{ number: 1 }] });
    const said = await run(['shift', 'show', '1', '--lang', 'en'], env);
    expect(said.stdout).toContain('BY OPERATOR');
    expect(await json(['journal', 'verify'], env)).toMatchObject({ status: 0 });
  });

  it('closed by two processes at once has one Z', async () => {
    await json(['shift', 'open'], env);
    const closing = () => json(['shift', 'close', '--shift', '2'], env);
    const both = await Promise.all([closing(), closing()]);
    expect(both.map(({ status }) => status).toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 3]);
    const { data } = await json(['shift', 'list'], env);
    expect(data).toMatchObject({ shifts: [{ number: 2 }, { number: 1 }] });
  });

  it('killed between the close and the paper: the Z is there, and its paper waits in the queue', async () => {
    await json(['shift', 'open'], env);
    const args = [CLI, 'shift', 'close', '--print', '--printer', 'bisu'];
    const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
    const ended = once(child, 'close');
    await asked.promise;
    child.kill('SIGKILL');
    await ended;
    expect(await json(['shift', 'list', '--limit', '1'], env)).toMatchObject({ data: { shifts: [{ number: 3 }] } });
    const { data } = await json(['printer', 'queue'], env);
    const [job] = z
      .object({ jobs: z.array(z.looseObject({ jobId: z.string(), reference: z.string() })) })
      .parse(data).jobs;
    expect(job).toMatchObject({ reference: 'Z-3', printer: 'bisu' });
    const out = await json(['shift', 'print', '3'], env);
    expect(out).toMatchObject({ status: 0, data: { jobId: job?.jobId, proof: 'printed' } });
    expect(sandbox.printer.slips().at(-1)?.text.join('\n')).toContain('LAPORAN Z 3');
  });
});
