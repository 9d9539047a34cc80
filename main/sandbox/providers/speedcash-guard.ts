/** What SpeedCash checks before it looks at a service's fields: headers, token, signature, external id, JSON. */
import { createHash, createHmac } from 'node:crypto';
import type { Books } from './books.ts';
import { bodyOf, type Checked, type Fields, type Incoming, isJson, refuse } from './exchange.ts';
import type { SpeedcashService } from './services.ts';
import { dayOf, isNow, speedcashTime } from './time.ts';
import { bearerOf, type Tokens } from './tokens.ts';

export interface SpeedcashMerchant {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly channelId: string;
  readonly merchantId: string;
  /** `62…` */
  readonly ownerPhone: string;
  readonly storeName: string;
}

export interface SpeedcashWorld {
  readonly merchant: SpeedcashMerchant;
  readonly tokens: Tokens;
  readonly books: Books;
  readonly clock: () => number;
  readonly startedAt: number;
  readonly signedPath: 'relative' | 'full';
  readonly terminalLimit: number;
  readonly expireAtmQr: 'off' | 'cdmReferenceId' | 'partnerReferenceNo';
}

export type Admitted = { readonly ok: true; readonly body: Fields; readonly token: string } | (Checked & { ok: false });

/** The name of the first header that is missing or wrong (the page's "Bad Request"), or null. */
function badHeader(world: SpeedcashWorld, request: Incoming): string | null {
  const at = speedcashTime(request.header('x-timestamp'));
  const channels = [request.header('x-channel-id'), request.header('channel-id')].filter((value) => value !== '');
  const externalId = request.header('x-external-id');
  if (!isJson(request.header('content-type'))) return 'Content-Type';
  if (at === null || !isNow(at, world.clock())) return 'X-TIMESTAMP';
  if (request.header('x-partner-id') !== world.merchant.clientId) return 'X-PARTNER-ID';
  // The page's table says X-CHANNEL-ID, its samples and the official client say CHANNEL-ID: one of them must be right.
  if (channels.length === 0 || channels.some((value) => value !== world.merchant.channelId)) return 'X-CHANNEL-ID';
  if (externalId.length < 1 || externalId.length > 36) return 'X-EXTERNAL-ID';
  if (bearerOf(request.header('authorization')) === null) return 'Authorization';
  return request.header('x-signature') === '' ? 'X-SIGNATURE' : null;
}

/** HMAC-SHA512 with the client secret over METHOD:path:token:sha256(body):timestamp, as base64. */
function expectedSignature(world: SpeedcashWorld, request: Incoming, token: string): string {
  const path = world.signedPath === 'relative' ? request.path.replace(/^\/v1\.0/, '') : request.path;
  const digest = createHash('sha256').update(request.bytes).digest('hex');
  const signed = [request.method, path, token, digest, request.header('x-timestamp')].join(':');
  return createHmac('sha512', world.merchant.clientSecret).update(signed, 'utf8').digest('base64');
}

/**
 * Lets a service request in, or refuses it with the page's own row.
 * A dead token has no row on these pages: SNAP's 401xx01 stands for it.
 */
export function admit(world: SpeedcashWorld, service: SpeedcashService, request: Incoming): Admitted {
  if (badHeader(world, request) !== null) return refuse(service, 404, '01', 'Bad Request');
  const token = bearerOf(request.header('authorization')) ?? '';
  if (!world.tokens.isAlive(token)) return refuse(service, 401, '01', 'Invalid Token (B2B)');
  if (request.header('x-signature') !== expectedSignature(world, request, token)) {
    return refuse(service, 401, '00', 'Unauthorized. Invalid Signature');
  }
  const used = `${dayOf(world.clock())} ${request.header('x-external-id')}`;
  if (world.books.externalIds.has(used)) {
    return refuse(service, 409, '00', 'Cannot use same X-EXTERNAL-ID in same day');
  }
  world.books.externalIds.add(used);
  const body = bodyOf(request);
  return body === null ? badField(service, 'body') : { ok: true, body, token };
}

/** The page's answer to a field that is missing or not of its type. */
export function badField(service: SpeedcashService, field: string): Checked & { ok: false } {
  return refuse(service, 400, '01', `Invalid field format { ${field} }`);
}
