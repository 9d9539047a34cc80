/** A partner of both providers as their pages describe one: plain fetch, its own signatures, none of this program's client. */
import {
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
} from 'node:crypto';
import {
  type SandboxProviders,
  type SandboxProvidersOptions,
  startSandboxProviders,
} from '../../../main/sandbox/providers/start-sandbox-providers.ts';

export const MERCHANT_ID = '1210001';
export const PARTNER_ID = 'partner-one';
export const CHANNEL_ID = '23412';
export const OWNER_PHONE = '6281200001111';
export const APP_ID = 'app-one';
export const PC_MERCHANT_ID = 'app-one-merchant';

/** 10 June 2026, 13:00:00 in Jakarta. */
export const NOON = Date.parse('2026-06-10T13:00:00+07:00');

export interface Rig {
  readonly sandbox: SandboxProviders;
  readonly privateKey: KeyObject;
  readonly clientSecret: string;
  /** The sandbox's clock; set `at` to move it. */
  readonly time: { at: number };
}

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const strangerKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export async function startRig(more: Partial<SandboxProvidersOptions> = {}): Promise<Rig> {
  const clientSecret = randomBytes(16).toString('hex');
  const time = { at: NOON };
  const sandbox = await startSandboxProviders({
    clock: () => time.at,
    slowMs: 1,
    merchant: {
      speedcash: {
        clientId: PARTNER_ID,
        clientSecret,
        publicKey: keys.publicKey,
        channelId: CHANNEL_ID,
        merchantId: MERCHANT_ID,
        ownerPhone: OWNER_PHONE,
        storeName: 'Toko Kita',
      },
      paycools: { clientId: APP_ID, publicKey: keys.publicKey, merchantId: PC_MERCHANT_ID },
    },
    ...more,
  });
  return { sandbox, privateKey: keys.privateKey, clientSecret, time };
}

export function jakarta(ms: number): string {
  return `${new Date(ms + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;
}

export function rsa(key: KeyObject, text: string): string {
  return sign('RSA-SHA256', Buffer.from(text), key).toString('base64');
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
  readonly code: unknown;
  readonly message: unknown;
}

export type HeaderChanges = Readonly<Record<string, string | null>>;

/** Posts a body; a header that is changed to null is left out. */
export async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  changes: HeaderChanges = {},
): Promise<Answer> {
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) all.delete(name);
    else all.set(name, value);
  }
  // fetch names text/plain by itself when nothing is said: bytes have no type of their own.
  const response = await fetch(url, { method: 'POST', headers: all, body: Buffer.from(body), redirect: 'manual' });
  const text = await response.text();
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Spoiled answers are no JSON: the tests that expect them look at `text`.
  }
  return {
    status: response.status,
    headers: response.headers,
    text,
    json,
    code: json.responseCode,
    message: json.responseMessage,
  };
}

export function tokenHeaders(rig: Rig, provider: 'speedcash' | 'paycools'): Record<string, string> {
  const clientId = provider === 'speedcash' ? PARTNER_ID : APP_ID;
  const timestamp = jakarta(rig.time.at);
  return {
    'Content-Type': 'application/json',
    'X-CLIENT-KEY': clientId,
    'X-TIMESTAMP': timestamp,
    'X-SIGNATURE': rsa(rig.privateKey, `${clientId}|${timestamp}`),
  };
}

export const GRANT = JSON.stringify({ grantType: 'client_credentials' });

export function tokenUrl(rig: Rig, provider: 'speedcash' | 'paycools'): string {
  return provider === 'speedcash'
    ? `${rig.sandbox.speedcashBaseUrl}/access-token/b2b`
    : `${rig.sandbox.paycoolsBaseUrl}/v2.0/access-token/b2b`;
}

export async function tokenOf(rig: Rig, provider: 'speedcash' | 'paycools'): Promise<string> {
  const { json } = await post(tokenUrl(rig, provider), tokenHeaders(rig, provider), GRANT);
  return String(json.accessToken);
}

export interface SpeedcashCall {
  readonly path: string;
  readonly body: unknown;
  readonly token: string;
  readonly changes?: HeaderChanges;
  readonly timestamp?: string;
  /** The path that is signed, when it is not the relative one. */
  readonly signedPath?: string;
  readonly secret?: string;
  readonly signedBody?: string;
}

export function hmac(secret: string, path: string, token: string, body: string, timestamp: string): string {
  const digest = createHash('sha256').update(body).digest('hex');
  return createHmac('sha512', secret).update(`POST:${path}:${token}:${digest}:${timestamp}`).digest('base64');
}

export function speedcash(rig: Rig, call: SpeedcashCall): Promise<Answer> {
  const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  const timestamp = call.timestamp ?? jakarta(rig.time.at);
  const signature = hmac(
    call.secret ?? rig.clientSecret,
    call.signedPath ?? call.path,
    call.token,
    call.signedBody ?? body,
    timestamp,
  );
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${call.token}`,
    'X-TIMESTAMP': timestamp,
    'X-PARTNER-ID': PARTNER_ID,
    'X-CHANNEL-ID': CHANNEL_ID,
    'X-EXTERNAL-ID': randomUUID(),
    'X-SIGNATURE': signature,
  };
  return post(rig.sandbox.speedcashBaseUrl + call.path, headers, body, call.changes);
}

