/** Faults before there is a connection: addresses, TLS, doors that close. */
import { createSecureContext } from 'node:tls';
import { authority } from './authority.ts';
import { createAuthority, selfSigned } from './certificates.ts';
import type { Fault } from './faults.ts';
import type { Trouble } from './faulty-server.ts';

const HOUR_MS = 3_600_000;
/** Long enough for a loaded machine to shake hands, short enough for a suite. */
export const SHORT_MS = 1_500;

function withCertificate(make: () => { readonly key: string; readonly cert: string }): Trouble {
  return { onConnection: (_line, tls) => void tls(createSecureContext(make())) };
}

export const LINE_FAULTS: readonly Fault[] = [
  { title: 'connection refused', address: 'closed-port' },
  { title: 'refused on IPv6 and on IPv4', address: 'closed-on-localhost' },
  { title: 'the name is not known', address: 'no-such-name' },
  { title: 'reset at the door', onConnection: (line) => void line.resetAndDestroy() },
  { title: 'closed at the door', onConnection: (line) => void line.destroy() },
  {
    title: 'accepted, then no word to the TLS greeting',
    onConnection: (line) => void line.resume(),
    timeoutMs: SHORT_MS,
  },
  {
    title: 'reset in the TLS handshake',
    onConnection: (line) => void line.once('data', () => line.resetAndDestroy()),
  },
  {
    title: 'plain HTTP on the TLS port (a wifi login page)',
    onConnection: (line) =>
      void line.once('data', () => line.end('HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n')),
  },
  {
    title: 'certificate for another name',
    ...withCertificate(() => authority.issue('another.example')),
  },
  {
    title: 'certificate expired',
    ...withCertificate(() =>
      authority.issue('127.0.0.1', { from: Date.now() - 48 * HOUR_MS, to: Date.now() - HOUR_MS }),
    ),
  },
  {
    title: 'certificate not valid yet (the till’s clock is behind)',
    ...withCertificate(() =>
      authority.issue('127.0.0.1', { from: Date.now() + HOUR_MS, to: Date.now() + 48 * HOUR_MS }),
    ),
  },
  {
    title: 'certificate signed by itself',
    ...withCertificate(() => selfSigned('127.0.0.1')),
  },
  {
    title: 'certificate of an authority nobody knows (a proxy that opens TLS)',
    ...withCertificate(() => createAuthority('Nobody Knows').issue('127.0.0.1')),
  },
  {
    title: 'certificate of a trusted authority for a key that is not pinned (somebody in between)',
    ...withCertificate(() => authority.issue('127.0.0.1')),
  },
  {
    title: 'TLS 1.1 and older only',
    onConnection: (_line, tls) =>
      void tls(createSecureContext({ ...authority.issue('127.0.0.1'), minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })),
  },
  { title: 'the store’s proxy is not there', address: 'behind-a-proxy', proxy: null },
  {
    title: 'the store’s proxy wants a login',
    address: 'behind-a-proxy',
    proxy: 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n',
  },
  {
    title: 'the store’s proxy does not allow the address',
    address: 'behind-a-proxy',
    proxy: 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n',
  },
  {
    title: 'the store’s proxy finds no way to the provider',
    address: 'behind-a-proxy',
    proxy: 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n',
  },
  { title: 'the store’s proxy hangs up', address: 'behind-a-proxy', proxy: '' },
];
