/** Revoking where the keychain closes half-way: what holds secrets has to be gone, what holds nothing keeps nobody. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type DataFolder, openDataFolder } from '../../../main/app/data-folder.ts';
import { writeGenerations } from '../../../main/app/profile-store.ts';
import { revoke } from '../../../main/app/revoke.ts';
import type { ActingLock } from '../../../main/ports/journal.ts';
import type { Vault } from '../../../main/ports/vault.ts';

const GENERATION = '0123456789abcdef';
const lock: ActingLock = { acquire: () => Promise.resolve({ held: true, release: () => undefined }) };

async function folderWithKeys(): Promise<DataFolder> {
  const root = mkdtempSync(join(tmpdir(), 'qris-revoke-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const home = join(root, 'home');
  const opened = openDataFolder({ env: { QRIS_TERMINAL_HOME: home }, platform: process.platform, home });
  if (opened.outcome !== 'ok') throw new Error(opened.words.en);
  await writeGenerations(opened.data, [GENERATION]);
  return opened.data;
}

/** A keychain that wants its password as soon as it is asked to remove what `closes` says. */
function keychain(closes: (name: string) => boolean) {
  const removed: string[] = [];
  const vault: Vault = {
    check: () => Promise.resolve({ status: 'done' }),
    read: () => Promise.resolve({ status: 'absent' }),
    write: () => Promise.resolve({ status: 'done' }),
    remove: (name) => {
      removed.push(name);
      return Promise.resolve(closes(name) ? { status: 'locked', detail: 'wants its password' } : { status: 'done' });
    },
  };
  return { removed, openVault: () => vault };
}

it('is not done while a key is not known to be gone', async () => {
  const folder = await folderWithKeys();
  const { removed, openVault } = keychain((name) => !name.startsWith('canary'));
  expect(await revoke({ confirmed: true }, { folder, lock, openVault })).toMatchObject({
    outcome: 'unavailable',
    words: { key: 'revoke.left' },
  });
  expect(removed).toHaveLength(1);
});

it('is done without the canaries, and asks a keychain that closed no more than once', async () => {
  const folder = await folderWithKeys();
  const { removed, openVault } = keychain((name) => name.startsWith('canary'));
  expect(await revoke({ confirmed: true }, { folder, lock, openVault })).toMatchObject({ outcome: 'ok' });
  expect(removed.filter((name) => name.startsWith('canary'))).toHaveLength(1);
});
