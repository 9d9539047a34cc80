/** The profile file: what is taken, and that any one fault is refused by its own path, with nothing stored or told. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkProfileFile } from '../../../main/app/profile-file.ts';
import { profileJsonSchema } from '../../../main/app/profile-schema.ts';
import { provision } from '../../../main/app/provision.ts';
import type { ActingLock } from '../../../main/ports/journal.ts';
import type { Random } from '../../../main/ports/world.ts';
import { makePem, makeProfile } from '../../support/profile-maker.ts';

const made = makeProfile();
const folder = mkdtempSync(join(tmpdir(), 'qt-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Path = readonly (string | number)[];

/** A copy of `value` in which `change` was done to the object or array that holds the last step of `path`. */
function changed(
  value: unknown,
  path: Path,
  change: (holder: Record<string | number, unknown>, key: string | number) => void,
) {
  const copy: unknown = structuredClone(value);
  let at: unknown = copy;
  for (const step of path.slice(0, -1)) at = Reflect.get(at as object, step);
  change(at as Record<string | number, unknown>, path.at(-1) ?? '');
  return copy;
}

const set = (path: Path, to: unknown, from: unknown = made) =>
  changed(from, path, (holder, key) => {
    holder[key] = to;
  });
const check = (profile: unknown) => checkProfileFile(Buffer.from(JSON.stringify(profile)));

function faults(profile: unknown): [path: string, key: string][] {
  const checked = check(profile);
  return checked.ok ? [] : checked.fields.map((field) => [field.path, field.words.key]);
}

function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
}

