/** The command line as scripts and a chain's IT person use it: real processes, a real keychain, the sandbox beside them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BUDI_OPTIONS, CLI, envelope, json, run } from '../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';

async function filesBelow(folder: string): Promise<readonly Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
  );
}

describe.skipIf(KEYRING_SKIPPED !== null)('from provisioning to the slip', () => {
  let keyring: Keyring;
  let sandbox: ChildProcess;
  let root: string;
  let env: Readonly<Record<string, string>>;
  let profile: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'qris-cli-'));
    keyring = await startKeyring({ kind: 'unlocked' });
    env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
    const started = spawn(process.execPath, [CLI, 'sandbox', '--json'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    sandbox = started;
    const [line] = await once(createInterface({ input: started.stdout }), 'line');
    const said = envelope.parse(JSON.parse(String(line)));
    profile = z.string().parse(said.data.profile);
  });

  afterAll(async () => {
    sandbox.kill('SIGINT');
    await once(sandbox, 'close');
    await keyring.stop();
    await rm(root, { recursive: true, force: true });
  });

  it('does the whole main job', async () => {
    const key = z
      .object({ speedcash: z.object({ privateKey: z.string(), clientSecret: z.string() }) })
      .parse(JSON.parse(await readFile(profile, 'utf8'))).speedcash;

    expect(await json(['qr', 'list'], env)).toMatchObject({ outcome: 'unavailable', status: 5 });
    expect(await json(['provision', profile], env)).toMatchObject({
      outcome: 'ok',
      status: 0,
      data: { store: 'Toko Contoh', providers: ['speedcash', 'paycools'], printers: ['kasir'], shredded: false },
    });
    expect(await json(['doctor'], env)).toMatchObject({ outcome: 'ok', status: 0 });
    expect(await json(['merchant', 'status'], env)).toMatchObject({ status: 0, data: { status: 'accepted' } });
    const registered = await json(['terminal', 'register', '--id', 'KASIR-01', '--description', 'Lantai 1'], env);
    expect(registered).toMatchObject({ status: 0, data: { terminalId: 'KASIR-01', description: 'Lantai 1' } });
    expect(await json(['terminal', 'show'], env)).toMatchObject({ data: { terminalId: 'KASIR-01', registered: true } });

    const made = await json(['qr', 'generate', ...BUDI_OPTIONS, '--reference', 'R-1', '--print'], env);
    expect(made).toMatchObject({
      outcome: 'ok',
      code: '2009000',
      action: 'qr generate',
      status: 0,
      data: { reference: 'R-1', qrStatus: 'ACTIVE', print: { proof: 'printed' } },
    });
    expect(await json(['qr', 'print', 'R-1'], env)).toMatchObject({ status: 0, data: { proof: 'printed', copy: 1 } });
    expect(await json(['qr', 'check', 'R-1'], env)).toMatchObject({ status: 0, data: { reference: 'R-1' } });
    expect(await json(['qr', 'expire', '10092081'], env)).toMatchObject({
      status: 0,
      data: { billNumber: '10092081' },
    });

    const refused = await json(['qr', 'generate', ...BUDI_OPTIONS.with(1, '4299000')], env);
    expect(refused).toMatchObject({ outcome: 'refused', code: '4299000', status: 3 });
    const unknown = await json(['qr', 'generate', ...BUDI_OPTIONS.with(1, '5009000')], env);
    expect(unknown).toMatchObject({ outcome: 'unknown', code: '5009000', status: 4 });
    expect(await json(['qr', 'generate', '--courier-no', '1'], env)).toMatchObject({ outcome: 'invalid', status: 2 });

    const listed = await json(['journal', 'list', '--state', 'unknown'], env);
    expect(listed.data.operations).toMatchObject([
      { kind: 'generate', state: 'unknown', code: '5009000', attempts: 1 },
    ]);
    expect(await json(['journal', 'verify'], env)).toMatchObject({ outcome: 'ok', status: 0 });
    expect(await json(['journal', 'export', '--out', join(root, 'out.jsonl')], env)).toMatchObject({ status: 0 });

    // Keys are in the keychain and in memory, nowhere else.
    const body = key.privateKey.split('\n').slice(1, -2).join('');
    const der = Buffer.from(body, 'base64');
    for (const bytes of await filesBelow(join(root, 'home'))) {
      for (const secret of [body.slice(100, 140), key.clientSecret]) expect(bytes.includes(secret)).toBe(false);
      expect(bytes.includes(der.subarray(200, 240))).toBe(false);
    }
  });

  it('finds, copies and keeps its books', async () => {
    await json(['provision', profile], env);
    await json(['qr', 'generate', ...BUDI_OPTIONS, '--reference', 'BOOKS-1'], env);
    const found = await json(['journal', 'list', '--search', 'books'], env);
    expect(found.data.operations).toMatchObject([{ reference: 'BOOKS-1', state: 'ok' }]);
    const copy = join(root, 'copy.sqlite');
    expect(await json(['journal', 'backup', '--out', copy], env)).toMatchObject({ status: 0, data: { file: copy } });
    expect(await json(['journal', 'prune', '--before', '2999-01-01'], env)).toMatchObject({ status: 2 });
    expect(await json(['journal', 'prune', '--before', '2001-01-01'], env)).toMatchObject({ data: { file: null } });
  });

  it('a sandbox printer without paper leaves the QR made and exits with 6; the printer’s own test with 7', async () => {
    await json(['provision', profile], env);
    sandbox.stdin?.write('printer paper-out\n');
    // The sandbox says on stderr when it obeyed; the printer's status is what counts.
    await expect.poll(async () => (await json(['printer', 'status'], env)).status, { timeout: 30_000 }).toBe(5);
    const made = await json(['qr', 'generate', ...BUDI_OPTIONS, '--print'], env);
    expect(made).toMatchObject({
      outcome: 'ok',
      status: 6,
      data: { print: { proof: 'unconfirmed', trouble: 'paper-out' } },
    });
    expect(await json(['printer', 'test'], env)).toMatchObject({ outcome: 'not-sent', status: 7 });
    expect((await json(['printer', 'queue'], env)).data.jobs).toHaveLength(2);
    sandbox.stdin?.write('printer ok\n');
    await expect.poll(async () => (await json(['printer', 'test'], env)).status, { timeout: 30_000 }).toBe(0);
  });

  it('interrupted half-way says that it is not certain, with the reference; the same command takes it up', async () => {
    await json(['provision', profile], env);
    const hanging = ['qr', 'generate', ...BUDI_OPTIONS.with(1, 'HANG'), '--json'];
    const child = spawn(process.execPath, [CLI, ...hanging], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = once(child, 'close');
    const stdout = text(child.stdout);
    const sent = async () => (await json(['journal', 'list', '--state', 'sent'], env)).data.operations;
    await expect.poll(sent, { timeout: 30_000 }).toHaveLength(1);
    child.kill('SIGINT');
    await closed;
    const said = envelope.parse(JSON.parse(await stdout));
    expect([child.exitCode, said.outcome]).toEqual([4, 'unknown']);
    const listed = await json(['journal', 'list', '--limit', '1'], env);
    expect(listed.data.operations).toMatchObject([{ reference: said.data.reference }]);
  });

  it('refuses a profile that cannot be right, with its path, and keeps what was there', async () => {
    await json(['provision', profile], env);
    const broken = join(root, 'broken.json');
    const whole = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(profile, 'utf8')));
    await writeFile(broken, JSON.stringify({ ...whole, unknownKey: 1, store: { name: '' } }));
    const refused = await json(['provision', broken], env);
    expect(refused).toMatchObject({ outcome: 'invalid', status: 2 });
    expect(await json(['qr', 'list'], env)).toMatchObject({ outcome: 'ok' });
  });

  it('speaks to people on stdout without colour when it is no terminal, in both languages', async () => {
    const indonesian = await run(['terminal', 'show', '--lang', 'id'], env);
    const english = await run(['terminal', 'show', '--lang', 'en'], env);
    expect(indonesian.stdout).toContain('Terminal mesin ini');
    expect(english.stdout).toContain("This machine's terminal");
    expect(indonesian.stdout).not.toContain('\u001b');
  });
});

describe('without a keychain', () => {
  it('usage errors are invalid, exit with 2, and with --json are one object too', async () => {
    const env = { PATH: process.env.PATH ?? '', HOME: tmpdir() };
    const ran = await run(['qr', 'nonsense', '--json'], env);
    expect(ran.status).toBe(2);
    expect(envelope.parse(JSON.parse(ran.stdout))).toMatchObject({ outcome: 'invalid' });
    expect((await run(['qr', 'generate', '--help'], env)).status).toBe(0);
  });

  it('provision says that there is none, exits with 5 and stores nothing', async () => {
    const root = await mkdtemp(join(tmpdir(), 'qris-cli-'));
    const keyring = KEYRING_SKIPPED === null ? await startKeyring({ kind: 'no-bus' }) : null;
    try {
      if (keyring === null) return;
      const { makeProfile } = await import('../support/profile-maker.ts');
      const file = join(root, 'profile.json');
      await writeFile(file, JSON.stringify(makeProfile()));
      const env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
      expect(await json(['provision', file], env)).toMatchObject({ outcome: 'unavailable', status: 5 });
      expect(await json(['qr', 'list'], env)).toMatchObject({ outcome: 'unavailable', status: 5 });
    } finally {
      await keyring?.stop();
      await rm(root, { recursive: true, force: true });
    }
  });
});
