/** A proxy that takes CONNECT and looks names up by itself, or does to a connection whatever a test wants. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** What a proxy does with a CONNECT that came whole; `open` makes the tunnel. */
export type ProxyConduct = (socket: Socket, open: () => void) => void;

export interface ConnectProxy {
  readonly port: number;
  /** `http://127.0.0.1:PORT`, or https where it speaks TLS. */
  readonly url: string;
  /** Heads of the requests that came. */
  readonly heads: readonly string[];
  /** TCP connections so far. */
  connections(): number;
  /** Those that are open now, on both sides. */
  open(): number;
  /** Ends every connection on both sides. */
  cut(): void;
  close(): Promise<void>;
}

export interface ConnectProxyOptions {
  /** `HOST:PORT` as it is asked for → the port on this machine where that is found. */
  readonly names?: Readonly<Record<string, number>>;
  readonly conduct?: ProxyConduct;
  /** Speaks TLS to its clients. */
  readonly tls?: TlsOptions;
}

export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const { names = {}, conduct = (_socket, open) => open(), tls } = options;
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  let count = 0;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Lines that break are part of what is tested.
    socket.on('error', () => undefined);
  }

  function serve(socket: Socket): void {
    count += 1;
    keep(socket);
    let head = '';
    const onData = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.endsWith('\r\n\r\n')) return;
      socket.off('data', onData);
      heads.push(head);
      conduct(socket, () => {
        const port = names[/^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(head)?.[1] ?? ''];
        if (port === undefined) {
          socket.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
          return;
        }
        const far = connect({ host: '127.0.0.1', port });
        keep(far);
        far.on('close', () => socket.destroy());
        socket.on('close', () => far.destroy());
        far.once('connect', () => {
          socket.write('HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n');
          socket.pipe(far).pipe(socket);
        });
      });
    };
    socket.on('data', onData);
  }

  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    heads,
    connections: () => count,
    open: () => sockets.size,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
