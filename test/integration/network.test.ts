/** A whole till with pinned keys behind a proxy: what it does, what it says when one of them is wrong, and where it says it. */
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../main/app/app.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { listQrs } from '../../main/app/list-qrs.ts';
import { merchantStatus } from '../../main/app/merchant-status.ts';
import { openApp } from '../../main/app/open-app.ts';
import { settingsFacts } from '../../main/app/support-facts.ts';
import { systemClock } from '../../main/app/system.ts';
import type { Till } from '../../main/app/till.ts';
import { startSandboxProviders } from '../../main/sandbox/providers/start-sandbox-providers.ts';
import { createSandboxVault } from '../../main/vault/memory.ts';
import { authority } from '../faults/authority.ts';
import { createAuthority, selfSigned } from '../faults/certificates.ts';
import { type FaultyServer, startFaultyServer } from '../faults/faulty-server.ts';
import { type ConnectProxy, type ProxyConduct, startConnectProxy } from '../support/connect-proxy.ts';
import { closedPort } from '../support/raw-server.ts';
import { BUDI } from '../support/sandbox-till.ts';
import { pin } from '../support/tls-peer.ts';

const NAME = 'provider.test';
const { key, cert } = authority.issue(NAME);
const reserve = pin(selfSigned('reserve').cert);
const RIGHT = [pin(cert), reserve];
const WRONG = [pin(selfSigned('stranger').cert), reserve];
/** Trusted by the machine, and by nobody who pinned keys. */
const other = createAuthority('Other Root');
const otherCredentials = other.issue(NAME);

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = createPublicKey(rsa.privateKey);
const SPEEDCASH = {
  clientId: 'net-speedcash',
  clientSecret: randomBytes(24).toString('base64url'),
  channelId: '23412',
  merchantId: '1210001',
  ownerPhone: '6281200000001',
};
const PAYCOOLS = { clientId: 'net-paycools', merchantId: 'net-paycools' };

beforeAll(() => setDefaultCACertificates([authority.cert, other.cert]));

interface Wanted {
  readonly pins?: readonly string[];
  readonly proxy?: string;
  readonly origin?: string;
}

