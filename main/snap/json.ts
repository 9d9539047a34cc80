/** Reads JSON that must not say two things at once: JSON.parse alone silently takes the last of two equal names. */

export type JsonRead =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: 'not JSON' | 'one name with two values' | 'nested too deeply' };

/** Deeper than any page's sample by far, and no danger to the stack. */
const MOST_DEPTH = 64;

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gu;

/** What the tokens of one value say, written one way; null: somewhere in it a name stands for two values. */
type Canonical = string | null;

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

function next(cursor: Cursor): string {
  const token = cursor.tokens[cursor.at] ?? '';
  cursor.at += 1;
  return token;
}

function canonicalScalar(token: string): string {
  return token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token;
}

function canonicalObject(cursor: Cursor): Canonical {
  const members = new Map<string, string>();
  let sound = true;
  while (cursor.tokens[cursor.at] !== '}') {
    const name = canonicalScalar(next(cursor));
    next(cursor); // the colon
    const value = canonical(cursor);
    const before = members.get(name);
    if (value === null || (before !== undefined && before !== value)) sound = false;
    else members.set(name, value);
    if (cursor.tokens[cursor.at] === ',') next(cursor);
  }
  next(cursor);
  return sound ? `{${[...members].map((member) => member.join(':')).join(',')}}` : null;
}

function canonicalList(cursor: Cursor): Canonical {
  const items: string[] = [];
  let sound = true;
  while (cursor.tokens[cursor.at] !== ']') {
    const item = canonical(cursor);
    if (item === null) sound = false;
    else items.push(item);
    if (cursor.tokens[cursor.at] === ',') next(cursor);
  }
  next(cursor);
  return sound ? `[${items.join(',')}]` : null;
}

/** @param cursor on the first token of a value, of a text that JSON.parse took */
function canonical(cursor: Cursor): Canonical {
  const token = next(cursor);
  if (token === '{') return canonicalObject(cursor);
  return token === '[' ? canonicalList(cursor) : canonicalScalar(token);
}

function isTooDeep(tokens: readonly string[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth > MOST_DEPTH) return true;
  }
  return false;
}

/**
 * A byte order mark in front is passed over, as RFC 8259 (8.1) allows. A name that comes twice in one object with the
 * same value is harmless; with two values the text contradicts itself, and which one is meant cannot be known.
 */
export function readJson(text: string): JsonRead {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch {
    // JSON.parse quotes the text in its message; what is told on must not.
    return { ok: false, why: 'not JSON' };
  }
  const tokens = bare.match(TOKEN) ?? [];
  if (isTooDeep(tokens)) return { ok: false, why: 'nested too deeply' };
  return canonical({ tokens, at: 0 }) === null ? { ok: false, why: 'one name with two values' } : { ok: true, value };
}
