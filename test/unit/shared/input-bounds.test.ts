import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contract } from '../../../shared/contract.ts';
import type { RequestSpec } from '../../../shared/define-contract.ts';
import { INPUT_BOUNDS, withinBounds } from '../../../shared/input-bounds.ts';

function circle(): unknown {
  const made: Record<string, unknown> = {};
  made.self = made;
  return made;
}

describe('withinBounds', () => {
  it.each([
    ['text', 'x'.repeat(INPUT_BOUNDS.size)],
    ['a list', Array.from({ length: INPUT_BOUNDS.values - 1 }, () => 0)],
    ['nothing', undefined],
    ['a map', new Map([['a', new Set([1])]])],
    ['the longest honest one', { content: 'x'.repeat(3_000) }],
  ])('lets %s through', (_what, input) => {
    expect(withinBounds(input)).toBe(true);
  });

  it.each([
    ['text', 'x'.repeat(INPUT_BOUNDS.size + 1)],
    ['texts together', Array.from({ length: 2 }, () => 'x'.repeat(INPUT_BOUNDS.size / 2 + 1))],
    ['a key', { ['x'.repeat(INPUT_BOUNDS.size + 1)]: 1 }],
    ['a list', Array.from({ length: INPUT_BOUNDS.values }, () => 0)],
    ['holes', Object.assign([], { length: 1e9 })],
    ['bytes', new Uint8Array(INPUT_BOUNDS.size + 1)],
    ['a map', new Map(Array.from({ length: INPUT_BOUNDS.values }, (_, n) => [n, n]))],
    ['a number without end', 1n << 100_000n],
    ['a circle', circle()],
  ])('stops %s', (_what, input) => {
    expect(withinBounds(input)).toBe(false);
  });

  it('says the same of anything small, however it is put together', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => withinBounds(value)));
  });
});

describe('the contract', () => {
  it.each(Object.entries<RequestSpec>(contract.requests))(
    '%s does not take nothing, which stands for what is too large',
    (_name, spec) => {
      expect(spec.input.safeParse(null).success).toBe(false);
    },
  );
});
