/** The paper under the sandbox printer's head: a strip of dots that grows, is cut, and becomes a picture. */
import type { Bitmap } from './bitmap.ts';
import { encodePng } from './png.ts';

export interface Roll {
  /** Printable width in dots. */
  readonly width: number;
  /** Where the head stands, in dots from the last cut. */
  readonly y: () => number;
  /** Nothing was drawn since the last cut. */
  readonly isBlank: () => boolean;
  readonly feed: (dots: number) => void;
  /** Turns dots black; what lies outside the printable width is lost. */
  readonly draw: (x: number, y: number, bitmap: Bitmap) => void;
  /** Takes off what is printed. */
  readonly cut: () => Picture;
  /** Prints another strip, a page, where the head stands, and feeds by its length. */
  readonly append: (page: Roll) => void;
  /** Dots, row by row, as far as something was drawn. */
  readonly rows: () => readonly Uint8Array[];
}

export interface Picture {
  readonly png: Buffer;
  /** In dots, as one pixel each. */
  readonly width: number;
  readonly height: number;
}

/** Paper left and right of what the head can reach: 58 mm and 80 mm at 8 dots a millimetre. */
const MARGIN: Readonly<Record<number, number>> = { 384: 40, 576: 32 };
const TOP = 40;
const BOTTOM = 24;

function toPicture(rows: readonly Uint8Array[], height: number, width: number): Picture {
  const margin = MARGIN[width] ?? 32;
  const fullWidth = width + 2 * margin;
  const fullHeight = TOP + height + BOTTOM;
  const rowBytes = Math.ceil(fullWidth / 8);
  const bits = new Uint8Array(rowBytes * fullHeight).fill(0xff);
  for (const [y, row] of rows.entries()) {
    const start = (TOP + y) * rowBytes;
    const first = row.indexOf(1);
    for (let x = first < 0 ? width : first; x < width; x += 1) {
      if (row[x] !== 1) continue;
      const at = start + ((margin + x) >> 3);
      bits[at] = (bits[at] ?? 0) & ~(0x80 >> ((margin + x) & 7));
    }
  }
  return { png: encodePng(fullWidth, fullHeight, bits), width: fullWidth, height: fullHeight };
}

/** @param width printable width in dots */
export function createRoll(width: number): Roll {
  let rows: Uint8Array[] = [];
  let head = 0;
  const draw = (left: number, top: number, { width: across, height, dots }: Bitmap): void => {
    while (rows.length < top + height) rows.push(new Uint8Array(width));
    const from = Math.max(0, -left);
    const to = Math.min(across, width - left);
    for (let dy = 0; dy < height; dy += 1) {
      const row = rows[top + dy];
      if (row === undefined) continue;
      const start = dy * across;
      for (let dx = from; dx < to; dx += 1) if (dots[start + dx] === 1) row[left + dx] = 1;
    }
  };
  return {
    width,
    y: () => head,
    isBlank: () => rows.length === 0,
    feed: (dots) => {
      head += dots;
    },
    draw,
    cut: () => {
      const picture = toPicture(rows, Math.max(head, rows.length), width);
      rows = [];
      head = 0;
      return picture;
    },
    append: (page) => {
      const drawn = page.rows();
      for (const [y, row] of drawn.entries()) draw(0, head + y, { width, height: 1, dots: row });
      head += Math.max(page.y(), drawn.length);
    },
    rows: () => rows,
  };
}
