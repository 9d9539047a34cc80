/** ESC/POS commands as bytes, one small function each (Epson's command reference); nothing here knows a slip. */

const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const DLE = 0x10;

function bytes(...values: number[]): Uint8Array {
  return new Uint8Array(values);
}

// What stands in nearly every job is made once; whoever gets it only reads it.
const INIT = bytes(ESC, 0x40);
const LEAVE_KANJI = bytes(FS, 0x2e);
const ALIGN = { left: bytes(ESC, 0x61, 0), center: bytes(ESC, 0x61, 1) } as const;
const BOLD = [bytes(ESC, 0x45, 0), bytes(ESC, 0x45, 1)] as const;
const SIZES = Array.from({ length: 8 }, (_, more) => bytes(GS, 0x21, (more << 4) | more));
const INVERTED = [bytes(GS, 0x42, 0), bytes(GS, 0x42, 1)] as const;
const CODE_PAGES = Array.from({ length: 256 }, (_, table) => bytes(ESC, 0x74, table));
const CUT = bytes(GS, 0x56, 66, 0);

/** Two bytes, low first. @param value 0–65,535 */
function low16(value: number): readonly [number, number] {
  return [value & 0xff, (value >> 8) & 0xff];
}

/** All parts, one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** ESC @: default settings, and what lay unprinted in the line buffer is gone. Switches automatic status off. */
export function init(): Uint8Array {
  return INIT;
}

/**
 * GS a n: automatic status of everything (FF) or of nothing (0). Sent at once when something changes, so it is heard
 * although the printer's buffer is full and no question gets through. `init` switches it off.
 */
export function automaticStatus(on: boolean): Uint8Array {
  return bytes(GS, 0x61, on ? 0xff : 0);
}

/** FS . : leaves Kanji mode, which Chinese clones start in; without it, two accented letters become one ideograph. */
export function leaveKanji(): Uint8Array {
  return LEAVE_KANJI;
}

/** ESC t n: the character table for bytes from 0x80 up. 16 is WPC1252 on nearly every printer. */
export function codePage(table: number): Uint8Array {
  return CODE_PAGES[table] ?? bytes(ESC, 0x74, table);
}

/** ESC a n; only at the start of a line. */
export function align(to: 'left' | 'center'): Uint8Array {
  return ALIGN[to];
}

/** ESC E n: emphasised. */
export function bold(on: boolean): Uint8Array {
  return BOLD[on ? 1 : 0];
}

/** GS ! n: width and height of characters as multiples of the font. @param factor 1–8 */
export function size(factor: number): Uint8Array {
  return SIZES[factor - 1] ?? bytes(GS, 0x21, 0);
}

/** GS B n: white on black. */
export function inverted(on: boolean): Uint8Array {
  return INVERTED[on ? 1 : 0];
}

/** LF: prints the line; understood by every printer, unlike ESC J, whose unit differs between them. */
export const LINE_FEED = 0x0a;

/** GS V 66 0: feeds to the cutter and cuts. Printers without a cutter ignore it. */
export function cut(): Uint8Array {
  return CUT;
}

export type QrLevel = 'L' | 'M' | 'Q' | 'H';
const LEVELS: Readonly<Record<QrLevel, number>> = { L: 48, M: 49, Q: 50, H: 51 };

/** Bytes that fn 80 takes at most. */
export const QR_STORE_LIMIT = 7089;

/** GS ( k, cn 49: model 2 (fn 65), module size (67), error correction (69), store (80), and the fn that follows. */
const QR_HEAD = concat([
  bytes(GS, 0x28, 0x6b, 4, 0, 49, 65, 50, 0),
  bytes(GS, 0x28, 0x6b, 3, 0, 49, 67, 0),
  bytes(GS, 0x28, 0x6b, 3, 0, 49, 69, 0),
  bytes(GS, 0x28, 0x6b, 0, 0, 49, 80, 48),
]);
const QR_TAIL = bytes(GS, 0x28, 0x6b, 3, 0, 49, 0, 48);
/** Where the zeroes are that each QR fills in. */
const AT = { dots: 16, level: 24, low: 28, high: 29, next: 6 } as const;

