/** Decides how a QR gets on paper: module size, error correction, and whether the printer draws it or we do. */
import { create, type QRCode, type QRCodeSegment } from 'qrcode';
import { type QrLevel, qrIsSafe } from './escpos.ts';
import { byteBits, byteVersion, headBits, holds, modulesOf } from './qr-capacity.ts';
import { bestMasked } from './qr-mask.ts';
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
  /** The same, row after row: 1 is dark. */
  readonly dark: Uint8Array;
}

type Content = string | QRCodeSegment[];

/** In mask 0: to weigh all eight, as the library would, takes it most of the time. @returns null: too much data */
function symbolOf(content: Content, errorCorrectionLevel: QrLevel): QRCode | null {
  try {
    return create(content, { errorCorrectionLevel, maskPattern: 0 });
  } catch {
    // The library's only way to say "too much data"; content that is empty is refused before.
    return null;
  }
}

/**
 * The symbol of a text, in mixed modes.
 * @returns null when no version of this error correction level can hold it
 */
export function qrMatrix(content: Content, level: QrLevel): QrMatrix | null {
  const modules = symbolOf(content, level)?.modules;
  if (modules === undefined) return null;
  const { size } = modules;
  const dark = bestMasked(modules);
  return { size, isDark: (row, column) => dark[row * size + column] === 1, dark };
}

/** How much there is to draw, and the smallest version that holds it. */
interface Sized {
  readonly version: number;
  /** In this version, with the heads of all segments. */
  readonly bits: number;
  /** What to draw it from: a text is cut into segments only once. */
  readonly segments: Content;
}

type SizeAt = (level: QrLevel) => Sized | null;

/** Byte mode alone, which is what a printer may use at worst. */
function sizesOfBytes(data: Uint8Array): SizeAt {
  return (level) => {
    const version = byteVersion(data.length, level);
    return version === null
      ? null
      : { version, bits: byteBits(data.length, version), segments: [{ data, mode: 'byte' }] };
  };
}

type Segment = QRCode['segments'][number];
const MODES = { Numeric: 'numeric', Alphanumeric: 'alphanumeric', Byte: 'byte', Kanji: 'kanji' } as const;

/** As the library takes a segment that it gave; its types do not know that mode and data belong together. */
function again({ mode, data }: Segment): QRCodeSegment {
  return { mode: MODES[mode.id], data } as QRCodeSegment;
}

