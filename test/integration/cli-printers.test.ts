/** The printer's commands as scripts and people at a terminal see them: real processes beside a running sandbox. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BUDI_OPTIONS, CLI, type Env, envelope, json, run } from '../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';

/** Whether a process can be put where there is no network at all. */
const canUnshare = spawnSync('unshare', ['-rn', 'true']).status === 0;

/** The next line; what ends without one is told from what hangs by the test's own time. */
async function nextLine(lines: Interface): Promise<string> {
  const [line] = await once(lines, 'line');
  return String(line);
}

interface World {
  readonly env: Env;
  /** Puts the sandbox's printer into a state, and returns once it is. */
  readonly order: (order: string) => Promise<void>;
  /** How often the printer that never answers was connected to. */
  readonly asked: () => number;
  /** The sandbox's profile, with two more printers: a file, and one that never answers. */
  readonly profile: string;
  readonly close: () => Promise<void>;
}

async function startSandboxProcess(
  env: Env,
): Promise<{ readonly child: ChildProcess; readonly said: Interface; readonly profile: string }> {
  const child = spawn(process.execPath, [CLI, 'sandbox', '--json'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const line = await nextLine(createInterface({ input: child.stdout }));
  const { data } = envelope.parse(JSON.parse(line));
  return { child, said: createInterface({ input: child.stderr }), profile: z.string().parse(data.profile) };
}

async function startWorld(): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'qris-cli-printers-'));
  const keyring: Keyring = await startKeyring({ kind: 'unlocked' });
  const env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
  const sandbox = await startSandboxProcess(env);
  const whole = z
    .looseObject({ printers: z.array(z.unknown()) })
    .parse(JSON.parse(await readFile(sandbox.profile, 'utf8')));
  const backup = { name: 'berkas', transport: { kind: 'file', path: join(root, 'paper.bin') }, paper: 58 };
  let asked = 0;
  const mute = createServer((socket) => {
    asked += 1;
    socket.on('error', () => undefined).resume();
  });
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = z.object({ port: z.number() }).parse(mute.address());
  const silent = { name: 'bisu', transport: { kind: 'tcp', host: '127.0.0.1', port }, paper: 58 };
  const profile = join(root, 'profile.json');
  await writeFile(profile, JSON.stringify({ ...whole, printers: [...whole.printers, backup, silent] }));
  return {
    env,
    profile,
    asked: () => asked,
    order: async (order) => {
      const obeyed = Promise.withResolvers<void>();
      const listen = (line: string): void => {
        if (line.includes(order)) obeyed.resolve();
      };
      sandbox.said.on('line', listen);
      sandbox.child.stdin?.write(`${order}\n`);
      await obeyed.promise;
      sandbox.said.off('line', listen);
    },
    close: async () => {
      sandbox.child.kill('SIGINT');
      await once(sandbox.child, 'close');
      mute.close();
      await keyring.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

describe.skipIf(KEYRING_SKIPPED !== null)("a printer's day", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    expect(await json(['provision', world.profile], world.env)).toMatchObject({ status: 0 });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.order('printer ok');
    for (const { jobId } of await waiting()) await json(['printer', 'drop', jobId], world.env);
  });

  async function waiting() {
    const { data } = await json(['printer', 'queue'], world.env);
    return z.array(z.looseObject({ jobId: z.string() })).parse(data.jobs);
  }

  function watch(printer: string) {
    const args = [CLI, 'printer', 'status', '--watch', '--printer', printer, '--lang', 'en'];
    return spawn(process.execPath, args, { env: world.env, stdio: ['ignore', 'pipe', 'inherit'] });
  }

  /** A slip that met a printer without paper. @returns its job */
  async function slipThatWaits(reference: string): Promise<string> {
    await world.order('printer paper-out');
    const made = await json(['qr', 'generate', ...BUDI_OPTIONS, '--reference', reference, '--print'], world.env);
    expect(made).toMatchObject({
      outcome: 'ok',
      status: 6,
      data: { reference, qrStatus: 'ACTIVE', print: { state: 'paused', trouble: 'paper-out' } },
    });
    return z.object({ print: z.looseObject({ jobId: z.string() }) }).parse(made.data).print.jobId;
  }

  it('a slip that met no paper waits, and comes out once there is some', async () => {
    const job = await slipThatWaits('Q-1');
    expect(await waiting()).toMatchObject([{ jobId: job, reference: 'Q-1', printer: 'kasir', state: 'paused' }]);
    const still = await json(['printer', 'resume', job], world.env);
    expect(still).toMatchObject({ outcome: 'not-sent', status: 7, data: { jobId: job, trouble: 'paper-out' } });
    await world.order('printer ok');
    const out = await json(['printer', 'resume', job], world.env);
    expect(out).toMatchObject({ outcome: 'ok', status: 0, data: { jobId: job, proof: 'printed', copy: 0 } });
    expect(await waiting()).toEqual([]);
    expect(await json(['printer', 'resume', job], world.env)).toMatchObject({ outcome: 'refused', status: 3 });
  });

  it('resume without a job lets out whatever waits for nobody', async () => {
    const nothing = await json(['printer', 'resume'], world.env);
    expect(nothing).toMatchObject({ outcome: 'ok', status: 0, data: { done: 0, waiting: 0 } });
    await slipThatWaits('Q-2');
    expect(await json(['printer', 'resume'], world.env)).toMatchObject({ status: 6, data: { done: 0, waiting: 1 } });
    await world.order('printer ok');
    const out = await json(['printer', 'resume'], world.env);
    expect(out).toMatchObject({ outcome: 'ok', status: 0, data: { done: 1, waiting: 0, proof: 'printed' } });
  });

  it('dropped once, and not twice', async () => {
    const job = await slipThatWaits('Q-3');
    expect(await json(['printer', 'drop', job], world.env)).toMatchObject({
      outcome: 'ok',
      status: 0,
      data: { jobId: job, state: 'dropped' },
    });
    expect(await json(['printer', 'drop', job], world.env)).toMatchObject({ outcome: 'refused', status: 3 });
    expect(await waiting()).toEqual([]);
  });

  it.each(['resume', 'drop'])('%s of a job that nobody knows names the field', async (command) => {
    const told = await json(['printer', command, 'P-nobody'], world.env);
    expect(told).toMatchObject({ outcome: 'invalid', status: 2, data: { fields: [{ path: 'job' }] } });
  });

  it('learn keeps good answers, together, and nothing of a bad one', async () => {
    const bad = await json(['printer', 'learn', '--columns', '40', '--native-qr', 'yes'], world.env);
    expect(bad).toMatchObject({ outcome: 'invalid', status: 2, data: { fields: [{ path: 'columns' }] } });
    const first = await json(['printer', 'learn', '--columns', '48'], world.env);
    expect(first).toMatchObject({ outcome: 'ok', status: 0, data: { printer: 'kasir', columns: 48, nativeQr: null } });
    const more = await json(['printer', 'learn', '--native-qr', 'yes', '--smallest', '3'], world.env);
    expect(more).toMatchObject({ status: 0, data: { columns: 48, nativeQr: true, leastDots: 3 } });
    const other = await json(['printer', 'learn', '--printer', 'dapur', '--columns', '48'], world.env);
    expect(other).toMatchObject({ outcome: 'invalid', status: 2, data: { fields: [{ path: 'printer' }] } });
  });

  it('status: the first printer, one by its name, or all of them', async () => {
    expect(await json(['printer', 'status'], world.env)).toMatchObject({ status: 0, data: { printer: 'kasir' } });
    const file = await json(['printer', 'status', '--printer', 'berkas'], world.env);
    expect(file).toMatchObject({ status: 0, data: { printer: 'berkas', state: 'mute' } });
    const all = await json(['printer', 'status', '--all'], world.env);
    expect(all).toMatchObject({
      outcome: 'ok',
      status: 0,
      data: {
        printers: [
          { printer: 'kasir', state: 'ready', paper: 'ok', trouble: null },
          { printer: 'berkas', state: 'mute', paper: null, trouble: null },
          { printer: 'bisu', state: 'mute', paper: null, trouble: null },
        ],
      },
    });
    await world.order('printer cover-open');
    const wrong = await json(['printer', 'status', '--all'], world.env);
    expect(wrong).toMatchObject({ outcome: 'unavailable', status: 5 });
    expect(wrong.data.printers).toMatchObject([{ printer: 'kasir', trouble: 'cover-open' }, {}, {}]);
    const shown = await run(['printer', 'status', '--all', '--lang', 'en'], world.env);
    expect(shown.stdout.split('\n').filter((line) => line.includes('paper:'))).toHaveLength(3);
    const both = await json(['printer', 'status', '--all', '--printer', 'kasir'], world.env);
    expect(both).toMatchObject({ outcome: 'invalid', status: 2 });
  });

  it('status --watch: a line at once, one for every change, none besides, and 0 at Ctrl-C', async () => {
    const child = watch('kasir');
    const closed = once(child, 'close');
    const heard: string[] = [];
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => heard.push(line));
    const said = (pattern: RegExp) => expect.poll(() => heard.at(-1), { timeout: 30_000 }).toMatch(pattern);
    await said(/^\d\d:\d\d:\d\d WIB {2}Printer kasir is ready\. {2}paper: there$/);
    await world.order('printer paper-out');
    await said(/WIB {2}Printer kasir: it is out of paper\. {2}paper: out$/);
    await world.order('printer near-end');
    await said(/its paper is near its end\. {2}paper: near its end$/);
    await world.order('printer mute');
    await said(/paper: not known$/);
    child.kill('SIGINT');
    await closed;
    expect([child.exitCode, heard.length]).toEqual([0, 4]);
  });

  it('status --watch says nothing while nothing changes, however often it asks', async () => {
    const child = watch('bisu');
    const heard: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => heard.push(line));
    const before = world.asked();
    await expect.poll(() => world.asked() - before, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    child.kill('SIGINT');
    await once(child, 'close');
    expect([child.exitCode, heard.length]).toEqual([0, 1]);
  });

  it('status --watch that cannot begin says why and ends', async () => {
    const unknown = await run(['printer', 'status', '--watch', '--printer', 'dapur'], world.env);
    expect([unknown.status, unknown.stdout.includes('printer')]).toEqual([2, true]);
  });
});

