/** SpeedCash's four services in the sandbox: every header, every field, and what they remember. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  atmBody,
  CHANNEL_ID,
  EXPIRE_PATH,
  expireBody,
  jakarta,
  LIST_PATH,
  listBody,
  MERCHANT_ID,
  NOON,
  paycools,
  type Rig,
  STATUS_PATH,
  speedcash,
  startRig,
  statusBody,
  TERMINAL_PATH,
  terminalBody,
  tokenOf,
} from './partner.ts';

let rig: Rig;
let token: string;
beforeEach(async () => {
  rig = await startRig();
  token = await tokenOf(rig, 'speedcash');
});
afterEach(() => rig.sandbox.close());

const HEADERS = [
  'Content-Type',
  'X-TIMESTAMP',
  'X-PARTNER-ID',
  'X-CHANNEL-ID',
  'X-EXTERNAL-ID',
  'Authorization',
  'X-SIGNATURE',
];

describe.each([
  ['92', TERMINAL_PATH, terminalBody()],
  ['93', EXPIRE_PATH, expireBody()],
  ['90', LIST_PATH, listBody()],
  ['90', '/qr/qr-mpm-generate-list', listBody()],
  ['23', STATUS_PATH, statusBody()],
])('service %s at %s', (service, path, body) => {
  const call = (more = {}) => speedcash(rig, { path, body, token, ...more });

  test('a right request is served', async () => {
    const { status, code, headers } = await call();
    expect([status, code]).toEqual([200, `200${service}00`]);
    expect(headers.get('content-type')).toBe('application/json');
  });

  test.each(HEADERS)('without %s: 404xx01 Bad Request', async (name) => {
    const { status, code, message } = await call({ changes: { [name]: null } });
    expect([status, code, message]).toEqual([404, `404${service}01`, 'Bad Request']);
  });

  test.each([
    ['Content-Type', 'text/plain'],
    ['X-TIMESTAMP', '2026-06-10 13:00:00'],
    ['X-TIMESTAMP', jakarta(NOON - 300_001)],
    ['X-TIMESTAMP', jakarta(NOON + 301_000)],
    ['X-PARTNER-ID', 'somebody'],
    ['X-CHANNEL-ID', '00000'],
    ['CHANNEL-ID', '00000'],
    ['X-EXTERNAL-ID', '1'.repeat(37)],
    ['Authorization', 'Basic abc'],
  ])('with a wrong %s (%s): 404xx01 Bad Request', async (name, value) => {
    const { code, message } = await call({ changes: { [name]: value } });
    expect([code, message]).toEqual([`404${service}01`, 'Bad Request']);
  });

  test.each([
    ['another secret', { secret: randomBytes(8).toString('hex') }],
    ['the full path', { signedPath: `/v1.0${path}` }],
    ['another body', { signedBody: '{}' }],
    ['a pretty-printed body', { signedBody: JSON.stringify(body, null, 2) }],
    ['another timestamp', { changes: { 'X-TIMESTAMP': jakarta(NOON + 1000) } }],
    ['nothing', { changes: { 'X-SIGNATURE': 'abc' } }],
  ])('a signature over %s: 401xx00', async (_what, more) => {
    const { status, code, message } = await call(more);
    expect([status, code, message]).toEqual([401, `401${service}00`, 'Unauthorized. Invalid Signature']);
  });

  test('an unknown token: 401xx01', async () => {
    expect((await call({ token: 'nobody' })).code).toBe(`401${service}01`);
  });

  test('the same X-EXTERNAL-ID twice on a day: 409xx00; the day is Jakarta’s', async () => {
    const changes = { 'X-EXTERNAL-ID': 'one-and-the-same' };
    expect((await call({ changes })).status).toBe(200);
    expect(await call({ changes })).toMatchObject({
      status: 409,
      code: `409${service}00`,
      message: 'Cannot use same X-EXTERNAL-ID in same day',
    });
    // 00:00:00 in Jakarta is still yesterday in UTC.
    rig.time.at = Date.parse('2026-06-11T00:00:00+07:00');
    token = await tokenOf(rig, 'speedcash');
    expect((await call({ changes })).status).not.toBe(409);
  });

  test('CHANNEL-ID alone is enough, and milliseconds or Z are taken', async () => {
    expect((await call({ changes: { 'X-CHANNEL-ID': null, 'CHANNEL-ID': CHANNEL_ID } })).status).toBe(200);
    expect((await call({ timestamp: '2026-06-10T13:00:00.684+07:00' })).status).toBe(200);
    expect((await call({ timestamp: '2026-06-10T06:00:00.684Z' })).status).toBe(200);
  });

  test.each(['', '{', '[]', 'null', '"text"'])('the body %j: 400xx01', async (text) => {
    expect(await call({ body: text })).toMatchObject({ status: 400, code: `400${service}01` });
  });

  test('a refused signature does not use up its external id', async () => {
    const changes = { 'X-EXTERNAL-ID': 'second-try' };
    expect((await call({ changes, secret: 'x' })).status).toBe(401);
    expect((await call({ changes })).status).toBe(200);
  });
});

describe('generate terminal', () => {
  const register = (body: unknown) => speedcash(rig, { path: TERMINAL_PATH, body, token });

  test('answers what was registered, and again for the same terminal', async () => {
    const first = await register(terminalBody());
    expect(first.json).toMatchObject({
      responseCode: '2009200',
      terminalId: 'KASIR-01',
      description: 'Lantai 1 / depan',
    });
    expect((await register({ ...terminalBody(), description: 'Lantai 2' })).status).toBe(200);
    expect(rig.sandbox.books().terminals).toEqual([{ terminalId: 'KASIR-01', description: 'Lantai 2', registered: 2 }]);
  });

  test.each([
    ['merchantId', undefined],
    ['merchantId', 1210001],
    ['terminalId', undefined],
    ['terminalId', 'ab'],
    ['terminalId', 'a'.repeat(17)],
    ['terminalId', 'KASIR LANTAI 2'],
    ['terminalId', 'kasir/1'],
    ['terminalId', 7],
    ['description', undefined],
    ['description', ''],
  ])('%s = %j: 4009201 with the field’s name', async (field, value) => {
    const { code, message } = await register({ ...terminalBody(), [field]: value });
    expect([code, message]).toEqual(['4009201', `Invalid field format { ${field} }`]);
    expect(rig.sandbox.books().terminals).toEqual([]);
  });

  test('another merchant: 4049208', async () => {
    expect((await register({ ...terminalBody(), merchantId: '9' })).code).toBe('4049208');
  });

  test('at the limit a new terminal is refused, a known one is not', async () => {
    await rig.sandbox.close();
    rig = await startRig({ terminalLimit: 2 });
    token = await tokenOf(rig, 'speedcash');
    const answers = [];
    for (const id of ['T-1', 'T-2', 'T-3', 'T-1']) answers.push((await register(terminalBody(id))).code);
    expect(answers).toEqual(['2009200', '2009200', '4009201', '2009200']);
  });
});

describe('list and expire', () => {
  const list = (day?: string) => speedcash(rig, { path: LIST_PATH, body: listBody(day), token });
  const expire = (body: unknown) => speedcash(rig, { path: EXPIRE_PATH, body, token });
  const rows = async (day?: string) => (await list(day)).json.dataDetail as Record<string, unknown>[];
  const row = async (id: string) => (await rows()).find((candidate) => candidate.id_qr === id);

  test('today has dynamic and static QRs in both spellings, made today and not later than now', async () => {
    const today = await rows();
    expect(today.map((entry) => entry.id_qr)).toContain('10092081');
    expect(today.filter((entry) => entry.type === 'static')).toHaveLength(2);
    for (const entry of today) {
      const made = String(entry.generated_time ?? entry.generate_time);
      expect(made).toMatch(/^2026-06-10 \d\d:\d\d:\d\d$/);
      expect(made <= '2026-06-10 13:00:00').toBe(true);
      const ends = 'expired_time' in entry ? entry.expired_time : entry.expired_date;
      if (entry.type === 'static') expect([ends, entry.amount]).toEqual([null, null]);
      else expect([String(ends).length, String(entry.amount)]).toEqual([19, expect.stringMatching(/^\d+\.\d\d$/)]);
    }
    for (const field of ['generated_time', 'generate_time', 'expired_time', 'expired_date']) {
      expect(today.some((entry) => field in entry)).toBe(true);
    }
  });

  test('yesterday has others, any other day has none', async () => {
    const today = (await rows()).map((entry) => entry.id_qr);
    const yesterday = (await rows('2026-06-09')).map((entry) => entry.id_qr);
    expect(yesterday).toHaveLength(today.length);
    expect(yesterday.filter((id) => today.includes(id))).toEqual([]);
    for (const day of ['2026-06-08', '2026-06-11', '2020-01-01']) {
      expect(await list(day)).toMatchObject({ status: 404, code: '4049001', message: 'Transaction Not Found' });
    }
  });

  test('the next day has its own QRs', async () => {
    rig.time.at = Date.parse('2026-06-11T09:00:00+07:00');
    token = await tokenOf(rig, 'speedcash');
    expect((await rows('2026-06-11')).map((entry) => entry.id_qr)).toContain('10092181');
  });

  test.each([
    ['dateGenerate', undefined],
    ['dateGenerate', '2026-06-10'],
    ['dateGenerate', '2026-06-10T00:00:00Z'],
    ['additionalInfo', undefined],
    ['additionalInfo', 'text'],
  ])('%s = %j: 4009001', async (field, value) => {
    const body = { ...listBody(), [field]: value };
    expect((await speedcash(rig, { path: LIST_PATH, body, token })).code).toBe('4009001');
  });

  test('an active QR ends now, in books and list; a static one too', async () => {
    for (const id of ['10092081', '10092070']) {
      expect((await expire(expireBody(id))).json).toEqual({ responseCode: '2009300', responseMessage: 'Successful' });
      expect((await row(id))?.expired_date).toBe('2026-06-10 13:00:00');
    }
    const bill = rig.sandbox.books().bills.find(({ billNumber }) => billNumber === '10092081');
    expect(bill).toMatchObject({ state: 'expired', expired: 1 });
  });

  test('expiring again succeeds and leaves the end where it was', async () => {
    await expire(expireBody());
    rig.time.at = NOON + 60_000;
    expect((await expire(expireBody())).code).toBe('2009300');
    expect((await row('10092081'))?.expired_date).toBe('2026-06-10 13:00:00');
  });

  test('an unknown bill number: 4049301 QR not Found', async () => {
    expect(await expire(expireBody('1'))).toMatchObject({ status: 404, code: '4049301', message: 'QR not Found' });
  });

  test('billNumber is taken as well', async () => {
    const { billnumber, ...rest } = expireBody();
    expect((await expire({ ...rest, billNumber: billnumber })).code).toBe('2009300');
  });

  test.each([
    [{ additionalInfo: { merchantId: MERCHANT_ID } }, 'billnumber'],
    [{ billnumber: 10092081, additionalInfo: { merchantId: MERCHANT_ID } }, 'billnumber'],
    [{ billnumber: '10092081' }, 'additionalInfo'],
    [{ billnumber: '10092081', additionalInfo: {} }, 'merchantId'],
  ])('%j: 4009301', async (body, field) => {
    expect(await expire(body)).toMatchObject({ code: '4009301', message: `Invalid field format { ${field} }` });
  });

  test('another merchant: 4049308', async () => {
    expect((await expire({ billnumber: '10092081', additionalInfo: { merchantId: '9' } })).code).toBe('4049308');
  });

  test.each(['cdmReferenceId', 'partnerReferenceNo'] as const)(
    'ends ATM QRs by %s only when told so',
    async (expireAtmQr) => {
      const number = async (): Promise<string> => {
        await paycools(rig, { body: atmBody('R-1'), token: await tokenOf(rig, 'paycools') });
        const qr = rig.sandbox.books().atmQrs[0];
        return (expireAtmQr === 'cdmReferenceId' ? qr?.cdmReferenceId : qr?.reference) ?? '';
      };
      expect((await expire(expireBody(await number()))).code).toBe('4049301');
      await rig.sandbox.close();
      rig = await startRig({ expireAtmQr });
      token = await tokenOf(rig, 'speedcash');
      expect((await expire(expireBody(await number()))).code).toBe('2009300');
      expect(rig.sandbox.books().atmQrs[0]?.status).toBe('INACTIVE');
    },
  );
});

describe('merchant status', () => {
  const ask = (phone: unknown) => speedcash(rig, { path: STATUS_PATH, body: { notelp_pemilik: phone }, token });

  test('the owner’s phone finds the accepted merchant', async () => {
    const { json } = await speedcash(rig, { path: STATUS_PATH, body: statusBody(), token });
    expect(json.additionalInfo).toMatchObject({ status: 1, merchantId: MERCHANT_ID, storeName: 'Toko Kita' });
    expect(Object.keys(json.additionalInfo as object).sort()).toEqual([
      'description',
      'merchantId',
      'mid',
      'nmid',
      'status',
      'storeName',
      'title',
    ]);
  });

  test.each([0, 1, 2])('a phone for status %d', async (status) => {
    expect((await ask(`622002300${status}`)).json).toMatchObject({
      responseCode: '2002300',
      additionalInfo: { status },
    });
  });

  test.each([undefined, 6281200001111, '081200001111', '62abc', '6281299999999'])(
    'the phone %j: 4002301',
    async (phone) => {
      expect((await ask(phone)).code).toBe('4002301');
    },
  );
});

test('signatures over the full path, when the sandbox is told so', async () => {
  await rig.sandbox.close();
  rig = await startRig({ signedPath: 'full' });
  token = await tokenOf(rig, 'speedcash');
  const call = (signedPath: string) => speedcash(rig, { path: STATUS_PATH, body: statusBody(), token, signedPath });
  expect((await call(`/v1.0${STATUS_PATH}`)).status).toBe(200);
  expect((await call(STATUS_PATH)).status).toBe(401);
});
