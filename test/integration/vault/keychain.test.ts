/** The vault on a real gnome-keyring: what it keeps, and the four ways in which it does not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { KEYRING_SKIPPED, type Keyring, startKeyring } from '../../support/keyring.ts';
import { runScript } from '../../support/run-script.ts';
import type { vaultScriptInput } from '../../support/vault-script.ts';

type Steps = z.input<typeof vaultScriptInput>['steps'];

async function inKeychain(keyring: Keyring, scope: string, steps: Steps, timeLimitMs = 20_000): Promise<unknown> {
  return runScript('vault-script.ts', { scope, steps, timeLimitMs }, keyring.env);
}

const SECRET = [0, 1, 2, 255, 10, 13];

describe.skipIf(KEYRING_SKIPPED !== null)('an unlocked keyring', () => {
  let keyring: Keyring;
  beforeAll(async () => {
    keyring = await startKeyring({ kind: 'unlocked' });
  });
  afterAll(() => keyring.stop());

  it('keeps bytes for the next process, and forgets them when told', async () => {
    const write = await inKeychain(keyring, 'keep', [{ do: 'check' }, { do: 'write', name: 'a', secret: SECRET }]);
    expect(write).toEqual([{ status: 'done' }, { status: 'done' }]);
    const later = await inKeychain(keyring, 'keep', [
      { do: 'read', name: 'a' },
      { do: 'remove', name: 'a' },
      { do: 'read', name: 'a' },
      { do: 'remove', name: 'a' },
    ]);
    const done = { status: 'done' };
    expect(later).toEqual([{ status: 'found', secret: SECRET }, done, { status: 'absent' }, done]);
  });

  it('holds a 4096-bit key and no more than an entry of Windows holds', async () => {
    const largest = Array.from({ length: 2560 }, (_, at) => at % 256);
    const answers = await inKeychain(keyring, 'large', [
      { do: 'write', name: 'a', secret: largest },
      { do: 'read', name: 'a' },
      { do: 'write', name: 'a', secret: [...largest, 1] },
      { do: 'read', name: 'a' },
    ]);
    const found = { status: 'found', secret: largest };
    const refused = { status: 'unavailable', detail: expect.stringContaining('2560') };
    expect(answers).toEqual([{ status: 'done' }, found, refused, found]);
  });

  it('keeps scopes apart', async () => {
    await inKeychain(keyring, 'one', [{ do: 'write', name: 'a', secret: SECRET }]);
    expect(await inKeychain(keyring, 'two', [{ do: 'read', name: 'a' }])).toEqual([{ status: 'absent' }]);
  });

  it('gives back what another program put there, for the reader to judge', async () => {
    const answers = await inKeychain(keyring, 'tampered', [
      { do: 'write', name: 'a', secret: SECRET },
      { do: 'tamper', account: 'tampered/a', secret: [7] },
      { do: 'read', name: 'a' },
    ]);
    expect(answers).toEqual([{ status: 'done' }, { status: 'done' }, { status: 'found', secret: [7] }]);
  });
});

describe.skipIf(KEYRING_SKIPPED !== null)('a keyring that does not give', () => {
  const all: Steps = [
    { do: 'check' },
    { do: 'read', name: 'a' },
    { do: 'write', name: 'a', secret: SECRET },
    { do: 'remove', name: 'a' },
  ];

  it('is locked, and still holds everything when it is opened again', async () => {
    const keyring = await startKeyring({ kind: 'unlocked' });
    try {
      await inKeychain(keyring, 's', [{ do: 'write', name: 'a', secret: SECRET }]);
      await keyring.lock();
      const locked = { status: 'locked', detail: expect.stringContaining('prompt') };
      expect(await inKeychain(keyring, 's', all)).toEqual([locked, locked, locked, locked]);
    } finally {
      await keyring.stop();
    }
  });

  it('is locked when its password prompt never answers', async () => {
    const keyring = await startKeyring({ kind: 'unlocked', mutePrompter: true });
    try {
      await inKeychain(keyring, 's', [{ do: 'write', name: 'a', secret: SECRET }]);
      await keyring.lock();
      const locked = { status: 'locked', detail: expect.stringContaining('no answer within 50 ms') };
      const asked = inKeychain(
        keyring,
        's',
        [
          { do: 'read', name: 'a' },
          { do: 'read', name: 'b' },
        ],
        50,
      );
      // The process itself can only end with the prompt; the bus gives that up after a while.
      expect(await asked).toEqual([locked, locked]);
    } finally {
      await keyring.stop();
    }
  }, 60_000);

  it('takes one thread while it waits for its password, however often it is asked', async () => {
    const keyring = await startKeyring({ kind: 'unlocked', mutePrompter: true, prompterMs: 8_000 });
    try {
      await inKeychain(keyring, 's', [{ do: 'write', name: 'a', secret: SECRET }]);
      await keyring.lock();
      const answers = await inKeychain(keyring, 's', [{ do: 'crowd', vaults: 8 }], 100);
      expect(answers).toEqual([{ status: 'read beside the prompt', reads: 8 }]);
    } finally {
      await keyring.stop();
    }
  }, 60_000);

  it.each(['no-bus', 'no-daemon', 'uninitialised'] as const)('is unavailable: %s', async (kind) => {
    const keyring = await startKeyring({ kind });
    try {
      const unavailable = { status: 'unavailable', detail: expect.any(String) };
      const answers = await inKeychain(keyring, 's', all);
      // A keyring without a collection can look, finds nothing, and has nowhere to store.
      const look = kind === 'uninitialised' ? { status: 'absent' } : unavailable;
      const remove = kind === 'uninitialised' ? { status: 'done' } : unavailable;
      expect(answers).toEqual([unavailable, look, unavailable, remove]);
    } finally {
      await keyring.stop();
    }
  });
});
