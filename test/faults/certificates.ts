/** Throw-away TLS certificates, made when a test runs: an authority, and servers' certificates that it signed. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface Authority extends Certificate {
  /** A server's certificate, signed by this authority. Times are milliseconds since the epoch. */
  issue(name: string, valid?: { readonly from: number; readonly to: number }, key?: string): Certificate;
  /** An authority under this one: its certificate is signed by this authority. @param key PEM; default a new one */
  delegate(commonName: string, key?: string): Authority;
}

const DAY_MS = 86_400_000;

/* ASN.1, distinguished encoding rules (X.690): as much of it as RFC 5280's certificate needs. */

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const octets = (content: Uint8Array): Buffer => der(0x04, content);
const TRUE = der(0x01, Buffer.from([0xff]));

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const BASIC_CONSTRAINTS = oid('551d13');
const SUBJECT_ALT_NAME = oid('551d11');

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName, 'utf8')))));
}

/** GeneralizedTime, seconds, UTC. */
function time(ms: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14)}Z`, 'ascii'));
}

function altName(name: string): Buffer {
  return isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name, 'ascii'));
}

interface Wish {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly authority: boolean;
  readonly from: number;
  readonly to: number;
}

function certificate(wish: Wish): string {
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);
  const extension = wish.authority
    ? sequence(BASIC_CONSTRAINTS, TRUE, octets(sequence(TRUE)))
    : sequence(SUBJECT_ALT_NAME, octets(sequence(altName(wish.subject))));
  const toSign = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_WITH_SHA256,
    nameOf(wish.issuer),
    sequence(time(wish.from), time(wish.to)),
    nameOf(wish.subject),
    wish.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toSign, wish.signer));
  const base64 = sequence(toSign, ECDSA_WITH_SHA256, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;
}

function newKey(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const lastAndNextDay = () => ({ from: Date.now() - DAY_MS, to: Date.now() + DAY_MS });

function keysOf(key: string | undefined): ReturnType<typeof newKey> {
  if (key === undefined) return newKey();
  return { publicKey: createPublicKey(key), privateKey: createPrivateKey(key) };
}

function authorityWith(keys: ReturnType<typeof newKey>, commonName: string, cert: string): Authority {
  const signedBy = { issuer: commonName, signer: keys.privateKey };
  return {
    key: pem(keys.privateKey),
    cert,
    issue(name, valid = lastAndNextDay(), key) {
      const own = keysOf(key);
      const wish = { ...signedBy, subject: name, publicKey: own.publicKey, authority: false, ...valid };
      return { key: pem(own.privateKey), cert: certificate(wish) };
    },
    delegate(name, key) {
      const own = keysOf(key);
      const wish = { ...signedBy, subject: name, publicKey: own.publicKey, authority: true, ...lastAndNextDay() };
      return authorityWith(own, name, certificate(wish));
    },
  };
}

/** An authority that signs servers' certificates; whoever trusts it trusts those. */
export function createAuthority(commonName = 'Faults Test Authority'): Authority {
  const keys = newKey();
  const { publicKey, privateKey: signer } = keys;
  const wish = { subject: commonName, issuer: commonName, publicKey, signer, authority: true, ...lastAndNextDay() };
  return authorityWith(keys, commonName, certificate(wish));
}

/** A certificate that nobody but itself speaks for. */
export function selfSigned(name: string): Certificate {
  const { publicKey, privateKey } = newKey();
  const wish = { subject: name, issuer: name, publicKey, signer: privateKey, authority: false, ...lastAndNextDay() };
  return { key: pem(privateKey), cert: certificate(wish) };
}
