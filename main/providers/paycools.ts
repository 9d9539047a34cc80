/** PayCools CDM API: generate an ATM QR (90) for a courier, and ask what became of it (91). */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { jakartaSeconds } from '../../shared/jakarta-time.ts';
import type { PaycoolsFacts } from '../../shared/profile.ts';
import type { Clock, ProviderTime } from '../ports/world.ts';
import type { Http } from '../snap/http.ts';
import { signClientTimestamp } from '../snap/signature.ts';
import { createTokenSource, type TokenSource } from '../snap/token.ts';
import { GENERATE_ROWS, QUERY_ROWS } from './paycools-codes.ts';
import { bodyFrom, defineService, readWith, type Service } from './service.ts';

export interface CourierWish {
  readonly reference: string;
  readonly regionNo: string;
  readonly branchNo: string;
  readonly courierNo: string;
  readonly courierName: string;
  readonly courierMobile: string;
}

export interface AtmQr {
  readonly cdmReferenceId: string;
  /** Opaque text, not EMV: encoded as it is. */
  readonly qrContent: string;
  readonly qrStatus: 'ACTIVE' | 'INACTIVE';
}

/** What the query tells: the QR itself where the answer carries it, else only that the reference is known. */
export interface QueriedQr {
  readonly qr: AtmQr | null;
}

export interface Paycools {
  /** The way to the provider, for every call of its services. */
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly generate: Service<CourierWish, AtmQr>;
  /** `from`, `to`: milliseconds since the epoch */
  readonly query: Service<{ readonly reference: string; readonly from: number; readonly to: number }, QueriedQr>;
}

export interface PaycoolsDeps {
  readonly facts: PaycoolsFacts;
  readonly privateKey: KeyObject;
  readonly http: Http;
  readonly clock: Clock;
  /** Stamps requests, and hears the providers' time; absent: this machine's clock alone. */
  readonly time?: ProviderTime;
}

const text = z.string().min(1).max(512);
const generateRequest = z.strictObject({
  partnerReferenceNo: z.string().min(1).max(50),
  merchantId: z.string().min(1).max(64),
  additionalInfo: z.strictObject({
    channelCode: text,
    notifyUrl: text,
    regionNo: text,
    branchNo: text,
    courierNo: text,
    courierName: text,
    courierMobile: text,
  }),
});

const atmQrFields = z.looseObject({
  cdmReferenceId: text,
  cdmQrcode: text,
  status: z.enum(['ACTIVE', 'INACTIVE']),
});

const dateTime = z.string().length(25);
const queryRequest = z.strictObject({
  originalPartnerReferenceNo: z.string().min(1).max(50),
  merchantId: z.string().min(1).max(64),
  serviceCode: z.literal('90'),
  fromDateTime: dateTime,
  toDateTime: dateTime,
});
const queryAnswer = z.looseObject({ originalPartnerReferenceNo: z.string().optional() });

function toAtmQr(fields: z.output<typeof atmQrFields>): AtmQr {
  return { cdmReferenceId: fields.cdmReferenceId, qrContent: fields.cdmQrcode, qrStatus: fields.status };
}

export function createPaycools(deps: PaycoolsDeps): Paycools {
  const { facts, clock } = deps;
  const now = (): number => (deps.time ?? clock).now();

  const request = (path: string) => (body: Uint8Array, accessToken: string, externalId: string) => {
    const timestamp = jakartaSeconds(now());
    return {
      url: `${facts.baseUrl}${path}`,
      body,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${accessToken}`,
        'x-timestamp': timestamp,
        // Named by the signature's rule, missing from the page's table.
        'x-client-key': facts.clientId,
        'x-partner-id': facts.clientId,
        'x-external-id': externalId,
        'x-signature': signClientTimestamp(deps.privateKey, facts.clientId, timestamp),
      },
    };
  };

  return {
    http: deps.http,
    tokens: createTokenSource({
      url: `${facts.baseUrl}${facts.tokenPath}`,
      clientId: facts.clientId,
      privateKey: deps.privateKey,
      timestamp: jakartaSeconds,
      http: deps.http,
      clock,
      ...(deps.time === undefined ? {} : { time: deps.time }),
    }),
    generate: defineService({
      provider: 'paycools',
      code: '90',
      request: request('/v2.0/cdm/cdm-mpm-generate'),
      rows: GENERATE_ROWS,
      body: bodyFrom(generateRequest, (wish: CourierWish) => ({
        partnerReferenceNo: wish.reference,
        merchantId: facts.merchantId,
        additionalInfo: {
          channelCode: facts.channelCode,
          notifyUrl: facts.notifyUrl,
          regionNo: wish.regionNo,
          branchNo: wish.branchNo,
          courierNo: wish.courierNo,
          courierName: wish.courierName,
          courierMobile: wish.courierMobile,
        },
      })),
      read: () => readWith(atmQrFields, toAtmQr),
    }),
    query: defineService({
      provider: 'paycools',
      code: '91',
      request: request('/v2.0/cdm/cdm-mpm-query'),
      rows: QUERY_ROWS,
      body: bodyFrom(queryRequest, (input: { reference: string; from: number; to: number }) => ({
        originalPartnerReferenceNo: input.reference,
        merchantId: facts.merchantId,
        serviceCode: '90' as const,
        fromDateTime: jakartaSeconds(input.from),
        toDateTime: jakartaSeconds(input.to),
      })),
      read: (body) => {
        const asked = queryRequest.parse(JSON.parse(body));
        return (answer) => {
          const named = queryAnswer.safeParse(answer);
          if (!named.success) return null;
          const about = named.data.originalPartnerReferenceNo;
          // An answer about another reference says nothing about ours.
          if (about !== undefined && about !== asked.originalPartnerReferenceNo) return null;
          const qr = atmQrFields.safeParse(answer);
          return { qr: qr.success ? toAtmQr(qr.data) : null };
        };
      },
    }),
  };
}
