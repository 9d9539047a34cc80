/** Magic values and queued faults: every row of the pages on request, and every way an answer can go wrong. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CODE_PAGES } from '../../../main/sandbox/providers/codes.ts';
import { FAULTS, type FaultName } from '../../../main/sandbox/providers/faults.ts';
import { magicValueOf } from '../../../main/sandbox/providers/magic-docs.ts';
import {
  type Answer,
  atmBody,
  EXPIRE_PATH,
  expireBody,
  GRANT,
  LIST_PATH,
  listBody,
  paycools,
  post,
  QUERY_PATH,
  queryBody,
  type Rig,
  STATUS_PATH,
  speedcash,
  startRig,
  statusBody,
  TERMINAL_PATH,
  terminalBody,
  tokenHeaders,
  tokenOf,
  tokenUrl,
} from './partner.ts';

let rig: Rig;
let sc: string;
let pc: string;
beforeEach(async () => {
  rig = await startRig();
  sc = await tokenOf(rig, 'speedcash');
  pc = await tokenOf(rig, 'paycools');
});
afterEach(() => rig.sandbox.close());

type Magical = 'generate-terminal' | 'expire-billnumber' | 'generate-list' | 'merchant-status' | 'generate-atm-qr';

/** A request in order whose magic field holds the value. */
function ask(service: Magical, value: string, reference = `R-${value}`): Promise<Answer> {
  switch (service) {
    case 'generate-terminal':
      return speedcash(rig, { path: TERMINAL_PATH, body: terminalBody(value), token: sc });
    case 'expire-billnumber':
      return speedcash(rig, { path: EXPIRE_PATH, body: expireBody(value), token: sc });
    case 'generate-list':
      return speedcash(rig, { path: LIST_PATH, body: listBody(value), token: sc });
    case 'merchant-status':
      return speedcash(rig, { path: STATUS_PATH, body: statusBody(value), token: sc });
    case 'generate-atm-qr':
      return paycools(rig, { body: atmBody(reference, value), token: pc });
  }
}

const lastRequest = () => rig.sandbox.books().requests.at(-1);

describe.each(CODE_PAGES.map((page) => [page.page, page] as const))('%s', (_name, page) => {
  const cases = page.rows.flatMap((row) => {
    const value = magicValueOf(page.serviceName, page.rows, row);
    return value === null ? [] : [[row.row, value, row] as const];
  });
  test.each(cases)('row %d with %s', async (_row, value, row) => {
    const { status, code, message } = await ask(page.serviceName as Magical, value);
    expect([status, code]).toEqual([Number(row.code?.slice(0, 3)), row.code]);
    if (row.case !== 'success') {
      expect(message).toBe(row.message.replace('[reason]', '[Sandbox]').replace('{ field name }', '{ sandbox }'));
    }
    expect(lastRequest()).toMatchObject({ code: row.code, processed: row.case === 'success' });
  });
});

test('bill number 2009100 succeeds with the sample’s code', async () => {
  expect((await ask('expire-billnumber', '2009100')).json).toEqual({
    responseCode: '2009100',
    responseMessage: 'Successful',
  });
});

test('a refusal on request leaves the books as they were', async () => {
  await ask('generate-atm-qr', '4299000');
  await ask('generate-terminal', '4049208');
  expect(rig.sandbox.books()).toMatchObject({ atmQrs: [], terminals: [] });
});

test('magic comes after the checks: a bad signature stays one', async () => {
  const body = terminalBody('5009201');
  expect((await speedcash(rig, { path: TERMINAL_PATH, body, token: sc, secret: 'x' })).code).toBe('4019200');
});

const SILENT = new Set<FaultName>(['HANG', 'MUTE', 'DRIP']);
const CUT_OFF = new Set<FaultName>(['RESET', 'LOST', 'CUT']);

