/** The line that is being set: characters with their style, until the line is printed. */
import type { Font } from './font.ts';
import type { Roll } from './roll.ts';

export interface Style {
  readonly bold: boolean;
  readonly inverted: boolean;
  readonly underline: boolean;
  /** Multiples of the font's size. */
  readonly wide: number;
  readonly high: number;
  /** Font B is narrower. */
  readonly small: boolean;
}

export const PLAIN_STYLE: Style = {
  bold: false,
  inverted: false,
  underline: false,
  wide: 1,
  high: 1,
  small: false,
};

export type Align = 'left' | 'center' | 'right';

/** Something on the line that is as wide as it is: a character, or a bit image. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly isDark: (x: number, y: number) => boolean;
}

const SMALL = { width: 9, height: 17 };

export function charCell(char: string, style: Style, font: Font): Cell {
  const glyph = font.glyph(char);
  const base = style.small ? SMALL : font;
  const width = base.width * style.wide;
  const height = base.height * style.high;
  const inkAt = (x: number, y: number): boolean =>
    glyph.isDark(Math.floor((x * font.width) / width), Math.floor((y * font.height) / height));
  // Emphasised print is the same letter struck again, one dot to the right.
  const struck = (x: number, y: number): boolean => inkAt(x, y) || (style.bold && x > 0 && inkAt(x - 1, y));
  return {
    text: char,
    width,
    height,
    isDark: (x, y) => (struck(x, y) || (style.underline && y >= height - 2)) !== style.inverted,
  };
}

/** Where something of this width begins. */
export function leftOf(width: number, paper: number, align: Align): number {
  if (align === 'left') return 0;
  const free = Math.max(paper - width, 0);
  return align === 'right' ? free : Math.floor(free / 2);
}

/** Draws the line, all cells on one base line. @returns its height in dots */
export function drawLine(cells: readonly Cell[], align: Align, roll: Roll): number {
  const height = Math.max(0, ...cells.map((cell) => cell.height));
  const width = cells.reduce((sum, cell) => sum + cell.width, 0);
  let x = leftOf(width, roll.width, align);
  for (const cell of cells) {
    roll.draw(x, roll.y() + height - cell.height, cell.isDark, cell);
    x += cell.width;
  }
  return height;
}
