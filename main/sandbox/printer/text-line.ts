/** The line that is being set: letters and bit images at their places, until the line is printed. */
import { type Bitmap, bitmapOf, upsideDown } from './bitmap.ts';
import type { Font } from './font.ts';
import type { Roll } from './roll.ts';
import type { Align } from './style.ts';

export interface Style {
  readonly bold: boolean;
  readonly inverted: boolean;
  readonly underline: boolean;
  /** Multiples of the font's size. */
  readonly wide: number;
  readonly high: number;
  /** Font B is narrower. */
  readonly small: boolean;
  /** White dots right of each character, before it is widened. */
  readonly gap: number;
}

export const PLAIN_STYLE: Style = {
  bold: false,
  inverted: false,
  underline: false,
  wide: 1,
  high: 1,
  small: false,
  gap: 0,
};

const SMALL = { width: 9, height: 17 };

function drawChar(char: string, style: Style, font: Font, base: { width: number; height: number }): Bitmap {
  const glyph = font.glyph(char);
  const inked = base.width * style.wide;
  const width = inked + style.gap * style.wide;
  const height = base.height * style.high;
  const inkAt = (x: number, y: number): boolean =>
    x < inked && glyph.isDark(Math.floor((x * font.width) / inked), Math.floor((y * font.height) / height));
  // Emphasised print is the same letter struck again, one dot to the right.
  const struck = (x: number, y: number): boolean => inkAt(x, y) || (style.bold && x > 0 && inkAt(x - 1, y));
  return bitmapOf(width, height, (x, y) => (struck(x, y) || (style.underline && y >= height - 2)) !== style.inverted);
}

/** @returns draws letters, each only once; `double`: of two bytes, twice as wide */
export function createLetters(font: Font): (char: string, style: Style, double: boolean) => Bitmap {
  // A style is made once and used for many letters: it is its own key.
  const known = new WeakMap<Style, Map<string, Bitmap>>();
  return (char, style, double) => {
    const drawn = known.get(style) ?? new Map<string, Bitmap>();
    known.set(style, drawn);
    const key = double ? `2${char}` : char;
    const found = drawn.get(key);
    if (found !== undefined) return found;
    const base = style.small ? SMALL : font;
    const bitmap = drawChar(char, style, font, double ? { ...base, width: base.width * 2 } : base);
    drawn.set(key, bitmap);
    return bitmap;
  };
}

/** Where something of this width begins. */
export function leftOf(width: number, paper: number, align: Align): number {
  if (align === 'left') return 0;
  const free = Math.max(paper - width, 0);
  return align === 'right' ? free : Math.floor(free / 2);
}

interface Cell {
  /** Of the line's beginning. */
  readonly x: number;
  readonly text: string;
  readonly bitmap: Bitmap;
}

/** Where a line stands on paper. */
export interface Area {
  readonly left: number;
  readonly width: number;
}

export interface Line {
  readonly isEmpty: () => boolean;
  /** Where the next thing will stand, in dots from the line's beginning. */
  readonly pen: () => number;
  readonly moveTo: (x: number) => void;
  readonly add: (text: string, bitmap: Bitmap) => void;
  readonly clear: () => void;
  /** Draws all on one base line. @returns its height in dots and what it says */
  readonly draw: (roll: Roll, area: Area, align: Align, turned: boolean) => { height: number; said: string };
}

const COLUMN = 12;

/** Letters from left to right; where the pen was moved, blanks. */
function textOf(cells: readonly Cell[]): string {
  let said = '';
  let end = 0;
  for (const cell of cells) {
    if (cell.text === '') continue;
    if (cell.x > end) said += ' '.repeat(Math.max(1, Math.round((cell.x - end) / COLUMN)));
    said += cell.text;
    end = cell.x + cell.bitmap.width;
  }
  return said.trim();
}

export function createLine(): Line {
  let cells: Cell[] = [];
  let x = 0;
  /** The pen was never moved back. */
  let inOrder = true;
  const clear = (): void => {
    cells = [];
    x = 0;
    inOrder = true;
  };
  return {
    isEmpty: () => cells.length === 0,
    pen: () => x,
    moveTo: (to) => {
      inOrder &&= to >= x;
      x = Math.max(0, to);
    },
    add: (text, bitmap) => {
      cells.push({ x, text, bitmap });
      x += bitmap.width;
    },
    clear,
    draw: (roll, area, align, turned) => {
      let height = 0;
      let width = 0;
      for (const cell of cells) {
        height = Math.max(height, cell.bitmap.height);
        width = Math.max(width, cell.x + cell.bitmap.width);
      }
      const left = area.left + leftOf(width, area.width, align);
      for (const { x: at, bitmap } of cells) {
        if (turned) roll.draw(left + width - at - bitmap.width, roll.y(), upsideDown(bitmap));
        else roll.draw(left + at, roll.y() + height - bitmap.height, bitmap);
      }
      const said = textOf(inOrder ? cells : cells.sort((one, other) => one.x - other.x));
      clear();
      return { height, said };
    },
  };
}
