/** What may be believed of a JSON text that names something twice. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../main/snap/json.ts';

const CONTRADICTS = { ok: false, why: 'one name with two values' };

describe('readJson', () => {
  it('gives what JSON.parse gives, whatever the value and however it is indented', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 0, max: 3 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('does not choose between two values of one name, wherever they are and however the name is written', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (name, one, other) => {
        const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
        fc.pre(first !== second);
        const escaped = [...JSON.parse(JSON.stringify(name))]
          .flatMap((letter: string) => letter.split(''))
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join('');
        const twice = `{${JSON.stringify(name)}:${first}, "between":[], "${escaped}" : ${second}}`;
        fc.pre(name !== 'between');
        expect(readJson(twice)).toEqual(CONTRADICTS);
        expect(readJson(`[{"a":${twice}}]`)).toEqual(CONTRADICTS);
      }),
    );
  });

  it('minds no name that comes twice with one value, however that is spaced', () => {
    expect(readJson('{"a":{"b":[1, 2]},"a":{ "b" : [1,2] }}')).toEqual({ ok: true, value: { a: { b: [1, 2] } } });
  });

  it('keeps apart what only looks alike: text and number, strings with brackets and quotes', () => {
    expect(readJson('{"a":1,"a":"1"}')).toEqual(CONTRADICTS);
    expect(readJson('{"a":"{\\"a\\":1}","b":"]"}')).toEqual({ ok: true, value: { a: '{"a":1}', b: ']' } });
  });

  it('passes over a byte order mark, and over one only', () => {
    expect(readJson('\uFEFF{}')).toEqual({ ok: true, value: {} });
    expect(readJson('\uFEFF\uFEFF{}')).toEqual({ ok: false, why: 'not JSON' });
  });

  it('is not brought down by nesting', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(readJson(nested(64))).toMatchObject({ ok: true });
    expect(readJson(nested(65))).toEqual({ ok: false, why: 'nested too deeply' });
    expect(readJson(nested(500_000))).toEqual({ ok: false, why: 'nested too deeply' });
  });
});
