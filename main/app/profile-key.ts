/** A private key from a profile: any PEM that a provider's onboarding hands out, tried by signing with it. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { ProblemKey } from './profile-words.ts';

const MIN_BITS = 2048;
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/;

export type ReadKey = { readonly ok: true; readonly key: KeyObject } | { readonly ok: false; readonly why: ProblemKey };

const no = (why: ProblemKey): ReadKey => ({ ok: false, why });

function keyFromBlock(label: string, body: string): ReadKey {
  if (label === 'ENCRYPTED PRIVATE KEY' || body.includes('ENCRYPTED')) return no('profile.key-encrypted');
  if (/PUBLIC KEY|CERTIFICATE/.test(label)) return no('profile.key-public');
  if (label === 'EC PRIVATE KEY') return no('profile.key-not-rsa');
  if (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY') return no('profile.key-unreadable');
  const der = Buffer.from(body.replace(/\s+/g, ''), 'base64');
  try {
    return {
      ok: true,
      key: createPrivateKey({ key: der, format: 'der', type: label === 'PRIVATE KEY' ? 'pkcs8' : 'pkcs1' }),
    };
  } catch {
    return no('profile.key-unreadable'); // OpenSSL's reasons are for no shopkeeper
  } finally {
    der.fill(0);
  }
}

function signsAndVerifies(key: KeyObject): boolean {
  const probe = Buffer.from('qris-terminal: does this key sign?');
  try {
    return verify('sha256', probe, createPublicKey(key), sign('sha256', probe, key));
  } catch {
    return false; // numbers that do not belong together
  }
}

/**
 * Reads PKCS#1 or PKCS#8 PEM, whatever became of its line breaks on the way (CRLF, one long line, `\n` written out),
 * asks for RSA of at least 2048 bits, and signs and verifies with it (SHA256withRSA, as the providers' pages ask).
 */
export function readPrivateKey(text: string): ReadKey {
  const pem = text.replaceAll('\\r', '').replaceAll('\\n', '\n');
  const [, label, body] = BLOCK.exec(pem) ?? [];
  if (label === undefined || body === undefined) return no('profile.key-unreadable');
  const read = keyFromBlock(label, body);
  if (!read.ok) return read;
  if (read.key.asymmetricKeyType !== 'rsa') return no('profile.key-not-rsa');
  if ((read.key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_BITS) return no('profile.key-too-short');
  return signsAndVerifies(read.key) ? read : no('profile.key-unusable');
}
