/** The sandbox printer's bar codes (GS k): CODE39, EAN13, UPC-A and CODE128 as they are, others as a box with a label. */

import { CODE39, CODE128, EAN_LEFT, EAN_PARITY } from './barcode-tables.ts';
import { type Bitmap, bitmapOf } from './bitmap.ts';

export interface Barcode {
  /** The system, like `CODE39`. */
  readonly system: string;
  /** What is written beside it. */
  readonly text: string;
  /** Widths of bars and gaps in modules, a bar first; null: a system that is not drawn here. */
  readonly widths: readonly number[] | null;
}

const SYSTEMS = ['UPC-A', 'UPC-E', 'EAN13', 'EAN8', 'CODE39', 'ITF', 'CODABAR', 'CODE93', 'CODE128'] as const;

function runs(modules: string): readonly number[] {
  return (modules.match(/1+|0+/g) ?? []).map((run) => run.length);
}

function checkDigit(digits: string): string {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}

/** Twelve digits, or thirteen with a check digit that is right; else null. */
function ean13(text: string): readonly number[] | null {
  const body = text.slice(0, 12);
  if (!/^\d{12,13}$/.test(text) || (text.length === 13 && text !== body + checkDigit(body))) return null;
  const digits = body + checkDigit(body);
  const parity = EAN_PARITY[Number(digits[0])] ?? '';
  const left = Array.from(digits.slice(1, 7)).map((digit, index) => {
    const odd = EAN_LEFT[Number(digit)] ?? '';
    if (parity[index] === 'L') return odd;
    return Array.from(odd).reverse().map(inverse).join('');
  });
  const right = Array.from(digits.slice(7)).map((digit) =>
    Array.from(EAN_LEFT[Number(digit)] ?? '')
      .map(inverse)
      .join(''),
  );
  return runs(`101${left.join('')}01010${right.join('')}101`);
}

function inverse(module: string): string {
  return module === '0' ? '1' : '0';
}

/** Letters between two stars; narrow 1, wide 3 modules. */
function code39(text: string): readonly number[] | null {
  const inner = text.replace(/^\*|\*$/g, '');
  const letters = Array.from(`*${inner}*`).map((letter) => CODE39.get(letter));
  if (inner === '' || letters.some((letter) => letter === undefined)) return null;
  return letters
    .flatMap((letter) =>
      Array.from(letter ?? '')
        .map((width) => (width === 'w' ? 3 : 1))
        .concat(1),
    )
    .slice(0, -1);
}

const SET_START: Readonly<Record<string, number>> = { A: 103, B: 104, C: 105 };
const SET_CHANGE: Readonly<Record<string, number>> = { A: 101, B: 100, C: 99 };

/** Data as GS k 73 takes it: `{A`, `{B` or `{C` first, later to change; `{{` is a brace, `{1` to `{4` are functions. */
function code128Values(data: Uint8Array): { readonly values: readonly number[]; readonly text: string } | null {
  const values: number[] = [];
  let text = '';
  let set = '';
  for (let at = 0; at < data.length; at += 1) {
    const byte = data[at] ?? 0;
    const next = String.fromCharCode(data[at + 1] ?? 0);
    if (byte === 0x7b && next !== '{') {
      const value = set === '' ? SET_START[next] : next === '1' ? 102 : next === set ? undefined : SET_CHANGE[next];
      if (value === undefined) return null;
      values.push(value);
      if (next !== '1') set = next;
      at += 1;
    } else if (set === '') return null;
    else if (set === 'C') {
      if (byte > 99) return null;
      values.push(byte);
      text += String(byte).padStart(2, '0');
    } else {
      if (byte === 0x7b) at += 1;
      if (byte > 127 || (set === 'A' ? byte > 95 : byte < 32)) return null;
      values.push(byte < 32 ? byte + 64 : byte - 32);
      text += byte < 32 ? ' ' : String.fromCharCode(byte);
    }
  }
  return text === '' ? null : { values, text };
}

function code128(data: Uint8Array): Barcode | null {
  const read = code128Values(data);
  if (read === null) return null;
  const sum = read.values.reduce((total, value, index) => total + value * Math.max(index, 1), 0);
  const patterns = [...read.values, sum % 103, 106].map((value) => CODE128[value] ?? '');
  return { system: 'CODE128', text: read.text, widths: Array.from(patterns.join('')).map(Number) };
}

/**
 * @param args all after GS k
 * @returns null for what a printer refuses: an unknown system, data that the system cannot hold
 */
export function readBarcode(args: Uint8Array): Barcode | null {
  const [m = 0] = args;
  const system = SYSTEMS[m >= 65 ? m - 65 : m];
  if (system === undefined || (m > 6 && m < 65)) return null;
  const data = m >= 65 ? args.subarray(2) : args.subarray(1, -1);
  if (data.length === 0) return null;
  if (system === 'CODE128') return code128(data);
  const text = Buffer.from(data).toString('latin1');
  if (system === 'CODE39') return known(system, text, code39(text));
  if (system === 'EAN13') return known(system, text, ean13(text));
  if (system === 'UPC-A') return known(system, text, ean13(`0${text}`));
  return { system, text, widths: null };
}

function known(system: string, text: string, widths: readonly number[] | null): Barcode | null {
  return widths === null ? null : { system, text, widths };
}

/** @param module dots of the narrowest bar @param height in dots */
export function drawBars(widths: readonly number[], module: number, height: number): Bitmap {
  const row: number[] = [];
  for (const [index, width] of widths.entries()) {
    for (let dot = 0; dot < width * module; dot += 1) row.push(index % 2 === 0 ? 1 : 0);
  }
  return bitmapOf(row.length, height, (x) => row[x] === 1);
}

/** The outline of what would stand here. */
export function drawBox(width: number, height: number): Bitmap {
  return bitmapOf(width, height, (x, y) => x < 2 || y < 2 || x >= width - 2 || y >= height - 2);
}
