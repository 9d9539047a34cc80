/** Both providers on one loopback port, told apart by path: /v1.0 is SpeedCash, /v2.0 and /v2.1 are PayCools. */
import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBooks, type RequestRecord, type SandboxBooks, seedBills, snapshot } from './books.ts';
import type { Checked, Incoming } from './exchange.ts';
import { checkPaycools, type PaycoolsMerchant, type PaycoolsWorld } from './paycools.ts';
import { type Met, type NextFault, type Plan, planAnswer } from './plan.ts';
import { SERVICES, type ServiceName, serviceAt } from './services.ts';
import { checkSpeedcash } from './speedcash.ts';
import type { SpeedcashMerchant, SpeedcashWorld } from './speedcash-guard.ts';
import { checkTokenRequest, type TokenDesk } from './token-service.ts';
import { openTokens } from './tokens.ts';
import { type Exchange, type Seen, sendReply, sendSpoiled } from './wire.ts';

export interface SandboxProvidersOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly merchant: {
    readonly speedcash: SpeedcashMerchant & { readonly publicKey: KeyObject };
    readonly paycools: PaycoolsMerchant;
  };
  /** Which path SpeedCash's signatures cover: without /v1.0 (the official clients) or with it. */
  readonly signedPath?: 'relative' | 'full';
  /** Whether SpeedCash's expire also ends ATM QRs, and under which of their numbers. */
  readonly expireAtmQr?: 'off' | 'cdmReferenceId' | 'partnerReferenceNo';
  /** Terminals a merchant may have. */
  readonly terminalLimit?: number;
  /** How long SLOW waits, in milliseconds. */
  readonly slowMs?: number;
}

export interface SandboxProviders {
  readonly port: number;
  readonly speedcashBaseUrl: string;
  readonly paycoolsBaseUrl: string;
  /** What the providers have recorded so far, as a copy. */
  books(): SandboxBooks;
  /** Queues a fault for the next request of a service; several are met in the order they were queued. */
  next(fault: NextFault): void;
  /** Ends every connection, answered or not, and frees the port. */
  close(): Promise<void>;
}

const TOKEN_LIFE_SECONDS = 900;
const MOST_BODY_BYTES = 256 * 1024;

