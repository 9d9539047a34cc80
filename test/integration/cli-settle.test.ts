/** `journal settle` as scripts use it: one round, one operation, a person's word, and the exit statuses. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../main/sandbox/start-sandbox.ts';
import { BUDI_OPTIONS, json, run } from '../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../support/keyring.ts';

describe.skipIf(KEYRING_SKIPPED !== null)('journal settle', () => {
  let keyring: Keyring;
  let sandbox: Sandbox;
  let root: string;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'qris-settle-'));
    keyring = await startKeyring({ kind: 'unlocked' });
    sandbox = await startSandbox();
    env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
    const profile = join(root, 'profile.json');
    await writeFile(profile, JSON.stringify(sandbox.profile), { mode: 0o600 });
    expect(await json(['provision', profile], env)).toMatchObject({ status: 0 });
  });

  afterAll(async () => {
    await sandbox.close();
    await keyring.stop();
    await rm(root, { recursive: true, force: true });
  });

  const lose = async (reference: string): Promise<string> => {
    sandbox.providers.next({ service: 'generate-atm-qr', code: '5009000' });
    sandbox.providers.next({ service: 'query-atm-qr', fault: 'ERR500' });
    const made = await json(['qr', 'generate', ...BUDI_OPTIONS, '--reference', reference], env);
    expect(made).toMatchObject({ outcome: 'unknown', status: 4 });
    return made.operationId ?? '';
  };

  it('of nothing is 0; of what stays open is 4, with each operation; repeated by a person’s wish it is 0', async () => {
    expect(await json(['journal', 'settle', '--all'], env)).toMatchObject({ outcome: 'ok', status: 0 });
    const id = await lose('R-1');
    expect(await json(['journal', 'settle', '--all'], env)).toMatchObject({
      outcome: 'unknown',
      status: 4,
      data: { settled: 0, open: 1, operations: [{ id, reference: 'R-1', state: 'unknown', by: null }] },
    });
    expect(await json(['journal', 'settle', id], env)).toMatchObject({
      outcome: 'ok',
      status: 0,
      operationId: id,
      data: { id, state: 'ok', by: 'repeat' },
    });
    // It was settled and not handed over: the same wish gets this QR, and no second one.
    const again = await json(['qr', 'generate', ...BUDI_OPTIONS], env);
    expect(again).toMatchObject({ status: 0, operationId: id, data: { reference: 'R-1' } });
  });

  it('takes a person’s word with a reason, and keeps it', async () => {
    const id = await lose('R-2');
    const decide = (...args: readonly string[]) => json(['journal', 'settle', id, ...args], env);
    expect(await decide('--as', 'ok', '--reason', 'kurir melihatnya')).toMatchObject({ outcome: 'refused', status: 3 });
    expect(await decide('--as', 'refused')).toMatchObject({ outcome: 'invalid', status: 2 });
    expect(await decide('--as', 'refused', '--reason', 'ya')).toMatchObject({ outcome: 'invalid', status: 2 });
    expect(await decide('--as', 'refused', '--reason', 'PayCools: tiket 123')).toMatchObject({
      outcome: 'ok',
      status: 0,
      data: { id, state: 'refused', by: 'person' },
    });
    expect(await json(['journal', 'verify'], env)).toMatchObject({ outcome: 'ok', status: 0 });
  });

  it.each([
    ['without anything', []],
    ['of one and of all', ['OP-1', '--all']],
    ['of all by a person’s word', ['--all', '--as', 'refused', '--reason', 'semua saja']],
    ['of what is not there', ['OP-261121-00001-XXX']],
  ])('%s is invalid, and does nothing', async (_how, args) => {
    expect(await json(['journal', 'settle', ...args], env)).toMatchObject({ outcome: 'invalid', status: 2 });
  });

  it('tells a person each operation in a line', async () => {
    const id = await lose('R-3');
    const { stdout, status } = await run(['journal', 'settle', '--all', '--lang', 'en'], env);
    expect(status).toBe(4);
    expect(stdout).toContain(`${id}  unknown  Still not certain: PayCools does not know R-3`);
  });
});
