/** A valid profile file with keys made on the spot. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';

export interface MadeProfile {
  readonly version: number;
  readonly store: { readonly name: string; readonly address: string };
  readonly speedcash: Record<string, unknown> & { readonly clientSecret: string; readonly privateKey: string };
  readonly paycools: Record<string, unknown> & { readonly privateKey: string };
  readonly printers: readonly Record<string, unknown>[];
}

/** A new RSA private key, PEM. */
export function makePem(options: { readonly type?: 'pkcs1' | 'pkcs8'; readonly bits?: number } = {}): string {
  const { type = 'pkcs8', bits = 2048 } = options;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return privateKey.export({ type, format: 'pem' }).toString();
}

/** Both providers, three printers, only the fields that have no default. */
export function makeProfile(): MadeProfile {
  return {
    version: 1,
    store: { name: 'Toko Kita', address: 'Jl. Melati 1, Jakarta' },
    speedcash: {
      baseUrl: 'https://speedcash.example/v1.0/',
      clientId: 'client-1',
      clientSecret: randomBytes(24).toString('base64'),
      privateKey: makePem(),
      channelId: '23412',
      merchantId: '1210001',
      ownerPhone: '6281200000000',
    },
    paycools: {
      baseUrl: 'https://paycools.example',
      clientId: 'client-2',
      privateKey: makePem(),
      merchantId: 'client-2',
      notifyUrl: 'https://store.example/notify?till=1',
      regionNo: '12356',
      branchNo: '123456',
    },
    printers: [
      { name: 'kasir', transport: { kind: 'tcp', host: '192.168.1.50', port: 9100 }, paper: 80 },
      { name: 'gudang', transport: { kind: 'usb', vendorId: 1208, productId: 514 }, paper: 58, qr: 'raster' },
      { name: 'berkas', transport: { kind: 'file', path: '/dev/usb/lp0' }, paper: 58, qr: 'native' },
    ],
  };
}
