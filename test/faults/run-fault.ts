/** One wish at one till while one fault lasts, and what every book says of it afterwards: provider's, journal's, cashier's. */
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../main/app/app.ts';
import { expireQr } from '../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { listQrs } from '../../main/app/list-qrs.ts';
import { merchantStatus } from '../../main/app/merchant-status.ts';
import { openApp } from '../../main/app/open-app.ts';
import { registerTerminal } from '../../main/app/register-terminal.ts';
import { systemClock } from '../../main/app/system.ts';
import type { LogEntry, Till } from '../../main/app/till.ts';
import type { AttemptRow } from '../../main/ports/operations.ts';
import { type SandboxProviders, startSandboxProviders } from '../../main/sandbox/providers/start-sandbox-providers.ts';
import { createSandboxVault } from '../../main/vault/memory.ts';
import type { Outcome, Words } from '../../shared/outcome.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { closedPort } from '../support/raw-server.ts';
import { BUDI } from '../support/sandbox-till.ts';
import { pin } from '../support/tls-peer.ts';
import { authority } from './authority.ts';
import { selfSigned } from './certificates.ts';
import type { Fault } from './faults.ts';
import { type Arrived, type FaultyServer, type Service, startFaultyServer } from './faulty-server.ts';

/** What is wished for while the fault lasts; `token`: an ATM QR whose access token meets the fault. */
export const TARGETS = ['token', 'generate', 'expire', 'register', 'list', 'status'] as const;

/** Those that are tried with a fault that goes away again; the others are made of the same parts. */
export const ONCE_TARGETS: readonly Target[] = ['token', 'generate', 'expire'];
export type Target = (typeof TARGETS)[number];

/** `stays`: every call meets it from then on, questions too, but not the token's; `once`: the first call alone. */
export type Mode = 'stays' | 'once';

export interface Run {
  readonly fault: Fault;
  readonly target: Target;
  readonly mode: Mode;
  readonly outcome: Outcome<unknown>;
  /** The journal's attempts of the wish; of a call that only reads, what the log says of them. */
  readonly tries: number;
  /** Questions about it (PayCools' query). */
  readonly asked: number;
  /** What the attempts' rows say, in their order, questions left out; null for what only reads. */
  readonly notes: readonly string[] | null;
  /** Whole requests of this service that came to the provider's door, and how many of them it carried out. */
  readonly arrived: number;
  readonly done: number;
  readonly tokenRequests: number;
  /** The operation's state and code in the journal; null: there is no operation. */
  readonly journal: { readonly state: string; readonly code: string | null } | null;
  readonly requests: readonly Arrived[];
  /** What the server saw that no run may have. */
  readonly troubles: readonly string[];
  readonly journalSound: boolean;
  /** Everything that a person, a log or the journal was told, and the secrets that must not be in it. */
  readonly said: string;
  readonly secrets: readonly string[];
  /** Milliseconds that the till meant to wait between attempts. */
  readonly waited: number;
}

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = createPublicKey(keys.privateKey);
const clientSecret = randomBytes(24).toString('base64url');
const SPEEDCASH = {
  clientId: 'faults-speedcash',
  clientSecret,
  channelId: '23412',
  merchantId: '1210001',
  ownerPhone: '6281200000001',
};
const PAYCOOLS = { clientId: 'faults-paycools', merchantId: 'faults-paycools' };
const credentials = authority.issue('127.0.0.1');
const PINS = [credentials.cert, selfSigned('reserve').cert].map(pin);
const BILL = '10092081';
/** A journal waits for the disk at every step, hundreds of journals do so for minutes: in memory where that can be had. */
const FOLDERS = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const BOOK_NAMES = {
  token: 'paycools-token',
  generate: 'generate-atm-qr',
  query: 'query-atm-qr',
  expire: 'expire-billnumber',
  register: 'generate-terminal',
  list: 'generate-list',
  status: 'merchant-status',
} as const;

const SERVICE_DIGITS = { generate: '90', expire: '93', register: '92', list: '90', status: '23' } as const;

function profileFor(origin: string, proxy: string | null): Readonly<Record<string, unknown>> {
  return {
    version: 1,
    store: { name: 'Toko Contoh', address: 'Jl. Melati 1, Jakarta' },
    speedcash: { baseUrl: `${origin}/v1.0`, ...SPEEDCASH, privateKey, pins: PINS },
    paycools: {
      baseUrl: origin,
      ...PAYCOOLS,
      privateKey,
      notifyUrl: 'https://till.example/notify',
      regionNo: '12356',
      branchNo: '123456',
      pins: PINS,
    },
    printers: [],
    ...(proxy === null ? {} : { network: { proxy: { url: proxy } } }),
  };
}

async function originOf(fault: Fault, server: FaultyServer): Promise<string> {
  switch (fault.address) {
    case 'closed-port':
      return `https://127.0.0.1:${await closedPort()}`;
    case 'closed-on-localhost':
      return `https://localhost:${await closedPort()}`;
    case 'no-such-name':
      return 'https://no-such-name.invalid';
    case 'behind-a-proxy':
      return 'https://provider.test';
    default:
      return `https://127.0.0.1:${server.port}`;
  }
}

interface FaultyProxy {
  readonly url: string | null;
  close(): Promise<void>;
}

async function openProxy({ proxy }: Fault): Promise<FaultyProxy> {
  if (proxy === undefined) return { url: null, close: () => Promise.resolve() };
  if (proxy === null) return { url: `http://127.0.0.1:${await closedPort()}`, close: () => Promise.resolve() };
  return startConnectProxy({ conduct: (socket) => void socket.end(proxy) });
}

