/** Pinned keys on real TLS: which connections are taken, and that not one byte of a request goes to any other. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, setDefaultCACertificates, type TlsOptions } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NOT_PINNED } from '../../../main/snap/connect.ts';
import { createHttp, type Exchange } from '../../../main/snap/http.ts';
import { authority } from '../../faults/authority.ts';
import { type Authority, type Certificate, createAuthority, selfSigned } from '../../faults/certificates.ts';
import { pin, startTlsPeer, type TlsPeer } from '../../support/tls-peer.ts';

const HOST = '127.0.0.1';
/** The provider's authority and certificate, under a root that the machine trusts. */
const middle = authority.delegate('Middle');
const leaf = middle.issue(HOST);
const genuine = { key: leaf.key, cert: leaf.cert + middle.cert };
/** Keys that no certificate of a test has. */
const reserve = pin(selfSigned('reserve').cert);
const stranger = pin(selfSigned('stranger').cert);

/** Another authority that the machine trusts, and what it would say of the provider. */
const other = createAuthority('Other Root');
/** Trusted itself, not by a root above it, under the name of the provider's own. */
const namesake: Authority = other.delegate('Middle');
/** An authority whose name is an ordinary server's, whom the provider's authority gave a certificate for its key. */
const climber = other.delegate('climber.example');
const lentName = middle.issue('climber.example', undefined, climber.key);

const trust = (...roots: readonly string[]): void => setDefaultCACertificates(roots);
beforeEach(() => trust(authority.cert, other.cert));

const open: TlsPeer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()));
});

async function serve(...args: Parameters<typeof startTlsPeer>): Promise<TlsPeer> {
  const peer = await startTlsPeer(...args);
  open.push(peer);
  return peer;
}

const REQUEST = { headers: { 'x-signature': 'signed', authorization: 'Bearer token' }, body: Buffer.from('{"a":1}') };

async function post(peer: TlsPeer, pins: readonly string[] | null): Promise<Exchange> {
  const http = createHttp({ timeoutMs: 5_000 }, { pins, proxy: null });
  try {
    return await http.post({ url: `${peer.url}/x`, ...REQUEST });
  } finally {
    await http.close();
  }
}

const ANSWERED = { kind: 'answered', status: 200, text: '{"ok":1}' };
const REFUSED = { kind: 'not-sent', note: NOT_PINNED };

describe('a connection is taken', () => {
  it.each([
    ['by the key of the server itself', [pin(leaf.cert), reserve]],
    ['by the key of the authority that signed it', [pin(middle.cert), reserve]],
    ['by the one in reserve', [stranger, reserve, pin(leaf.cert)]],
  ])('%s', async (_what, pins) => {
    expect(await post(await serve(genuine), pins)).toMatchObject(ANSWERED);
  });

  it('by the key that openssl tells of the certificate, as docs/network.md says', async () => {
    const spki = execFileSync('openssl', ['x509', '-pubkey', '-noout'], { input: leaf.cert });
    const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'der'], { input: spki });
    const digest = execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input: der });
    expect(await post(await serve(genuine), [`sha256/${digest.toString('base64')}`, reserve])).toMatchObject(ANSWERED);
  });
});

