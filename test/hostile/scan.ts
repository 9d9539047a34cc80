/** What must never be read in a page: a profile's secrets in whatever writing, this machine's places, bugs' texts. */
import { keyMarks, type Mark, numberMarks, secretSearch } from '../support/secret-marks.ts';

/** Every secret of a profile, whatever it is called there. */
function secretsOf(profile: unknown, path = ''): readonly Mark[] {
  if (typeof profile !== 'object' || profile === null) return [];
  return Object.entries(profile).flatMap(([field, value]: [string, unknown]) => {
    const name = `${path}${field}`;
    if (typeof value !== 'string') return secretsOf(value, `${name}.`);
    if (value.includes('PRIVATE KEY')) return [...keyMarks(name, value), ...numberMarks(name, value)];
    return /secret/i.test(field) ? [{ name, bytes: Buffer.from(value, 'latin1') }] : [];
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
}

/**
 * @param profile as the store's file holds it
 * @param tokens that the providers have handed out until now
 * @param places folders and files of this machine that a page has no business to know
 */
export function scanFor(profile: unknown, tokens: () => readonly string[], places: readonly string[]): Scan {
  const secrets = secretsOf(profile);
  const short = [...secrets.map(({ bytes }) => bytes.length), ...places.map((place) => place.length)].some(
    (n) => n < 6,
  );
  if (secrets.length === 0 || short) throw new Error('no secret to look for, or one too short to be looked for');
  const search = secretSearch(secrets);
  return {
    find: (text) => {
      const [secret] = search(Buffer.from(text));
      if (secret !== undefined) return secret;
      if (places.some((place) => text.includes(place))) return 'a place of this machine';
      if (tokens().some((token) => text.includes(token))) return 'a token';
      return BUGS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
    },
  };
}
