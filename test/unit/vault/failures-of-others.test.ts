/** What went wrong in other programs' key stores, and that it cannot here. */
import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeGenerations } from '../../../main/app/generations.ts';
import type { Vault } from '../../../main/ports/vault.ts';
import { MAX_SECRET_BYTES } from '../../../main/vault/keychain.ts';
import { type KeysLack, loadKeys } from '../../../main/vault/keys.ts';
import { createSandboxVault } from '../../../main/vault/memory.ts';
import { vaultOutcome } from '../../../main/vault/words.ts';
import { makePem } from '../../support/profile-maker.ts';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'main');

function sources(): readonly string[] {
  const files = readdirSync(MAIN, { recursive: true, withFileTypes: true }).filter(({ name }) => name.endsWith('.ts'));
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
}

describe('the keychain', () => {
  it('gets DER, for a PEM in UTF-16 does not fit an entry of Windows', () => {
    const pem = makePem();
    expect(Buffer.from(pem, 'utf16le').length).toBeGreaterThan(MAX_SECRET_BYTES);
    const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
    expect(der.length).toBeLessThan(MAX_SECRET_BYTES / 2);
  });

  it('is one store on Linux, named, and nothing else takes a secret: no keyutils, no safeStorage, no string', () => {
    const all = sources().join('\n');
    expect(all.match(/new AsyncEntry\(/g)).toHaveLength(1);
    expect(all).toContain("linux: { store: 'secret-service' }");
    for (const other of ['safeStorage', 'keytar', "'keyutils'", 'setPassword(', 'getPassword(', 'findCredentials']) {
      expect({ other, found: all.includes(other) }).toEqual({ other, found: false });
    }
  });
});

const profile = {
  version: 1,
  store: { name: 'T', address: 'J' },
  speedcash: null,
  paycools: {
    baseUrl: 'http://127.0.0.1:1',
    tokenPath: '/t',
    clientId: 'c',
    merchantId: 'm',
    channelCode: 'A',
    notifyUrl: 'https://n.example/',
    regionNo: '1',
    branchNo: '1',
    expireAtmQr: 'off',
  },
  printers: [],
  fingerprints: { 'paycools.privateKey': '0'.repeat(16) },
} as const;

describe('a read that fails', () => {
  it.each(['locked', 'unavailable', 'corrupt', 'absent'] as const)('deletes and writes nothing: %s', async (status) => {
    const asked: string[] = [];
    const vault: Vault = {
      ...createSandboxVault().openFor(profile),
      read: async () => (status === 'absent' ? { status } : { status, detail: 'why' }),
      write: async () => {
        asked.push('write');
        return { status: 'done' };
      },
      remove: async () => {
        asked.push('remove');
        return { status: 'done' };
      },
    };
    const loaded = await loadKeys(vault, { profile, generation: 'a'.repeat(16) }, 's');
    expect(loaded).toMatchObject({ ok: false, trouble: status === 'absent' ? 'lost' : status });
    expect(asked).toEqual([]);
  });

  it('is said in words of its own for each kind, with what to do', () => {
    const lacks: readonly KeysLack[] = ['absent', 'lost', 'moved', 'locked', 'unavailable', 'corrupt'];
    const said = lacks.map((lack) => vaultOutcome(lack, '').words);
    expect(new Set(said.map(({ id }) => id)).size).toBe(lacks.length);
    for (const { next } of said) expect(next).not.toBeNull();
  });
});

it('a keychain that is locked is asked to remove once, and what is left stays on the list', async () => {
  let asked = 0;
  const vault: Vault = {
    ...createSandboxVault().openFor(profile),
    remove: async () => {
      asked += 1;
      return { status: 'locked', detail: '' };
    },
  };
  expect(await removeGenerations(vault, ['a', 'b'])).toEqual(['a', 'b']);
  expect(asked).toBe(1);
});
