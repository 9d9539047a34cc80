/** A tunnel through the store's proxy (CONNECT, RFC 9110, 9.3.6): a line to the provider that no TLS has been spoken on yet. */
import { connect as connectTcp, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export type Tunnel =
  | { readonly ok: true; readonly socket: Socket }
  /** `proxy HOST:PORT: …`, with what it answered or what became of the line to it. */
  | { readonly ok: false; readonly note: string };

export interface TunnelWish {
  /** http or https, without credentials. */
  readonly proxy: URL;
  /** The provider's name or address, without brackets; the proxy looks it up. */
  readonly hostname: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Ends the tunnel, opened or not. */
  readonly signal: AbortSignal;
}

/** A proxy's whole answer to CONNECT, its own pages left out. */
const LONGEST_HEAD = 16_384;

function lineTo(proxy: URL): Socket {
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  if (proxy.protocol !== 'https:') return connectTcp({ host, port: Number(proxy.port || 80) });
  return connectTls({
    host,
    port: Number(proxy.port || 443),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
  });
}

/** What a head says: null while it is not all there. */
function readHead(bytes: Buffer): { readonly note: string | null } | null {
  const text = bytes.toString('latin1');
  // Told at the first bytes: who speaks something else may never send an empty line.
  if (!'HTTP/1.'.startsWith(text.slice(0, 7))) return { note: 'no HTTP' };
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return bytes.length > LONGEST_HEAD ? { note: 'no HTTP' } : null;
  const status = /^HTTP\/1\.[01] (\d{3})[ \r]/.exec(text)?.[1];
  if (status === undefined) return { note: 'no HTTP' };
  if (!status.startsWith('2')) return { note: `HTTP ${status}` };
  // The provider speaks only when it is spoken to.
  return { note: bytes.length > end + 4 ? 'no clean tunnel' : null };
}

/**
 * Asks the proxy for a line to the provider. Nothing but the provider's name and port is told to the proxy; no
 * credentials are sent, no redirect is followed.
 */
export function openTunnel({ proxy, hostname, port, timeoutMs, signal }: TunnelWish): Promise<Tunnel> {
  const { promise, resolve } = Promise.withResolvers<Tunnel>();
  const target = `${isIPv6(hostname) ? `[${hostname}]` : hostname}:${port}`;
  const socket = lineTo(proxy);
  let head: Buffer = Buffer.alloc(0);

  function done(note: string | null): void {
    clearTimeout(timer);
    socket.off('data', onData).off('close', onClose);
    if (note === null) {
      socket.pause();
      resolve({ ok: true, socket });
    } else {
      socket.destroy();
      resolve({ ok: false, note: `proxy ${proxy.host}: ${note}` });
    }
  }
  function onData(chunk: Buffer): void {
    head = Buffer.concat([head, chunk]);
    const read = readHead(head);
    if (read !== null) done(read.note);
  }
  const onClose = (): void => done('closed');
  const onAbort = (): void => done('ended');
  const timer = setTimeout(() => done('no answer in time'), timeoutMs);

  signal.addEventListener('abort', onAbort);
  socket.on('close', () => signal.removeEventListener('abort', onAbort));
  // Stays for good: what ends the tunnel later is told by the connection inside it.
  socket.on('error', (error) => done('code' in error && typeof error.code === 'string' ? error.code : 'error'));
  socket.on('close', onClose);
  socket.on('data', onData);
  socket.once(proxy.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  });
  return promise;
}
