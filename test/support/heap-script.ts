/** Works as a till does, then writes down its own heap and looks for secrets in what the system shows of it. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { json } from 'node:stream/consumers';
import { writeHeapSnapshot } from 'node:v8';
import * as z from 'zod';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { merchantStatus } from '../../main/app/merchant-status.ts';
import { openApp } from '../../main/app/open-app.ts';
import { openKeychain } from '../../main/vault/keychain.ts';
import { BUDI } from './sandbox-till.ts';

export const heapScriptInput = z.strictObject({
  /** A profile to provision first, in this very process as the window does; null: it is provisioned. */
  provision: z.string().nullable(),
  snapshot: z.string(),
  /** Keep this file's text alive, to see that the search finds what is there. */
  hold: z.string().nullable(),
});

async function main(): Promise<unknown> {
  const input = heapScriptInput.parse(await json(process.stdin));
  const app = openApp({
    place: { env: process.env, platform: process.platform, home: homedir() },
    openVault: (scope) => openKeychain({ scope }),
    operator: 'penguji',
    hasDisplay: false,
    machineTerminalId: () => 'T-TEST0001',
  });
  const provisioned =
    input.provision === null ? null : await app.provision({ path: input.provision, shred: false, offline: true });
  const till = await app.till();
  if (!till.ok) return till.outcome;
  const status = await merchantStatus(till.value, {});
  const made = await generateAtmQr(till.value, { ...BUDI, print: false });
  const held = input.hold === null ? null : JSON.parse(readFileSync(input.hold, 'utf8'));
  writeHeapSnapshot(input.snapshot);
  const answer = {
    provisioned: provisioned?.outcome ?? null,
    status: status.outcome,
    made: made.outcome,
    held: held === null ? 0 : Object.keys(held).length,
    environ: readFileSync('/proc/self/environ', 'latin1'),
    cmdline: readFileSync('/proc/self/cmdline', 'latin1'),
  };
  await app.close();
  return answer;
}

process.stdout.write(JSON.stringify(await main()));
