/** SpeedCash QRIS MPM API: register a terminal (92), expire a QR (93), list a day's QRs (90), merchant status (23). */
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { fromJakartaLocal, jakartaMillis } from '../../shared/jakarta-time.ts';
import { rupiahFromDecimal } from '../../shared/money.ts';
import type { SpeedcashFacts } from '../../shared/profile.ts';
import type { Clock, ProviderTime } from '../ports/world.ts';
import type { Http } from '../snap/http.ts';
import { signService } from '../snap/signature.ts';
import { createTokenSource, type TokenSource } from '../snap/token.ts';
import { bodyFrom, defineService, readWith, type Service } from './service.ts';
import { EXPIRE_ROWS, LIST_ROWS, REGISTER_ROWS, STATUS_ROWS } from './speedcash-codes.ts';

export interface TerminalRegistered {
  readonly terminalId: string;
  readonly description: string;
}

export interface MerchantStatus {
  readonly status: 'pending' | 'accepted' | 'rejected';
  readonly merchantId: string | null;
  readonly storeName: string | null;
  readonly mid: string | null;
  readonly nmid: string | null;
}

/** A QR of the day's list. Times are ISO 8601 with +07:00, `amount` whole rupiah; null for a static QR. */
export interface ListedQr {
  readonly idQr: string;
  readonly type: 'dynamic' | 'static';
  readonly generatedAt: string;
  readonly expiresAt: string | null;
  readonly amount: number | null;
}

export interface Listed {
  readonly qrs: readonly ListedQr[];
  /** Rows that are there and cannot be read (an amount that is no whole rupiah, a time that is none): never guessed at. */
  readonly unreadable: number;
}

export interface Speedcash {
  /** The way to the provider, for every call of its services. */
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly register: Service<{ readonly terminalId: string; readonly description: string }, TerminalRegistered>;
  readonly expire: Service<{ readonly billNumber: string }, { readonly billNumber: string }>;
  /** `date`: YYYY-MM-DD, a day in Jakarta */
  readonly list: Service<{ readonly date: string }, Listed>;
  /** `phone`: 62… */
  readonly status: Service<{ readonly phone: string }, MerchantStatus>;
}

export interface SpeedcashDeps {
  readonly facts: SpeedcashFacts;
  readonly clientSecret: KeyObject;
  readonly privateKey: KeyObject;
  readonly http: Http;
  readonly clock: Clock;
  /** Stamps requests, and hears the providers' time; absent: this machine's clock alone. */
  readonly time?: ProviderTime;
}

/** Some gateways write an absent text as "". */
const optionalText = z
  .union([z.string(), z.number().int()])
  .transform((value) => (String(value).trim() === '' ? null : String(value)))
  .nullish()
  .transform((text) => text ?? null);

const registerRequest = z.strictObject({
  merchantId: z.string().min(1),
  terminalId: z.string().regex(/^[A-Za-z0-9_-]{3,16}$/),
  description: z.string().min(1),
});
const registerAnswer = z.looseObject({ terminalId: z.string(), description: z.string().nullish() });

const statusRequest = z.strictObject({ notelp_pemilik: z.string().regex(/^62\d{7,13}$/) });
const STATUS_NAMES = { '0': 'pending', '1': 'accepted', '2': 'rejected' } as const;
const statusAnswer = z.looseObject({
  additionalInfo: z.looseObject({
    status: z.union([z.literal([0, 1, 2]), z.literal(['0', '1', '2'])]).transform((digit) => STATUS_NAMES[digit]),
    merchantId: optionalText,
    storeName: optionalText,
    mid: optionalText,
    nmid: optionalText,
  }),
});

const listRequest = z.strictObject({
  dateGenerate: z.string().regex(/^\d{4}-\d{2}-\d{2}T00:00:00\+07:00$/),
  additionalInfo: z.strictObject({ merchantId: z.string().min(1) }),
});
const localTime = z.string().transform((text, context) => {
  const iso = fromJakartaLocal(text);
  if (iso === null) context.addIssue('not a local time');
  return iso ?? '';
});
const listRow = z.looseObject({
  id_qr: z.union([z.string().min(1), z.int()]).transform(String),
  type: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['dynamic', 'static'])),
  generated_time: localTime.optional(),
  generate_time: localTime.optional(),
  expired_time: localTime.nullish(),
  expired_date: localTime.nullish(),
  amount: z
    .union([z.string(), z.number()])
    .transform((value, context) => {
      if (value === '') return null;
      const rupiah = rupiahFromDecimal(String(value));
      if (rupiah === null) context.addIssue('not whole rupiah');
      return rupiah;
    })
    .nullish(),
});
const listAnswer = z.looseObject({ dataDetail: z.array(z.unknown()) });

const expireAdditional = z.strictObject({ merchantId: z.string().min(1) });
const expireAnswer = z.looseObject({});

