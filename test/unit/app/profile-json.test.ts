/** Where JSON goes wrong: never disagrees with the engine on whether it does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from '../../../main/app/profile-json.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('findJsonFault', () => {
  it.each([
    ['', 1, 1],
    ['{"a": 1,}', 1, 9],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{"a": tru}', 1, 7],
    ['[1, 2', 1, 6],
    ['{"a": "x\ny"}', 1, 7],
    ['{} {}', 1, 4],
    ['\n\n  nope', 3, 3],
  ])('%j breaks at line %i, column %i', (text, line, column) => {
    expect(findJsonFault(text)).toEqual({ kind: 'syntax', line, column });
  });

  it('finds a key written twice, however it is spelt', () => {
    expect(findJsonFault('{"a": {"b": 1, "a": 2},\n "\\u0061": 3}')).toEqual({
      kind: 'duplicate-key',
      line: 2,
      column: 2,
    });
    expect(findJsonFault('[{"a": 1}, {"a": 1}]')).toBeNull();
  });

  it('takes long strings and refuses bottomless nesting', () => {
    expect(findJsonFault(JSON.stringify('y'.repeat(250_000)))).toBeNull();
    expect(findJsonFault('['.repeat(100_000))?.kind).toBe('syntax');
  });

  it('agrees with JSON.parse on every text, broken anywhere', () => {
    const json = fc.json({ maxDepth: 4 });
    const broken = fc.tuple(json, fc.nat(), fc.nat(3), fc.string({ maxLength: 2 })).map(([text, at, cut, put]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put + text.slice(from + cut);
    });
    fc.assert(
      fc.property(fc.oneof(json, broken), (text) => {
        const fault = findJsonFault(text);
        if (fault?.kind !== 'duplicate-key') expect(fault === null).toBe(parses(text));
      }),
      { numRuns: 2000 },
    );
  });
});
