/** Decides how a QR gets on paper: module size, error correction, and whether the printer draws it or we do. */
import { type BitMatrix, create } from 'qrcode';
import { nativeQr, type QrLevel, realTimeAt } from './escpos.ts';
import type { Bitmap } from './raster.ts';

/** White around the symbol, in modules, that the standard asks for and printers do not add. */
export const QUIET_ZONE = 4;
/** 0.5 mm at 203 dpi: below it, worn heads and cheap cameras fail. */
export const GOOD_DOTS = 4;
/** 1 mm: larger helps no camera, and clones draw nothing above it. */
const MOST_DOTS = 8;
/** A module of one dot is read off hardly any paper. */
const LEAST_DOTS = 2;

export interface QrMatrix {
  /** Modules a side, without quiet zone. */
  readonly size: number;
  readonly isDark: (row: number, column: number) => boolean;
}

type Content = string | Uint8Array;

/** @param mask absent: the best of all eight, which takes most of the time @returns null: too much data */
function symbolOf(content: Content, level: QrLevel, mask?: 0): BitMatrix | null {
  const segments = typeof content === 'string' ? content : [{ data: content, mode: 'byte' as const }];
  const options = { errorCorrectionLevel: level, ...(mask === undefined ? {} : { maskPattern: mask }) };
  try {
    return create(segments, options).modules;
  } catch {
    // The library's only way to say "too much data"; content that is empty is refused before.
    return null;
  }
}

/**
 * The symbol of a text (mixed modes) or of bytes (byte mode alone, which is what a printer may use at worst).
 * @returns null when no version of this error correction level can hold it
 */
export function qrMatrix(content: Content, level: QrLevel): QrMatrix | null {
  const symbol = symbolOf(content, level);
  return symbol && { size: symbol.size, isDark: (row, column) => symbol.get(row, column) !== 0 };
}

/** Modules a side, whatever the mask. */
function sizeOf(content: Content, level: QrLevel): number | null {
  return symbolOf(content, level, 0)?.size ?? null;
}

interface Drawn {
  readonly level: QrLevel;
  /** A module's width. */
  readonly dots: number;
  readonly modules: number;
  /** Narrower than what is known to be read: it may need a steady hand and a good camera. */
  readonly tight: boolean;
}

export type QrPlan =
  | ({ readonly kind: 'native'; readonly data: Uint8Array } & Drawn)
  | ({ readonly kind: 'raster'; readonly matrix: QrMatrix } & Drawn)
  | { readonly kind: 'refused'; readonly detail: string };

/** What a plan must keep to; as in Ability, `paperDots` being the printable width. */
export interface QrLimits {
  readonly nativeQrBytes: number;
  readonly raster: boolean;
  readonly paperDots: number;
  readonly leastDots: number;
}

/** What the slip asks for. */
export interface QrWish {
  /** A module's width; null: as wide as fits. */
  readonly dots: number | null;
  /** Who must draw it: `native` is tried on any printer, `raster` on any that takes rasters; null: whoever may. */
  readonly drawn: 'native' | 'raster' | null;
}

const NO_WISH: QrWish = { dots: null, drawn: null };

interface Fit {
  readonly level: QrLevel;
  readonly modules: number;
  readonly dots: number;
}

function fitAt(content: Content, level: QrLevel, paperDots: number, most: number): Fit | null {
  const modules = sizeOf(content, level);
  if (modules === null) return null;
  const dots = Math.min(Math.floor(paperDots / (modules + 2 * QUIET_ZONE)), most);
  return dots < LEAST_DOTS ? null : { level, modules, dots };
}

/** M, which heals 15 % of damage, unless L gives larger modules where those of M are too small to be sure of. */
function bestFit(content: Content, limits: QrLimits, most: number): Fit | null {
  const medium = fitAt(content, 'M', limits.paperDots, most);
  if (medium !== null && medium.dots >= Math.min(limits.leastDots, most)) return medium;
  const low = fitAt(content, 'L', limits.paperDots, most);
  if (medium === null || low === null) return medium ?? low;
  return low.dots > medium.dots ? low : medium;
}

