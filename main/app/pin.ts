/** PINs: what one may be, and how it is kept (scrypt, RFC 7914; cost as OWASP's password storage cheat sheet gives it). */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { PinHash } from '../ports/people.ts';
import { bad, type Field } from './input.ts';

/** 32 MB and a few hundred milliseconds for one try; a PIN that was made at another cost is hashed anew when it is used. */
const COST: PinHash['cost'] = { n: 32_768, r: 8, p: 3 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;

function isRun(pin: string): boolean {
  const steps = pin
    .split('')
    .slice(1)
    .map((digit, at) => Number(digit) - Number(pin[at]));
  const [first] = steps;
  return first !== undefined && Math.abs(first) <= 1 && steps.every((step) => step === first);
}

/** 4 to 8 digits. */
export function pinField(path: string, raw: string | undefined): Field<string> {
  const value = raw ?? '';
  if (value === '') return bad(path, 'field.required');
  return /^\d{4,8}$/.test(value) ? { ok: true, value } : bad(path, 'field.pin');
}

/** A PIN that somebody chooses: not 0000, 1234 or 4321, which whoever wants in tries first. */
export function newPinField(path: string, raw: string | undefined): Field<string> {
  const field = pinField(path, raw);
  return field.ok && isRun(field.value) ? bad(path, 'field.pin-easy') : field;
}

function derive(pin: string, salt: Uint8Array, { n, r, p }: PinHash['cost'], bytes: number): Promise<Buffer> {
  const options: ScryptOptions = { N: n, r, p, maxmem: 256 * n * r };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, bytes, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

export async function hashPin(pin: string, cost: PinHash['cost'] = COST): Promise<PinHash> {
  const salt = randomBytes(SALT_BYTES);
  return { salt, hash: await derive(pin, salt, cost, HASH_BYTES), cost };
}

/** @returns `outdated`: it is right, and was hashed at another cost than is used now */
export async function checkPin(pin: string, kept: PinHash): Promise<'right' | 'outdated' | 'wrong'> {
  const found = await derive(pin, kept.salt, kept.cost, kept.hash.length);
  if (!timingSafeEqual(found, kept.hash)) return 'wrong';
  const { n, r, p } = kept.cost;
  return n === COST.n && r === COST.r && p === COST.p ? 'right' : 'outdated';
}
