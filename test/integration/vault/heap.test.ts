/** What a till that has its keys and used them leaves to be read: its JavaScript heap, its environment, its command line. */
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../../../main/sandbox/start-sandbox.ts';
import { json } from '../../support/cli.ts';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../../support/keyring.ts';
import { runScript } from '../../support/run-script.ts';

const secretsSchema = z.object({
  speedcash: z.object({ clientSecret: z.string(), privateKey: z.string() }),
  paycools: z.object({ privateKey: z.string() }),
});
const answer = z.object({ status: z.string(), made: z.string(), environ: z.string(), cmdline: z.string() });

/** Every form in which a secret could stand as text: itself, lines of its PEM, its DER in base64, hex and as characters. */
function forms(profile: unknown): readonly string[] {
  const { speedcash, paycools } = secretsSchema.parse(profile);
  const ofKey = (pem: string): readonly string[] => {
    const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
    // From behind the header and the public modulus, which are no secret.
    const deep = der.subarray(320, 1_000);
    const lines = pem.split('\n').slice(8, 20);
    const asText = ['base64', 'base64url', 'hex', 'latin1'] as const;
    return [...lines, ...asText.map((encoding) => deep.subarray(0, 48).toString(encoding))];
  };
  const secret = speedcash.clientSecret;
  return [
    secret,
    Buffer.from(secret).toString('base64').slice(0, 24),
    Buffer.from(secret).toString('hex').slice(0, 32),
    ...ofKey(speedcash.privateKey),
    ...ofKey(paycools.privateKey),
  ];
}

/** How a string stands in a snapshot, which is JSON. */
const asJson = (text: string): string => JSON.stringify(text).slice(1, -1);

describe.skipIf(KEYRING_SKIPPED !== null)('a till in memory', () => {
  let keyring: Keyring;
  let sandbox: Sandbox;
  let root: string;
  let env: Readonly<Record<string, string>>;
  let profile: string;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'qt-'));
    keyring = await startKeyring({ kind: 'unlocked' });
    sandbox = await startSandbox();
    env = { ...keyring.env, QRIS_TERMINAL_HOME: join(root, 'home') };
    profile = join(root, 'profile.json');
    writeFileSync(profile, JSON.stringify(sandbox.profile));
    expect(await json(['provision', profile], env)).toMatchObject({ outcome: 'ok' });
  });
  afterAll(async () => {
    await keyring.stop();
    await sandbox.close();
    rmSync(root, { recursive: true, force: true });
  });

  async function found(input: { provision?: string; hold?: string }) {
    const snapshot = join(root, 'till.heapsnapshot');
    const { provision = null, hold = null } = input;
    const said = answer.parse(await runScript('heap-script.ts', { provision, hold, snapshot }, env));
    expect(said).toMatchObject({ status: 'ok', made: 'ok' });
    const heap = readFileSync(snapshot, 'utf8');
    expect(heap.length).toBeGreaterThan(1_000_000);
    const look = (text: string) => forms(sandbox.profile).filter((form) => text.includes(asJson(form))).length;
    return { heap: look(heap), environ: look(said.environ), cmdline: look(said.cmdline) };
  }

  it('that loaded its keys and called both providers holds no secret as text', async () => {
    expect(await found({})).toEqual({ heap: 0, environ: 0, cmdline: 0 });
  });

  it('that was provisioned in the same process, as by the window, keeps nothing of the file', async () => {
    expect(await found({ provision: profile })).toEqual({ heap: 0, environ: 0, cmdline: 0 });
  });

  it('that would hold them is found out', async () => {
    expect((await found({ hold: profile })).heap).toBeGreaterThan(0);
  });
});