/** Mixed modes, as this program draws it. */
function sizesOfText(content: string): SizeAt {
  return (level) => {
    const symbol = symbolOf(content, level);
    if (symbol === null) return null;
    const { version, segments } = symbol;
    const bits = segments.reduce((sum, one) => sum + headBits(one.mode.id, version) + one.getBitsLength(), 0);
    return { version, bits, segments: segments.map(again) };
  };
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

interface Fit extends Sized {
  readonly level: QrLevel;
  readonly dots: number;
}

function fitAt(sizeAt: SizeAt, level: QrLevel, paperDots: number, most: number): Fit | null {
  const sized = sizeAt(level);
  if (sized === null) return null;
  const dots = Math.min(Math.floor(paperDots / (modulesOf(sized.version) + 2 * QUIET_ZONE)), most);
  return dots < LEAST_DOTS ? null : { ...sized, level, dots };
}

/** M, which heals 15 % of damage, unless L gives larger modules where those of M are too small to be sure of. */
function bestFit(sizeAt: SizeAt, limits: QrLimits, most: number): Fit | null {
  const medium = fitAt(sizeAt, 'M', limits.paperDots, most);
  if (medium !== null && medium.dots >= Math.min(limits.leastDots, most)) return medium;
  const low = fitAt(sizeAt, 'L', limits.paperDots, most);
  if (medium === null || low === null) return medium ?? low;
  return low.dots > medium.dots ? low : medium;
}

/** The most correction that the same number of modules has room for: it costs neither paper nor width. */
function strongest({ version, level, bits }: Fit): QrLevel {
  for (const more of ['H', 'Q', 'M'] as const) {
    if (more === level || holds(version, more, bits)) return more;
  }
  return level;
}

/** 7 dots cannot be doubled: an eighth more width would cost four times the bytes, more than most receive buffers hold. */
function evened(dots: number, limits: QrLimits): number {
  return dots === 7 && limits.leastDots <= 6 ? 6 : dots;
}

function wayOf(data: Uint8Array, limits: QrLimits, wish: QrWish): 'native' | 'raster' | 'none' {
  if (wish.drawn === 'native') return qrIsSafe(data) ? 'native' : 'none';
  if (wish.drawn !== 'raster' && data.length <= limits.nativeQrBytes && qrIsSafe(data)) return 'native';
  return limits.raster ? 'raster' : 'none';
}

/**
 * @param content exactly what a scanner shall read, sent as UTF-8
 * @returns `refused` when it is empty, cannot be read off this paper, or this printer draws none; then nothing may be sent
 */
export function planQr(content: string, limits: QrLimits, wish: QrWish = NO_WISH): QrPlan {
  if (content === '') return { kind: 'refused', detail: 'the QR has no content' };
  const data = Buffer.from(content);
  const way = wayOf(data, limits, wish);
  if (way === 'none') return { kind: 'refused', detail: 'this printer draws neither this QR nor rasters' };
  const most = Math.min(wish.dots ?? MOST_DOTS, MOST_DOTS);
  const fit = bestFit(way === 'native' ? sizesOfBytes(data) : sizesOfText(content), limits, most);
  if (fit === null) {
    const detail = `${data.length} bytes make no QR that can be read off ${limits.paperDots} dots of paper`;
    return { kind: 'refused', detail };
  }
  const dots = way === 'raster' && wish.dots === null ? evened(fit.dots, limits) : fit.dots;
  const level = strongest(fit);
  const drawn: Drawn = { level, dots, modules: modulesOf(fit.version), tight: dots < limits.leastDots };
  if (way === 'native') return { kind: 'native', data, ...drawn };
  const matrix = qrMatrix(fit.segments, level);
  return matrix === null
    ? { kind: 'refused', detail: 'the QR could not be made' }
    : { kind: 'raster', matrix, ...drawn };
}

/** Where a printer that knows no doubling prints half as large, it is still three dots a module. */
const LEAST_DOUBLED = 6;

/** One row of modules as one row of bits. @param at bits from the row's first byte to the first module */
function drawRow(into: Uint8Array, modules: Uint8Array, at: number, bits: number): void {
  for (let module = 0, from = at; module < modules.length; module += 1, from += bits) {
    if (modules[module] !== 1) continue;
    for (let bit = from; bit < from + bits; bit += 1) into[bit >> 3] = (into[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  }
}

/**
 * The symbol with its quiet zone. Where that may be, the printer doubles every bit: a quarter of the bytes, so that a
 * slip fits the receive buffer of most printers, and a slow line.
 * @param dots a module's width on paper
 */
export function qrBitmap({ size, dark }: QrMatrix, dots: number, paperDots: number): Required<Bitmap> {
  const modules = size + 2 * QUIET_ZONE;
  const doubled = dots >= LEAST_DOUBLED && dots % 2 === 0 && Math.ceil((modules * dots) / 16) * 16 <= paperDots;
  const bits = doubled ? dots / 2 : dots;
  const rows = modules * bits;
  const widthBytes = Math.ceil(rows / 8);
  const data = new Uint8Array(widthBytes * rows);
  // What fills up the last byte of a row is shared between both sides, so that the symbol stands in the middle.
  const left = ((widthBytes * 8 - rows) >> 1) + QUIET_ZONE * bits;
  for (let row = 0; row < size; row += 1) {
    const top = (QUIET_ZONE + row) * bits * widthBytes;
    drawRow(data.subarray(top, top + widthBytes), dark.subarray(row * size, (row + 1) * size), left, bits);
    for (let copy = 1; copy < bits; copy += 1) data.copyWithin(top + copy * widthBytes, top, top + widthBytes);
  }
  return { widthBytes, rows, data, scale: doubled ? 2 : 1 };
}
