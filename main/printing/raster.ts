/** Pictures as GS v 0, in bands that small receive buffers swallow, with no byte in them that a printer acts upon. */
import { concat, RASTER_ROW_LIMIT, raster, realTimeAt } from './escpos.ts';

/** One bit a dot, most significant bit left, 1 is black. */
export interface Bitmap {
  readonly widthBytes: number;
  readonly rows: number;
  readonly data: Uint8Array;
  /** How many dots wide and high the printer makes each of its bits; 1 when absent. */
  readonly scale?: 1 | 2;
}

/** Half of the smallest receive buffer (4 kB), so that one band can arrive while the one before is printed. */
export const BAND_BYTES = 2048;
const BAND_ROWS = 256;

/** The picture moved right by less than a byte; what falls off the right edge is lost, so it must be white there. */
function shifted(bitmap: Bitmap, dots: number): Bitmap {
  if (dots === 0) return bitmap;
  const { widthBytes, data } = bitmap;
  const moved = data.map((byte, at) => {
    const before = at % widthBytes === 0 ? 0 : (data[at - 1] ?? 0);
    return ((before << 8) | byte) >> dots;
  });
  return { ...bitmap, data: moved };
}

/** White columns at the right edge of every row, in bits; 7 at most, more is not asked for. */
function whiteAtRight({ widthBytes, data }: Bitmap): number {
  let ink = 0;
  for (let at = widthBytes - 1; at < data.length; at += widthBytes) ink |= data[at] ?? 0;
  return ink === 0 ? 7 : Math.min(31 - Math.clz32(ink & -ink), 7);
}

/** Bands of whole `step`s of rows, one below the other without a gap. */
function bandsOf({ widthBytes, rows, data, scale }: Bitmap, step: number): Uint8Array {
  const fitting = Math.min(Math.floor(BAND_BYTES / widthBytes), BAND_ROWS, RASTER_ROW_LIMIT);
  const height = Math.max(Math.floor(fitting / step), 1) * step;
  const bands: Uint8Array[] = [];
  for (let top = 0; top < rows; top += height) {
    const end = Math.min(top + height, rows);
    bands.push(raster(widthBytes, end - top, data.subarray(top * widthBytes, end * widthBytes), scale));
  }
  return concat(bands);
}

/** The first byte of every sequence, a lone dot, gets a second dot beside it: 0x10 becomes 0x18. */
function thickened(bitmap: Bitmap): Bitmap {
  const follows = [0x04, 0x05, 0x14];
  const { data } = bitmap;
  return {
    ...bitmap,
    data: data.map((byte, at) => (byte === 0x10 && follows.includes(data[at + 1] ?? 0) ? 0x18 : byte)),
  };
}

/**
 * The commands for a picture; send them at the start of a line. Printers execute DLE EOT, DLE ENQ and DLE DC4 wherever
 * they stand, in the dots of a picture too: then the picture is moved right within its own white, dot by dot, and
 * where that does not help, the dot that is the DLE is made wider by one.
 * @param step rows of the bitmap that must stay in one band, so that no seam runs through a QR's module
 */
export function rasterBands(bitmap: Bitmap, step: number): Uint8Array {
  if (bitmap.rows === 0 || bitmap.widthBytes === 0) return new Uint8Array();
  for (let dots = 0; dots <= whiteAtRight(bitmap); dots += 1) {
    const bytes = bandsOf(shifted(bitmap, dots), step);
    if (realTimeAt(bytes) < 0) return bytes;
  }
  return bandsOf(thickened(bitmap), step);
}
