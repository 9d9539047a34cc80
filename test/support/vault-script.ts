/** Does what stdin says with the real keychain of its environment, and writes each answer as JSON. */
import { readFile } from 'node:fs/promises';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { AsyncEntry } from '@napi-rs/keyring';
import * as z from 'zod';
import { keychainIsAsked, openKeychain } from '../../main/vault/keychain.ts';

const bytes = z.array(z.int());
export const vaultScriptInput = z.strictObject({
  scope: z.string(),
  timeLimitMs: z.int().optional(),
  steps: z.array(
    z.discriminatedUnion('do', [
      z.strictObject({ do: z.literal('check') }),
      z.strictObject({ do: z.literal('read'), name: z.string() }),
      z.strictObject({ do: z.literal('write'), name: z.string(), secret: bytes }),
      z.strictObject({ do: z.literal('remove'), name: z.string() }),
      /** As many vaults at once, each asked for one secret; then whether this process can still read a file. */
      z.strictObject({ do: z.literal('crowd'), vaults: z.int() }),
      /** Past the vault, as another program would. */
      z.strictObject({ do: z.literal('tamper'), account: z.string(), secret: bytes }),
    ]),
  ),
});

const { scope, timeLimitMs, steps } = vaultScriptInput.parse(await json(process.stdin));
const vault = openKeychain(timeLimitMs === undefined ? { scope } : { scope, timeLimitMs });
const answers: unknown[] = [];
for (const step of steps) {
  if (step.do === 'check') answers.push(await vault.check());
  else if (step.do === 'write') answers.push(await vault.write(step.name, Uint8Array.from(step.secret)));
  else if (step.do === 'remove') answers.push(await vault.remove(step.name));
  else if (step.do === 'crowd') {
    const crowd = Array.from({ length: step.vaults }, () => openKeychain({ scope, timeLimitMs: timeLimitMs ?? 100 }));
    const reads = await Promise.all(crowd.map((one) => one.read('a')));
    // A file is read by the same pool of threads that the keychain's requests take.
    await readFile(fileURLToPath(import.meta.url));
    answers.push({ status: keychainIsAsked() ? 'read beside the prompt' : 'the prompt was over', reads: reads.length });
  } else if (step.do === 'read') {
    const read = await vault.read(step.name);
    answers.push(read.status === 'found' ? { status: 'found', secret: [...read.secret] } : read);
  } else {
    const entry = new AsyncEntry('qris-terminal', step.account, { linux: { store: 'secret-service' } });
    await entry.setSecret(Uint8Array.from(step.secret));
    answers.push({ status: 'done' });
  }
}
process.stdout.write(JSON.stringify(answers));