/** Stores a QR; moves no paper. @param next fn that follows: 81 or 82 */
function storeQr(data: Uint8Array, dots: number, level: QrLevel, next: number): Uint8Array {
  const tail = QR_HEAD.length + data.length;
  const all = new Uint8Array(tail + QR_TAIL.length);
  all.set(QR_HEAD);
  all[AT.dots] = dots;
  all[AT.level] = LEVELS[level];
  [all[AT.low], all[AT.high]] = low16(data.length + 3);
  all.set(data, QR_HEAD.length);
  all.set(QR_TAIL, tail);
  all[tail + AT.next] = next;
  return all;
}

/**
 * GS ( k: a QR is stored, and printed (fn 81).
 * Prints nothing, and says nothing, when the symbol is too wide: the caller has checked that.
 * @param dots a module's width, 1–16 (clones: to 8)
 */
export function nativeQr(data: Uint8Array, dots: number, level: QrLevel): Uint8Array {
  return storeQr(data, dots, level, 81);
}

/** GS ( k: a QR is stored, and its size asked for (fn 82), which also says whether it could be printed. */
export function askQrSize(data: Uint8Array, dots: number, level: QrLevel): Uint8Array {
  return storeQr(data, dots, level, 82);
}

/** GS I 67: the model's name, answered as a block when everything before it has been processed. */
export function askModel(): Uint8Array {
  return bytes(GS, 0x49, 67);
}

function isRealTime(first: number, second: number | undefined): boolean {
  return first === DLE && (second === 0x04 || second === 0x05 || second === 0x14);
}

/**
 * Where DLE EOT, DLE ENQ or DLE DC4 begins in bytes that are not meant as one: printers act on these wherever they
 * stand, in the middle of a picture or of a QR's data too (Epson's command reference, "real-time commands").
 * @returns -1: nowhere
 */
export function realTimeAt(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(DLE); at >= 0; at = bytes.indexOf(DLE, at + 1)) {
    if (isRealTime(DLE, bytes[at + 1])) return at;
  }
  return -1;
}

/** @returns false: its bytes, or the command's own length bytes, hold a real-time command, and a printer would act on it */
export function qrIsSafe(data: Uint8Array): boolean {
  return realTimeAt(data) < 0 && !isRealTime(...low16(data.length + 3));
}

/** Rows that GS v 0 takes at most. */
export const RASTER_ROW_LIMIT = 2303;

/**
 * GS v 0: a bitmap, most significant bit left, 1 is black.
 * @param widthBytes bytes a row; @param data `widthBytes × rows` bytes
 * @param scale 2: every bit becomes two dots wide and two high (m = 3)
 */
export function raster(widthBytes: number, rows: number, data: Uint8Array, scale: 1 | 2 = 1): Uint8Array {
  return concat([bytes(GS, 0x76, 0x30, scale === 2 ? 3 : 0, ...low16(widthBytes), ...low16(rows)), data]);
}

/** The four questions of DLE EOT: 1 printer, 2 why offline, 3 errors, 4 paper. */
export type StatusQuestion = 1 | 2 | 3 | 4;

/** DLE EOT n: answered at once, whatever waits before it. Ask one and wait. */
export function askStatus(question: StatusQuestion): Uint8Array {
  return bytes(DLE, 0x04, question);
}

/** GS r 1: the paper sensors' state, answered when everything before it has been processed. */
export function askInOrder(): Uint8Array {
  return bytes(GS, 0x72, 1);
}

/** GS ( H fn 48: answered with the same id when everything before it has been printed. @param id four ASCII characters */
export function askPrinted(id: string): Uint8Array {
  return bytes(GS, 0x28, 0x48, 6, 0, 48, 48, ...new TextEncoder().encode(id));
}
