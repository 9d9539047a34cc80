/** PayCools in the sandbox: generate and query, every header, every field, one QR a reference. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  APP_ID,
  atmBody,
  jakarta,
  NOON,
  PC_MERCHANT_ID,
  paycools,
  QUERY_PATH,
  queryBody,
  type Rig,
  rsa,
  startRig,
  strangerKey,
  tokenOf,
} from './partner.ts';

let rig: Rig;
let token: string;
beforeEach(async () => {
  rig = await startRig();
  token = await tokenOf(rig, 'paycools');
});
afterEach(() => rig.sandbox.close());

describe.each([
  ['90', '/v2.0/cdm/cdm-mpm-generate', atmBody('R-1')],
  ['91', QUERY_PATH, queryBody('R-1')],
])('service %s', (service, path, body) => {
  const call = (more = {}) => paycools(rig, { path, body, token, ...more });

  test.each(['Content-Type', 'Authorization', 'X-TIMESTAMP', 'X-SIGNATURE', 'X-PARTNER-ID'])(
    'without %s: 400xx02',
    async (name) => {
      const { status, code, message } = await call({ changes: { [name]: null } });
      expect([status, code, message]).toEqual([400, `400${service}02`, `Invalid Mandatory Field ${name}`]);
    },
  );

  test.each([
    ['Content-Type', 'text/plain', '40001'],
    ['X-TIMESTAMP', '2026-06-10T13:00:00.684+07:00', '40001'],
    ['X-TIMESTAMP', '2026-06-10T06:00:00Z', '40001'],
    ['X-TIMESTAMP', jakarta(NOON - 301_000), '40001'],
    ['X-TIMESTAMP', jakarta(NOON + 1000), '40100'],
    ['X-PARTNER-ID', 'somebody', '40100'],
    ['Authorization', 'nothing', '40101'],
    ['Authorization', 'Bearer nobody', '40101'],
    ['X-SIGNATURE', 'abc', '40100'],
    ['X-SIGNATURE', rsa(strangerKey, `${APP_ID}|${jakarta(NOON)}`), '40100'],
  ])('with a wrong %s (%s): refused', async (name, value, short) => {
    const code = `${short.slice(0, 3)}${service}${short.slice(3)}`;
    expect((await call({ changes: { [name]: value } })).code).toBe(code);
  });

  test.each(['', '{', '[]'])('the body %j: 400xx00', async (text) => {
    expect((await call({ body: text })).code).toBe(`400${service}00`);
  });

  test('another merchant: 404xx08', async () => {
    expect((await call({ body: { ...body, merchantId: 'other' } })).code).toBe(`404${service}08`);
  });
});

describe('generate', () => {
  const generate = (body: unknown) => paycools(rig, { body, token });

  test('makes an active QR and says so as the page does', async () => {
    const { status, json, headers } = await generate(atmBody('R-1'));
    expect(status).toBe(200);
    expect(json).toEqual({
      responseCode: '2009000',
      responseMessage: 'Successful',
      cdmReferenceId: expect.stringMatching(/^CDM\d{10}$/),
      cdmQrcode: expect.stringMatching(/^SANDBOX-/),
      status: 'ACTIVE',
    });
    expect(headers.get('x-timestamp')).toMatch(/^.{19}\+07:00$/);
  });

  test('the same reference with the same body is the same QR, however the JSON is spelled', async () => {
    const first = await generate(atmBody('R-1'));
    const again = await generate(atmBody('R-1'));
    const { additionalInfo, ...rest } = atmBody('R-1');
    const spelled = await generate(JSON.stringify({ additionalInfo, ...rest }, null, 2));
    expect(again.json).toEqual(first.json);
    expect(spelled.json).toEqual(first.json);
    expect(rig.sandbox.books().atmQrs).toMatchObject([{ reference: 'R-1', processed: 3 }]);
    expect(
      rig.sandbox
        .books()
        .requests.filter(({ reference }) => reference === 'R-1')
        .map(({ attempt }) => attempt),
    ).toEqual([1, 2, 3]);
  });

  test('the same reference with another body: 4049018, and the first QR stays', async () => {
    await generate(atmBody('R-1'));
    const before = rig.sandbox.books().atmQrs;
    expect(await generate(atmBody('R-1', '99'))).toMatchObject({
      status: 404,
      code: '4049018',
      message: 'Inconsistent Request',
    });
    expect(rig.sandbox.books().atmQrs).toEqual(before);
  });

  test('two references are two QRs', async () => {
    const one = await generate(atmBody('R-1'));
    const two = await generate(atmBody('R-2'));
    expect(two.json.cdmReferenceId).not.toBe(one.json.cdmReferenceId);
    expect(two.json.cdmQrcode).not.toBe(one.json.cdmQrcode);
  });

  test.each(['partnerReferenceNo', 'merchantId', 'additionalInfo'])(
    'without %s: 4009002; not of its type: 4009001',
    async (field) => {
      expect((await generate({ ...atmBody('R-1'), [field]: undefined })).code).toBe('4009002');
      expect((await generate({ ...atmBody('R-1'), [field]: 5 })).code).toBe('4009001');
    },
  );

  test.each(['channelCode', 'notifyUrl', 'regionNo', 'branchNo', 'courierNo', 'courierName', 'courierMobile'])(
    'additionalInfo without %s: 4009002; as a number: 4009001',
    async (field) => {
      const body = atmBody('R-1');
      const info = body.additionalInfo as Record<string, unknown>;
      expect((await generate({ ...body, additionalInfo: { ...info, [field]: undefined } })).code).toBe('4009002');
      expect((await generate({ ...body, additionalInfo: { ...info, [field]: 123456 } })).code).toBe('4009001');
    },
  );

  test('a reference has 50 characters at most, a merchant id 64', async () => {
    expect((await generate(atmBody('R'.repeat(50)))).code).toBe('2009000');
    expect((await generate(atmBody('R'.repeat(51)))).code).toBe('4009001');
    expect((await generate({ ...atmBody('R-2'), merchantId: 'm'.repeat(65) })).code).toBe('4009001');
  });
});

describe('query', () => {
  const query = (body: unknown) => paycools(rig, { path: QUERY_PATH, body, token });

  test('finds what was generated', async () => {
    const { json } = await paycools(rig, { body: atmBody('R-1'), token });
    expect((await query(queryBody('R-1'))).json).toEqual({
      responseCode: '2009100',
      responseMessage: 'Successful',
      originalPartnerReferenceNo: 'R-1',
      cdmReferenceId: json.cdmReferenceId,
      cdmQrcode: json.cdmQrcode,
      status: 'ACTIVE',
    });
  });

  test('an unknown reference, or one outside the range: 4049101', async () => {
    await paycools(rig, { body: atmBody('R-1'), token });
    expect(await query(queryBody('R-2'))).toMatchObject({
      status: 404,
      code: '4049101',
      message: 'Transaction Not Found',
    });
    expect((await query({ ...queryBody('R-1'), toDateTime: jakarta(NOON - 1000) })).code).toBe('4049101');
    expect((await query({ ...queryBody('R-1'), fromDateTime: jakarta(NOON + 1000) })).code).toBe('4049101');
    expect((await query({ ...queryBody('R-1'), fromDateTime: jakarta(NOON), toDateTime: jakarta(NOON) })).code).toBe(
      '2009100',
    );
  });

  test.each(['originalPartnerReferenceNo', 'merchantId', 'serviceCode', 'fromDateTime', 'toDateTime'])(
    'without %s: 4009102; not of its form: 4009101',
    async (field) => {
      expect((await query({ ...queryBody('R-1'), [field]: undefined })).code).toBe('4009102');
      expect((await query({ ...queryBody('R-1'), [field]: 7 })).code).toBe('4009101');
    },
  );

  test.each([
    ['serviceCode', '47'],
    ['fromDateTime', '2026-06-10'],
    ['toDateTime', '2026-06-10T13:00:00Z'],
    ['toDateTime', jakarta(NOON - 7_200_000)],
  ])('%s = %s: 4009101', async (field, value) => {
    expect((await query({ ...queryBody('R-1'), [field]: value })).code).toBe('4009101');
  });
});

test('the merchant id of the tests is another than the app id, so that neither stands for the other', () => {
  expect(PC_MERCHANT_ID).not.toBe(APP_ID);
});
