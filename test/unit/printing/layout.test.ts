import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePageBytes, printableText } from '../../../main/printing/code-page.ts';
import { layOut, paperOf, wrap } from '../../../main/printing/layout.ts';
import type { SlipPart } from '../../../shared/slip.ts';

const TEXT: Extract<SlipPart, { kind: 'text' }> = {
  kind: 'text',
  text: '',
  align: 'left',
  size: 'normal',
  bold: false,
  inverted: false,
};

function linesOf(parts: readonly SlipPart[], width: 58 | 80): readonly string[] {
  return layOut({ title: 't', parts }, paperOf(width)).flatMap((item) => (item.kind === 'line' ? [item.text] : []));
}

describe('printableText', () => {
  it.each([
    ['Café “Ñandú” — 5€', 'Café "Ñandú" - 5€'],
    ['Łódź', 'Lódz'],
    ['Ngọc Ánh', 'Ngoc Ánh'],
    ['日本', '__'],
    ['ok 👨‍👩‍👧 🇮🇩', 'ok _ _'],
    ['ﬁ ①', 'fi 1'],
    ['a\u001bpb', 'a pb'],
  ])('%j → %j', (from, to) => {
    expect(printableText(from)).toBe(to);
  });

  it('is one byte a character, none of them a command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const printable = printableText(text);
        const bytes = codePageBytes(printable);
        expect(bytes).toHaveLength(printable.length);
        expect(bytes.every((byte) => byte >= 0x20 && byte !== 0x7f)).toBe(true);
      }),
    );
  });

  it('euro and high letters are where WPC1252 has them', () => {
    expect([...codePageBytes('€Žé')]).toEqual([0x80, 0x8e, 0xe9]);
  });
});

describe('wrap', () => {
  it('breaks at words, and words that are too long where the line ends', () => {
    expect(wrap('satu dua tiga', 8)).toEqual(['satu dua', 'tiga']);
    expect(wrap('x abcdefghij', 4)).toEqual(['x', 'abcd', 'efgh', 'ij']);
    expect(wrap('', 4)).toEqual(['']);
  });

  it('loses nothing and never exceeds the width', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/)), fc.integer({ min: 3, max: 48 }), (words, columns) => {
        const lines = wrap(words.join(' '), columns);
        expect(lines.every((line) => line.length <= columns)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
      }),
    );
  });
});

describe('layOut', () => {
  it('labels and values stand in columns, long values under themselves', () => {
    const parts: readonly SlipPart[] = [
      { kind: 'pair', label: 'Kurir', value: 'Raden Mas Suryadiningrat Wicaksono' },
      { kind: 'pair', label: 'Operator', value: 'Siti' },
    ];
    expect(linesOf(parts, 58)).toEqual([
      'Kurir    : Raden Mas',
      '           Suryadiningrat',
      '           Wicaksono',
      'Operator : Siti',
    ]);
  });

  it.each([
    [58, 32],
    [80, 48],
  ] as const)('fills %s mm with %s columns and not one more', (width, columns) => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.boolean(),
        fc.boolean(),
        (text, large, inverted) => {
          const part: SlipPart = { ...TEXT, text, size: large ? 'large' : 'normal', inverted };
          for (const line of linesOf([part], width)) expect(line.length * (large ? 2 : 1)).toBeLessThanOrEqual(columns);
        },
      ),
    );
    expect(linesOf([{ kind: 'rule' }, { kind: 'ruler' }], width).map((line) => line.length)).toEqual([
      columns,
      columns,
    ]);
  });
});
