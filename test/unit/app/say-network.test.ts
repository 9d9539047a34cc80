/** Which words a network's trouble and a provider's wish to wait are given. */
import { describe, expect, it } from 'vitest';
import { notSentKey, withWait } from '../../../main/app/say-network.ts';
import { words } from '../../../shared/words.ts';

describe('notSentKey', () => {
  it.each([
    ['ECONNREFUSED', 'call.not-sent'],
    ['token: ENOTFOUND', 'call.not-sent'],
    ['token: TimeoutError', 'call.not-sent'],
    ['token: HTTPParserError', 'call.not-sent'],
    ['token: HTTP 503, not JSON', 'call.no-token'],
    ['PUBLIC_KEY_NOT_PINNED', 'call.not-pinned'],
    ['token: PUBLIC_KEY_NOT_PINNED', 'call.not-pinned'],
    ['proxy 10.0.0.1:3128: ECONNREFUSED', 'call.proxy-away'],
    ['token: proxy proxy.example:3128: no answer in time', 'call.proxy-away'],
    ['proxy 10.0.0.1:3128: CERT_HAS_EXPIRED', 'call.proxy-away'],
    ['proxy 10.0.0.1:3128: HTTP 502', 'call.proxy-away'],
    ['proxy 10.0.0.1:3128: HTTP 403', 'call.proxy-refused'],
    ['token: proxy 10.0.0.1:3128: HTTP 302', 'call.proxy-refused'],
    ['proxy [::1]:3128: HTTP 407', 'call.proxy-login'],
    ['CERT_HAS_EXPIRED', 'call.certificate-date'],
    ['token: CERT_NOT_YET_VALID', 'call.certificate-date'],
    ['CERT_REVOKED', 'call.not-genuine'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'call.not-genuine'],
    ['token: ERR_SSL_WRONG_VERSION_NUMBER', 'call.not-genuine'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'call.not-genuine'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'call.not-genuine'],
  ])('%s: %s', (note, key) => {
    expect(notSentKey(note)).toBe(key);
  });
});

describe('withWait', () => {
  const said = words('call.token-slow-down', { provider: 'PayCools', reason: '4297300' });

  it.each([
    [0, 'Wait 1 seconds, then try again.'],
    [120, 'Wait 120 seconds, then try again.'],
    [121, 'Wait 3 minutes, then try again.'],
    [3_600, 'Wait 60 minutes, then try again.'],
    [3_601, 'PayCools asks for more than an hour. Call a supervisor: contact PayCools.'],
  ])('%d seconds', (seconds, next) => {
    expect(withWait(said, '4297300', seconds, 'PayCools')).toMatchObject({
      key: said.key,
      id: said.id,
      next: { en: next },
    });
  });

  it('leaves what is not a 429, or names no time, as it is', () => {
    expect(withWait(said, '4297300', undefined, 'PayCools')).toBe(said);
    expect(withWait(said, '4037300', 5, 'PayCools')).toBe(said);
  });
});