const READABLE: Readonly<Partial<Record<FaultName, (answer: Answer) => void>>> = {
  SLOW: ({ code }) => expect(code).toBe('2009000'),
  EMPTY: ({ status, text }) => expect([status, text]).toEqual([200, '']),
  HTML: ({ status, headers }) => expect([status, headers.get('content-type')]).toEqual([200, 'text/html']),
  HALF: ({ status, text }) => {
    expect(status).toBe(200);
    expect(text).toMatch(/^\{"responseCode":"2009000"/);
    expect(() => JSON.parse(text)).toThrow();
  },
  HUGE: ({ status, text, code }) => {
    expect([status, code]).toEqual([200, '2009000']);
    expect(text.length).toBeGreaterThan(1024 * 1024);
  },
  UNDEF: ({ status, code }) => expect([status, code]).toEqual([200, '2009077']),
  UNDEF4: ({ status, code }) => expect([status, code]).toEqual([400, '4009077']),
  FOREIGN: ({ status, code, json }) => {
    expect([status, code]).toEqual([200, '2004700']);
    expect(json).toHaveProperty('cdmQrcode');
  },
  BARE: ({ json }) => expect(json).toEqual({ responseCode: '2009000', responseMessage: 'Successful' }),
  MISFIT: ({ status, code }) => expect([status, code]).toEqual([500, '2009000']),
  ERR500: ({ status, code }) => expect([status, code]).toEqual([500, '5009000']),
  ERR503: ({ status, code }) => expect([status, code]).toEqual([503, '5039000']),
  GATE: ({ status, json }) => expect([status, json]).toEqual([502, {}]),
  MOVED: ({ status, headers }) => {
    expect([status, headers.get('location')]).toEqual([307, '/v2.0/cdm/cdm-mpm-generate-moved']);
  },
  STALE: ({ status, code }) => expect([status, code]).toEqual([401, '4019001']),
};

/** Sends a request that may never be answered and waits until the sandbox has it. */
async function meet(name: FaultName, courierNo: string): Promise<Answer | null> {
  const before = rig.sandbox.books().requests.length;
  const asked = ask('generate-atm-qr', courierNo, 'R-1').catch(() => null);
  if (!SILENT.has(name)) return await asked;
  await vi.waitFor(() => expect(rig.sandbox.books().requests.length).toBe(before + 1));
  return null;
}

describe.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', (name, fault) => {
  test('as magic value: the caller meets it, the books know better', async () => {
    const answer = await meet(name, name);
    const check = READABLE[name];
    if (SILENT.has(name) || CUT_OFF.has(name)) expect(answer).toBeNull();
    else if (answer === null || check === undefined) expect.fail('no answer could be read');
    else check(answer);
    expect(lastRequest()).toMatchObject({ fault: name, processed: fault.processes, reference: 'R-1' });
    expect(rig.sandbox.books().atmQrs).toHaveLength(fault.processes ? 1 : 0);
    const token = name === 'STALE' ? await tokenOf(rig, 'paycools') : pc;
    const query = await paycools(rig, { path: QUERY_PATH, body: queryBody('R-1'), token });
    expect(query.code).toBe(fault.processes ? '2009100' : '4049101');
  });

  test('once: the next request of the reference is served, with the same QR', async () => {
    await meet(name, `${name}1`);
    if (name === 'STALE') pc = await tokenOf(rig, 'paycools');
    const again = await ask('generate-atm-qr', `${name}1`, 'R-1');
    expect([again.status, again.code]).toEqual([200, '2009000']);
    expect(rig.sandbox.books().atmQrs).toMatchObject([{ processed: fault.processes ? 2 : 1 }]);
    expect(lastRequest()).toMatchObject({ attempt: 2, fault: null });
  });

  test('through next(): for one request of that service alone', async () => {
    rig.sandbox.next({ service: 'generate-atm-qr', fault: name });
    expect((await ask('generate-terminal', 'KASIR-01')).status).toBe(200);
    await meet(name, '1');
    expect(lastRequest()).toMatchObject({ fault: name });
    if (name === 'STALE') pc = await tokenOf(rig, 'paycools');
    expect((await ask('generate-atm-qr', '1', 'R-1')).code).toBe('2009000');
  });
});

describe('the other services', () => {
  test('a revoked token is dead for what follows, a new one is alive', async () => {
    expect((await ask('generate-terminal', 'STALE1')).code).toBe('4019201');
    expect((await ask('merchant-status', '6281200001111')).code).toBe('4012301');
    sc = await tokenOf(rig, 'speedcash');
    expect((await ask('generate-terminal', 'STALE1')).code).toBe('2009200');
  });

  test('a lost expire has ended its bill', async () => {
    await expect(ask('expire-billnumber', '9900005')).rejects.toThrow();
    const bill = rig.sandbox.books().bills.find(({ billNumber }) => billNumber === '9900005');
    expect(bill).toMatchObject({ state: 'expired', expired: 1 });
  });

  test('faults by phone and by date', async () => {
    expect((await ask('merchant-status', '629900009')).headers.get('content-type')).toBe('text/html');
    expect((await ask('generate-list', '2001-01-15')).json).toEqual({
      responseCode: '2009000',
      responseMessage: 'Successful',
    });
    expect((await ask('generate-list', '2001-02-17')).code).toBe('5009000');
    expect((await ask('generate-list', '2001-02-17')).code).toBe('4049001');
  });
});

