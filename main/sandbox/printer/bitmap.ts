/** Rectangles of dots: what everything becomes before it is drawn on paper. */

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** One byte a dot, 1 is dark, row by row. */
  readonly dots: Uint8Array;
}

/** @param isDark asked once for every dot */
export function bitmapOf(width: number, height: number, isDark: (x: number, y: number) => boolean): Bitmap {
  const dots = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) if (isDark(x, y)) dots[at] = 1;
  }
  return { width, height, dots };
}

/** Turned by 180 degrees, as ESC { prints. */
export function upsideDown(bitmap: Bitmap): Bitmap {
  return { ...bitmap, dots: bitmap.dots.slice().reverse() };
}

/**
 * Rows of packed dots, most significant bit left (GS v 0, GS ( L fn 112).
 * @param wide how many dots across each bit becomes
 * @param high how many dots down
 */
export function unpackRows(data: Uint8Array, rowBytes: number, rows: number, wide: number, high: number): Bitmap {
  const width = rowBytes * 8 * wide;
  const dots = new Uint8Array(width * rows * high);
  for (let row = 0; row < rows; row += 1) {
    const start = row * high * width;
    for (let index = 0; index < rowBytes; index += 1) {
      const byte = data[row * rowBytes + index] ?? 0;
      if (byte === 0) continue;
      for (let dot = 0; dot < 8; dot += 1) {
        if (((byte >> (7 - dot)) & 1) === 1) {
          const x = start + (index * 8 + dot) * wide;
          dots.fill(1, x, x + wide);
        }
      }
    }
    for (let copy = 1; copy < high; copy += 1) dots.copyWithin(start + copy * width, start, start + width);
  }
  return { width, height: rows * high, dots };
}

/**
 * Columns of packed dots, most significant bit on top (ESC *).
 * @param columnBytes 1 or 3
 */
export function unpackColumns(data: Uint8Array, columns: number, columnBytes: number, wide: number): Bitmap {
  const high = columnBytes === 1 ? 3 : 1;
  return bitmapOf(columns * wide, 24, (x, y) => {
    const dot = Math.floor(y / high);
    const byte = data[Math.floor(x / wide) * columnBytes + (dot >> 3)] ?? 0;
    return ((byte >> (7 - (dot & 7))) & 1) === 1;
  });
}
