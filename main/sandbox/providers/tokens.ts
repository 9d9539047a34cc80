/** Access tokens of both providers: issued for a signed request, alive for a time, revocable. */
import { type KeyObject, randomBytes, verify } from 'node:crypto';

export interface Tokens {
  /** A new token, alive from now on. */
  issue(): string;
  isAlive(token: string): boolean;
  revoke(token: string): void;
}

/** @param lifeMs how long a token lives @param clock milliseconds since the epoch */
export function openTokens(lifeMs: number, clock: () => number): Tokens {
  const expiry = new Map<string, number>();
  return {
    issue() {
      const token = randomBytes(24).toString('base64url');
      expiry.set(token, clock() + lifeMs);
      return token;
    },
    isAlive: (token) => (expiry.get(token) ?? Number.NEGATIVE_INFINITY) > clock(),
    revoke(token) {
      expiry.delete(token);
    },
  };
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** SHA256withRSA (PKCS#1 v1.5) over `clientId|timestamp`, in base64. */
export function signedByPartner(publicKey: KeyObject, clientId: string, timestamp: string, signature: string): boolean {
  if (!BASE64.test(signature)) return false;
  return verify(
    'RSA-SHA256',
    Buffer.from(`${clientId}|${timestamp}`, 'utf8'),
    publicKey,
    Buffer.from(signature, 'base64'),
  );
}

/** The token of an Authorization header, or null when it is not `Bearer …`. */
export function bearerOf(authorization: string): string | null {
  return /^Bearer ([^\s]{1,2048})$/.exec(authorization)?.[1] ?? null;
}
