/** The access token service (73) of both providers. */
import type { KeyObject } from 'node:crypto';
import { bodyOf, type Checked, type Incoming, isJson, refuse } from './exchange.ts';
import { codeOf } from './services.ts';
import { isNow, paycoolsTime, speedcashTime } from './time.ts';
import { signedByPartner, type Tokens } from './tokens.ts';

export interface TokenDesk {
  readonly service: 'speedcash-token' | 'paycools-token';
  readonly clientId: string;
  readonly publicKey: KeyObject;
  readonly tokens: Tokens;
  /** As this provider writes it: SpeedCash a string, PayCools a number. */
  readonly expiresIn: string | number;
  readonly clock: () => number;
}

const MANDATORY = ['X-CLIENT-KEY', 'X-TIMESTAMP', 'X-SIGNATURE'];

/** Checks a token request: 40073xx for its form, 4017300 for who signed it and when. */
export function checkTokenRequest(desk: TokenDesk, request: Incoming): Checked {
  const { service } = desk;
  if (!isJson(request.header('content-type'))) return refuse(service, 400, '01', 'Invalid Field Format Content-Type');
  const missing = MANDATORY.find((name) => request.header(name.toLowerCase()) === '');
  if (missing !== undefined) return refuse(service, 400, '02', `Invalid Mandatory Field ${missing}`);

  const timestamp = request.header('x-timestamp');
  const at = service === 'speedcash-token' ? speedcashTime(timestamp) : paycoolsTime(timestamp);
  if (at === null) return refuse(service, 400, '01', 'Invalid Field Format X-TIMESTAMP');
  if (!isNow(at, desk.clock())) return refuse(service, 401, '00', 'Unauthorized. [X-TIMESTAMP]');
  if (request.header('x-client-key') !== desk.clientId)
    return refuse(service, 401, '00', 'Unauthorized. [Unknown client]');
  if (!signedByPartner(desk.publicKey, desk.clientId, timestamp, request.header('x-signature'))) {
    return refuse(service, 401, '00', 'Unauthorized. [Signature]');
  }

  const body = bodyOf(request);
  if (body === null) return refuse(service, 400, '00', 'Bad Request');
  if (body.grantType === undefined) return refuse(service, 400, '02', 'Invalid Mandatory Field grantType');
  if (body.grantType !== 'client_credentials') return refuse(service, 400, '01', 'Invalid Field Format grantType');

  return {
    ok: true,
    wish: {
      reference: desk.clientId,
      magic: null,
      token: null,
      act: () => ({
        code: codeOf(service, 200, '00'),
        message: 'Successful',
        fields: { accessToken: desk.tokens.issue(), tokenType: 'Bearer', expiresIn: desk.expiresIn },
      }),
    },
  };
}
