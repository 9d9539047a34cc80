/** A whole world to try the till on: both providers, a printer, and a profile with throw-away keys for them. */
import { createPublicKey, generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { PaperWidth } from '../../shared/printing.ts';
import { type SandboxPrinter, startSandboxPrinter } from './printer/start-sandbox-printer.ts';
import { type SandboxProviders, startSandboxProviders } from './providers/start-sandbox-providers.ts';

export interface SandboxOptions {
  /** Of the providers; 0 or absent: a free one. */
  readonly port?: number;
  readonly printerPort?: number;
  readonly paper?: PaperWidth;
  /** Where slips go as PNG; absent: nowhere. */
  readonly slipFolder?: string;
  /** How long the magic value SLOW waits, milliseconds. */
  readonly slowMs?: number;
}

export interface Sandbox {
  readonly providers: SandboxProviders;
  readonly printer: SandboxPrinter;
  /** A profile file's content for this sandbox, its keys included: they open nothing but this sandbox. */
  readonly profile: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

const newKeyPair = promisify(generateKeyPair);

/** Starts everything on loopback. Rejects when a port cannot be had. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { privateKey } = await newKeyPair('rsa', { modulusLength: 2048 });
  const publicKey = createPublicKey(privateKey);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const clientSecret = randomBytes(24).toString('base64url');
  const speedcash = {
    clientId: 'sandbox-speedcash',
    clientSecret,
    channelId: '23412',
    merchantId: '1210001',
    ownerPhone: '6281200000001',
  };
  const paycools = { clientId: 'sandbox-paycools', merchantId: 'sandbox-paycools' };
  const storeName = 'Toko Contoh';
  const providers = await startSandboxProviders({
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.slowMs === undefined ? {} : { slowMs: options.slowMs }),
    merchant: { speedcash: { ...speedcash, storeName, publicKey }, paycools: { ...paycools, publicKey } },
  });
  const paper = options.paper ?? 80;
  let printer: SandboxPrinter;
  try {
    printer = await startSandboxPrinter({
      paper,
      ...(options.printerPort === undefined ? {} : { port: options.printerPort }),
      ...(options.slipFolder === undefined ? {} : { outDir: options.slipFolder }),
    });
  } catch (error) {
    await providers.close();
    throw error;
  }
  return {
    providers,
    printer,
    profile: {
      version: 1,
      store: { name: storeName, address: 'Jl. Melati 1, Jakarta' },
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
        { name: 'kasir', transport: { kind: 'tcp', host: printer.host, port: printer.port }, paper, qr: 'auto' },
      ],
    },
    close: async () => {
      await Promise.all([providers.close(), printer.close()]);
    },
  };
}
