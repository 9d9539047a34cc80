/** A real proxy between the till and the provider: what it is told, what it cannot see, and all that it can do wrong. */
import type { Socket } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { NOT_PINNED } from '../../../main/snap/connect.ts';
import { createHttp, type Exchange } from '../../../main/snap/http.ts';
import { authority } from '../../faults/authority.ts';
import { createAuthority, selfSigned } from '../../faults/certificates.ts';
import {
  type ConnectProxy,
  type ConnectProxyOptions,
  type ProxyConduct,
  startConnectProxy,
} from '../../support/connect-proxy.ts';
import { closedPort, type RawServer, startRawServer } from '../../support/raw-server.ts';
import { runScript } from '../../support/run-script.ts';
import { pin, startTlsPeer, type TlsPeer } from '../../support/tls-peer.ts';

/** A name that nobody but the proxy knows. */
const NAME = 'snap.provider.test';
const credentials = authority.issue(NAME);
const reserve = pin(selfSigned('reserve').cert);
/** The authority of a proxy that opens TLS, as a company's machines trust it. */
const company = createAuthority('Company Proxy');

beforeAll(() => setDefaultCACertificates([authority.cert, company.cert]));

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function closing<T extends { close(): Promise<void> }>(one: T): T {
  open.push(one);
  return one;
}

const serve = async (...args: Parameters<typeof startTlsPeer>): Promise<TlsPeer> =>
  closing(await startTlsPeer(...args));

const proxyTo = async (peer: TlsPeer, more: ConnectProxyOptions = {}): Promise<ConnectProxy> =>
  closing(await startConnectProxy({ names: { [`${NAME}:443`]: peer.port }, ...more }));

const raw = async (...args: Parameters<typeof startRawServer>): Promise<RawServer> =>
  closing(await startRawServer(...args));

const BODY = '{"courier":"Budi"}';
interface Wish {
  readonly url?: string;
  readonly pins?: readonly string[];
  readonly timeoutMs?: number;
}

async function post(proxy: string, wish: Wish = {}): Promise<Exchange> {
  const { url = `https://${NAME}/v1.0/x`, pins = null, timeoutMs = 5_000 } = wish;
  const http = createHttp({ timeoutMs }, { pins, proxy });
  try {
    return await http.post({ url, headers: { 'x-signature': 'signed-by-us' }, body: Buffer.from(BODY) });
  } finally {
    await http.close();
  }
}

const ANSWERED = { kind: 'answered', status: 200, text: '{"ok":1}' };

describe('through a tunnel', () => {
  it('the provider is reached, by a name that the proxy looks up, and the proxy is told nothing else', async () => {
    const peer = await serve(credentials);
    const proxy = await proxyTo(peer);
    expect(await post(proxy.url, { pins: [pin(credentials.cert), reserve] })).toMatchObject(ANSWERED);
    expect(proxy.heads).toEqual([`CONNECT ${NAME}:443 HTTP/1.1\r\nHost: ${NAME}:443\r\n\r\n`]);
    expect(peer.received()).toContain(BODY);
    expect(peer.received().toLowerCase()).toContain(`host: ${NAME}\r\n`);
  });

  it('every request has a tunnel of its own', async () => {
    const peer = await serve(credentials);
    const proxy = await proxyTo(peer);
    const http = closing(createHttp({ timeoutMs: 5_000 }, { pins: null, proxy: proxy.url }));
    const request = { url: `https://${NAME}/x`, headers: {}, body: Buffer.from(BODY) };
    for (const _ of [1, 2]) expect(await http.post(request)).toMatchObject(ANSWERED);
    const both = await Promise.all([http.post(request), http.post(request)]);
    for (const exchange of both) expect(exchange).toMatchObject(ANSWERED);
    expect(proxy.connections()).toBe(4);
    expect(peer.handshakes.map(({ resumed }) => resumed)).toEqual([false, false, false, false]);
  });

  it('of a proxy that speaks TLS itself, whose certificate is looked at like any other', async () => {
    const peer = await serve(credentials);
    const good = await proxyTo(peer, { tls: authority.issue('127.0.0.1') });
    expect(await post(good.url, { pins: [pin(credentials.cert), reserve] })).toMatchObject(ANSWERED);
    const bad = await proxyTo(peer, { tls: selfSigned('127.0.0.1') });
    expect(await post(bad.url)).toEqual({
      kind: 'not-sent',
      note: `proxy 127.0.0.1:${bad.port}: DEPTH_ZERO_SELF_SIGNED_CERT`,
    });
    expect(bad.heads).toEqual([]);
  });

  it('a port, and an address of IPv6, are told as they have to be written', async () => {
    const peer = await serve(credentials);
    const proxy = await proxyTo(peer, { names: { [`${NAME}:8443`]: peer.port } });
    expect(await post(proxy.url, { url: `https://${NAME}:8443/x` })).toMatchObject(ANSWERED);
    await post(proxy.url, { url: 'https://[2001:db8::1]/x' });
    expect(proxy.heads[1]).toBe('CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n');
  });

  it('a redirect by the provider is an answer', async () => {
    const peer = await serve(
      credentials,
      'HTTP/1.1 307 X\r\nLocation: https://elsewhere.test/\r\nContent-Length: 0\r\n\r\n',
    );
    const proxy = await proxyTo(peer);
    expect(await post(proxy.url)).toMatchObject({ kind: 'answered', status: 307 });
    expect(proxy.connections()).toBe(1);
  });
});

