/** PayCools' two services: generate an ATM QR (90) and ask for one by its partner reference (91). */
import type { KeyObject } from 'node:crypto';
import type { AtmQrRecord, Books } from './books.ts';
import { bodyOf, type Checked, type Fields, type Incoming, isJson, isObject, type Reply, refuse } from './exchange.ts';
import { codeOf, type PaycoolsService } from './services.ts';
import { isNow, paycoolsTime } from './time.ts';
import { bearerOf, signedByPartner, type Tokens } from './tokens.ts';

export interface PaycoolsMerchant {
  readonly clientId: string;
  readonly publicKey: KeyObject;
  readonly merchantId: string;
}

export interface PaycoolsWorld {
  readonly merchant: PaycoolsMerchant;
  readonly tokens: Tokens;
  readonly books: Books;
  readonly clock: () => number;
}

/** Checks a request of one of the services, fields included, and says what doing it means. */
export function checkPaycools(world: PaycoolsWorld, service: PaycoolsService, request: Incoming): Checked {
  const refusal = badHeader(world, service, request);
  if (refusal !== null) return refusal;
  const body = bodyOf(request);
  if (body === null) return refuse(service, 400, '00', 'Bad Request');
  const token = bearerOf(request.header('authorization')) ?? '';
  return service === 'generate-atm-qr' ? checkGenerate(world, request, body, token) : checkQuery(world, body, token);
}

const HEADERS = ['Content-Type', 'Authorization', 'X-TIMESTAMP', 'X-SIGNATURE', 'X-PARTNER-ID'];

function badHeader(world: PaycoolsWorld, service: PaycoolsService, request: Incoming): Checked | null {
  const missing = HEADERS.find((name) => request.header(name.toLowerCase()) === '');
  if (missing !== undefined) return mandatory(service, missing);
  if (!isJson(request.header('content-type'))) return format(service, 'Content-Type');
  const timestamp = request.header('x-timestamp');
  const at = paycoolsTime(timestamp);
  if (at === null || !isNow(at, world.clock())) return format(service, 'X-TIMESTAMP');
  if (request.header('x-partner-id') !== world.merchant.clientId) {
    return refuse(service, 401, '00', 'Unauthorized. [X-PARTNER-ID]');
  }
  const token = bearerOf(request.header('authorization'));
  if (token === null || !world.tokens.isAlive(token)) return refuse(service, 401, '01', 'Invalid Token (B2B)');
  const { clientId, publicKey } = world.merchant;
  return signedByPartner(publicKey, clientId, timestamp, request.header('x-signature'))
    ? null
    : refuse(service, 401, '00', 'Unauthorized. [Signature]');
}

function mandatory(service: PaycoolsService, field: string): Checked {
  return refuse(service, 400, '02', `Invalid Mandatory Field ${field}`);
}

function format(service: PaycoolsService, field: string): Checked {
  return refuse(service, 400, '01', `Invalid Field Format ${field}`);
}

const ADDITIONAL = ['channelCode', 'notifyUrl', 'regionNo', 'branchNo', 'courierNo', 'courierName', 'courierMobile'];

/** Each field must be there (row 5) as text of at most so many characters (row 4). */
function badTexts(
  service: PaycoolsService,
  from: Fields,
  fields: readonly (readonly [string, number])[],
): Checked | null {
  for (const [field, most] of fields) {
    const value = from[field];
    if (value === undefined || value === null || value === '') return mandatory(service, field);
    if (typeof value !== 'string' || value.length > most) return format(service, field);
  }
  return null;
}

function checkGenerate(world: PaycoolsWorld, request: Incoming, body: Fields, token: string): Checked {
  const service = 'generate-atm-qr';
  const info = body.additionalInfo;
  const top = badTexts(service, body, [
    ['partnerReferenceNo', 50],
    ['merchantId', 64],
  ]);
  if (top !== null) return top;
  if (info === undefined || info === null) return mandatory(service, 'additionalInfo');
  if (!isObject(info)) return format(service, 'additionalInfo');
  const inner = badTexts(
    service,
    info,
    ADDITIONAL.map((field) => [field, 255]),
  );
  if (inner !== null) return inner;
  if (body.merchantId !== world.merchant.merchantId) return refuse(service, 404, '08', 'Invalid Merchant');
  const reference = String(body.partnerReferenceNo);
  const act = (): Reply => generate(world, reference, request.bytes.toString('utf8'));
  return { ok: true, wish: { reference, magic: String(info.courierNo), token, act } };
}

/** JSON with its keys in order: two spellings of one body are one body. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

function generate(world: PaycoolsWorld, reference: string, body: string): Reply {
  const { atmQrs } = world.books;
  const known = atmQrs.get(reference);
  if (known !== undefined && canonical(JSON.parse(known.body)) !== canonical(JSON.parse(body))) {
    return refuse('generate-atm-qr', 404, '18', 'Inconsistent Request').reply;
  }
  const qr = known ?? newQr(world, reference, body);
  atmQrs.set(reference, { ...qr, processed: qr.processed + 1 });
  return { code: codeOf('generate-atm-qr', 200, '00'), message: 'Successful', fields: shown(qr) };
}

function newQr(world: PaycoolsWorld, reference: string, body: string): AtmQrRecord {
  const cdmReferenceId = world.books.nextCdmReference();
  const cdmQrcode = `SANDBOX-${cdmReferenceId}`;
  return { reference, body, cdmReferenceId, cdmQrcode, status: 'ACTIVE', createdAt: world.clock(), processed: 0 };
}

function shown(qr: AtmQrRecord): Fields {
  return { cdmReferenceId: qr.cdmReferenceId, cdmQrcode: qr.cdmQrcode, status: qr.status };
}

function checkQuery(world: PaycoolsWorld, body: Fields, token: string): Checked {
  const service = 'query-atm-qr';
  const texts = badTexts(service, body, [
    ['originalPartnerReferenceNo', 50],
    ['merchantId', 64],
    ['serviceCode', 64],
    ['fromDateTime', 25],
    ['toDateTime', 25],
  ]);
  if (texts !== null) return texts;
  if (body.serviceCode !== '90') return format(service, 'serviceCode');
  const from = paycoolsTime(String(body.fromDateTime));
  const to = paycoolsTime(String(body.toDateTime));
  if (from === null) return format(service, 'fromDateTime');
  if (to === null || to < from) return format(service, 'toDateTime');
  if (body.merchantId !== world.merchant.merchantId) return refuse(service, 404, '08', 'Invalid Merchant');
  const reference = String(body.originalPartnerReferenceNo);
  const act = (): Reply => {
    const qr = world.books.atmQrs.get(reference);
    // The range has whole seconds: a QR made within the last one is inside it.
    if (qr === undefined || qr.createdAt < from || qr.createdAt >= to + 1000) {
      return refuse(service, 404, '01', 'Transaction Not Found').reply;
    }
    const fields = { originalPartnerReferenceNo: reference, ...shown(qr) };
    return { code: codeOf(service, 200, '00'), message: 'Successful', fields };
  };
  return { ok: true, wish: { reference, magic: null, token, act } };
}
