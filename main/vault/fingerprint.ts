/** Fingerprints of secrets: enough to see that one is not the one that was provisioned, useless for anything else. */
import { createHash, createHmac, createPublicKey, type KeyObject } from 'node:crypto';

const HEX_DIGITS = 16;

/** The start of SHA-256 over the public half's SPKI DER, 16 hex digits; what a provider's support can compare too. */
export function keyFingerprint(privateKey: KeyObject): string {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex').slice(0, HEX_DIGITS);
}

/**
 * 16 hex digits of HMAC-SHA256 over the client secret, keyed by the same provider's private key: a plain hash beside
 * the profile would let anyone who copies the data folder try guesses.
 */
export function clientSecretFingerprint(secret: Uint8Array, privateKey: KeyObject): string {
  const key = privateKey.export({ type: 'pkcs8', format: 'der' });
  try {
    return createHmac('sha256', key).update('client-secret:').update(secret).digest('hex').slice(0, HEX_DIGITS);
  } finally {
    key.fill(0);
  }
}