function act(till: Till, target: Target): Promise<Outcome<unknown>> {
  switch (target) {
    case 'token':
    case 'generate':
      return generateAtmQr(till, BUDI);
    case 'expire':
      return expireQr(till, { billNumber: BILL });
    case 'register':
      return registerTerminal(till, {});
    case 'list':
      return listQrs(till, {});
    case 'status':
      return merchantStatus(till, {});
  }
}

interface World {
  readonly app: App;
  readonly till: Till;
  readonly server: FaultyServer;
  readonly providers: SandboxProviders;
  readonly log: LogEntry[];
  readonly waits: number[];
  close(): Promise<void>;
}

async function openWorld(fault: Fault): Promise<World> {
  const providers = await startSandboxProviders({
    merchant: {
      speedcash: { ...SPEEDCASH, storeName: 'Toko Contoh', publicKey },
      paycools: { ...PAYCOOLS, publicKey },
    },
  });
  const server = await startFaultyServer(providers.port, credentials);
  const proxy = await openProxy(fault);
  const folder = await mkdtemp(join(FOLDERS, 'qris-terminal-faults-'));
  const here = { baseUrl: `https://127.0.0.1:${server.port}` };
  const vault = createSandboxVault().openFor({ speedcash: here, paycools: here });
  const log: LogEntry[] = [];
  const waits: number[] = [];
  const app = openApp({
    place: { env: { QRIS_TERMINAL_HOME: join(folder, 'home') }, platform: process.platform, home: folder },
    openVault: () => vault,
    operator: 'penguji',
    hasDisplay: false,
    machineTerminalId: () => 'T-TEST0001',
    // The pauses between attempts are asked for and not waited.
    clock: {
      ...systemClock,
      sleep: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    },
    log: (entry) => log.push(entry),
    ...(fault.timeoutMs === undefined ? {} : { http: { timeoutMs: fault.timeoutMs } }),
  });
  const close = async (): Promise<void> => {
    await app.close();
    await server.close();
    await proxy.close();
    await providers.close();
    await rm(folder, { recursive: true, force: true });
  };
  const path = join(folder, 'profile.json');
  await writeFile(path, JSON.stringify(profileFor(await originOf(fault, server), proxy.url)), { mode: 0o600 });
  const provisioned = await app.provision({ path, shred: false });
  const opened = await app.till();
  if (provisioned.outcome !== 'ok' || !opened.ok) {
    await close();
    throw new Error(`no till: ${JSON.stringify(opened.ok ? provisioned : opened.outcome)}`);
  }
  return { app, till: opened.value, server, providers, log, waits, close };
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** One world is made at a time: many at once would keep answers waiting that are not meant to be late. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => undefined); // told to whoever waits for this turn
  return turn;
}

/** The token is there before the fault is, so that it is the service itself that meets it. */
async function fetchToken({ till }: World, target: Target): Promise<string> {
  const loaded = await till.providers();
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.outcome));
  const { paycools, speedcash } = loaded.providers;
  const source = target === 'generate' ? paycools : speedcash;
  const token = await source?.tokens.get();
  if (token?.kind !== 'token') throw new Error(`no token: ${JSON.stringify(token)}`);
  return token.token;
}

const wordsOf = (said: Words): readonly string[] => [said.id, said.en, said.next?.id ?? '', said.next?.en ?? ''];

/** Makes the wish and reads all the books. Nothing stays behind. */
export async function runFault(fault: Fault, target: Target, mode: Mode): Promise<Run> {
  const world = await inTurn(() => openWorld(fault));
  const { till, server, providers, log } = world;
  try {
    const secrets = [clientSecret, ...privateKey.split('\n').slice(1, -2)];
    if (target !== 'token' && fault.address === undefined) secrets.push(await fetchToken(world, target));
    if (fault.tokenConnection === 'dropped') server.hangUp();
    if (fault.tokenConnection === 'haunted') server.haunt();
    const tokensBefore = server.arrived.filter(({ service }) => service === 'token').length;
    const meets = (service: Service): boolean => (service === 'token') === (target === 'token');
    server.arm(fault, mode === 'once' ? 1 : Number.POSITIVE_INFINITY, meets);
    const outcome = await act(till, target);

    const [operation] = till.journal.operations({});
    const rows: readonly AttemptRow[] = operation === undefined ? [] : till.journal.attemptsOf(operation.id);
    const digits = SERVICE_DIGITS[target === 'token' ? 'generate' : target];
    const logged = log.filter(({ service }) => service === digits).length;
    const own = rows.filter(({ service }) => service === digits);
    const service: Service = target === 'token' ? 'generate' : target;
    const { requests } = providers.books();
    return {
      fault,
      target,
      mode,
      outcome,
      tries: operation === undefined ? logged : own.length,
      asked: rows.length - own.length,
      notes: operation === undefined ? null : own.map(({ note }) => note ?? ''),
      arrived: server.arrived.filter((request) => request.service === service).length,
      done: requests.filter((request) => request.service === BOOK_NAMES[service] && request.processed).length,
      tokenRequests: server.arrived.filter((request) => request.service === 'token').length - tokensBefore,
      journal: operation === undefined ? null : { state: operation.state, code: operation.code },
      requests: [...server.arrived],
      troubles: [...server.troubles],
      journalSound: till.journal.verify().ok,
      said: [...wordsOf(outcome.words), JSON.stringify(outcome), JSON.stringify(rows), JSON.stringify(log)].join('\n'),
      secrets,
      waited: world.waits.reduce((sum, ms) => sum + ms, 0),
    };
  } finally {
    await world.close();
  }
}
