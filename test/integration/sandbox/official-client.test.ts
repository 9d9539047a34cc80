/** The provider's own sample client, as it behaves on the wire, is served without a change. */
import { createHash, createHmac, randomBytes, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHANNEL_ID, hmac, MERCHANT_ID, NOON, OWNER_PHONE, PARTNER_ID, type Rig, startRig } from './partner.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.sandbox.close());

const TIMESTAMPS = [
  ['Jakarta time with milliseconds', '2026-06-10T13:00:00.684+07:00'],
  ['Jakarta time in whole seconds', '2026-06-10T13:00:00+07:00'],
  ['UTC, as the page’s Node sample has it', '2026-06-10T06:00:00.684Z'],
] as const;

const randomId = (): string => randomBytes(15).toString('base64');

describe.each(TIMESTAMPS)('with %s', (_what, timestamp) => {
  const send = async (
    path: string,
    text: string,
    headers: Record<string, string>,
  ): Promise<Record<string, unknown>> => {
    const all = { ...headers, 'Content-Type': 'application/json' };
    const response = await fetch(rig.sandbox.speedcashBaseUrl + path, { method: 'POST', headers: all, body: text });
    return (await response.json()) as Record<string, unknown>;
  };

  const login = async (): Promise<string> => {
    const signature = sign('RSA-SHA256', Buffer.from(`${PARTNER_ID}|${timestamp}`), rig.privateKey).toString('base64');
    const answer = await send('/access-token/b2b', JSON.stringify({ grantType: 'client_credentials' }), {
      'X-EXTERNAL-ID': randomId(),
      'X-CLIENT-KEY': PARTNER_ID,
      'X-TIMESTAMP': timestamp,
      'X-SIGNATURE': signature,
      'X-CHANNEL-ID': CHANNEL_ID,
    });
    expect(answer.responseCode).toBe('2007300');
    return String(answer.accessToken);
  };

  /** Signs the path without /v1.0 and the very text it sends. */
  const service = (token: string, path: string, text: string): Promise<Record<string, unknown>> => {
    const hash = createHash('sha256').update(text).digest('hex').toLowerCase();
    const signed = ['POST', path, token, hash, timestamp].join(':');
    return send(path, text, {
      Authorization: `Bearer ${token}`,
      'X-PARTNER-ID': PARTNER_ID,
      'X-EXTERNAL-ID': randomId(),
      'X-TIMESTAMP': timestamp,
      'X-SIGNATURE': createHmac('sha512', rig.clientSecret).update(signed).digest('base64'),
      'CHANNEL-ID': CHANNEL_ID,
    });
  };

  test.each([
    ['compact', undefined],
    ['pretty-printed', 1],
  ])('logs in and uses every service, its JSON %s', async (_form, indent) => {
    expect(Math.abs(Date.parse(timestamp) - NOON)).toBeLessThan(1000);
    const token = await login();
    const call = (path: string, body: unknown) => service(token, path, JSON.stringify(body, null, indent));
    const additionalInfo = { merchantId: MERCHANT_ID };

    const terminal = {
      merchantId: MERCHANT_ID,
      terminalId: 'KASIR LANTAI 1',
      description: 'Terminal untuk qris lantai 1',
    };
    expect(await call('/qr/qr-generate-terminal', terminal)).toEqual({
      responseCode: '2009200',
      responseMessage: 'Successful',
      terminalId: 'KASIR LANTAI 1',
      description: 'Terminal untuk qris lantai 1',
    });
    expect(await call('/merchant/status', { notelp_pemilik: OWNER_PHONE })).toMatchObject({ responseCode: '2002300' });
    // The client asks for a day by any moment of it.
    const list = { dateGenerate: '2026-06-10T14:49:25+07:00', additionalInfo };
    expect(await call('/qr/qr-mpm-generate-list', list)).toMatchObject({ responseCode: '2009000' });
    const expire = { billNumber: '10092081', additionalInfo };
    expect(await call('/qr/qr-mpm-expire-billnumber', expire)).toMatchObject({ responseCode: '2009300' });
  });
});

test('the tests’ own signature is the one of the published vectors', () => {
  const body = '{"merchantId":"1210001","terminalId":"KASIR-01","description":"Lantai 1 / depan"}';
  const over = (path: string) => hmac('unit-test-secret', path, 'unit-test-token', body, '2025-01-02T03:04:05+07:00');
  expect(over('/qr/qr-generate-terminal')).toBe(
    'Ms3cpy4gc9TAuqi3bpfwJo/sUG7iDxGFYTLuH1By3ZdKugdsv1qc4E1QfZrBqZjaoE9CSk4A0kADnpd3D46Tmw==',
  );
  expect(over('/v1.0/qr/qr-generate-terminal')).toBe(
    'GUw1CHqtJ+V2bUmSGkcWTvzlOBXfhDqC25AdgI9Xjn+JcHHDEfPdahoKyDA1PN/Uphsl+mjfndEw2MJmH7YOHg==',
  );
});