describe('not a byte of a request goes', () => {
  const pins = [pin(middle.cert), pin(leaf.cert)];

  interface Wrong {
    readonly what: string;
    readonly shown: TlsOptions;
    readonly known: readonly string[];
    /** Trusted by the machine beside the two roots, and looked for before them. */
    readonly trusted?: string;
  }
  const beside = ({ key, cert }: Certificate, ...more: readonly Certificate[]): TlsOptions => ({
    key,
    cert: cert + more.map((one) => one.cert).join(''),
  });

  it.each<Wrong>([
    { what: 'to a key that is not pinned', shown: genuine, known: [stranger, reserve] },
    { what: 'where another trusted authority signed for the name', shown: beside(other.issue(HOST)), known: pins },
    { what: 'by the key of the root alone', shown: genuine, known: [pin(authority.cert), reserve] },
    {
      what: 'by the key of a root that the server sends along',
      shown: beside(leaf, middle, authority),
      known: [pin(authority.cert), reserve],
    },
    {
      what: 'where the genuine authority’s certificate is sent along by one of the same name',
      shown: beside(namesake.issue(HOST), middle),
      known: pins,
      trusted: namesake.cert,
    },
    {
      what: 'where what vouches for the server is itself no authority',
      shown: beside(climber.issue(HOST), lentName, middle),
      known: pins,
      trusted: climber.cert,
    },
  ])('$what', refused);

  it('where the genuine certificates are only sent along', async () => {
    await refused({ shown: beside(other.issue(HOST), leaf, middle, authority), known: pins });
  });

  async function refused({ shown, known, trusted }: Omit<Wrong, 'what'>): Promise<void> {
    if (trusted !== undefined) trust(trusted, other.cert, authority.cert);
    const peer = await serve(shown);
    // The machine itself finds nothing wrong with it.
    expect(await post(peer, null)).toMatchObject(ANSWERED);
    const before = peer.received();
    expect(await post(peer, known)).toEqual(REFUSED);
    await vi.waitFor(() => expect(peer.connections()).toEqual({ opened: 2, over: 2 }));
    expect(peer.received()).toBe(before);
  }

  it('where a pinned key is right and the certificate is not', async () => {
    for (const wrong of [selfSigned(HOST), middle.issue('another.example')]) {
      const peer = await serve({ key: wrong.key, cert: wrong.cert + middle.cert });
      const exchange = await post(peer, [pin(wrong.cert), pin(middle.cert)]);
      expect(exchange).toMatchObject({ kind: 'not-sent' });
      expect(exchange).not.toEqual(REFUSED);
      expect(peer.received()).toBe('');
    }
  });

  it('over plain http', async () => {
    const peer = await serve(genuine);
    const http = createHttp({ timeoutMs: 5_000 }, { pins, proxy: null });
    const exchange = await http.post({ url: peer.url.replace('https', 'http'), ...REQUEST });
    await http.close();
    expect(exchange).toEqual(REFUSED);
    expect(peer.received()).toBe('');
  });
});

describe('a session', () => {
  it('is never taken up again', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) await neverResumed(version);
  });

  async function neverResumed(version: 'TLSv1.2' | 'TLSv1.3'): Promise<void> {
    const peer = await serve({ ...genuine, minVersion: version, maxVersion: version });
    // The server would: a client that asks for it gets it.
    expect(await resumes(peer)).toBe(true);
    const http = createHttp({ timeoutMs: 5_000 }, { pins: [pin(leaf.cert), reserve], proxy: null });
    const url = `${peer.url}/x`;
    try {
      for (const _ of [1, 2, 3]) expect(await http.post({ url, ...REQUEST })).toMatchObject(ANSWERED);
      expect(peer.handshakes.slice(-3).map(({ resumed }) => resumed)).toEqual([false, false, false]);
      peer.show(other.issue(HOST));
      expect(await http.post({ url, ...REQUEST })).toEqual(REFUSED);
    } finally {
      await http.close();
    }
  }

  async function resumes(peer: TlsPeer): Promise<boolean> {
    const options = { host: HOST, port: peer.port, rejectUnauthorized: false } as const;
    const first = connect(options);
    const [session] = (await once(first, 'session')) as [Buffer];
    first.end();
    const second = connect({ ...options, session });
    await once(second, 'secureConnect');
    const reused = second.isSessionReused();
    second.end();
    await vi.waitFor(() => expect(peer.connections()).toEqual({ opened: 2, over: 2 }));
    return reused;
  }
});

describe('TLS', () => {
  it('1.1 and older is not spoken, with a server that speaks nothing else', async () => {
    const peer = await serve({
      ...genuine,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    // The server is one that works: a client that takes anything reaches it.
    const lax = connect({
      host: HOST,
      port: peer.port,
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    await once(lax, 'secureConnect');
    expect(lax.getProtocol()).toBe('TLSv1.1');
    lax.destroy();
    expect(await post(peer, null)).toMatchObject({ kind: 'not-sent' });
    expect(peer.received()).toBe('');
  });

  it('1.2 is', async () => {
    const peer = await serve({ ...genuine, maxVersion: 'TLSv1.2' });
    expect(await post(peer, [pin(leaf.cert), reserve])).toMatchObject(ANSWERED);
    expect(peer.handshakes).toEqual([{ resumed: false, protocol: 'TLSv1.2' }]);
  });
});

describe('a redirect', () => {
  it('is an answer and not a direction', async () => {
    const elsewhere = await serve(genuine);
    for (const status of [301, 302, 303, 307, 308]) {
      const head = `HTTP/1.1 ${status} X\r\nLocation: ${elsewhere.url}/x\r\n`;
      const peer = await serve(genuine, `${head}Content-Length: 0\r\nConnection: close\r\n\r\n`);
      expect(await post(peer, [pin(leaf.cert), reserve])).toMatchObject({ kind: 'answered', status });
    }
    expect(elsewhere.connections().opened).toBe(0);
  });
});