describe('next()', () => {
  const token = () => post(tokenUrl(rig, 'speedcash'), tokenHeaders(rig, 'speedcash'), GRANT);

  test('gives any code to any service, tokens and query included', async () => {
    rig.sandbox.next({ service: 'speedcash-token', code: '4017300', message: 'Unauthorized. [Signature]' });
    rig.sandbox.next({ service: 'query-atm-qr', code: '5049100' });
    expect(await token()).toMatchObject({ status: 401, code: '4017300', message: 'Unauthorized. [Signature]' });
    const body = queryBody('R-1');
    expect(await paycools(rig, { path: QUERY_PATH, body, token: pc })).toMatchObject({ status: 504, code: '5049100' });
    expect((await token()).code).toBe('2007300');
  });

  test('a success code is given to what was done', async () => {
    rig.sandbox.next({ service: 'expire-billnumber', code: '2009100' });
    expect((await ask('expire-billnumber', '10092081')).code).toBe('2009100');
    rig.sandbox.next({ service: 'expire-billnumber', code: '2009100' });
    expect((await ask('expire-billnumber', '1')).code).toBe('4049301');
  });

  test('several are met in their order', async () => {
    for (const fault of ['GATE', 'EMPTY', 'ERR500'] as const) rig.sandbox.next({ service: 'merchant-status', fault });
    const statuses = [];
    for (let i = 0; i < 4; i += 1) statuses.push((await ask('merchant-status', '6281200001111')).status);
    expect(statuses).toEqual([502, 200, 500, 200]);
  });

  test('spoils a token’s answer as well', async () => {
    rig.sandbox.next({ service: 'speedcash-token', fault: 'BARE' });
    expect((await token()).json).toEqual({ responseCode: '2007300', responseMessage: 'Successful' });
  });

  test('SLOW waits as long as it is told', async () => {
    await rig.sandbox.close();
    rig = await startRig({ slowMs: 3_600_000 });
    sc = await tokenOf(rig, 'speedcash');
    rig.sandbox.next({ service: 'generate-terminal', fault: 'SLOW', delayMs: 1 });
    expect((await ask('generate-terminal', 'KASIR-01')).code).toBe('2009200');
  });
});

describe('close', () => {
  test('ends requests that wait for an answer, and frees the port', async () => {
    const waiting = [ask('generate-atm-qr', 'HANG', 'R-1'), ask('generate-terminal', 'MUTE')].map((asked) =>
      asked.then(() => 'answered').catch(() => 'ended'),
    );
    await vi.waitFor(() => expect(rig.sandbox.books().requests.filter(({ fault }) => fault !== null)).toHaveLength(2));
    const { port } = rig.sandbox;
    await rig.sandbox.close();
    expect(await Promise.all(waiting)).toEqual(['ended', 'ended']);
    await rig.sandbox.close();
    rig = await startRig({ port });
    expect(rig.sandbox.port).toBe(port);
  });

  test('a port in use is an error', async () => {
    await expect(startRig({ port: rig.sandbox.port })).rejects.toThrow(/EADDRINUSE/);
  });
});

test('a body larger than any of these services has is not read', async () => {
  const body = { ...terminalBody(), description: 'x'.repeat(300_000) };
  const answer = await speedcash(rig, { path: TERMINAL_PATH, body, token: sc }).catch(() => null);
  expect([413, undefined]).toContain(answer?.status);
  expect(rig.sandbox.books().terminals).toEqual([]);
});

test('books tell of each request who it was and over which connection it came', async () => {
  await ask('generate-terminal', 'KASIR-01');
  const entry = lastRequest();
  expect(entry).toMatchObject({
    provider: 'speedcash',
    service: 'generate-terminal',
    reference: 'KASIR-01',
    attempt: 1,
  });
  expect(entry?.externalId).toMatch(/^[0-9a-f-]{36}$/);
  expect(entry?.body).toBe(JSON.stringify(terminalBody()));
  expect(entry?.connection).toBeGreaterThan(0);
});