function toListedQr(raw: unknown): ListedQr | null {
  const parsed = listRow.safeParse(raw);
  if (!parsed.success) return null;
  const row = parsed.data;
  const generatedAt = row.generated_time ?? row.generate_time;
  if (generatedAt === undefined) return null;
  return {
    idQr: row.id_qr,
    type: row.type,
    generatedAt,
    expiresAt: row.expired_time ?? row.expired_date ?? null,
    amount: row.amount ?? null,
  };
}

/** null when there are rows and not one of them can be read: that is no list. */
function toListed(rows: readonly unknown[]): Listed | null {
  const qrs = rows.map(toListedQr).filter((qr) => qr !== null);
  return rows.length > 0 && qrs.length === 0 ? null : { qrs, unreadable: rows.length - qrs.length };
}

export function createSpeedcash(deps: SpeedcashDeps): Speedcash {
  const { facts, clock } = deps;
  const now = (): number => (deps.time ?? clock).now();

  const request = (path: string) => {
    const url = `${facts.baseUrl}${path}`;
    const signedPath = facts.signedPath === 'relative' ? path : new URL(url).pathname;
    return (body: Uint8Array, accessToken: string, externalId: string) => {
      const timestamp = jakartaMillis(now());
      return {
        url,
        body,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${accessToken}`,
          'x-timestamp': timestamp,
          // Not in the pages' tables, but in most of their samples.
          'x-client-key': facts.clientId,
          'x-partner-id': facts.clientId,
          // The tables say X-CHANNEL-ID, the samples and the official clients send CHANNEL-ID.
          'x-channel-id': facts.channelId,
          'channel-id': facts.channelId,
          'x-external-id': externalId,
          'x-signature': signService(deps.clientSecret, {
            method: 'POST',
            path: signedPath,
            accessToken,
            body,
            timestamp,
          }),
        },
      };
    };
  };

  const redact = (text: string): string => text.replaceAll(deps.clientSecret.export().toString('utf8'), '…');

  return {
    http: deps.http,
    tokens: createTokenSource({
      url: `${facts.baseUrl}/access-token/b2b`,
      clientId: facts.clientId,
      privateKey: deps.privateKey,
      timestamp: jakartaMillis,
      http: deps.http,
      clock,
      ...(deps.time === undefined ? {} : { time: deps.time }),
    }),
    register: defineService({
      provider: 'speedcash',
      redact,
      code: '92',
      request: request('/qr/qr-generate-terminal'),
      rows: REGISTER_ROWS,
      body: bodyFrom(registerRequest, (input: { terminalId: string; description: string }) => ({
        merchantId: facts.merchantId,
        terminalId: input.terminalId,
        description: input.description,
      })),
      read: (body) => {
        const asked = registerRequest.parse(JSON.parse(body));
        // A success that names another terminal is not this terminal's.
        return readWith(registerAnswer, (answer) =>
          answer.terminalId === asked.terminalId
            ? { terminalId: answer.terminalId, description: answer.description ?? asked.description }
            : null,
        );
      },
    }),
    expire: defineService({
      provider: 'speedcash',
      redact,
      code: '93',
      request: request('/qr/qr-mpm-expire-billnumber'),
      rows: EXPIRE_ROWS,
      // The page's own sample answers with the digits of another service.
      alsoSuccess: ['2009100'],
      body: (input: { billNumber: string }) =>
        JSON.stringify({
          [facts.billNumberField]: z.string().min(1).parse(input.billNumber),
          additionalInfo: expireAdditional.parse({ merchantId: facts.merchantId }),
        }),
      read: (body) => {
        const asked = z.looseObject({ [facts.billNumberField]: z.string() }).parse(JSON.parse(body));
        const billNumber = String(asked[facts.billNumberField]);
        return readWith(expireAnswer, () => ({ billNumber }));
      },
    }),
    list: defineService({
      provider: 'speedcash',
      redact,
      code: '90',
      request: request(facts.listPath),
      rows: LIST_ROWS,
      empty: { qrs: [], unreadable: 0 },
      body: bodyFrom(listRequest, (input: { date: string }) => ({
        dateGenerate: `${input.date}T00:00:00+07:00`,
        additionalInfo: { merchantId: facts.merchantId },
      })),
      read: () => readWith(listAnswer, (answer) => toListed(answer.dataDetail)),
    }),
    status: defineService({
      provider: 'speedcash',
      redact,
      code: '23',
      request: request('/merchant/status'),
      rows: STATUS_ROWS,
      body: bodyFrom(statusRequest, (input: { phone: string }) => ({ notelp_pemilik: input.phone })),
      read: () =>
        readWith(statusAnswer, ({ additionalInfo: info }) =>
          // An accepted merchant has an id; without it the answer is not whole.
          info.status === 'accepted' && info.merchantId === null
            ? null
            : {
                status: info.status,
                merchantId: info.merchantId,
                storeName: info.storeName,
                mid: info.mid,
                nmid: info.nmid,
              },
        ),
    }),
  };
}
