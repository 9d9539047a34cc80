/** Decides how a QR gets on paper: module size, error correction, and whether the printer draws it or we do. */
import { create, type QRCodeErrorCorrectionLevel } from 'qrcode';
import type { QrLevel } from './escpos.ts';

/** White around the symbol, in modules, that the standard asks for and printers do not add. */
export const QUIET_ZONE = 4;
/** 0.5 mm at 203 dpi: below it, worn heads and cheap cameras fail. */
export const GOOD_DOTS = 4;
/** 1 mm: larger helps no camera, and clones draw nothing above it. */
const MOST_DOTS = 8;
/** With one-dot modules a raster could hold 0x10, which begins real-time commands. */
const LEAST_DOTS = 2;
const DLE = 0x10;

export interface QrMatrix {
  /** Modules a side, without quiet zone. */
  readonly size: number;
  readonly isDark: (row: number, column: number) => boolean;
}

/**
 * The symbol of a text (mixed modes) or of bytes (byte mode alone, which is what a printer may use at worst).
 * @returns null when no version of this error correction level can hold it
 */
export function qrMatrix(content: string | Uint8Array, level: QRCodeErrorCorrectionLevel): QrMatrix | null {
  const segments = typeof content === 'string' ? content : [{ data: content, mode: 'byte' as const }];
  try {
    const { modules } = create(segments, { errorCorrectionLevel: level });
    return { size: modules.size, isDark: (row, column) => modules.get(row, column) !== 0 };
  } catch {
    // The library's only way to say "too much data"; content that is empty is refused before.
    return null;
  }
}

interface Drawn {
  readonly level: QrLevel;
  /** A module's width. */
  readonly dots: number;
  readonly modules: number;
  /** Below half a millimetre a module: it may need a steady hand and a good camera. */
  readonly tight: boolean;
}

export type QrPlan =
  | ({ readonly kind: 'native'; readonly data: Uint8Array } & Drawn)
  | ({ readonly kind: 'raster'; readonly matrix: QrMatrix } & Drawn)
  | { readonly kind: 'refused'; readonly detail: string };

interface Fit {
  readonly level: QrLevel;
  readonly matrix: QrMatrix;
  readonly dots: number;
}

function fitAt(content: string | Uint8Array, level: QrLevel, paperDots: number, most: number): Fit | null {
  const matrix = qrMatrix(content, level);
  if (matrix === null) return null;
  const dots = Math.min(Math.floor(paperDots / (matrix.size + 2 * QUIET_ZONE)), most);
  return dots < LEAST_DOTS ? null : { level, matrix, dots };
}

/** M, which heals 15 % of damage, unless L gives modules that are large enough to be read at all. */
function bestFit(content: string | Uint8Array, paperDots: number, most: number): Fit | null {
  const medium = fitAt(content, 'M', paperDots, most);
  if (medium !== null && medium.dots >= Math.min(GOOD_DOTS, most)) return medium;
  const low = fitAt(content, 'L', paperDots, most);
  if (medium === null || low === null) return medium ?? low;
  return low.dots > medium.dots ? low : medium;
}

/** Data with a DLE goes as a raster: printers act on real-time commands wherever they stand. */
function drawnByPrinter(nativeBytes: number, data: Uint8Array): boolean {
  return data.length <= nativeBytes && !data.includes(DLE);
}

/**
 * @param content exactly what a scanner shall read, sent as UTF-8
 * @param nativeBytes as in Ability
 * @param paperDots printable width
 * @param wantedDots a module's width where the slip asks for one
 * @returns `refused` when it is empty or cannot be read off this paper; then nothing may be sent
 */
export function planQr(
  content: string,
  nativeBytes: number,
  paperDots: number,
  wantedDots: number | null = null,
): QrPlan {
  if (content === '') return { kind: 'refused', detail: 'the QR has no content' };
  const data = new TextEncoder().encode(content);
  const most = Math.min(wantedDots ?? MOST_DOTS, MOST_DOTS);
  const native = drawnByPrinter(nativeBytes, data);
  const fit = bestFit(native ? data : content, paperDots, most);
  if (fit === null) return { kind: 'refused', detail: `${data.length} bytes do not fit a QR of ${paperDots} dots` };
  const { level, matrix, dots } = fit;
  const drawn: Drawn = { level, dots, modules: matrix.size, tight: dots < GOOD_DOTS };
  return native ? { kind: 'native', data, ...drawn } : { kind: 'raster', matrix, ...drawn };
}

export interface QrBitmap {
  readonly widthBytes: number;
  readonly rows: number;
  readonly data: Uint8Array;
}

/** The symbol with its quiet zone, one bit a dot, most significant bit left. */
export function qrBitmap(matrix: QrMatrix, dots: number): QrBitmap {
  const rows = (matrix.size + 2 * QUIET_ZONE) * dots;
  const widthBytes = Math.ceil(rows / 8);
  const data = new Uint8Array(widthBytes * rows);
  const moduleAt = (dot: number): number => Math.floor(dot / dots) - QUIET_ZONE;
  for (let y = 0; y < rows; y += 1) {
    const row = moduleAt(y);
    if (row < 0 || row >= matrix.size) continue;
    for (let x = QUIET_ZONE * dots; x < rows - QUIET_ZONE * dots; x += 1) {
      if (!matrix.isDark(row, moduleAt(x))) continue;
      const at = y * widthBytes + (x >> 3);
      data[at] = (data[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { widthBytes, rows, data };
}