/** Starts both providers on 127.0.0.1. Rejects when the port cannot be had. */
export async function startSandboxProviders(options: SandboxProvidersOptions): Promise<SandboxProviders> {
  const clock = options.clock ?? Date.now;
  const desk = openDesk(options, clock);
  const server = createServer();
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const connectionOf = numberConnections(server);
  server.on('request', (request, response) => {
    const slowMs = options.slowMs ?? 3000;
    readBody(request).then(
      (bytes) => {
        if (bytes === null) response.writeHead(413, { Connection: 'close' }).end();
        else answer(desk, { request, response, bytes, after, slowMs, now: clock(), connection: connectionOf(request) });
      },
      // The caller hung up in the middle of its request: there is nobody to answer.
      () => response.destroy(),
    );
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    speedcashBaseUrl: `http://127.0.0.1:${port}/v1.0`,
    paycoolsBaseUrl: `http://127.0.0.1:${port}`,
    books: () => snapshot(desk.books, clock()),
    next: (fault) => desk.queue.push(fault),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Everything that outlives a request. */
interface Desk {
  readonly books: ReturnType<typeof openBooks>;
  readonly queue: NextFault[];
  readonly met: Met;
  check(request: Incoming): Checked;
  readonly revoke: (token: string) => void;
}

function openDesk(options: SandboxProvidersOptions, clock: () => number): Desk {
  const books = openBooks();
  const startedAt = clock();
  seedBills(books, startedAt, startedAt);
  const speedcashTokens = openTokens(TOKEN_LIFE_SECONDS * 1000, clock);
  const paycoolsTokens = openTokens(TOKEN_LIFE_SECONDS * 1000, clock);
  const { speedcash, paycools } = options.merchant;
  const signedPath = options.signedPath ?? 'relative';
  const terminalLimit = options.terminalLimit ?? 65_000;
  const expireAtmQr = options.expireAtmQr ?? 'off';
  const worlds = {
    speedcash: {
      merchant: speedcash,
      tokens: speedcashTokens,
      books,
      clock,
      startedAt,
      signedPath,
      terminalLimit,
      expireAtmQr,
    },
    paycools: { merchant: paycools, tokens: paycoolsTokens, books, clock },
    speedcashDesk: {
      service: 'speedcash-token',
      clientId: speedcash.clientId,
      publicKey: speedcash.publicKey,
      tokens: speedcashTokens,
      expiresIn: String(TOKEN_LIFE_SECONDS),
      clock,
    },
    paycoolsDesk: {
      service: 'paycools-token',
      clientId: paycools.clientId,
      publicKey: paycools.publicKey,
      tokens: paycoolsTokens,
      expiresIn: TOKEN_LIFE_SECONDS,
      clock,
    },
  } as const;
  return {
    books,
    queue: [],
    met: new Set(),
    check: (request) => check(worlds, request),
    revoke(token) {
      speedcashTokens.revoke(token);
      paycoolsTokens.revoke(token);
    },
  };
}

interface Worlds {
  readonly speedcash: SpeedcashWorld;
  readonly paycools: PaycoolsWorld;
  readonly speedcashDesk: TokenDesk;
  readonly paycoolsDesk: TokenDesk;
}

function check(worlds: Worlds, request: Incoming): Checked {
  switch (request.service) {
    case 'speedcash-token':
      return checkTokenRequest(worlds.speedcashDesk, request);
    case 'paycools-token':
      return checkTokenRequest(worlds.paycoolsDesk, request);
    case 'generate-atm-qr':
    case 'query-atm-qr':
      return checkPaycools(worlds.paycools, request.service, request);
    case 'generate-terminal':
    case 'expire-billnumber':
    case 'generate-list':
    case 'merchant-status':
      return checkSpeedcash(worlds.speedcash, request.service, request);
  }
}

interface Arrived extends Omit<Exchange, 'service'> {
  readonly bytes: Buffer;
  readonly connection: number;
}

function answer(desk: Desk, arrived: Arrived): void {
  const { request, response } = arrived;
  const path = request.url ?? '';
  const service = serviceAt(path);
  if (service === null || request.method !== 'POST') {
    desk.books.strays.push(`${request.method} ${path}`);
    const [status, message] = service === null ? [404, 'Not Found'] : [405, 'Requested Function Is Not Supported'];
    const text = JSON.stringify({
      responseCode: `${status}${service === null ? '00' : SERVICES[service].code}00`,
      responseMessage: message,
    });
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
    return;
  }
  const header = (name: string): string => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(', ') : (value ?? '');
  };
  const checked = desk.check({ service, method: request.method, path, header, bytes: arrived.bytes });
  const plan = planAnswer(service, checked, takeNext(desk.queue, service), desk.met, desk.revoke);
  const note = record(desk, service, arrived, plan);
  const exchange: Exchange = { ...arrived, service, slowMs: plan.delayMs ?? arrived.slowMs };
  if (plan.fault !== null) sendSpoiled(exchange, plan.fault.name, plan.reply, note);
  else if (plan.reply !== null) note(sendReply(exchange, plan.reply));
}

function takeNext(queue: NextFault[], service: ServiceName): NextFault | null {
  const at = queue.findIndex((fault) => fault.service === service);
  return at < 0 ? null : (queue.splice(at, 1)[0] ?? null);
}

/** Enters the request, and returns what completes the entry when the answer is out. */
function record(desk: Desk, service: ServiceName, arrived: Arrived, plan: Plan): (seen: Seen) => void {
  const { requests } = desk.books;
  const { reference, processed } = plan;
  const same = requests.filter((entry) => entry.service === service && entry.reference === reference).length;
  const entry: RequestRecord = {
    provider: SERVICES[service].provider,
    service,
    externalId: arrived.request.headers['x-external-id']?.toString() ?? null,
    reference,
    attempt: reference === null ? 0 : same + 1,
    at: arrived.now,
    body: arrived.bytes.toString('utf8'),
    connection: arrived.connection,
    httpStatus: null,
    code: null,
    processed,
    fault: plan.fault?.name ?? null,
  };
  const index = requests.push(entry) - 1;
  return (seen) => {
    requests[index] = { ...entry, ...seen };
  };
}

function numberConnections(server: Server): (request: IncomingMessage) => number {
  const numbers = new WeakMap<object, number>();
  let count = 0;
  server.on('connection', (socket) => {
    count += 1;
    numbers.set(socket, count);
  });
  return (request) => numbers.get(request.socket) ?? 0;
}

/** The whole body, or null when it is larger than any request of these services. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MOST_BODY_BYTES) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
