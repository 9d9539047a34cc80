/** The three signatures of SNAP calls, exact to the byte. Keys come in as KeyObjects and never leave as anything else. */
import { createHash, createHmac, type KeyObject, sign } from 'node:crypto';

/**
 * SHA256withRSA (PKCS#1 v1.5) over `clientId|timestamp`: for both providers' access tokens, and for PayCools' services
 * (its page, header 4).
 * @returns base64
 */
export function signClientTimestamp(privateKey: KeyObject, clientId: string, timestamp: string): string {
  return sign('sha256', Buffer.from(`${clientId}|${timestamp}`, 'utf8'), privateKey).toString('base64');
}

export interface ServiceSignatureParts {
  readonly method: string;
  /** The path that the provider signs, see `signedPath` in the profile. */
  readonly path: string;
  /** Without `Bearer `. */
  readonly accessToken: string;
  /** The very bytes that are sent. */
  readonly body: Uint8Array;
  /** The X-TIMESTAMP header, byte for byte. */
  readonly timestamp: string;
}

/**
 * HMAC-SHA512 over `METHOD:path:accessToken:lowerhex(sha256(body)):timestamp`, for every SpeedCash service. The pages
 * call it "asymmetric with token"; their samples are 64 bytes long, which is what an HMAC-SHA512 is.
 * @returns base64
 */
export function signService(clientSecret: KeyObject, parts: ServiceSignatureParts): string {
  const bodyHash = createHash('sha256').update(parts.body).digest('hex');
  const text = `${parts.method}:${parts.path}:${parts.accessToken}:${bodyHash}:${parts.timestamp}`;
  return createHmac('sha512', clientSecret).update(text, 'utf8').digest('base64');
}
