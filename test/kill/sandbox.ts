/** The other side of one data folder: providers and printer that outlive every kill, with their own books. */
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApp } from '../../main/app/open-app.ts';
import type { Vault } from '../../main/ports/vault.ts';
import { startSandboxPrinter } from '../../main/sandbox/printer/start-sandbox-printer.ts';
import type { FaultName } from '../../main/sandbox/providers/faults.ts';
import type { ServiceName } from '../../main/sandbox/providers/services.ts';
import { startSandboxProviders } from '../../main/sandbox/providers/start-sandbox-providers.ts';
import { type Paper, type ProviderBook, papersOf } from './books.ts';
import type { Chance } from './chance.ts';

/** One pair for all: making one takes longer than a till lives here. */
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = createPublicKey(privateKey);
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export interface KillSandbox {
  readonly folder: string;
  readonly home: string;
  readonly secrets: readonly (readonly [name: string, secret: string])[];
  readonly printerPort: number;
  provider(): ProviderBook;
  /** All paper so far. */
  paper(): readonly Paper[];
  /** What was printed and not cut is torn off by hand; call it when no till lives. */
  tear(): Promise<void>;
  /** Something goes wrong at the next request, or at the printer. */
  misbehave(chance: Chance): string;
  /** Paper is put in, the printer is switched on again. */
  healPrinter(): void;
  /** @param keep leaves the folder */
  close(keep: boolean): Promise<void>;
}

/** Answers that get lost or are late or make no sense, and those that are only slow; hanging ones cost time. */
const FAULTS: readonly FaultName[] = [
  'LOST',
  'LOST',
  'RESET',
  'CUT',
  'ERR500',
  'ERR503',
  'ERR503',
  'EMPTY',
  'HALF',
  'UNDEF',
  'UNDEF4',
  'BARE',
  'STALE',
];
const SERVICES: readonly ServiceName[] = [
  'generate-atm-qr',
  'generate-atm-qr',
  'generate-atm-qr',
  'expire-billnumber',
  'generate-terminal',
  'query-atm-qr',
  'generate-list',
  'paycools-token',
];
/** Rows of the pages' tables that refuse. */
const REFUSALS = [
  { service: 'generate-atm-qr', code: '4009001', message: 'Invalid Field Format' },
  { service: 'expire-billnumber', code: '4039305', message: 'Do Not Honor' },
  { service: 'generate-terminal', code: '4009201', message: 'Invalid Field Format' },
] as const;

function memoryVault(secrets: Map<string, string>): Vault {
  return {
    check: async () => ({ status: 'done' }),
    read: async (name) => {
      const secret = secrets.get(name);
      return secret === undefined ? { status: 'absent' } : { status: 'found', secret: Buffer.from(secret, 'base64') };
    },
    write: async (name, secret) => {
      secrets.set(name, Buffer.from(secret).toString('base64'));
      return { status: 'done' };
    },
    remove: async (name) => {
      secrets.delete(name);
      return { status: 'done' };
    },
  };
}

/** Installs the profile as `provision` does, before the first life. @returns the vault's entries */
async function provision(folder: string, home: string, profile: unknown): Promise<KillSandbox['secrets']> {
  const file = join(folder, 'profile.json');
  await writeFile(file, JSON.stringify(profile), { mode: 0o600 });
  const secrets = new Map<string, string>();
  const app = openApp({
    place: { env: { QRIS_TERMINAL_HOME: home }, platform: process.platform, home: folder },
    openVault: () => memoryVault(secrets),
    operator: 'kasir',
    hasDisplay: false,
    machineTerminalId: () => 'T-KILL01',
  });
  const outcome = await app.provision({ path: file, shred: false });
  await app.close();
  if (outcome.outcome !== 'ok') throw new Error(`not provisioned: ${JSON.stringify(outcome)}`);
  return [...secrets];
}

/** Starts both providers and a printer on loopback, and provisions a new data folder for them. */
export async function openKillSandbox(place: string): Promise<KillSandbox> {
  const folder = await mkdtemp(join(place, 'world-'));
  const home = join(folder, 'home');
  const speedcash = {
    clientId: 'kill-speedcash',
    clientSecret: randomBytes(24).toString('base64url'),
    channelId: '23412',
    merchantId: '1210001',
    ownerPhone: '6281200000001',
  };
  const paycools = { clientId: 'kill-paycools', merchantId: 'kill-paycools' };
  const store = { name: 'Toko Contoh', address: 'Jl. Melati 1, Jakarta' };
  const providers = await startSandboxProviders({
    slowMs: 40,
    merchant: { speedcash: { ...speedcash, storeName: store.name, publicKey }, paycools: { ...paycools, publicKey } },
  });
  const paper: Paper[] = [];
  const printer = await startSandboxPrinter({ paper: 58, onSlip: ({ text }) => paper.push(...papersOf(text)) });
  const secrets = await provision(folder, home, {
    version: 1,
    store,
    speedcash: { baseUrl: providers.speedcashBaseUrl, ...speedcash, privateKey: pem },
    paycools: {
      baseUrl: providers.paycoolsBaseUrl,
      ...paycools,
      privateKey: pem,
      notifyUrl: 'https://till.example/notify',
      regionNo: '12356',
      branchNo: '123456',
    },
    printers: [
      { name: 'kasir', transport: { kind: 'tcp', host: printer.host, port: printer.port }, paper: 58, qr: 'native' },
    ],
  });
  const idle = (): boolean => / 0 of \d+ bytes waiting · connections 0 /.test(printer.control.state());

  return {
    folder,
    home,
    secrets,
    printerPort: printer.port,
    provider: () => providers.books(),
    paper: () => paper,
    tear: async () => {
      // Nobody holds a connection any more: what has arrived is being printed, unless the printer is not well.
      for (let turn = 0; turn < 200 && !idle(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
      // One without paper goes on where it stopped.
      if (idle()) printer.control.tear();
    },
    misbehave: (chance) => {
      if (chance.happens(0.3)) {
        const lines = 1 + chance.below(20);
        const order = chance.oneOf([
          `printer after ${lines} lines paper-out`,
          `printer after ${lines} lines paper-out`,
          `printer after ${lines} lines cover-open`,
          `printer after ${lines * 40} bytes drop`,
          'printer set bytesPerSecond 60000',
          'printer set completion none',
          'printer set completion in-order',
          'printer paper-out',
          'printer mute',
        ]);
        const obeyed = printer.control.order(order);
        if (!obeyed.ok) throw new Error(obeyed.problem);
        return order;
      }
      if (chance.happens(0.15)) {
        const refusal = chance.oneOf(REFUSALS);
        providers.next(refusal);
        return `${refusal.service} ${refusal.code}`;
      }
      const service = chance.oneOf(SERVICES);
      const fault = chance.happens(0.1) ? chance.oneOf<FaultName>(['MUTE', 'HANG', 'SLOW']) : chance.oneOf(FAULTS);
      providers.next({ service, fault });
      return `${service} ${fault}`;
    },
    healPrinter: () => printer.control.reset(),
    close: async (keep) => {
      await Promise.all([providers.close(), printer.close()]);
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
  };
}
