/** A TLS server that answers every POST and keeps each byte that came inside TLS; and its fingerprints. */
import { X509Certificate } from 'node:crypto';
import { createServer, type SecureContextOptions, type TLSSocket, type TlsOptions } from 'node:tls';
import { pinOf } from '../../main/snap/pins.ts';
import { httpAnswer } from './raw-server.ts';

export interface TlsPeer {
  readonly port: number;
  readonly url: string;
  /** Handshakes that were finished, and whether each was a resumed session. */
  readonly handshakes: readonly { readonly resumed: boolean; readonly protocol: string | null }[];
  /** TCP connections that were opened, and that are over. */
  connections(): { readonly opened: number; readonly over: number };
  /** Everything that came inside TLS. */
  received(): string;
  /** Shows another certificate from the next connection on. */
  show(credentials: SecureContextOptions): void;
  close(): Promise<void>;
}

/** @param answer a whole HTTP answer; default 200 with `{"ok":1}` */
export async function startTlsPeer(
  options: TlsOptions,
  answer = httpAnswer(200, '{"ok":1}', { Connection: 'close' }),
): Promise<TlsPeer> {
  const sockets = new Set<TLSSocket>();
  const handshakes: { resumed: boolean; protocol: string | null }[] = [];
  let received = '';
  let opened = 0;
  let over = 0;
  const server = createServer(options, (socket) => {
    sockets.add(socket);
    handshakes.push({ resumed: socket.isSessionReused(), protocol: socket.getProtocol() });
    socket.on('close', () => sockets.delete(socket));
    // A client that gives up is part of what is tested.
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (received.endsWith('}')) socket.end(answer);
    });
  });
  server.on('connection', (line) => {
    opened += 1;
    line.on('close', () => {
      over += 1;
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    port: address.port,
    url: `https://127.0.0.1:${address.port}`,
    handshakes,
    connections: () => ({ opened, over }),
    received: () => received,
    show: (credentials) => server.setSecureContext(credentials),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The pin of a certificate's key. @param pem of the certificate, the first of several */
export function pin(pem: string): string {
  return pinOf(new X509Certificate(pem));
}
