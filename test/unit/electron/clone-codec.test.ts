import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cloneCodec } from '../../electron/clone-codec.ts';

const codec = cloneCodec();
const there = (value: unknown): unknown => codec.decode(codec.encode(value));

describe('cloneCodec', () => {
  it('gives what structuredClone gives', () => {
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: false,
    });
    fc.assert(
      fc.property(value, (sent) => {
        expect(there(sent)).toStrictEqual(structuredClone(sent));
      }),
    );
  });

  it('keeps circles and what is the same twice', () => {
    const shared = { n: 1 };
    const sent: Record<string, unknown> = { first: shared, second: shared };
    sent.self = sent;
    const got = there(sent) as typeof sent;
    expect(got.self).toBe(got);
    expect(got.first).toBe(got.second);
  });

  it('keeps an error by its name and message, and an own __proto__ harmless', () => {
    expect(there(new TypeError('x'))).toMatchObject({ name: 'TypeError', message: 'x' });
    const got = there(JSON.parse('{"__proto__":{"polluted":1}}')) as object;
    expect(Object.keys(got)).toEqual(['__proto__']);
    expect('polluted' in got).toBe(false);
  });

  it.each([() => 1, Symbol('x'), Promise.resolve(), new WeakMap()])('refuses what cannot be cloned', (value) => {
    expect(() => codec.encode({ value })).toThrow(/could not be cloned/);
  });

  it('is whole in itself, because its source text is sent to a page', () => {
    const source = `(${cloneCodec.toString()})()`;
    expect(source).not.toMatch(/\bimport\b|__vi/);
  });
});