function pathsOf(value: unknown, path: Path = []): { leaves: Path[]; objects: Path[] } {
  if (typeof value !== 'object' || value === null) return { leaves: [path], objects: [] };
  const inner = Object.entries(value).map(([key, item]) =>
    pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  const objects = inner.flatMap((found) => found.objects);
  return {
    leaves: inner.flatMap((found) => found.leaves),
    objects: Array.isArray(value) ? objects : [path, ...objects],
  };
}

describe('a good profile', () => {
  it('is kept without its secrets and with the defaults', () => {
    const checked = check(made);
    if (!checked.ok) throw new Error(JSON.stringify(checked.fields));
    expect(checked.profile.speedcash).toEqual({
      baseUrl: 'https://speedcash.example/v1.0',
      clientId: 'client-1',
      channelId: '23412',
      merchantId: '1210001',
      ownerPhone: '6281200000000',
      signedPath: 'relative',
      listPath: '/qr/qr-generate-list',
      billNumberField: 'billnumber',
    });
    expect(checked.profile.paycools).toMatchObject({
      tokenPath: '/v2.0/access-token/b2b',
      channelCode: 'ATM_STATIC_QR',
      expireAtmQr: 'off',
      notifyUrl: 'https://store.example/notify?till=1',
    });
    expect(checked.profile.printers.map((printer) => printer.qr)).toEqual(['auto', 'raster', 'native']);
    expect(Object.keys(checked.profile.fingerprints).toSorted()).toEqual([...checked.secrets.keys()].toSorted());
    expect(checked.secrets.get('speedcash.clientSecret')?.toString()).toBe(made.speedcash.clientSecret);
  });

  it.each([
    ['a BOM', `\u{feff}${JSON.stringify(made)}`],
    ['no SpeedCash', JSON.stringify({ ...made, speedcash: undefined })],
    ['no PayCools', JSON.stringify({ ...made, paycools: undefined })],
    ['no printer', JSON.stringify({ ...made, printers: [] })],
    ['http on this machine', JSON.stringify(set(['paycools', 'baseUrl'], 'http://127.0.0.1:8080'))],
    ['http on this machine, IPv6', JSON.stringify(set(['paycools', 'baseUrl'], 'http://[::1]:8080'))],
  ])('may have %s', (_what, text) => {
    expect(checkProfileFile(Buffer.from(text))).toMatchObject({ ok: true });
  });
});

describe('keys', () => {
  const pem = makePem();
  const withKey = (key: string) => set(['paycools', 'privateKey'], key);

  it.each([
    ['PKCS#1', makePem({ type: 'pkcs1' })],
    ['CRLF', pem.replaceAll('\n', '\r\n')],
    ['line breaks written out', pem.replaceAll('\n', '\\n')],
    ['CRLF written out', pem.replaceAll('\n', '\\r\\n')],
    ['one long line', pem.replaceAll('\n', ' ')],
    ['blank lines around', `\n\n${pem}\n`],
    ['4096 bits', makePem({ bits: 4096 })],
  ])('are taken: %s', (_what, key) => {
    expect(faults(withKey(key))).toEqual([]);
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const locked = { cipher: 'aes-256-cbc', passphrase: 'x' };
  it.each([
    ['profile.key-encrypted', rsa.privateKey.export({ type: 'pkcs8', format: 'pem', ...locked })],
    ['profile.key-encrypted', rsa.privateKey.export({ type: 'pkcs1', format: 'pem', ...locked })],
    ['profile.key-not-rsa', ec.privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['profile.key-not-rsa', ec.privateKey.export({ type: 'sec1', format: 'pem' })],
    ['profile.key-public', rsa.publicKey.export({ type: 'spki', format: 'pem' })],
    ['profile.key-public', rsa.publicKey.export({ type: 'pkcs1', format: 'pem' })],
    ['profile.key-too-short', makePem({ bits: 1024 })],
    ['profile.key-unreadable', 'not a key'],
    ['profile.key-unreadable', pem.slice(0, 800)],
    ['profile.key-unreadable', pem.replace(/\n.{40}/, '\n')],
  ])('are refused: %s', (why, key) => {
    expect(faults(withKey(key.toString()))).toEqual([['paycools.privateKey', why]]);
  });

  it('are refused when their numbers do not belong together', () => {
    const other = rsa.privateKey.export({ format: 'jwk' });
    const mine = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    const der = pkcs1([mine.n, mine.e, other.d, other.p, other.q, other.dp, other.dq, other.qi]);
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${der.toString('base64')}\n-----END RSA PRIVATE KEY-----`;
    expect(faults(withKey(key))).toEqual([['paycools.privateKey', 'profile.key-unusable']]);
  });
});

/** RSAPrivateKey of RFC 8017, A.1.2, from base64url numbers. */
function pkcs1(numbers: readonly (string | undefined)[]): Buffer {
  const tlv = (tag: number, body: Buffer) => {
    const { length } = body;
    const head =
      length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
    return Buffer.concat([Buffer.from(head), body]);
  };
  const integers = numbers.map((n) => tlv(2, Buffer.concat([Buffer.from([0]), Buffer.from(n ?? '', 'base64url')])));
  return tlv(0x30, Buffer.concat([tlv(2, Buffer.from([0])), ...integers]));
}

describe('a bad profile', () => {
  it.each<[Path, unknown, string]>([
    [['version'], 2, 'profile.not-one-of'],
    [['speedcash', 'baseUrl'], 'http://speedcash.example', 'profile.bad-url'],
    [['speedcash', 'baseUrl'], 'http://127.0.0.1.example', 'profile.bad-url'],
    [['speedcash', 'baseUrl'], 'https://user:word@speedcash.example', 'profile.bad-url'],
    [['speedcash', 'baseUrl'], 'https://speedcash.example/?a=1', 'profile.bad-url'],
    [['speedcash', 'baseUrl'], 'https://speedcash.example/#a', 'profile.bad-url'],
    [['speedcash', 'baseUrl'], 'ftp://speedcash.example', 'profile.bad-url'],
    [['speedcash', 'ownerPhone'], '0812345678', 'profile.bad-phone'],
    [['speedcash', 'clientId'], 'a\r\nX-Evil: 1', 'profile.not-a-token'],
    [['speedcash', 'signedPath'], 'Relative', 'profile.not-one-of'],
    [['speedcash', 'listPath'], '/qr/../admin', 'profile.bad-path'],
    [['paycools', 'notifyUrl'], 'http://store.example', 'profile.bad-url'],
    [['paycools', 'expireAtmQr'], true, 'profile.not-one-of'],
    [['printers', 0, 'paper'], 76, 'profile.not-one-of'],
    [['printers', 0, 'transport', 'port'], 70_000, 'profile.out-of-range'],
    [['printers', 0, 'transport', 'port'], '9100', 'profile.wrong-type'],
    [['printers', 0, 'transport', 'kind'], 'bluetooth', 'profile.not-one-of'],
    [['printers', 0, 'transport', 'host'], 'http://x', 'profile.bad-host'],
    [['printers', 1, 'name'], 'KASIR', 'profile.same-printer-name'],
    [['printers', 0, 'substitute'], 'nobody', 'profile.no-such-printer'],
    [['printers', 0, 'substitute'], 'kasir', 'profile.no-such-printer'],
    [['printers', 1, 'transport', 'productId'], 70_000, 'profile.out-of-range'],
    [['printers'], {}, 'profile.wrong-type'],
  ])('%j = %j: %s', (path, to, key) => {
    expect(faults(set(path, to))).toEqual([[pathText(path), key]]);
  });

  it('has https addresses alone, but for this very machine', () => {
    for (const provider of ['speedcash', 'paycools'] as const) {
      for (const host of ['provider.example', '127.0.0.1.example', '127.0.0.2', '10.0.0.1', '[::2]', '0.0.0.0']) {
        expect(faults(set([provider, 'baseUrl'], `https://${host}`))).toEqual([]);
        expect(faults(set([provider, 'baseUrl'], `http://${host}`))).toEqual([
          [`${provider}.baseUrl`, 'profile.bad-url'],
        ]);
      }
    }
  });

  it('may not be empty of providers, not UTF-8, and not JSON', () => {
    expect(faults({ ...made, speedcash: undefined, paycools: undefined })).toEqual([['file', 'profile.no-provider']]);
    expect(checkProfileFile(Buffer.from(JSON.stringify(made), 'utf16le'))).toMatchObject({ ok: false });
    const text = JSON.stringify(made, null, 2).replace('"speedcash":', '"speedcash"');
    const checked = checkProfileFile(Buffer.from(text));
    expect(checked).toMatchObject({ fields: [{ path: 'file', words: { en: 'Not JSON: line 7, column 15.' } }] });
  });

  it('may not bring keys in by __proto__', () => {
    const text = JSON.stringify(made).replace('{', '{"__proto__":{"version":1},');
    expect(checkProfileFile(Buffer.from(text)).ok).toBe(false);
  });
});

const sha256 = (text: string): string => `sha256/${createHash('sha256').update(text).digest('base64')}`;
const [KEY, RESERVE] = [sha256('one'), sha256('two')];

describe('pins', () => {
  const withPins = (pins: unknown, provider: 'speedcash' | 'paycools' = 'paycools') => set([provider, 'pins'], pins);

  it.each([
    ['two', [KEY, RESERVE]],
    ['four', [KEY, RESERVE, sha256('three'), sha256('four')]],
  ])('are kept: %s', (_what, pins) => {
    for (const provider of ['speedcash', 'paycools'] as const) {
      expect(check(withPins(pins, provider))).toMatchObject({ ok: true, profile: { [provider]: { pins } } });
    }
  });

  it.each<[unknown, string, string]>([
    [[], 'pins', 'profile.pins-count'],
    [[KEY], 'pins', 'profile.pins-count'],
    [['1', '2', '3', '4', '5'].map(sha256), 'pins', 'profile.pins-count'],
    [[KEY, KEY], 'pins', 'profile.pins-same'],
    [[KEY, RESERVE, KEY], 'pins', 'profile.pins-same'],
    [[KEY, ''], 'pins[1]', 'profile.bad-pin'],
    [[KEY, RESERVE.replace('sha256/', '')], 'pins[1]', 'profile.bad-pin'],
    [[KEY, RESERVE.replace('sha256/', 'sha256//')], 'pins[1]', 'profile.pin-length'],
    [[KEY, RESERVE.replace('sha256/', 'sha1/')], 'pins[1]', 'profile.bad-pin'],
    [[KEY, `${RESERVE} `], 'pins[1]', 'profile.bad-pin'],
    [[KEY, `sha256/${'-_'.repeat(21)}A=`], 'pins[1]', 'profile.bad-pin'],
    [[KEY, 'sha256/AAAA'], 'pins[1]', 'profile.pin-length'],
    [[KEY, `sha256/${Buffer.alloc(31).toString('base64')}`], 'pins[1]', 'profile.pin-length'],
    [[KEY, `sha256/${Buffer.alloc(33).toString('base64')}`], 'pins[1]', 'profile.pin-length'],
    [[KEY, `sha256/${'A'.repeat(42)}B=`], 'pins[1]', 'profile.pin-length'],
    [[KEY, 7], 'pins[1]', 'profile.wrong-type'],
    [KEY, 'pins', 'profile.wrong-type'],
    [null, 'pins', 'profile.wrong-type'],
  ])('are refused: %j', (pins, path, why) => {
    expect(faults(withPins(pins))).toEqual([[`paycools.${path}`, why]]);
  });

  it('are refused for an address without TLS, and only there', () => {
    for (const provider of ['speedcash', 'paycools'] as const) {
      const at = (baseUrl: string) => set([provider, 'baseUrl'], baseUrl, withPins([KEY, RESERVE], provider));
      expect(faults(at('http://127.0.0.1:8080'))).toEqual([[`${provider}.pins`, 'profile.pins-plain']]);
      expect(faults(at('https://127.0.0.1:8080'))).toEqual([]);
    }
  });
});

describe('a proxy', () => {
  const withProxy = (proxy: unknown) => ({ ...made, network: { proxy } });

  it.each(['http://proxy.example:3128', 'https://proxy.example', 'http://10.0.0.1:8080/', 'http://[::1]:3128'])(
    'is kept: %s',
    (url) => {
      expect(check(withProxy({ url }))).toMatchObject({ ok: true, profile: { network: { proxy: { url } } } });
    },
  );

  it.each<[unknown, string, string]>([
    [{ url: 'socks5://proxy.example:1080' }, 'url', 'profile.bad-proxy'],
    [{ url: 'proxy.example:3128' }, 'url', 'profile.bad-proxy'],
    [{ url: 'http://proxy.example:3128/path' }, 'url', 'profile.bad-proxy'],
    [{ url: 'http://proxy.example:3128?x' }, 'url', 'profile.bad-proxy'],
    [{ url: 'http://proxy.example:99999' }, 'url', 'profile.bad-proxy'],
    [{ url: 'http://pro xy.example' }, 'url', 'profile.bad-proxy'],
    [{ url: '' }, 'url', 'profile.bad-proxy'],
    [{ url: 'http://proxy.example:3128', bypass: '*' }, 'bypass', 'profile.unknown-key'],
    [{}, 'url', 'profile.missing'],
  ])('is refused: %j', (proxy, path, why) => {
    expect(faults(withProxy(proxy))).toEqual([[`network.proxy.${path}`, why]]);
  });

  it('has no login', () => {
    const url = 'http://proxy.example:3128';
    const refused = (proxy: unknown, path: string): void => {
      expect(faults(withProxy(proxy))).toEqual([[`network.proxy.${path}`, 'profile.proxy-credentials']]);
      expect(JSON.stringify(check(withProxy(proxy)))).not.toMatch(/budi|rahasia/);
    };
    for (const login of ['budi:rahasia', 'budi', '', ':', ':rahasia']) {
      refused({ url: url.replace('//', `//${login}@`) }, 'url');
    }
    for (const field of ['user', 'username', 'pass', 'auth', 'token']) refused({ url, [field]: 'budi' }, field);
    expect(faults(withProxy({ url, username: 'budi', password: 'x' })).map(([, why]) => why)).toEqual([
      'profile.proxy-credentials',
      'profile.proxy-credentials',
    ]);
  });
});

const { leaves, objects } = pathsOf(made);
const optional = new Set(['printers[1].qr', 'printers[2].qr']);
const wrongKind = fc.constantFrom<unknown>(null, [], {}, ['x'], { x: 1 }, 1.5, -1, true);
const wrongText = fc.constantFrom<unknown>('', 'x'.repeat(30_000), 'tab\there', 'nul\u0000', ' ');
const oneFault = fc.oneof(
  fc
    .tuple(fc.constantFrom(...leaves), fc.oneof(wrongKind, wrongText))
    .map(([path, to]) => ({ path, profile: set(path, to) })),
  fc.constantFrom(...leaves.filter((path) => !optional.has(pathText(path)))).map((path) => ({
    path,
    profile: changed(made, path, (holder, key) => delete holder[key]),
  })),
  fc
    .tuple(fc.constantFrom(...objects), fc.constantFrom('extra', 'Version', 'toString', 'constructor'))
    .map(([path, key]) => ({
      path: [...path, key],
      profile: set([...path, key], 'x'),
    })),
);

describe('any one fault', () => {
  const random: Random = { uuid: () => '', digits: () => '', pick: () => '' };
  const lock: ActingLock = { acquire: async () => ({ held: true, release: () => undefined }) };
  let opened = 0;
  const openVault = () => {
    opened += 1;
    throw new Error('nothing may be stored');
  };

  it('is refused by its own path, stores nothing and tells no secret', async () => {
    const secrets = [made.speedcash.clientSecret, ...made.speedcash.privateKey.split('\n').slice(1, 3)];
    await fc.assert(
      fc.asyncProperty(oneFault, async ({ path, profile }) => {
        const file = join(folder, 'profile-file.json');
        writeFileSync(file, JSON.stringify(profile));
        const deps = { folder: { path: folder, scope: 's' }, openVault, random, lock, prove: null };
        const outcome = await provision({ path: file, shred: true }, deps);
        if (outcome.outcome !== 'invalid') throw new Error(`${outcome.outcome} in spite of ${pathText(path)}`);
        // A printer that lost what makes it usb-by-number may be told what it lacks, or what usb-by-path lacks.
        const near = outcome.fields.some((field) => field.path === pathText(path));
        if (!pathText(path).startsWith('printers[1].transport'))
          expect(outcome.fields.map((f) => f.path)).toEqual([pathText(path)]);
        else expect(near || outcome.fields.every((f) => f.path.startsWith('printers[1].transport'))).toBe(true);
        const told = JSON.stringify(outcome);
        for (const secret of secrets) expect(told).not.toContain(secret);
        expect(readdirSync(folder)).toEqual(['profile-file.json']);
      }),
      { numRuns: 400 },
    );
    expect(opened).toBe(0);
  });
});

describe('resources/profile.schema.json', () => {
  const path = new URL('../../../resources/profile.schema.json', import.meta.url);
  const schema: unknown = JSON.parse(readFileSync(path, 'utf8'));

  it('is in step with what provision checks (node test/support/write-profile-schema.ts)', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(profileJsonSchema())));
  });

  it('takes what provision takes, and refuses a profile without a provider', () => {
    const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema as object);
    expect(validate(made)).toBe(true);
    expect(validate({ ...made, speedcash: undefined, paycools: undefined })).toBe(false);
    expect(validate(set(['printers', 0, 'paper'], 76))).toBe(false);
    expect(validate(set(['speedcash', 'extra'], 1))).toBe(false);
    expect(validate(set(['speedcash', 'pins'], [KEY, RESERVE]))).toBe(true);
    expect(validate(set(['speedcash', 'pins'], [KEY]))).toBe(false);
  });
});
