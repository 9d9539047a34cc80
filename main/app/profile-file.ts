/** A profile file's bytes, checked whole: what may be kept, and the secrets that may not. */
import type { KeyObject } from 'node:crypto';
import type { FieldProblem } from '../../shared/outcome.ts';
import type { Fingerprints, SecretName, StoreProfile } from '../../shared/profile.ts';
import { clientSecretFingerprint, keyFingerprint } from '../vault/fingerprint.ts';
import { MAX_SECRET_BYTES } from '../vault/keychain.ts';
import { fieldProblems } from './profile-issues.ts';
import { findJsonFault } from './profile-json.ts';
import { readPrivateKey } from './profile-key.ts';
import { type ProfileFile, profileSchema } from './profile-schema.ts';
import { problem, syntaxProblem } from './profile-words.ts';

export const MAX_PROFILE_BYTES = 256 * 1024;

/** What goes into the keychain: PKCS#8 DER for keys, UTF-8 for the client secret. Wipe it after use. */
export type ProfileSecrets = ReadonlyMap<SecretName, Buffer>;

export type CheckedProfile =
  | { readonly ok: true; readonly profile: StoreProfile; readonly secrets: ProfileSecrets }
  | { readonly ok: false; readonly fields: readonly FieldProblem[] };

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // takes a BOM away
  } catch {
    return null; // not UTF-8: the caller says so
  }
}

function samePrinterNames(file: ProfileFile): FieldProblem[] {
  const names = file.printers.map((printer) => printer.name.normalize('NFC').toLowerCase());
  return names.flatMap((name, at) =>
    names.indexOf(name) < at ? [problem(`printers[${at}].name`, 'profile.same-printer-name')] : [],
  );
}

/** A substitute is another printer of the same file. */
function strangeSubstitutes(file: ProfileFile): FieldProblem[] {
  const names = file.printers.map((printer) => printer.name);
  return file.printers.flatMap(({ name, substitute }, at) =>
    substitute === undefined || (substitute !== name && names.includes(substitute))
      ? []
      : [problem(`printers[${at}].substitute`, 'profile.no-such-printer')],
  );
}

/** What has no certificate has no key to compare. */
function plainPins(file: ProfileFile): FieldProblem[] {
  const names = ['speedcash', 'paycools'] as const;
  return names.flatMap((name) => {
    const facts = file[name];
    const isPlain = facts?.pins !== undefined && new URL(facts.baseUrl).protocol !== 'https:';
    return isPlain ? [problem(`${name}.pins`, 'profile.pins-plain')] : [];
  });
}

interface ReadSecrets {
  readonly secrets: Map<SecretName, Buffer>;
  readonly fingerprints: Fingerprints;
  readonly problems: readonly FieldProblem[];
}

function readSecrets(file: ProfileFile): ReadSecrets {
  const secrets = new Map<SecretName, Buffer>();
  const problems: FieldProblem[] = [];
  let fingerprints: Fingerprints = {};

  function add(name: SecretName, secret: Buffer, fingerprint: string): void {
    secrets.set(name, secret);
    fingerprints = { ...fingerprints, [name]: fingerprint };
    if (secret.length > MAX_SECRET_BYTES) problems.push(problem(name, 'profile.secret-too-large'));
  }

  function addKey(name: SecretName, pem: string): KeyObject | null {
    const read = readPrivateKey(pem);
    if (!read.ok) {
      problems.push(problem(name, read.why));
      return null;
    }
    add(name, read.key.export({ type: 'pkcs8', format: 'der' }), keyFingerprint(read.key));
    return read.key;
  }

  if (file.speedcash !== undefined) {
    const key = addKey('speedcash.privateKey', file.speedcash.privateKey);
    const secret = Buffer.from(file.speedcash.clientSecret, 'utf8');
    add('speedcash.clientSecret', secret, key === null ? '' : clientSecretFingerprint(secret, key));
  }
  if (file.paycools !== undefined) addKey('paycools.privateKey', file.paycools.privateKey);
  return { secrets, fingerprints, problems };
}

function withoutTrailingSlash(url: string): string {
  return new URL(url).href.replace(/\/+$/, '');
}

function toStoreProfile(file: ProfileFile, fingerprints: Fingerprints): StoreProfile {
  const { speedcash, paycools } = file;
  let speedcashFacts: StoreProfile['speedcash'] = null;
  if (speedcash !== undefined) {
    const { clientSecret: _secret, privateKey: _key, ...facts } = speedcash;
    speedcashFacts = { ...facts, baseUrl: withoutTrailingSlash(facts.baseUrl) };
  }
  let paycoolsFacts: StoreProfile['paycools'] = null;
  if (paycools !== undefined) {
    const { privateKey: _key, ...facts } = paycools;
    paycoolsFacts = { ...facts, baseUrl: withoutTrailingSlash(facts.baseUrl) };
  }
  return {
    version: 1,
    store: file.store,
    speedcash: speedcashFacts,
    paycools: paycoolsFacts,
    printers: file.printers,
    ...(file.journal === undefined ? {} : { journal: file.journal }),
    ...(file.network === undefined ? {} : { network: file.network }),
    ...(file.operators === undefined ? {} : { operators: file.operators }),
    fingerprints,
  };
}

/** Overwrites every secret. */
export function wipe(secrets: ProfileSecrets): void {
  for (const secret of secrets.values()) secret.fill(0);
}

/**
 * Checks a profile file whole: JSON, every field, every URL, and every key by signing with it.
 * @returns the profile and its secrets, or every problem with its path (`speedcash.clientId`, `printers[0].paper`;
 * `file` where it is the file itself). No problem ever quotes the file.
 */
export function checkProfileFile(bytes: Uint8Array): CheckedProfile {
  const text = decode(bytes);
  if (text === null) return { ok: false, fields: [problem('file', 'profile.file-not-utf8')] };
  const fault = findJsonFault(text);
  if (fault !== null) return { ok: false, fields: [syntaxProblem(fault)] };
  const raw: unknown = JSON.parse(text);
  const parsed = profileSchema.safeParse(raw);
  if (!parsed.success) return { ok: false, fields: fieldProblems(parsed.error, raw) };
  const file = parsed.data;
  if (file.speedcash === undefined && file.paycools === undefined) {
    return { ok: false, fields: [problem('file', 'profile.no-provider')] };
  }
  const { secrets, fingerprints, problems } = readSecrets(file);
  const fields = [...samePrinterNames(file), ...strangeSubstitutes(file), ...plainPins(file), ...problems];
  if (fields.length === 0) return { ok: true, profile: toStoreProfile(file, fingerprints), secrets };
  wipe(secrets);
  return { ok: false, fields };
}
