import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WPC1252 } from '../../../main/printing/code-page.ts';
import { layOut, paperOf, paperOfColumns, wrap } from '../../../main/printing/layout.ts';
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
  return layOut({ title: 't', parts }, paperOf(width), WPC1252).flatMap((item) =>
    item.kind === 'line' ? [item.head + item.text] : [],
  );
}

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
          const pair: SlipPart = { kind: 'pair', label: text.slice(0, 40), value: text };
          for (const line of linesOf([pair], width)) expect(line.length).toBeLessThanOrEqual(columns);
          for (const line of linesOf([part], width)) expect(line.length * (large ? 2 : 1)).toBeLessThanOrEqual(columns);
        },
      ),
    );
    const names = [
      '東京都渋谷区の店 本店 日本橋',
      'مطعم السلام للمأكولات',
      'Warung 👨‍👩‍👧‍👦🧾🇮🇩 Bu Sri',
      'Nguyễn Thị Ngọc Ánh',
      'ร้านอาหารไทย',
      '﷽',
    ];
    for (const name of names) {
      const parts: readonly SlipPart[] = [
        { ...TEXT, text: name, align: 'center', inverted: true },
        { kind: 'pair', label: name, value: name },
      ];
      for (const line of linesOf(parts, width)) {
        expect(line.length).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/[?]/);
      }
    }
    expect(linesOf([{ kind: 'rule' }, { kind: 'ruler' }], width).map((line) => line.length)).toEqual([
      columns,
      columns,
    ]);
  });

  it('42 columns are 42 columns', () => {
    const [rule] = layOut({ title: 't', parts: [{ kind: 'rule' }] }, paperOfColumns(42), WPC1252);
    expect(rule).toMatchObject({ text: '-'.repeat(42) });
    expect(paperOfColumns(42).dots).toBe(512);
  });

  it('a mark that needs two lines is one even bar', () => {
    const mark = { ...TEXT, text: 'MUNGKIN GANDA / POSSIBLE DUPLICATE', align: 'center', inverted: true } as const;
    expect(linesOf([mark], 58)).toEqual(['  MUNGKIN GANDA /   ', ' POSSIBLE DUPLICATE ']);
    expect(linesOf([mark], 80)).toEqual([' MUNGKIN GANDA / POSSIBLE DUPLICATE ']);
  });

  it('a ruler with marks of its own is as long as they are, whatever the paper', () => {
    const marks = '-'.repeat(48);
    const [narrow] = layOut({ title: 't', parts: [{ kind: 'ruler', marks }] }, paperOf(58), WPC1252);
    expect(narrow).toMatchObject({ text: marks, rows: 2 });
  });

  it('a line of letters stands in its own table, and spells what this lacks', () => {
    const parts: readonly SlipPart[] = [0, 2, 16, 19, 99].map((table) => ({ kind: 'code-page', table, text: 'àõÁ€' }));
    const lines = layOut({ title: 't', parts }, paperOf(58), WPC1252);
    expect(lines.map((line) => (line.kind === 'line' ? [line.page?.table, line.text] : []))).toEqual([
      [0, 'àoAEUR'],
      [2, 'àõÁEUR'],
      [16, 'àõÁ€'],
      [19, 'àõÁ€'],
      [undefined, 'àõÁ€'],
    ]);
  });
});