export interface PaycoolsCall {
  readonly body: unknown;
  readonly token: string;
  readonly path?: string;
  readonly changes?: HeaderChanges;
}

export function paycools(rig: Rig, call: PaycoolsCall): Promise<Answer> {
  const timestamp = jakarta(rig.time.at);
  const headers = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${call.token}`,
    'X-TIMESTAMP': timestamp,
    'X-PARTNER-ID': APP_ID,
    'X-SIGNATURE': rsa(rig.privateKey, `${APP_ID}|${timestamp}`),
  };
  const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
  return post(rig.sandbox.paycoolsBaseUrl + (call.path ?? '/v2.0/cdm/cdm-mpm-generate'), headers, body, call.changes);
}

export const terminalBody = (terminalId = 'KASIR-01'): Record<string, string> => ({
  merchantId: MERCHANT_ID,
  terminalId,
  description: 'Lantai 1 / depan',
});

export const expireBody = (billnumber = '10092081'): Record<string, unknown> => ({
  billnumber,
  additionalInfo: { merchantId: MERCHANT_ID },
});

export const listBody = (day = '2026-06-10'): Record<string, unknown> => ({
  dateGenerate: `${day}T00:00:00+07:00`,
  additionalInfo: { merchantId: MERCHANT_ID },
});

export const statusBody = (phone = OWNER_PHONE): Record<string, string> => ({ notelp_pemilik: phone });

export const atmBody = (partnerReferenceNo: string, courierNo = '123456'): Record<string, unknown> => ({
  partnerReferenceNo,
  merchantId: PC_MERCHANT_ID,
  additionalInfo: {
    channelCode: 'ATM_STATIC_QR',
    notifyUrl: 'www.example.com',
    regionNo: '12356',
    branchNo: '123456',
    courierNo,
    courierName: 'Budi',
    courierMobile: '081200001111',
  },
});

export const queryBody = (originalPartnerReferenceNo: string): Record<string, string> => ({
  originalPartnerReferenceNo,
  merchantId: PC_MERCHANT_ID,
  serviceCode: '90',
  fromDateTime: jakarta(NOON - 3_600_000),
  toDateTime: jakarta(NOON + 3_600_000),
});

export const QUERY_PATH = '/v2.0/cdm/cdm-mpm-query';
export const TERMINAL_PATH = '/qr/qr-generate-terminal';
export const EXPIRE_PATH = '/qr/qr-mpm-expire-billnumber';
export const LIST_PATH = '/qr/qr-generate-list';
export const STATUS_PATH = '/merchant/status';
