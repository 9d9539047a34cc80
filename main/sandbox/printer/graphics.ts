/** Pictures as hosts send them: rasters (GS v 0), columns (ESC *), stored graphics (GS ( L, GS 8 L). */
import { type Bitmap, unpackColumns, unpackRows } from './bitmap.ts';

/** The reference's limits in rows; a printer refuses what is taller and prints nothing of it. */
const RASTER_ROWS = 2303;
const GRAPHIC_ROWS = 2400;

const word = (args: Uint8Array, index: number): number => (args[index] ?? 0) + (args[index + 1] ?? 0) * 256;

/** @param args all after GS v @returns null for what is refused */
export function readRaster(args: Uint8Array): Bitmap | null {
  const mode = args[1] ?? 0;
  const rows = word(args, 4);
  if (rows < 1 || rows > RASTER_ROWS || (mode > 3 && mode < 48) || mode > 51) return null;
  return unpackRows(args.subarray(6), word(args, 2), rows, (mode & 1) + 1, ((mode >> 1) & 1) + 1);
}

/** @param args all after ESC * */
export function readColumns(args: Uint8Array): Bitmap {
  const mode = args[0] ?? 0;
  const wide = mode === 0 || mode === 32 ? 2 : 1;
  return unpackColumns(args.subarray(3), word(args, 1), mode >= 32 ? 3 : 1, wide);
}

/** @param args from a on: a bx by c xL xH yL yH and the rows @returns null for what is refused */
export function readGraphic(args: Uint8Array): Bitmap | null {
  const wide = args[1] ?? 0;
  const high = args[2] ?? 0;
  const dots = word(args, 4);
  const rows = word(args, 6);
  const inRange = (wide === 1 || wide === 2) && (high === 1 || high === 2) && dots > 0 && rows > 0;
  if (!inRange || rows * high > GRAPHIC_ROWS) return null;
  return unpackRows(args.subarray(8), Math.ceil(dots / 8), rows, wide, high);
}
