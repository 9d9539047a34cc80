/** Both providers as a model: what they did, however the network treated the question and the answer. */
import type { Exchange, Http, HttpRequest } from '../../../main/snap/http.ts';

export class Crash extends Error {}

/** What becomes of one request. */
export const FATES = [
  'served',
  'served',
  'served',
  'lost-before',
  'lost-after',
  'fails-before',
  'fails-after',
  'breaks-after',
  'not-sent',
  'refused',
  'stale-token',
  'crash-before',
  'crash-after',
] as const;
export type Fate = (typeof FATES)[number];

export interface Received {
  /** generate, expire, register */
  readonly deed: string;
  readonly reference: string;
  readonly body: string;
  readonly externalId: string;
  readonly fate: Fate;
}

const DEEDS: readonly (readonly [string, string, string])[] = [
  ['/cdm/cdm-mpm-generate', '90', 'partnerReferenceNo'],
  ['/qr/qr-mpm-expire-billnumber', '93', 'billnumber'],
  ['/qr/qr-generate-terminal', '92', 'terminalId'],
];

const LOST: Exchange = { kind: 'lost', note: 'UND_ERR_SOCKET' };

function answer(status: number, body: object): Exchange {
  return { kind: 'answered', status, text: JSON.stringify(body), note: '', serverTime: null };
}

function coded(service: string, status: number, rest: string, fields: object = {}): Exchange {
  return answer(status, { responseCode: `${status}${service}${rest}`, responseMessage: 'model', ...fields });
}

export interface ModelProvider {
  readonly http: Http;
  readonly received: readonly Received[];
  /** `deed reference` of everything that was done. */
  readonly done: ReadonlySet<string>;
  /** What becomes of the next requests, one after the other; then all are served. */
  readonly fates: Fate[];
}

/** @param onRequest called before anything else is done with a request for a deed */
export function modelProvider(onRequest: (request: Received) => void): ModelProvider {
  const received: Received[] = [];
  const done = new Set<string>();
  const fates: Fate[] = [];

  function doIt(deed: string, service: string, request: Received): Exchange {
    done.add(`${deed} ${request.reference}`);
    if (deed === 'register') return coded(service, 200, '00', { terminalId: request.reference, description: 'd' });
    if (deed === 'expire') return coded(service, 200, '00');
    return coded(service, 200, '00', qrOf(request.reference));
  }

  function meet(fate: Fate, service: string, serve: () => Exchange): Exchange {
    switch (fate) {
      case 'served':
        return serve();
      case 'lost-before':
        return LOST;
      case 'lost-after':
        serve();
        return LOST;
      case 'fails-before':
        return coded(service, 500, '00');
      case 'fails-after':
        serve();
        return coded(service, 500, '00');
      case 'breaks-after':
        serve();
        return answer(502, { error: 'proxy' });
      case 'not-sent':
        return { kind: 'not-sent', note: 'ECONNREFUSED' };
      case 'refused':
        return coded(service, 400, '00');
      case 'stale-token':
        return coded(service, 401, '01');
      case 'crash-before':
        throw new Crash('before the provider');
      case 'crash-after':
        serve();
        throw new Crash('after the provider');
    }
  }

  function query(body: Readonly<Record<string, unknown>>, fate: Fate): Exchange {
    const reference = String(body.originalPartnerReferenceNo);
    const known = done.has(`generate ${reference}`);
    return meet(fate, '91', () =>
      known
        ? coded('91', 200, '00', { originalPartnerReferenceNo: reference, ...qrOf(reference) })
        : coded('91', 404, '01', { responseMessage: 'Transaction Not Found' }),
    );
  }

  /** Every day has every bill; what was expired has an end that is long past. */
  function list(): Exchange {
    const row = (id: string) => ({
      id_qr: id,
      type: 'static',
      generated_time: '2024-01-01 08:00:00',
      expired_time: done.has(`expire ${id}`) ? '2024-01-01 09:00:00' : null,
      amount: null,
    });
    return coded('90', 200, '00', { dataDetail: ['770', '771'].map(row) });
  }

  function post(request: HttpRequest): Promise<Exchange> {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/access-token/b2b')) {
      return Promise.resolve(
        coded('73', 200, '00', { accessToken: 'model-token', tokenType: 'Bearer', expiresIn: 900 }),
      );
    }
    const text = Buffer.from(request.body).toString('utf8');
    const body: Record<string, unknown> = JSON.parse(text);
    const fate = fates.shift() ?? 'served';
    if (pathname.endsWith('/cdm/cdm-mpm-query')) return Promise.resolve(query(body, fate));
    if (pathname.endsWith('/qr/qr-generate-list')) return Promise.resolve(meet(fate, '90', () => list()));
    const [path, service, field] = DEEDS.find(([end]) => pathname.endsWith(end)) ?? [];
    if (path === undefined || service === undefined || field === undefined)
      return Promise.resolve(coded('90', 404, '01'));
    const deed = service === '90' ? 'generate' : service === '93' ? 'expire' : 'register';
    const seen = {
      deed,
      reference: String(body[field]),
      body: text,
      externalId: request.headers['x-external-id'] ?? '',
      fate,
    };
    onRequest(seen);
    if (fate !== 'not-sent') received.push(seen);
    return Promise.resolve(meet(fate, service, () => doIt(deed, service, seen)));
  }

  return {
    http: { post: (request) => Promise.resolve().then(() => post(request)), close: () => Promise.resolve() },
    received,
    done,
    fates,
  };
}

function qrOf(reference: string) {
  return { cdmReferenceId: `CDM-${reference}`, cdmQrcode: `QR-${reference}`, status: 'ACTIVE' };
}
