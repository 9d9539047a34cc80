/** The token service of both sandbox providers, over real HTTP. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  GRANT,
  jakarta,
  NOON,
  PARTNER_ID,
  paycools,
  post,
  QUERY_PATH,
  queryBody,
  type Rig,
  rsa,
  STATUS_PATH,
  speedcash,
  startRig,
  statusBody,
  strangerKey,
  tokenHeaders,
  tokenOf,
  tokenUrl,
} from './partner.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.sandbox.close());

describe.each(['speedcash', 'paycools'] as const)('%s', (provider) => {
  const ask = (changes = {}, body = GRANT) => post(tokenUrl(rig, provider), tokenHeaders(rig, provider), body, changes);

  test('a signed request gets a token of 900 seconds', async () => {
    const { status, json, headers } = await ask();
    expect(status).toBe(200);
    expect(json).toMatchObject({ responseCode: '2007300', tokenType: 'Bearer' });
    expect(json.expiresIn).toBe(provider === 'speedcash' ? '900' : 900);
    expect(String(json.accessToken).length).toBeGreaterThan(16);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('x-timestamp')).toBe(jakarta(NOON));
  });

  test.each(['X-CLIENT-KEY', 'X-TIMESTAMP', 'X-SIGNATURE'])('without %s: 4007302', async (name) => {
    const { status, code, message } = await ask({ [name]: null });
    expect([status, code, message]).toEqual([400, '4007302', `Invalid Mandatory Field ${name}`]);
  });

  test.each([
    ['another content type', { 'Content-Type': 'text/plain' }, '4007301'],
    ['no content type', { 'Content-Type': null }, '4007301'],
    ['a timestamp without a zone', { 'X-TIMESTAMP': '2026-06-10T13:00:00' }, '4007301'],
    ['an unknown client', { 'X-CLIENT-KEY': 'somebody' }, '4017300'],
    ['a signature that is no base64', { 'X-SIGNATURE': '%%%' }, '4017300'],
    ['a signature over another time', { 'X-TIMESTAMP': jakarta(NOON + 1000) }, '4017300'],
  ])('with %s: refused', async (_what, changes, code) => {
    expect((await ask(changes)).code).toBe(code);
  });

  test.each([-301_000, 301_000])('signed rightly, but %d ms from now: 4017300', async (off) => {
    const late = tokenHeaders({ ...rig, time: { at: NOON + off } }, provider);
    const answer = await post(tokenUrl(rig, provider), late, GRANT);
    expect([answer.code, answer.message]).toEqual(['4017300', 'Unauthorized. [X-TIMESTAMP]']);
  });

  test('signed with another key: 4017300', async () => {
    const headers = tokenHeaders(rig, provider);
    const signature = rsa(strangerKey, `${headers['X-CLIENT-KEY']}|${headers['X-TIMESTAMP']}`);
    const { status, code } = await ask({ 'X-SIGNATURE': signature });
    expect([status, code]).toEqual([401, '4017300']);
  });

  test.each([
    ['not JSON', '{', '4007300'],
    ['no grantType', '{}', '4007302'],
    ['another grantType', '{"grantType":"password"}', '4007301'],
  ])('a body that is %s: refused', async (_what, body, code) => {
    expect((await ask({}, body)).code).toBe(code);
  });

  test('the token ends after 900 seconds', async () => {
    const token = await tokenOf(rig, provider);
    const call = () =>
      provider === 'speedcash'
        ? speedcash(rig, { path: STATUS_PATH, body: statusBody(), token })
        : paycools(rig, { path: QUERY_PATH, body: queryBody('R-1'), token });
    rig.time.at = NOON + 899_999;
    expect((await call()).status).not.toBe(401);
    rig.time.at = NOON + 900_000;
    const { status, code, message } = await call();
    expect([status, code]).toEqual([401, provider === 'speedcash' ? '4012301' : '4019101']);
    expect(message).toBe('Invalid Token (B2B)');
  });
});

test('SpeedCash takes the official client’s timestamp with Z and milliseconds, PayCools does not', async () => {
  const timestamp = new Date(NOON).toISOString();
  const changed = (clientId: string) => ({
    'X-TIMESTAMP': timestamp,
    'X-SIGNATURE': rsa(rig.privateKey, `${clientId}|${timestamp}`),
  });
  const one = await post(tokenUrl(rig, 'speedcash'), tokenHeaders(rig, 'speedcash'), GRANT, changed(PARTNER_ID));
  expect(one.code).toBe('2007300');
  const other = await post(tokenUrl(rig, 'paycools'), tokenHeaders(rig, 'paycools'), GRANT, changed('app-one'));
  expect(other.code).toBe('4007301');
});

test('PayCools gives tokens under v2.1 as well', async () => {
  const url = `${rig.sandbox.paycoolsBaseUrl}/v2.1/access-token/b2b`;
  expect((await post(url, tokenHeaders(rig, 'paycools'), GRANT)).code).toBe('2007300');
});

test('a token of one provider is none at the other', async () => {
  const token = await tokenOf(rig, 'paycools');
  expect((await speedcash(rig, { path: STATUS_PATH, body: statusBody(), token })).code).toBe('4012301');
});

test('other paths and methods are no service', async () => {
  const base = rig.sandbox.speedcashBaseUrl;
  expect((await fetch(`${base}/qr/nothing`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${base}${STATUS_PATH}`)).status).toBe(405);
});
