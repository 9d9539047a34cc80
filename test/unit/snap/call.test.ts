/** What a call may say after its attempts, and how often it sends. */
import { describe, expect, it } from 'vitest';
import { GENERATE_ROWS } from '../../../main/providers/paycools-codes.ts';
import { EXPIRE_ROWS } from '../../../main/providers/speedcash-codes.ts';
import { type CallRules, makeCall, type ServiceCall } from '../../../main/snap/call.ts';
import type { Exchange, HttpRequest } from '../../../main/snap/http.ts';
import type { TokenResult } from '../../../main/snap/token.ts';
import { attemptBook, fakeClock } from '../../support/fakes.ts';

const answered = (status: number, body: unknown): Exchange => ({
  kind: 'answered',
  status,
  text: typeof body === 'string' ? body : JSON.stringify(body),
  note: '',
  serverTime: null,
});
const code = (responseCode: string, more: object = {}): Exchange =>
  answered(Number(responseCode.slice(0, 3)), { responseCode, responseMessage: 'said', ...more });
const good = code('2009000', { cdmReferenceId: 'C1' });
const lost: Exchange = { kind: 'lost', note: 'TimeoutError' };
const notSent: Exchange = { kind: 'not-sent', note: 'ECONNREFUSED' };

const generate: ServiceCall<string> = {
  provider: 'paycools',
  service: '90',
  alsoSuccess: [],
  rows: GENERATE_ROWS,
  request: (token, externalId) => ({
    url: 'http://x',
    headers: { token, externalId },
    body: Buffer.from('the same bytes'),
  }),
  read: (body) =>
    typeof body === 'object' && body !== null && 'cdmReferenceId' in body ? String(body.cdmReferenceId) : null,
};
const expire: ServiceCall<string> = {
  ...generate,
  provider: 'speedcash',
  service: '93',
  rows: EXPIRE_ROWS,
  alsoSuccess: ['2009100'],
  read: () => 'expired',
};

async function run(
  exchanges: readonly Exchange[],
  options: {
    readonly call?: ServiceCall<string>;
    readonly rules?: Partial<CallRules<string>>;
    readonly tokens?: readonly TokenResult[];
  } = {},
) {
  const sent: HttpRequest[] = [];
  const dropped: string[] = [];
  const clock = fakeClock();
  const book = attemptBook();
  let tokenNumber = 0;
  const result = await makeCall(
    options.call ?? generate,
    {
      http: {
        post: (request) => {
          sent.push(request);
          return Promise.resolve(exchanges[sent.length - 1] ?? { kind: 'lost', note: 'one call too many' });
        },
        close: () => Promise.resolve(),
      },
      tokens: {
        get: () => {
          tokenNumber += 1;
          const scripted = options.tokens?.[tokenNumber - 1];
          return Promise.resolve(scripted ?? { kind: 'token', token: `token-${tokenNumber}` });
        },
        ready: () => false,
        drop: (token) => dropped.push(token),
      },
      clock,
      beginAttempt: book.begin,
      endAttempt: book.end,
    },
    { maxAttempts: 3, inDoubt: false, ...options.rules },
  );
  return { result, sent, dropped, book, clock };
}

describe('one attempt is enough', () => {
  it('ok with its fields', async () => {
    const { result, sent } = await run([good]);
    expect(result).toMatchObject({ outcome: 'ok', code: '2009000', data: 'C1' });
    expect(sent).toHaveLength(1);
  });

  it('refused by a row of the table', async () => {
    const { result, sent } = await run([code('4039005')]);
    expect(result).toMatchObject({ outcome: 'refused', code: '4039005' });
    expect(sent).toHaveLength(1);
  });

  it('not-sent when no connection opened', async () => {
    const { result, sent } = await run([notSent]);
    expect(result).toMatchObject({ outcome: 'not-sent' });
    expect(sent).toHaveLength(1);
  });

  it('a success of another service’s digits, where the page shows it', async () => {
    const { result } = await run([code('2009100')], { call: expire });
    expect(result).toMatchObject({ outcome: 'ok', code: '2009100' });
  });
});