describe('a proxy that opens TLS', () => {
  it('is refused where its authority is not trusted, and where the keys are pinned even if it is', async () => {
    const nobody = await serve(createAuthority('Nobody Knows').issue(NAME));
    expect(await post((await proxyTo(nobody)).url)).toMatchObject({
      kind: 'not-sent',
      note: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    const trusted = await serve(company.issue(NAME));
    const proxy = await proxyTo(trusted);
    expect(await post(proxy.url, { pins: [pin(credentials.cert), reserve] })).toEqual({
      kind: 'not-sent',
      note: NOT_PINNED,
    });
    expect([nobody.received(), trusted.received()]).toEqual(['', '']);
    // Without pins it reads along: what pins are for.
    expect(await post(proxy.url)).toMatchObject(ANSWERED);
  });
});

describe('no tunnel: not sent, and it says that it was the proxy', () => {
  const ending = (answer: string): ConnectProxyOptions => ({ conduct: (socket) => void socket.end(answer) });
  const refusal = (status: string): ConnectProxyOptions =>
    ending(`HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<p>no`);

  it.each<readonly [string, ConnectProxyOptions, string]>([
    ['407', refusal('407 Proxy Authentication Required'), 'HTTP 407'],
    ['403', refusal('403 Forbidden'), 'HTTP 403'],
    ['a redirect to a login page', ending('HTTP/1.1 302 Found\r\nLocation: http://login.test/\r\n\r\n'), 'HTTP 302'],
    ['a name that it does not know', { names: {} }, 'HTTP 502'],
    ['100 and nothing more', ending('HTTP/1.1 100 Continue\r\n\r\n'), 'HTTP 100'],
    ['it hangs up', { conduct: (socket) => void socket.end() }, 'closed'],
    ['it resets', { conduct: (socket) => void socket.resetAndDestroy() }, 'ECONNRESET'],
    ['it hangs up in the middle of its answer', ending('HTTP/1.1 200 Conn'), 'closed'],
    ['it speaks something else', ending('SSH-2.0-OpenSSH_9.6\r\n'), 'no HTTP'],
    ['an answer without a status', ending('HTTP/1.1 OK\r\n\r\n'), 'no HTTP'],
    ['another version', ending('HTTP/2.0 200 OK\r\n\r\n'), 'no HTTP'],
    ['a head without an end', ending(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}`), 'no HTTP'],
    ['something behind the head', ending('HTTP/1.1 200 OK\r\n\r\n<html>welcome</html>'), 'no clean tunnel'],
  ])('%s', async (_what, more, note) => {
    const peer = await serve(credentials);
    const proxy = await proxyTo(peer, more);
    expect(await post(proxy.url)).toEqual({ kind: 'not-sent', note: `proxy 127.0.0.1:${proxy.port}: ${note}` });
    expect(proxy.connections()).toBe(1);
    expect([peer.connections().opened, peer.received()]).toEqual([0, '']);
  });

  it('nobody listens there, or its name is not known', async () => {
    const port = await closedPort();
    expect(await post(`http://127.0.0.1:${port}`)).toEqual({
      kind: 'not-sent',
      note: `proxy 127.0.0.1:${port}: ECONNREFUSED`,
    });
    expect(await post('http://no-such-proxy.invalid:3128')).toMatchObject({
      kind: 'not-sent',
      note: expect.stringMatching(/^proxy no-such-proxy\.invalid:3128: E/),
    });
  });

  it.each<readonly [string, ConnectProxyOptions]>([
    ['says nothing', { conduct: () => undefined }],
    [
      'answers a letter at a time',
      { conduct: (socket) => slowly(socket, 'HTTP/1.1 200 Connection established\r\n\r\n') },
    ],
  ])('in time, where it %s', async (_what, more) => {
    const peer = await serve(credentials);
    const proxy = await proxyTo(peer, more);
    expect(await post(proxy.url, { timeoutMs: 400 })).toEqual({
      kind: 'not-sent',
      note: `proxy 127.0.0.1:${proxy.port}: no answer in time`,
    });
    expect(peer.connections().opened).toBe(0);
  });

  function slowly(socket: Socket, answer: string): void {
    let at = 0;
    const timer = setInterval(() => socket.write(answer.charAt(at++)), 50);
    socket.on('close', () => clearInterval(timer));
  }
});

describe('a tunnel that was opened', () => {
  it('and ends before TLS stands: not sent', async () => {
    const proxy = await raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        // The greeting of TLS is the first that comes inside.
        socket.once('data', () => socket.destroy());
      });
    });
    expect(await post(proxy.url)).toMatchObject({ kind: 'not-sent', note: 'ECONNRESET' });
  });

  it('in which TLS is never finished: not sent, in the time of one connection', async () => {
    const proxy = await raw((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n')));
    expect(await post(proxy.url, { timeoutMs: 400 })).toMatchObject({ kind: 'not-sent' });
  });

  it('and ends when the request has arrived: nobody can say', async () => {
    const peer = await serve(credentials, '');
    const proxy = await proxyTo(peer);
    const exchange = post(proxy.url);
    await vi.waitFor(() => expect(peer.received()).toContain(BODY));
    proxy.cut();
    expect(await exchange).toMatchObject({ kind: 'lost' });
  });

  it.each<readonly [string, ProxyConduct]>([
    ['opened', () => undefined],
    ['opened, without TLS yet', (socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n')],
  ])('ends with the till while it is %s', async (_what, conduct) => {
    const proxy = await proxyTo(await serve(credentials), { conduct });
    const http = createHttp({ timeoutMs: 60_000 }, { pins: null, proxy: proxy.url });
    const exchange = http.post({ url: `https://${NAME}/x`, headers: {}, body: Buffer.from(BODY) });
    await vi.waitFor(() => expect(proxy.heads).toHaveLength(1));
    await http.close();
    expect(await exchange).toMatchObject({ kind: 'not-sent' });
    await vi.waitFor(() => expect(proxy.open()).toBe(0));
  });
});

describe('nothing but the profile names a proxy', () => {
  it('not the environment, for a process that Node is told to heed it in', async () => {
    const trap = closing(await startConnectProxy());
    const peer = await serve(authority.issue('127.0.0.1'));
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
    const env = {
      PATH: process.env.PATH ?? '',
      ...Object.fromEntries(names.map((name) => [name, trap.url])),
      NO_PROXY: '',
      no_proxy: '',
      NODE_USE_ENV_PROXY: '1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    };
    const send = (url: string, proxy: string | null): Promise<unknown> =>
      runScript('post-script.ts', { url, proxy, trusted: [authority.cert] }, env);
    // Node's own requests go there, and take any certificate: the environment is one that is heeded.
    const others = await runScript(
      'post-script.ts',
      { url: `${peer.url}/x`, proxy: null, trusted: [], fetch: true },
      env,
    );
    expect([others, trap.connections()]).toEqual(['failed', 1]);
    expect(await send(`${peer.url}/x`, null)).toMatchObject(ANSWERED);
    expect(await send(`https://${NAME}/x`, null)).toMatchObject({ kind: 'not-sent' });
    const impostor = await serve(selfSigned('127.0.0.1'));
    expect(await send(`${impostor.url}/x`, null)).toMatchObject({ kind: 'not-sent' });
    expect(impostor.received()).toBe('');
    // The profile's own is not gone round either, whatever NO_PROXY says.
    const named = await serve(credentials);
    const proxy = await proxyTo(named);
    expect(
      await runScript(
        'post-script.ts',
        { url: `https://${NAME}/x`, proxy: proxy.url, trusted: [authority.cert] },
        { ...env, NO_PROXY: '*', no_proxy: '*' },
      ),
    ).toMatchObject(ANSWERED);
    expect(proxy.connections()).toBe(1);
    expect(trap.connections()).toBe(1);
  });

  it('and nothing unencrypted is handed to it', async () => {
    const proxy = closing(await startConnectProxy());
    expect(await post(proxy.url, { url: 'http://127.0.0.1:9/x' })).toEqual({ kind: 'not-sent', note: 'PLAIN_HTTP' });
    expect(proxy.connections()).toBe(0);
  });
});
