/** Provisions, or loads what was provisioned, with the real keychain of its environment; writes what came of it. */
import { createPublicKey, randomInt, randomUUID, sign, verify } from 'node:crypto';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { openDataFolder } from '../../main/app/data-folder.ts';
import { readStoreProfile } from '../../main/app/profile-store.ts';
import { provision } from '../../main/app/provision.ts';
import type { ActingLock } from '../../main/ports/journal.ts';
import type { Vault } from '../../main/ports/vault.ts';
import type { Random } from '../../main/ports/world.ts';
import { openKeychain } from '../../main/vault/keychain.ts';
import { loadKeys } from '../../main/vault/keys.ts';

export const provisionScriptInput = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('provision'),
    path: z.string(),
    shred: z.boolean().default(false),
    /** Which write fails, from 1; the canary is the first. */
    failWrite: z.int().optional(),
    /** Die, as by a power cut, instead of the write that would have failed. */
    die: z.boolean().default(false),
  }),
  z.strictObject({ do: z.literal('load') }),
]);

const pick: Random['pick'] = (alphabet, count) =>
  Array.from({ length: count }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
const random: Random = { uuid: randomUUID, pick, digits: (count) => pick('0123456789', count) };
const lock: ActingLock = { acquire: async () => ({ held: true, release: () => undefined }) };

function failing(vault: Vault, failWrite: number | undefined, die: boolean): Vault {
  let writes = 1; // the canary's, which check() makes within the vault
  return {
    ...vault,
    async write(name, secret) {
      writes += 1;
      if (writes !== failWrite) return vault.write(name, secret);
      if (die) process.kill(process.pid, 'SIGKILL');
      return { status: 'unavailable', detail: 'made to fail' };
    },
  };
}

async function load(folder: { readonly path: string; readonly scope: string }): Promise<unknown> {
  const stored = await readStoreProfile(folder);
  if (stored.state !== 'found') return { state: stored.state };
  const loaded = await loadKeys(openKeychain({ scope: folder.scope }), stored, folder.scope);
  if (!loaded.ok) return { state: 'found', trouble: loaded.trouble, name: loaded.name };
  const works = Object.entries(loaded.keys).map(([name, key]) => {
    if (key.type === 'secret') return [name, key.symmetricKeySize];
    const data = Buffer.from(name);
    return [name, verify('sha256', data, createPublicKey(key), sign('sha256', data, key))];
  });
  return { state: 'found', store: stored.profile.store.name, works: Object.fromEntries(works) };
}

async function main(): Promise<unknown> {
  const input = provisionScriptInput.parse(await json(process.stdin));
  const folder = openDataFolder();
  if (folder.outcome !== 'ok') return folder;
  if (input.do === 'load') return load(folder.data);
  const openVault = (scope: string) => failing(openKeychain({ scope }), input.failWrite, input.die);
  return provision(
    { path: input.path, shred: input.shred },
    { folder: folder.data, openVault, random, lock, prove: null },
  );
}

process.stdout.write(JSON.stringify(await main()));