/** The most correction that the same number of modules has room for: it costs neither paper nor width. */
function strengthened(content: Content, fit: Fit): Fit {
  for (const level of ['H', 'Q', 'M'] as const) {
    if (level === fit.level) break;
    if (sizeOf(content, level) === fit.modules) return { ...fit, level };
  }
  return fit;
}

/** 7 dots cannot be doubled: an eighth more width would cost four times the bytes, more than most receive buffers hold. */
function evened(fit: Fit, limits: QrLimits): Fit {
  return fit.dots === 7 && limits.leastDots <= 6 ? { ...fit, dots: 6 } : fit;
}

/** Its bytes, or the command's own length bytes, may hold a real-time command: that printer would act on it. */
function safeAsCommand(data: Uint8Array): boolean {
  return realTimeAt(nativeQr(data, MOST_DOTS, 'M')) < 0;
}

function wayOf(data: Uint8Array, limits: QrLimits, wish: QrWish): 'native' | 'raster' | 'none' {
  const safe = safeAsCommand(data);
  if (wish.drawn === 'native') return safe ? 'native' : 'none';
  if (wish.drawn !== 'raster' && data.length <= limits.nativeQrBytes && safe) return 'native';
  return limits.raster ? 'raster' : 'none';
}

/**
 * @param content exactly what a scanner shall read, sent as UTF-8
 * @returns `refused` when it is empty, cannot be read off this paper, or this printer draws none; then nothing may be sent
 */
export function planQr(content: string, limits: QrLimits, wish: QrWish = NO_WISH): QrPlan {
  if (content === '') return { kind: 'refused', detail: 'the QR has no content' };
  const data = new TextEncoder().encode(content);
  const way = wayOf(data, limits, wish);
  if (way === 'none') return { kind: 'refused', detail: 'this printer draws neither this QR nor rasters' };
  const most = Math.min(wish.dots ?? MOST_DOTS, MOST_DOTS);
  const what = way === 'native' ? data : content;
  const largest = bestFit(what, limits, most);
  if (largest === null) {
    const detail = `${data.length} bytes make no QR that can be read off ${limits.paperDots} dots of paper`;
    return { kind: 'refused', detail };
  }
  const fit = way === 'raster' && wish.dots === null ? evened(largest, limits) : largest;
  const drawn: Drawn = { ...strengthened(what, fit), tight: fit.dots < limits.leastDots };
  if (way === 'native') return { kind: 'native', data, ...drawn };
  const matrix = qrMatrix(content, drawn.level);
  return matrix === null
    ? { kind: 'refused', detail: 'the QR could not be made' }
    : { kind: 'raster', matrix, ...drawn };
}

/** Where a printer that knows no doubling prints half as large, it is still three dots a module. */
const LEAST_DOUBLED = 6;

/**
 * The symbol with its quiet zone. Where that may be, the printer doubles every bit: a quarter of the bytes, so that a
 * slip fits the receive buffer of most printers, and a slow line.
 * @param dots a module's width on paper
 */
export function qrBitmap(matrix: QrMatrix, dots: number, paperDots: number): Required<Bitmap> {
  const modules = matrix.size + 2 * QUIET_ZONE;
  const doubled = dots >= LEAST_DOUBLED && dots % 2 === 0 && Math.ceil((modules * dots) / 16) * 16 <= paperDots;
  const bits = doubled ? dots / 2 : dots;
  const rows = modules * bits;
  const widthBytes = Math.ceil(rows / 8);
  const data = new Uint8Array(widthBytes * rows);
  const moduleAt = (bit: number): number => Math.floor(bit / bits) - QUIET_ZONE;
  // What fills up the last byte of a row is shared between both sides, so that the symbol stands in the middle.
  const left = (widthBytes * 8 - rows) >> 1;
  for (let y = 0; y < rows; y += 1) {
    const row = moduleAt(y);
    if (row < 0 || row >= matrix.size) continue;
    for (let x = QUIET_ZONE * bits; x < rows - QUIET_ZONE * bits; x += 1) {
      if (!matrix.isDark(row, moduleAt(x))) continue;
      const at = y * widthBytes + ((left + x) >> 3);
      data[at] = (data[at] ?? 0) | (0x80 >> ((left + x) & 7));
    }
  }
  return { widthBytes, rows, data, scale: doubled ? 2 : 1 };
}
