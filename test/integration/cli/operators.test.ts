/** Operators on the command line: real processes, PINs on stdin and at a terminal, and what a till with rights lets through. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../../main/sandbox/start-sandbox.ts';
import { BUDI_OPTIONS, type Env, json, jsonAs, run } from '../../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../../support/keyring.ts';
import { makePem } from '../../support/profile-maker.ts';
import { atTerminal } from '../../support/terminal.ts';

const SITI = '270419';
const BUDI = '8306';
const EN = ['--lang', 'en'];

// Each line is a process of its own, many with a PIN to hash.
describe.skipIf(KEYRING_SKIPPED !== null)('operators', { timeout: 180_000 }, () => {
  let keyring: Keyring;
  let sandbox: Sandbox;
  let root: string;
  let profile: string;
  let foreign: string;

  /** A till of its own, on the same keychain. */
  async function till(name: string, operators: Readonly<Record<string, unknown>>): Promise<Env> {
    const env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, name) };
    const path = join(root, `${name}.json`);
    await writeFile(path, JSON.stringify({ ...sandbox.profile, operators }), { mode: 0o600 });
    expect(await json(['provision', path], env)).toMatchObject({ status: 0 });
    return env;
  }
  const addSiti = (env: Env) =>
    json(['operator', 'add', 'Siti', '--role', 'supervisor', '--pin-stdin'], env, `${SITI}\n`);
  const addBudi = (env: Env) => jsonAs('Siti', [SITI, BUDI], ['operator', 'add', 'Budi', '--role', 'cashier'], env);

  beforeAll(async () => {
    [keyring, sandbox, root] = await Promise.all([
      startKeyring({ kind: 'unlocked' }),
      startSandbox(),
      mkdtemp(join(tmpdir(), 'qris-cli-operators-')),
    ]);
    profile = join(root, 'rights.json');
    foreign = join(root, 'foreign.json');
    const speedcash = { ...z.record(z.string(), z.unknown()).parse(sandbox.profile.speedcash), privateKey: makePem() };
    await writeFile(foreign, JSON.stringify({ ...sandbox.profile, speedcash }), { mode: 0o600 });
  });
  afterAll(async () => {
    await Promise.all([sandbox.close(), keyring.stop()]);
    await rm(root, { recursive: true, force: true });
  });

  it('add, list, pin, role, remove: one object each; the first needs nobody, everything else a supervisor', async () => {
    const env = await till('free', {});
    expect(await json(['operator', 'list'], env)).toMatchObject({ status: 0, data: { operators: [] } });
    const early = await jsonAs('Siti', [SITI], ['qr', 'list'], env);
    expect(early).toMatchObject({ outcome: 'invalid', status: 2, message: expect.stringContaining('operator add') });
    const cashier = await json(['operator', 'add', 'Budi', '--role', 'cashier', '--pin-stdin'], env, `${BUDI}\n`);
    expect(cashier).toMatchObject({ outcome: 'invalid', status: 2, data: { fields: [{ path: 'role' }] } });
    const easy = await json(['operator', 'add', 'Siti', '--role', 'supervisor', '--pin-stdin'], env, '1234\n');
    expect(easy).toMatchObject({ outcome: 'invalid', data: { fields: [{ path: 'pin' }] } });
    const none = await json(['operator', 'add', 'Siti', '--role', 'supervisor'], env);
    expect(none).toMatchObject({ outcome: 'invalid', status: 2, message: expect.stringContaining('--pin-stdin') });

    expect(await addSiti(env)).toMatchObject({
      outcome: 'ok',
      status: 0,
      action: 'operator add',
      data: { operator: 'Siti', role: 'supervisor' },
    });
    // Also where the profile leaves the command line free.
    const another = ['operator', 'add', 'Tono', '--role', 'supervisor', '--pin-stdin'];
    expect(await json(another, env, `${BUDI}\n`)).toMatchObject({ outcome: 'refused', status: 3 });
    expect(await addBudi(env)).toMatchObject({ status: 0, data: { operator: 'Budi', role: 'cashier' } });
    expect(await jsonAs('budi', [BUDI, '4182'], another.slice(0, -1), env)).toMatchObject({
      outcome: 'refused',
      status: 3,
      data: { right: 'operators' },
    });
    expect(await json(['operator', 'list'], env)).toMatchObject({
      data: {
        operators: [
          { name: 'Siti', role: 'supervisor', waitMs: 0 },
          { name: 'Budi', role: 'cashier', waitMs: 0 },
        ],
      },
    });
  });

  it('a PIN of one’s own, another’s, a role, a name that is gone; never without a supervisor', async () => {
    const env = await till('people', {});
    await addSiti(env);
    await addBudi(env);
    // One's own PIN is one's own; another's is the supervisor's.
    expect(await jsonAs('Budi', [BUDI, '4182'], ['operator', 'pin', 'Siti'], env)).toMatchObject({ status: 3 });
    expect(await jsonAs('Budi', [BUDI, '4182'], ['operator', 'pin', 'budi'], env)).toMatchObject({ status: 0 });
    expect(await jsonAs('Budi', [BUDI], ['qr', 'list'], env)).toMatchObject({ status: 3, data: { left: 4 } });
    expect(await jsonAs('Siti', [SITI, BUDI], ['operator', 'pin', 'Budi'], env)).toMatchObject({ status: 0 });
    expect(await jsonAs('Budi', [BUDI], ['qr', 'list'], env)).toMatchObject({ status: 0 });
    // Whoever has guessed at a PIN has left word of it.
    await jsonAs('Budi', ['5050'], ['qr', 'list'], env);
    const list = ['qr', 'list', '--operator', 'Budi', '--pin-stdin', ...EN];
    const guessed = await run(list, env, `${BUDI}\n`);
    expect(guessed).toMatchObject({ status: 0, stderr: 'Budi is in. Wrong PINs since your last login: 1.\n' });
    expect(await run(list, env, `${BUDI}\n`)).toMatchObject({ status: 0, stderr: '' });
    expect(await jsonAs('Tono', [BUDI], ['qr', 'list'], env)).toMatchObject({
      outcome: 'invalid',
      data: { fields: [{ path: 'operator' }] },
    });

    expect(await jsonAs('Siti', [SITI], ['operator', 'remove', 'Siti'], env)).toMatchObject({ status: 3 });
    expect(await jsonAs('Siti', [SITI], ['operator', 'role', 'Budi', 'supervisor'], env)).toMatchObject({
      status: 0,
      data: { operator: 'Budi', role: 'supervisor' },
    });
    expect(await jsonAs('Budi', [BUDI], ['operator', 'remove', 'Siti'], env)).toMatchObject({ status: 0 });
    expect(await jsonAs('Siti', [SITI], ['qr', 'list'], env)).toMatchObject({ outcome: 'invalid', status: 2 });
    expect(await json(['journal', 'verify'], env)).toMatchObject({ status: 0 });
    const said = await run(['operator', 'list', ...EN], env);
    expect(said.stdout).toMatch(/Budi\s+supervisor/);
  });

  it('where the profile wants rights: who may do what, under whose name, and how often a slip', async () => {
    const env = await till('rights', { commandLine: 'rights', reprints: 1 });
    // Nobody has a PIN yet: the user of the system.
    expect(await json(['qr', 'generate', ...BUDI_OPTIONS, '--reference', 'R-0', '--print'], env)).toMatchObject({
      status: 0,
    });
    await addSiti(env);
    await addBudi(env);
    const who = { outcome: 'refused', status: 3, message: expect.stringContaining('--operator') };
    const refused = [
      ['qr', 'generate', ...BUDI_OPTIONS],
      ['qr', 'print', 'R-0'],
      ['journal', 'export', '--out', join(root, 'out.jsonl')],
      ['profile', 'revoke', '--yes'],
      ['provision', profile],
    ];
    for (const args of refused) expect(await json(args, env)).toMatchObject(who);
    for (const args of [
      ['qr', 'list'],
      ['journal', 'verify'],
      ['profile', 'show'],
    ]) {
      expect(await json(args, env)).toMatchObject({ status: 0 });
    }

    const made = await jsonAs(
      'Budi',
      [BUDI],
      ['qr', 'generate', ...BUDI_OPTIONS, '--reference', 'R-1', '--print'],
      env,
    );
    expect(made).toMatchObject({ outcome: 'ok', status: 0 });
    expect(sandbox.printer.slips().at(-1)?.text.join('\n')).toContain('Budi');
    expect(await jsonAs('Budi', [BUDI], ['shift', 'close', '--empty'], env)).toMatchObject({
      status: 3,
      data: { right: 'close-shift' },
    });
    const again = ['qr', 'print', 'R-1'];
    expect(await jsonAs('Budi', [BUDI], again, env)).toMatchObject({ status: 0, data: { copy: 1 } });
    expect(await jsonAs('Budi', [BUDI], again, env)).toMatchObject({ status: 3, data: { right: 'reprint' } });
    expect(await jsonAs('Siti', [SITI], again, env)).toMatchObject({ status: 0, data: { copy: 2 } });
    expect(await jsonAs('Siti', [SITI], ['shift', 'close'], env)).toMatchObject({ status: 0 });
    expect(await jsonAs('Siti', [SITI], ['provision', profile], env)).toMatchObject({ status: 0 });
    expect(await json(['journal', 'verify'], env)).toMatchObject({ status: 0 });
  });

  it('five wrong PINs make the next process wait, also with the right one; another goes on', async () => {
    const env = await till('waiting', {});
    await addSiti(env);
    await addBudi(env);
    const tries: unknown[] = [];
    for (let count = 0; count < 5; count += 1) {
      const { outcome, status, data } = await jsonAs('Budi', ['5050'], ['shift', 'open'], env);
      tries.push([outcome, status, data.left ?? Number(data.waitMs) > 0]);
    }
    expect(tries).toEqual([4, 3, 2, 1, true].map((left) => ['refused', 3, left]));
    const { data, status } = await jsonAs('Budi', [BUDI], ['shift', 'open'], env);
    expect(status).toBe(3);
    expect(data.waitMs).toBeGreaterThan(0);
    const { data: listed } = await json(['operator', 'list'], env);
    expect(listed).toMatchObject({ operators: [{ waitMs: 0 }, { name: 'Budi', waitMs: expect.any(Number) }] });
    expect(await json(['shift', 'show'], env)).toMatchObject({ data: { opened: null } });
    expect(await jsonAs('Siti', [SITI, BUDI], ['operator', 'pin', 'Budi'], env)).toMatchObject({ status: 0 });
    expect(await jsonAs('Budi', [BUDI], ['shift', 'open'], env)).toMatchObject({ status: 0 });
  });

  it('at a terminal nothing of a PIN is shown; a new one is typed twice; Ctrl-C is a no', async () => {
    const env = await till('terminal', {});
    const first = atTerminal(['operator', 'add', 'Siti', '--role', 'supervisor', ...EN], env);
    await first.answer('New PIN for Siti: ', `11\u007f\u007f${SITI}\r`);
    await first.answer('Once more: ', `${SITI}\r`);
    const added = await first.end();
    expect(added.status).toBe(0);
    expect(added.screen).toContain('Siti can log in now.');
    expect(added.screen).not.toMatch(/\d{4}|\*/);

    const other = atTerminal(['operator', 'pin', 'Siti', '--operator', 'Siti', ...EN], env);
    await other.answer('PIN of Siti: ', `${SITI}\r`);
    await other.answer('New PIN for Siti: ', '9172\r');
    await other.answer('Once more: ', '9173\r');
    const differing = await other.end();
    expect(differing.status).toBe(2);
    expect(differing.screen).toContain('not the same');

    const stopped = atTerminal(['shift', 'open', '--operator', 'Siti', ...EN], env);
    await stopped.answer('PIN of Siti: ', `${SITI}\u0003`);
    const no = await stopped.end();
    expect(no).toMatchObject({ status: 2, screen: expect.stringContaining('No PIN was given') });

    // Typed ahead in one go, and what comes after the PINs is still there to be asked for.
    const ahead = atTerminal(['profile', 'revoke', '--operator', 'Siti', ...EN], env);
    await ahead.answer('PIN of Siti: ', `${SITI}\rno such store\r`);
    const unsure = await ahead.end();
    expect(unsure.status).toBe(2);
    expect(unsure.screen).not.toContain(SITI);
    expect(await json(['profile', 'show'], env)).toMatchObject({ status: 0 });
  });

  it('a first operator whose PIN is typed when there is another by then is not taken on', async () => {
    const env = await till('race', {});
    const slow = atTerminal(['operator', 'add', 'Tono', '--role', 'supervisor', ...EN], env);
    await slow.answer('New PIN for Tono: ', '');
    expect(await addSiti(env)).toMatchObject({ status: 0 });
    await slow.answer('', '9172\r9172\r');
    expect(await slow.end()).toMatchObject({ status: 3, screen: expect.stringContaining('REFUSED') });
    const { data } = await json(['operator', 'list'], env);
    expect(data).toMatchObject({ operators: [{ name: 'Siti' }] });
  });

  it('a PIN or a person that a command was begun for when somebody else might is refused when he may no more', async () => {
    const env = await till('early', { commandLine: 'rights' });
    // Begun while nobody had a PIN.
    const pin = atTerminal(['operator', 'pin', 'Siti', ...EN], env);
    await pin.answer('New PIN for Siti: ', '');
    expect(await addSiti(env)).toMatchObject({ status: 0 });
    await pin.answer('', '9172\r9172\r');
    expect(await pin.end()).toMatchObject({ status: 3, screen: expect.stringContaining('REFUSED') });

    for (const [name, end] of [
      ['Rina', ['operator', 'remove', 'Rina']],
      ['Dewi', ['operator', 'role', 'Dewi', 'cashier']],
    ] as const) {
      const supervisor = ['operator', 'add', name, '--role', 'supervisor'];
      expect(await jsonAs('Siti', [SITI, BUDI], supervisor, env)).toMatchObject({ status: 0 });
      const add = atTerminal(['operator', 'add', 'Hantu', '--role', 'supervisor', '--operator', name, ...EN], env);
      await add.answer(`PIN of ${name}: `, `${BUDI}\r`);
      await add.answer('New PIN for Hantu: ', '');
      expect(await jsonAs('Siti', [SITI], [...end], env)).toMatchObject({ status: 0 });
      await add.answer('', '9172\r9172\r');
      expect(await add.end()).toMatchObject({ status: 3, screen: expect.stringContaining('REFUSED') });
    }
    const { data } = await json(['operator', 'list'], env);
    expect(data).toMatchObject({ operators: [{ name: 'Siti' }, { name: 'Dewi', role: 'cashier' }] });
    expect(await jsonAs('Siti', [SITI], ['qr', 'list'], env)).toMatchObject({ status: 0 });
  });

  it('recovers a supervisor with the profile file that this till works with, and with no other', async () => {
    const env = await till('forgotten', { commandLine: 'rights' });
    await addSiti(env);
    const home = env.QRIS_TERMINAL_HOME ?? '';
    const recover = (file: string) =>
      json(['operator', 'recover', file, '--name', 'Siti', '--pin-stdin'], env, '6207\n');
    expect(await recover(foreign)).toMatchObject({ outcome: 'refused', status: 3 });
    expect(await jsonAs('Siti', ['6207'], ['shift', 'open'], env)).toMatchObject({ status: 3 });
    expect(await recover(join(root, 'forgotten.json'))).toMatchObject({
      status: 0,
      data: { operator: 'Siti', role: 'supervisor' },
    });
    expect(await jsonAs('Siti', ['6207'], ['shift', 'open'], env)).toMatchObject({ status: 0 });

    // A journal that was taken away opens nothing to anybody.
    for (const end of ['', '-wal', '-shm']) await rm(join(home, `journal.sqlite${end}`), { force: true });
    const lost = { outcome: 'refused', status: 3, message: expect.stringContaining('berkas profil') };
    expect(await json(['shift', 'open'], env)).toMatchObject(lost);
    expect(await json(['operator', 'list'], env)).toMatchObject(lost);
    expect(await jsonAs('Siti', ['6207'], ['shift', 'open'], env)).toMatchObject(lost);
    expect(await addSiti(env)).toMatchObject(lost);
    expect(await json(['provision', foreign], env)).toMatchObject(lost);
    expect(await json(['doctor'], env)).toMatchObject({ action: 'doctor' });
    expect(await recover(foreign)).toMatchObject({ outcome: 'refused', status: 3 });
    expect(await recover(join(root, 'forgotten.json'))).toMatchObject({ status: 0 });
    expect(await jsonAs('Siti', ['6207'], ['shift', 'open'], env)).toMatchObject({ status: 0 });
  });
});