describe('without a till', () => {
  const bare = async () => {
    const root = await mkdtemp(join(tmpdir(), 'qris-cli-bare-'));
    const env = { PATH: process.env.PATH ?? '', HOME: root, QRIS_TERMINAL_HOME: join(root, 'home') };
    return { root, env, done: () => rm(root, { recursive: true }) };
  };

  it('status --watch with --json is a usage error', async () => {
    const { env, done } = await bare();
    const told = await json(['printer', 'status', '--watch'], env);
    expect(told).toMatchObject({ outcome: 'invalid', status: 2, action: 'printer status' });
    await done();
  });

  it('discover takes whole seconds only', async () => {
    const { env, done } = await bare();
    const wrong = await json(['printer', 'discover', '--seconds', 'long'], env);
    expect(wrong).toMatchObject({ outcome: 'invalid', status: 2, data: { fields: [{ path: 'seconds' }] } });
    await done();
  });

  it.skipIf(!canUnshare)('discover needs no profile and no network, says so, and leaves nothing behind', async () => {
    const { env, root, done } = await bare();
    const args = ['-rn', process.execPath, CLI, 'printer', 'discover', '--json'];
    const child = spawn('unshare', args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [stdout] = await Promise.all([text(child.stdout), once(child, 'close')]);
    const { outcome, action, data } = envelope.parse(JSON.parse(stdout));
    expect([child.exitCode, outcome, action]).toEqual([0, 'ok', 'printer discover']);
    expect(data.notLooked).toContainEqual({ source: 'mdns', why: 'no-network' });
    await expect(stat(join(root, 'home'))).rejects.toThrow('ENOENT');
    await done();
  });
});
