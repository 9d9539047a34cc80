/** The paper under the sandbox printer's head: a strip of dots that grows, is cut, and becomes a picture. */
import { encodePng } from './png.ts';

export interface Roll {
  /** Printable width in dots. */
  readonly width: number;
  /** Where the head stands, in dots from the last cut. */
  readonly y: () => number;
  /** Nothing was drawn since the last cut. */
  readonly isBlank: () => boolean;
  readonly feed: (dots: number) => void;
  /** Turns dots of a box black; what lies outside the printable width is lost. */
  readonly draw: (x: number, y: number, isDark: (dx: number, dy: number) => boolean, box: Box) => void;
  /** Takes off what is printed. */
  readonly cut: () => Picture;
}

export interface Box {
  readonly width: number;
  readonly height: number;
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
const WHITE = 255;

function toPicture(rows: readonly Uint8Array[], height: number, width: number): Picture {
  const margin = MARGIN[width] ?? 32;
  const fullWidth = width + 2 * margin;
  const fullHeight = TOP + height + BOTTOM;
  const pixels = new Uint8Array(fullWidth * fullHeight).fill(WHITE);
  for (const [y, row] of rows.entries()) {
    for (const [x, dark] of row.entries()) if (dark === 1) pixels[(TOP + y) * fullWidth + margin + x] = 0;
  }
  return { png: encodePng(fullWidth, fullHeight, pixels), width: fullWidth, height: fullHeight };
}

/** @param width printable width in dots */
export function createRoll(width: number): Roll {
  let rows: Uint8Array[] = [];
  let head = 0;
  const rowAt = (y: number): Uint8Array => {
    while (rows.length <= y) rows.push(new Uint8Array(width));
    return rows[y] ?? new Uint8Array(width);
  };
  return {
    width,
    y: () => head,
    isBlank: () => rows.length === 0,
    feed: (dots) => {
      head += dots;
    },
    draw: (left, top, isDark, box) => {
      for (let dy = 0; dy < box.height; dy += 1) {
        const row = rowAt(top + dy);
        for (let dx = 0; dx < box.width; dx += 1) {
          const x = left + dx;
          if (x >= 0 && x < width && isDark(dx, dy)) row[x] = 1;
        }
      }
    },
    cut: () => {
      const picture = toPicture(rows, Math.max(head, rows.length), width);
      rows = [];
      head = 0;
      return picture;
    },
  };
}
