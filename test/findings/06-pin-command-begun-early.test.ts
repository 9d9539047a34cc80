/**
 * docs/operators.md: "All but list and recover need --operator, also where the command line is free." `operator pin NAME`
 * that was begun while nobody had a PIN waits for the new PIN as long as it likes, and then gives it to a supervisor who
 * was taken on meanwhile: setPin (like setRole and removeOperator) never looks at `till.may`.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { CLI, json, jsonAs } from '../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';

describe.skipIf(KEYRING_SKIPPED !== null)('operator pin', () => {
  let keyring: Keyring;
  let sandbox: Sandbox;
  let root: string;
  beforeAll(async () => {
    [keyring, sandbox, root] = await Promise.all([
      startKeyring({ kind: 'unlocked' }),
      startSandbox(),
      mkdtemp(join(tmpdir(), 'qris-finding-')),
    ]);
  });
  afterAll(async () => {
    await Promise.all([sandbox.close(), keyring.stop()]);
    await rm(root, { recursive: true, force: true });
  });

  it('begun before there was anybody gives nobody a PIN afterwards', async () => {
    const env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
    const path = join(root, 'profile.json');
    await writeFile(path, JSON.stringify({ ...sandbox.profile, operators: { commandLine: 'rights' } }), {
      mode: 0o600,
    });
    expect(await json(['provision', path], env)).toMatchObject({ status: 0 });

    const early = spawn(process.execPath, [CLI, 'operator', 'pin', 'Siti', '--pin-stdin', '--json'], {
      env,
      stdio: 'pipe',
    });
    const said = Promise.all([text(early.stdout), text(early.stderr)]);
    await wait(4_000);
    expect(early.exitCode).toBeNull();
    expect(
      await json(['operator', 'add', 'Siti', '--role', 'supervisor', '--pin-stdin'], env, '270419\n'),
    ).toMatchObject({ status: 0 });
    early.stdin.end('482604\n');
    const [out] = await said;
    const intruder = await jsonAs(
      'Siti',
      ['482604', '7391'],
      ['operator', 'add', 'Penyusup', '--role', 'supervisor'],
      env,
    );
    expect({ pin: JSON.parse(out).outcome, intruder: intruder.outcome }).toEqual({
      pin: 'refused',
      intruder: 'refused',
    });
  });

  it('of a supervisor who was taken off while it waited takes nobody on', async () => {
    const env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'second') };
    const path = join(root, 'second.json');
    await writeFile(path, JSON.stringify({ ...sandbox.profile, operators: { commandLine: 'rights' } }), {
      mode: 0o600,
    });
    expect(await json(['provision', path], env)).toMatchObject({ status: 0 });
    const add = (name: string) => ['operator', 'add', name, '--role', 'supervisor'];
    expect(await json([...add('Siti'), '--pin-stdin'], env, '270419\n')).toMatchObject({ status: 0 });
    expect(await jsonAs('Siti', ['270419', '918273'], add('Rina'), env)).toMatchObject({ status: 0 });

    const early = spawn(process.execPath, [CLI, ...add('Hantu'), '--operator', 'Rina', '--pin-stdin', '--json'], {
      env,
      stdio: 'pipe',
    });
    const said = Promise.all([text(early.stdout), text(early.stderr)]);
    early.stdin.write('918273\n');
    await wait(4_000);
    expect(early.exitCode).toBeNull();
    expect(await jsonAs('Siti', ['270419'], ['operator', 'remove', 'Rina'], env)).toMatchObject({ status: 0 });
    early.stdin.end('482604\n');
    const [out] = await said;
    expect(JSON.parse(out).outcome).toBe('refused');
  });
});
