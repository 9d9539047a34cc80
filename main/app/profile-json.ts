/** Where JSON goes wrong, by line and column alone: the engine's own message quotes the text, and this text holds keys. */

export interface JsonFault {
  readonly kind: 'syntax' | 'duplicate-key';
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

const MAX_DEPTH = 32;
// RFC 8259 bars the controls below U+0020 alone; \p{Cc} has U+007F to U+009F too.
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const BLANK = /[ \t\r\n]*/y;

/**
 * The first place where the text is not JSON (RFC 8259), or names a key of one object twice.
 * @returns null when it is well formed; nesting deeper than 32 counts as a fault
 */
export function findJsonFault(text: string): JsonFault | null {
  let at = 0;
  let kind: JsonFault['kind'] = 'syntax';

  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return null;
    at += found[0].length;
    return found[0];
  }

  function skip(char: string): boolean {
    take(BLANK);
    if (text[at] !== char) return false;
    at += 1;
    return true;
  }

  function member(seen: Set<string>, depth: number): boolean {
    take(BLANK);
    const start = at;
    const name = take(STRING);
    if (name === null) return false;
    const key: unknown = JSON.parse(name);
    if (seen.has(String(key))) {
      at = start;
      kind = 'duplicate-key';
      return false;
    }
    seen.add(String(key));
    return skip(':') && value(depth);
  }

  function list(close: string, item: () => boolean): boolean {
    if (skip(close)) return true;
    do {
      if (!item()) return false;
    } while (skip(','));
    return skip(close);
  }

  function value(depth: number): boolean {
    take(BLANK);
    if (depth > MAX_DEPTH) return false;
    if (skip('{')) {
      const seen = new Set<string>();
      return list('}', () => member(seen, depth + 1));
    }
    if (skip('[')) return list(']', () => value(depth + 1));
    return (take(STRING) ?? take(NUMBER) ?? take(WORD)) !== null;
  }

  if (value(0)) {
    take(BLANK);
    if (at === text.length) return null;
  }
  const before = text.slice(0, at).split('\n');
  return { kind, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
