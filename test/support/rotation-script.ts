/** Rotates keys and dies at the wanted step, or is the next start; with the real keychain of its environment. */
import { createPublicKey, sign, verify } from 'node:crypto';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { openDataFolder } from '../../main/app/data-folder.ts';
import { openApp } from '../../main/app/open-app.ts';
import { readGenerations, readStoreProfile } from '../../main/app/profile-store.ts';
import type { Vault } from '../../main/ports/vault.ts';
import { openKeychain } from '../../main/vault/keychain.ts';
import { loadKeys } from '../../main/vault/keys.ts';

export const rotationScriptInput = z.discriminatedUnion('do', [
  /** `dieAt`: the step before which it is killed, from 1; 0: never, and the answer is how many there were. */
  z.strictObject({ do: z.literal('provision'), path: z.string(), dieAt: z.int() }),
  z.strictObject({ do: z.literal('revoke'), dieAt: z.int() }),
  z.strictObject({ do: z.literal('start') }),
]);

const steps: string[] = [];

function step(name: string, dieAt: number): void {
  steps.push(name);
  if (steps.length === dieAt) process.kill(process.pid, 'SIGKILL');
}

/** Every request to the keychain and every change of the data folder is a step. */
function watched(vault: Vault, dieAt: number): Vault {
  const before = (name: string) => step(name, dieAt);
  return {
    check: async () => {
      before('check');
      return vault.check();
    },
    read: async (name) => {
      before(`read ${name}`);
      return vault.read(name);
    },
    write: async (name, secret) => {
      before(`write ${name}`);
      return vault.write(name, secret);
    },
    remove: async (name) => {
      before(`remove ${name}`);
      return vault.remove(name);
    },
  };
}

function watchFiles(dieAt: number): void {
  const { rename, rm } = fs;
  fs.rename = async (from, to) => {
    step(`rename ${String(to)}`, dieAt);
    await rename(from, to);
    step(`renamed ${String(to)}`, dieAt);
  };
  fs.rm = async (path, options) => {
    step(`rm ${String(path)}`, dieAt);
    await rm(path, options);
    step(`rmed ${String(path)}`, dieAt);
  };
  syncBuiltinESMExports();
}

function app(dieAt: number) {
  return openApp({
    place: { env: process.env, platform: process.platform, home: '/' },
    openVault: (scope) => watched(openKeychain({ scope }), dieAt),
    operator: 'penguji',
    hasDisplay: false,
    machineTerminalId: () => 'T-TEST0001',
  });
}

/** What the next start finds, before and after it has tidied up. */
async function start(): Promise<unknown> {
  const folder = openDataFolder();
  if (folder.outcome !== 'ok') return folder;
  const stored = await readStoreProfile(folder.data);
  let works: unknown = null;
  if (stored.state === 'found') {
    const loaded = await loadKeys(openKeychain({ scope: folder.data.scope }), stored, folder.data.scope);
    const keys = loaded.ok ? Object.values(loaded.keys).filter((key) => key.type === 'private') : [];
    const data = Buffer.from('x');
    works = loaded.ok
      ? keys.every((key) => verify('sha256', data, createPublicKey(key), sign('sha256', data, key)))
      : loaded.trouble;
  }
  const opened = app(0);
  const till = await opened.till();
  if (till.ok) await till.value.providers();
  await opened.close();
  const generations = await readGenerations(folder.data);
  return {
    store: stored.state === 'found' ? stored.profile.store.name : stored.state,
    works,
    generations: generations.length,
  };
}

async function main(): Promise<unknown> {
  const input = rotationScriptInput.parse(await json(process.stdin));
  if (input.do === 'start') return start();
  watchFiles(input.dieAt);
  const opened = app(input.dieAt);
  const outcome =
    input.do === 'revoke'
      ? await opened.revoke({ confirmed: true })
      : await opened.provision({ path: input.path, shred: false, offline: true });
  await opened.close();
  return { outcome: outcome.outcome, steps };
}

process.stdout.write(JSON.stringify(await main()));