function profileFor({ pins, proxy, origin = `https://${NAME}` }: Wanted): Readonly<Record<string, unknown>> {
  const pinned = pins === undefined ? {} : { pins };
  return {
    version: 1,
    store: { name: 'Toko Contoh', address: 'Jl. Melati 1, Jakarta' },
    speedcash: { baseUrl: `${origin}/v1.0`, ...SPEEDCASH, privateKey, ...pinned },
    paycools: {
      baseUrl: origin,
      ...PAYCOOLS,
      privateKey,
      notifyUrl: 'https://till.example/notify',
      regionNo: '12356',
      branchNo: '123456',
      ...pinned,
    },
    printers: [],
    ...(proxy === undefined ? {} : { network: { proxy: { url: proxy } } }),
  };
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface World {
  readonly app: App;
  readonly server: FaultyServer;
  readonly proxy: ConnectProxy;
  readonly folder: string;
  readonly provision: (wanted: Wanted) => ReturnType<App['provision']>;
  readonly till: () => Promise<Till>;
}

async function openWorld(conduct?: ProxyConduct): Promise<World> {
  const providers = await startSandboxProviders({
    merchant: {
      speedcash: { ...SPEEDCASH, storeName: 'Toko Contoh', publicKey },
      paycools: { ...PAYCOOLS, publicKey },
    },
  });
  closers.push(() => providers.close());
  const server = await startFaultyServer(providers.port, { key, cert });
  closers.push(() => server.close());
  const names = { [`${NAME}:443`]: server.port };
  const proxy = await startConnectProxy({ names, ...(conduct === undefined ? {} : { conduct }) });
  closers.push(() => proxy.close());
  const folder = await mkdtemp(join(tmpdir(), 'qris-network-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  const here = { baseUrl: `https://127.0.0.1:${server.port}` };
  const vault = createSandboxVault().openFor({ speedcash: here, paycools: here });
  const app = openApp({
    place: { env: { QRIS_TERMINAL_HOME: join(folder, 'home') }, platform: process.platform, home: folder },
    openVault: () => vault,
    operator: 'penguji',
    hasDisplay: false,
    machineTerminalId: () => 'T-TEST0001',
    clock: { ...systemClock, sleep: () => Promise.resolve() },
    http: { timeoutMs: 5_000 },
  });
  closers.push(() => app.close());
  return {
    app,
    server,
    proxy,
    folder,
    async provision(wanted) {
      const path = join(folder, 'profile.json');
      await writeFile(path, JSON.stringify(profileFor(wanted)), { mode: 0o600 });
      return app.provision({ path, shred: false });
    },
    async till() {
      const opened = await app.till();
      if (!opened.ok) throw new Error(JSON.stringify(opened.outcome));
      return opened.value;
    },
  };
}

const isOk = { outcome: 'ok' };

async function findingsOf(app: App): Promise<Readonly<Record<string, string>>> {
  const { findings } = await app.doctor();
  return Object.fromEntries(findings.map(({ check, health, words }) => [check, `${health} ${words.key}`]));
}

describe('a till with pinned keys behind a proxy', () => {
  it('works, and everything goes through the proxy', async () => {
    const world = await openWorld();
    expect(await world.provision({ pins: RIGHT, proxy: world.proxy.url })).toMatchObject(isOk);
    const till = await world.till();
    expect(till.sandbox).toBe(false);
    expect(await merchantStatus(till, {})).toMatchObject(isOk);
    expect(await generateAtmQr(till, BUDI)).toMatchObject(isOk);
    expect(await listQrs(till, {})).toMatchObject(isOk);
    expect(world.server.arrived.length).toBeGreaterThan(3);
    expect(world.proxy.heads).toHaveLength(world.server.connections());
    expect(new Set(world.proxy.heads)).toEqual(new Set([`CONNECT ${NAME}:443 HTTP/1.1\r\nHost: ${NAME}:443\r\n\r\n`]));
  });

  it('says so where somebody looks', async () => {
    const { app, proxy, provision, folder, till } = await openWorld();
    await provision({ pins: RIGHT, proxy: proxy.url });
    expect(await findingsOf(app)).toMatchObject({
      network: 'ok doctor.network',
      speedcash: 'ok doctor.provider',
      paycools: 'ok doctor.provider',
    });
    expect(await app.showProfile()).toMatchObject({
      data: { proxy: proxy.url, speedcash: { pins: 2 }, paycools: { pins: 2 } },
    });
    const { profile } = await till();
    const facts = settingsFacts(profile, null);
    expect(facts).toMatchObject({ proxy: 'http', speedcash: { pins: 2 }, paycools: { pins: 2 } });
    // Who helps need not know which keys, nor where the proxy is.
    for (const private_ of [String(proxy.port), ...RIGHT]) expect(JSON.stringify(facts)).not.toContain(private_);
    const stored: unknown = JSON.parse(await readFile(join(folder, 'home', 'provisioned.json'), 'utf8'));
    expect(stored).toMatchObject({ profile: { speedcash: { pins: RIGHT }, network: { proxy: { url: proxy.url } } } });
  });

  it('finds a key that is not pinned before anything is sent, and says what that may be', async () => {
    const { app, server, provision, till, proxy } = await openWorld();
    await provision({ pins: WRONG, proxy: proxy.url });
    const made = await generateAtmQr(await till(), BUDI);
    expect(made).toMatchObject({ outcome: 'not-sent', words: { key: 'call.not-pinned' } });
    expect(made.words.id).toContain('PUBLIC_KEY_NOT_PINNED');
    expect(made.words.next?.en).toContain('Call IT');
    expect(await merchantStatus(await till(), {})).toMatchObject({ outcome: 'not-sent' });
    // The token was tried twice for each wish, and that is all.
    expect(proxy.connections()).toBe(4);
    expect(server.arrived).toEqual([]);
    const { journal } = await till();
    expect(journal.operations({})).toMatchObject([{ state: 'not-sent', attempts: 0 }]);
    expect(await findingsOf(app)).toMatchObject({
      speedcash: 'fail call.not-pinned',
      paycools: 'fail call.not-pinned',
    });
  });

  it('with a token in its hand it tells an impostor nothing either', async () => {
    const { server, provision, till, proxy } = await openWorld();
    await provision({ pins: RIGHT, proxy: proxy.url });
    const till1 = await till();
    expect(await generateAtmQr(till1, BUDI)).toMatchObject(isOk);
    const before = server.arrived.length;
    server.arm({ onConnection: (_line, tls) => void tls(createSecureContext(otherCredentials)) }, 1, () => true);
    const wish = { ...BUDI, reference: 'OWN-1' };
    expect(await generateAtmQr(till1, wish)).toMatchObject({
      outcome: 'not-sent',
      words: { key: 'call.not-pinned' },
    });
    expect(server.arrived).toHaveLength(before);
    expect(await generateAtmQr(till1, wish)).toMatchObject(isOk);
  });

  it.each([
    ['407 Proxy Authentication Required', 'call.proxy-login'],
    ['403 Forbidden', 'call.proxy-refused'],
    ['504 Gateway Timeout', 'call.proxy-away'],
  ])('names the proxy that answers %s', async (status, words) => {
    const { server, provision, till, proxy } = await openWorld((socket) => {
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
    });
    await provision({ pins: RIGHT, proxy: proxy.url });
    const made = await generateAtmQr(await till(), BUDI);
    expect(made).toMatchObject({ outcome: 'not-sent', words: { key: words } });
    for (const said of [made.words.id, made.words.en]) expect(said).toContain(`proxy 127.0.0.1:${proxy.port}: HTTP`);
    expect(server.connections()).toBe(0);
  });
});

describe('a new profile over a till that works', () => {
  it('is not taken with pins that its provider does not have, nor with a proxy that leads nowhere', async () => {
    const { provision, till, proxy } = await openWorld();
    expect(await provision({ proxy: proxy.url })).toMatchObject(isOk);
    expect(await provision({ pins: WRONG, proxy: proxy.url })).toMatchObject({
      outcome: 'unavailable',
      words: { key: 'provision.not-pinned' },
    });
    expect(await provision({ proxy: `http://127.0.0.1:${await closedPort()}` })).toMatchObject({
      outcome: 'unavailable',
      words: { key: 'provision.unproved' },
    });
    expect(await merchantStatus(await till(), {})).toMatchObject(isOk);
    expect(await provision({ pins: RIGHT, proxy: proxy.url })).toMatchObject(isOk);
    expect((await till()).profile.paycools?.pins).toEqual(RIGHT);
  });
});

describe('a provider on this very machine', () => {
  it('is never looked for behind the proxy', async () => {
    const { provision, till, proxy, server } = await openWorld();
    const here = authority.issue('127.0.0.1');
    const origin = `https://127.0.0.1:${server.port}`;
    server.arm(
      { onConnection: (_line, tls) => void tls(createSecureContext(here)) },
      Number.POSITIVE_INFINITY,
      () => true,
    );
    await provision({ origin, proxy: proxy.url, pins: [pin(here.cert), reserve] });
    expect(await merchantStatus(await till(), {})).toMatchObject(isOk);
    expect(proxy.connections()).toBe(0);
  });
});
