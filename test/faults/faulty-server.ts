/** A line and a server that do what a fault says, in front of the sandbox's providers; raw sockets, so that every byte is ours. */
import { request as httpRequest } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';

export type Service = 'token' | 'generate' | 'query' | 'expire' | 'register' | 'list' | 'status';

const PATHS: Readonly<Record<string, Service>> = {
  '/v1.0/access-token/b2b': 'token',
  '/v2.0/access-token/b2b': 'token',
  '/v2.0/cdm/cdm-mpm-generate': 'generate',
  '/v2.0/cdm/cdm-mpm-query': 'query',
  '/v1.0/qr/qr-mpm-expire-billnumber': 'expire',
  '/v1.0/qr/qr-generate-terminal': 'register',
  '/v1.0/qr/qr-generate-list': 'list',
  '/v1.0/merchant/status': 'status',
};

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A whole request that has arrived. */
export interface Arrived {
  /** null: a path that no client has any business with; it is one of the server's troubles. */
  readonly service: Service | null;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request and the connection it came on, in the hands of a fault. */
export interface Meeting extends Arrived {
  readonly service: Service;
  readonly socket: TLSSocket;
  /** The TCP connection under it. */
  readonly line: Socket;
  /** Lets the provider do what is asked, and gives its answer; what becomes of that answer is the fault's business. */
  readonly serve: () => Promise<Answer>;
}

/** What happens, and when. Milliseconds for `timeoutMs`: how long the client waits in this fault. */
export interface Trouble {
  /** A TCP connection was accepted. */
  readonly onConnection?: (line: Socket, tls: (context: SecureContext) => TLSSocket) => void;
  /** The first bytes of a request came on a connection. */
  readonly onFirstBytes?: (socket: TLSSocket, line: Socket) => void;
  /** A whole request came. */
  readonly onRequest?: (meeting: Meeting) => void | Promise<void>;
}

export interface FaultyServer {
  readonly port: number;
  readonly arrived: readonly Arrived[];
  /** What no run may have: a request to a path that nobody serves, or a fault that itself went wrong. */
  readonly troubles: readonly string[];
  /** TCP connections so far. */
  connections(): number;
  /** From now on: the next `times` occasions for which `meets` holds. */
  arm(trouble: Trouble, times: number, meets: (service: Service) => boolean): void;
  /** Sends the last answer once more on the connections that are still open. */
  haunt(): void;
  /** Ends the connections that are open. */
  hangUp(): void;
  /** Nobody listens any more. */
  vanish(): Promise<void>;
  close(): Promise<void>;
}

interface Armed {
  readonly trouble: Trouble;
  left: number;
  readonly meets: (service: Service) => boolean;
}

function forward(port: number, { path, headers, body }: Arrived): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method: 'POST', headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** The first whole request in these bytes and how many it takes, or null while it is not all there. */
function readRequest(bytes: Buffer): { readonly arrived: Arrived; readonly size: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const size = headEnd + 4 + Number(headers['content-length'] ?? 0);
  if (bytes.length < size) return null;
  const path = first.split(' ')[1] ?? '';
  return {
    arrived: { service: PATHS[path] ?? null, path, headers, body: Buffer.from(bytes.subarray(headEnd + 4, size)) },
    size,
  };
}

/** A whole HTTP/1.1 answer with its length. */
export function whole({ status, body }: Answer, headers: Readonly<Record<string, string>> = {}): Buffer {
  const all = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`HTTP/1.1 ${status} X\r\n${lines.join('')}\r\n${body}`, 'utf8');
}

/** @param upstream the sandbox providers' port @param credentials what the server shows while nothing is armed */
export async function startFaultyServer(upstream: number, credentials: SecureContextOptions): Promise<FaultyServer> {
  const good = createSecureContext(credentials);
  const lines = new Set<Socket>();
  const arrived: Arrived[] = [];
  const troubles: string[] = [];
  let connections = 0;
  let armed: Armed | null = null;
  let last: Buffer = Buffer.alloc(0);
  const sockets = new Set<TLSSocket>();

  /** Whether this occasion is the fault's; it is used up by that. */
  const takes = (service: Service | null): boolean => {
    if (armed === null || armed.left === 0 || (service !== null && !armed.meets(service))) return false;
    armed.left -= 1;
    return true;
  };

  function talk(socket: TLSSocket, line: Socket): void {
    let bytes: Buffer = Buffer.alloc(0);
    let fresh = true;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      if (fresh && armed?.trouble.onFirstBytes !== undefined && takes(null)) {
        fresh = false;
        armed.trouble.onFirstBytes(socket, line);
        return;
      }
      fresh = false;
      bytes = Buffer.concat([bytes, chunk]);
      const read = readRequest(bytes);
      if (read === null) return;
      bytes = bytes.subarray(read.size);
      fresh = bytes.length === 0;
      arrived.push(read.arrived);
      if (read.arrived.service === null) troubles.push(`a request to ${read.arrived.path}`);
      answer(read.arrived, socket, line).catch((error: unknown) => {
        troubles.push(`the answer to ${read.arrived.path}: ${String(error)}`);
        line.destroy();
      });
    });
  }

  async function answer(request: Arrived, socket: TLSSocket, line: Socket): Promise<void> {
    const { service } = request;
    const serve = (): Promise<Answer> => forward(upstream, request);
    if (service !== null && armed?.trouble.onRequest !== undefined && takes(service)) {
      await armed.trouble.onRequest({ ...request, service, socket, line, serve });
      return;
    }
    const answered = service === null ? { status: 404, body: '' } : await serve();
    last = whole(answered);
    socket.write(last);
  }

  const server: Server = createServer((line) => {
    connections += 1;
    lines.add(line);
    line.setNoDelay(true);
    line.on('close', () => lines.delete(line));
    // A client that gives up is part of what is tested.
    line.on('error', () => undefined);
    const secured = (secureContext: SecureContext): TLSSocket => {
      const socket = new TLSSocket(line, { isServer: true, secureContext });
      talk(socket, line);
      return socket;
    };
    if (armed?.trouble.onConnection !== undefined && takes(null)) armed.trouble.onConnection(line, secured);
    else secured(good);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');

  const hangUp = (): void => {
    for (const line of lines) line.destroy();
  };
  const vanish = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      hangUp();
    });
  return {
    port: address.port,
    arrived,
    troubles,
    connections: () => connections,
    arm: (trouble, times, meets) => {
      armed = { trouble, left: times, meets };
    },
    haunt: () => {
      for (const socket of sockets) socket.write(last);
    },
    hangUp,
    vanish,
    close: () => (server.listening ? vanish() : Promise.resolve()),
  };
}