describe('unknown, after three attempts of the same bytes under new external ids', () => {
  it.each<[string, Exchange]>([
    ['silence', lost],
    ['an empty answer', answered(200, '')],
    ['HTML', answered(502, '<html>')],
    ['half JSON', answered(200, '{"responseCode":"20090')],
    ['no responseCode', answered(200, { hello: 1 })],
    ['an undefined code', code('4009077')],
    ['a code of another service', code('2009200')],
    ['a success without its fields', code('2009000')],
    ['a success inside an error', answered(500, { responseCode: '2009000', cdmReferenceId: 'C1' })],
    ['a refusal inside a 5xx', answered(503, { responseCode: '4039005' })],
    ['5009001', code('5009001')],
    ['a redirect', answered(307, '')],
  ])('%s', async (_name, exchange) => {
    const { result, sent, book } = await run([exchange, exchange, exchange]);
    expect(result.outcome).toBe('unknown');
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map((request) => request.body.toString())).size).toBe(1);
    expect(new Set(sent.map((request) => request.headers.externalId)).size).toBe(3);
    expect(book.rows.map((row) => row.end?.outcome)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('5009000 is not sent again: the page calls it not retry-able', async () => {
    const { result, sent } = await run([code('5009000')]);
    expect(result).toMatchObject({ outcome: 'unknown', code: '5009000' });
    expect(sent).toHaveLength(1);
  });

  it('waits between the attempts', async () => {
    expect((await run([lost, lost, lost])).clock.slept).toEqual([400, 1200]);
  });
});

describe('an unanswered attempt leaves a doubt that a later refusal need not lift', () => {
  it('then ok: it is ok', async () => {
    expect((await run([lost, good])).result.outcome).toBe('ok');
  });
  it.each(['4299000', '4019000', '4039005', '4049018', '4009001'])(
    'then refused (%s): still unknown',
    async (refusal) => {
      expect((await run([lost, code(refusal)])).result).toMatchObject({
        outcome: 'unknown',
        cause: 'doubt',
        code: refusal,
      });
    },
  );
  it('then not sent: still unknown', async () => {
    expect((await run([lost, notSent])).result.outcome).toBe('unknown');
  });
  it('then no token: still unknown', async () => {
    const { result } = await run([lost], {
      tokens: [
        { kind: 'token', token: 'a' },
        { kind: 'refused', code: '4017300', message: '' },
      ],
    });
    expect(result.outcome).toBe('unknown');
  });
  it('then "QR not found" for an expire: it may be gone because we ended it', async () => {
    const gone = answered(404, { responseCode: '4049301', responseMessage: 'QR not Found' });
    expect((await run([lost, gone], { call: expire })).result.outcome).toBe('unknown');
    expect((await run([gone], { call: expire })).result.outcome).toBe('refused');
  });
  it('also when the doubt is from before this call', async () => {
    expect((await run([code('4299000')], { rules: { inDoubt: true } })).result.outcome).toBe('unknown');
  });
});

describe('asking', () => {
  it('settles it before a second attempt', async () => {
    const { result, sent } = await run([lost], { rules: { ask: () => Promise.resolve('found') } });
    expect(result).toMatchObject({ outcome: 'ok', code: null, data: 'found' });
    expect(sent).toHaveLength(1);
  });
  it('without an answer the same request goes again, and it is asked after each', async () => {
    let asked = 0;
    const ask = () => {
      asked += 1;
      return Promise.resolve(null);
    };
    const { result, sent } = await run([lost, lost, lost], { rules: { ask } });
    expect(result.outcome).toBe('unknown');
    expect([sent.length, asked]).toEqual([3, 3]);
  });
});

describe('tokens', () => {
  it('a dead token is renewed once, and is not one of the attempts', async () => {
    const { result, sent, dropped } = await run([code('4019001'), lost, lost, good]);
    expect(result.outcome).toBe('ok');
    expect(dropped).toEqual(['token-1']);
    expect(sent.map((request) => request.headers.token)).toEqual(['token-1', 'token-2', 'token-3', 'token-4']);
  });
  it('dead again after that: refused', async () => {
    const { result, sent } = await run([code('4019001'), code('4019001')]);
    expect(result).toMatchObject({ outcome: 'refused', code: '4019001' });
    expect(sent).toHaveLength(2);
  });
  it('a refused key sends nothing', async () => {
    const { result, sent, book } = await run([], {
      tokens: [{ kind: 'refused', code: '4017300', message: 'Unauthorized' }],
    });
    expect(result).toMatchObject({ outcome: 'refused', code: '4017300', row: null });
    expect([sent.length, book.rows.length]).toEqual([0, 0]);
  });
  it('no token is not-sent: the request itself never left', async () => {
    const { result, sent } = await run([], { tokens: [{ kind: 'no-answer', note: 'HTTP 502, empty' }] });
    expect(result).toMatchObject({ outcome: 'not-sent', note: 'token: HTTP 502, empty' });
    expect(sent).toHaveLength(0);
  });
  it('one that the provider echoes reaches neither journal nor screen', async () => {
    const echo = answered(400, { responseCode: '4009001', responseMessage: 'bad token-1 here' });
    const { result, book } = await run([echo]);
    expect(JSON.stringify([result, book.rows])).not.toContain('token-1');
  });
});
