/** What was tried against rights, PINs and sessions, and held. */

import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import { serveContract } from '../../../main/shell/ipc.ts';
import { createHttp } from '../../../main/snap/http.ts';
import { openTunnel } from '../../../main/snap/tunnel.ts';
import { contract } from '../../../shared/contract.ts';
import { BUDI } from '../../support/sandbox-till.ts';
import { ANI, type Answer, peopled, SARI } from './world.ts';

const registered = vi.hoisted(() => new Map<string, (event: unknown, input: unknown) => Promise<unknown>>());
vi.mock('electron', () => ({
  ipcMain: { handle: (name: string, handler: never) => void registered.set(name, handler) },
}));

async function served(...given: Parameters<typeof peopled>) {
  const world = await peopled(...given);
  const main = { url: 'app://qris-terminal/', parent: null };
  const contents = { mainFrame: main };
  serveContract(
    contract,
    Promise.resolve(world.test.desk.actions),
    (one) => one === (contents as never),
    (problem) => {
      throw problem.error;
    },
  );
  const ask = (name: string, input: object = {}): Promise<Answer> =>
    registered.get(name)?.({ sender: contents, senderFrame: main }, input) as Promise<Answer>;
  return { ...world, ask };
}
const closing = { shift: 1, empty: true, print: false };
const NO = { outcome: 'refused', about: { right: 'close-shift' } };

describe('a grant', () => {
  it('is for whatever order of keys, once, and for no other values', async () => {
    const { ask, login } = await served();
    await login(ANI);
    const allow = (wish: object) => ask('session.override', { ...SARI, channel: 'shifts.close', wish });
    expect(await allow({ print: false, empty: true, shift: 1 })).toMatchObject({ outcome: 'ok' });
    expect(await ask('shifts.close', { ...closing, print: true })).toMatchObject(NO);
    const both = await Promise.all([
      ask('shifts.close', closing),
      ask('shifts.close', { print: false, shift: 1, empty: true }),
    ]);
    expect(both.map((one) => one.outcome)).toContain('ok');
    expect(await ask('shifts.close', { ...closing, shift: 2 })).toMatchObject(NO);
    for (const wish of [
      { ...closing, more: 1 },
      { shift: 1.5, empty: true, print: false },
      { shift: -0, empty: true, print: false },
    ]) {
      expect(await allow(wish)).toMatchObject({ outcome: 'invalid' });
    }
    for (const channel of ['hasOwnProperty', 'qr.generate ', 'QR.PRINT', 'qr.print\u0000']) {
      expect(await ask('session.override', { ...SARI, channel, wish: {} })).toMatchObject({ outcome: 'invalid' });
    }
  });

  it('is gone when the till is locked, and is nobody else’s', async () => {
    const { ask, login, press } = await served();
    await login(ANI);
    await ask('session.override', { ...SARI, channel: 'shifts.close', wish: closing });
    await press('session.lock');
    await login(ANI);
    expect(await ask('shifts.close', closing)).toMatchObject(NO);
    // Asked for by one, answered when another is in.
    const allowing = ask('session.override', { ...SARI, channel: 'shifts.close', wish: closing });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await press('session.lock');
    expect((await allowing).outcome).toBe('refused');
  });
});

it('a sandbox shows nothing of the real till that it was begun from', async () => {
  const { test, press, login } = await peopled({ asReal: true });
  await login(SARI);
  await press('qr.generate', { ...BUDI, reference: 'SECRET-REF', print: true });
  await expect.poll(() => test.told.at(-1)?.slips.length).toBeGreaterThan(0);
  const before = test.told.length;
  await press('sandbox.start');
  const after = test.told.slice(before).filter(({ session }) => session.state !== 'in');
  expect(JSON.stringify(after)).not.toMatch(/SECRET-REF|Budi Santoso/);
  expect(JSON.stringify(await press('app.snapshot'))).not.toMatch(/SECRET-REF|Budi Santoso/);
});

it.each(['{}', '{"n":"x","r":8,"p":3}', '{"n":1073741824,"r":8,"p":1}', '{"n":32768,"r":8,"p":1e9}'])(
  'a row whose cost is %s lets nobody in, and takes no memory',
  async (cost) => {
    const { press, folder } = await peopled();
    await press('session.lock');
    const db = new DatabaseSync(join(await folder(), JOURNAL_FILE));
    db.prepare("UPDATE operators SET cost = ? WHERE name = 'Ani'").run(cost);
    db.close();
    const said = await Promise.race([
      press('session.login', ANI).catch((error: unknown) => ({ outcome: `threw ${String(error).slice(0, 90)}` })),
      new Promise<Answer>((resolve) => setTimeout(() => resolve({ outcome: 'hangs' }), 8_000)),
    ]);
    expect(said.outcome).not.toBe('ok');
    expect(said.outcome).not.toBe('hangs');
    expect(await press('session.login', SARI)).toMatchObject({ outcome: 'ok' });
  },
);

it.each([Number.NaN, -5, Number.POSITIVE_INFINITY, 2 ** 60])(
  'a time since the start of %s opens nothing',
  async (odd) => {
    let sinceBoot = 1_000;
    const { press } = await peopled({ sinceBoot: () => sinceBoot });
    await press('session.lock');
    for (let n = 0; n < 6; n += 1) await press('session.login', { ...ANI, pin: '0001' });
    sinceBoot = odd;
    const said = await press('session.login', ANI).catch((error: unknown) => ({
      outcome: `threw ${String(error).slice(0, 90)}`,
    }));
    if (odd < 2 ** 60) expect(said.outcome).not.toBe('ok');
  },
);

describe('a proxy', () => {
  async function proxy(answer: (write: (text: string) => void) => void): Promise<URL> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => answer((text) => socket.write(text)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  }
  const open = async (url: URL) =>
    openTunnel({
      proxy: url,
      hostname: 'api.example',
      port: 443,
      timeoutMs: 600,
      signal: new AbortController().signal,
    });

  it.each([
    ['an interim answer alone', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['an interim answer first', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
    ['bytes behind its head', 'HTTP/1.1 200 OK\r\n\r\nX'],
    ['lines that end in LF alone', 'HTTP/1.1 200 OK\n\n'],
    ['a redirect', 'HTTP/1.1 302 Found\r\nLocation: https://x/\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a head without an end', `HTTP/1.1 200 OK\r\nX: ${'y'.repeat(20_000)}`],
  ])('with %s opens no tunnel', async (_what, text) => {
    const tunnel = await open(await proxy((write) => write(text)));
    if (tunnel.ok) tunnel.socket.destroy();
    expect(tunnel.ok).toBe(false);
  });

  it('that speaks first inside its tunnel sends no byte of a request', async () => {
    const url = await proxy((write) => {
      write('HTTP/1.1 200 OK\r\n\r\n');
      setTimeout(() => write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'), 5);
    });
    const http = createHttp({ timeoutMs: 1_000 }, { pins: null, proxy: url.href });
    const said = await http.post({ url: 'https://api.example/x', headers: {}, body: Buffer.from('{}') });
    await http.close();
    expect(said.kind).toBe('not-sent');
  });
});
