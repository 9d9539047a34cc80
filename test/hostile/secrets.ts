/** What must never be read in a page: a profile's secrets in every dress they could wear, this machine's places, bugs' texts. */
import { createPrivateKey } from 'node:crypto';

/** One thing to look for: what it is, and how it could be written. */
interface Needle {
  readonly what: string;
  readonly text: string;
}

/** Base64 of something depends on where it begins within the whole: three ways to look for it, without the edges. */
function base64Inside(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(shift === 0 ? 0 : 4, -2);
  });
}

function dresses(what: string, bytes: Buffer): readonly Needle[] {
  const plain = [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
  const based = base64Inside(bytes).flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
  const utf16 = Buffer.from(bytes.toString('latin1'), 'utf16le');
  const listed = [...bytes.subarray(0, 24)].join(',');
  const texts = [...plain, ...based, ...base64Inside(utf16), encodeURIComponent(bytes.toString('latin1')), listed];
  return [...new Set(texts)].map((text) => ({ what, text }));
}

/** A private key: each line of its PEM, its DER, and each of the numbers that make it private. */
function keyNeedles(what: string, pem: string): readonly Needle[] {
  const key = createPrivateKey(pem);
  const lines = (text: string): string[] =>
    text.split('\n').filter((line) => line.length >= 40 && !line.startsWith('--'));
  const needles: Needle[] = [];
  for (const type of ['pkcs8', 'pkcs1'] as const) {
    for (const line of lines(key.export({ type, format: 'pem' }).toString())) needles.push({ what, text: line });
    needles.push(...dresses(what, key.export({ type, format: 'der' }).subarray(40, 120)));
  }
  const jwk = key.export({ format: 'jwk' });
  for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const) {
    const text = jwk[part];
    if (text === undefined) continue;
    const bytes = Buffer.from(text, 'base64url');
    needles.push({ what, text }, ...dresses(what, bytes), {
      what,
      text: BigInt(`0x${bytes.toString('hex')}`).toString(),
    });
  }
  return needles;
}

/** Every secret of a profile, whatever it is called there. */
function secretsOf(profile: unknown, path = ''): readonly Needle[] {
  if (typeof profile !== 'object' || profile === null) return [];
  return Object.entries(profile).flatMap(([name, value]: [string, unknown]) => {
    const what = `${path}${name}`;
    if (typeof value !== 'string') return secretsOf(value, `${what}.`);
    if (value.includes('PRIVATE KEY')) return keyNeedles(what, value);
    return /secret/i.test(name) ? dresses(what, Buffer.from(value, 'latin1')) : [];
  });
}

/** How an exception, a stack or a foreign library's text gives itself away. */
const BUGS: readonly (readonly [string, RegExp])[] = [
  ['a stack', /\bat (?:async )?[\w$.<>[\] ]+ \(?(?:file|node|app|https?):[^)\s]*:\d+/],
  ['a stack', /\n {4}at /],
  ["a source's line", /\.(?:ts|js|mjs|cjs):\d+/],
  ['a module of Node', /node:internal|node_modules/],
  [
    "an error's name",
    /\b(?:Type|Range|Reference|Syntax|Zod|Eval|Aggregate)Error\b|\bERR_[A-Z_]{4,}|\bSQLITE_|\bE(?:NOENT|ACCES|PERM|ISDIR|NOTDIR|LOOP|NAMETOOLONG)\b/,
  ],
  ['a key', /-----BEGIN|PRIVATE KEY/],
  ["Electron's own error", /Error invoking remote method/],
  ['a bearer', /\bBearer [\w.-]{8,}/],
];

export interface Scan {
  /** @returns what was found in the text, null for nothing */
  find(text: string): string | null;
  readonly needles: number;
}

/**
 * @param profile as the store's file holds it
 * @param tokens that the providers have handed out until now
 * @param places folders and files of this machine that a page has no business to know
 */
export function scanFor(profile: unknown, tokens: () => readonly string[], places: readonly string[]): Scan {
  const fixed: Needle[] = [...secretsOf(profile), ...places.map((text) => ({ what: 'a place of this machine', text }))];
  const short = fixed.find(({ text }) => text.length < 4);
  if (short !== undefined) throw new Error(`a needle of ${short.what} is too short to look for`);
  return {
    needles: fixed.length,
    find: (text) => {
      const needle = fixed.find((one) => text.includes(one.text));
      if (needle !== undefined) return needle.what;
      if (tokens().some((token) => text.includes(token))) return 'a token';
      return BUGS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
    },
  };
}
