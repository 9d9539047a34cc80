/** Tells apart what a printer sends, byte by byte, and says what its status bytes mean (Epson's command reference). */
import type { PrinterTrouble } from '../../shared/printing.ts';
import type { StatusQuestion } from './escpos.ts';

export type PrinterEvent =
  /** The answer to the oldest open DLE EOT question. */
  | { readonly kind: 'realtime'; readonly value: number }
  /** Automatic status: four bytes, sent unasked. */
  | { readonly kind: 'asb'; readonly bytes: readonly [number, number, number, number] }
  /** The answer to GS r. */
  | { readonly kind: 'in-order'; readonly value: number }
  /** `body`: what stands between the start byte (37h or 5Fh) and the closing 00, one character a byte. */
  | { readonly kind: 'block'; readonly start: number; readonly body: string }
  /** A byte that no printer sends here. */
  | { readonly kind: 'noise'; readonly value: number };

/** Reads a printer's bytes in chunks of any size. */
export type Demultiplexer = (chunk: Uint8Array) => readonly PrinterEvent[];

/** Longer than any answer we ask for; a lost end must not swallow all that comes after it. */
const LONGEST_BLOCK = 80;
/** What GS ( H fn 48 brings back, behind its identifier: another host's may hold any byte, 00 too. */
const ID_BYTES = 4;

const isRealtime = (byte: number): boolean => (byte & 0x93) === 0x12;
const isAsbStart = (byte: number): boolean => (byte & 0x93) === 0x10;
const isPlain = (byte: number): boolean => (byte & 0x90) === 0x00;
const isBlockStart = (byte: number): boolean => byte === 0x37 || byte === 0x5f;

type Open =
  | { readonly kind: 'none' }
  | { readonly kind: 'asb'; readonly bytes: readonly number[] }
  | { readonly kind: 'block'; readonly start: number; readonly body: string };

const NONE: Open = { kind: 'none' };

interface Step {
  readonly open: Open;
  readonly event: PrinterEvent | null;
}

/** Whether the end of this block cannot be here yet. */
function inId({ start, body }: Extract<Open, { kind: 'block' }>): boolean {
  return start === 0x37 && body.startsWith('\x22') && body.length <= ID_BYTES;
}

function inBlock(open: Extract<Open, { kind: 'block' }>, byte: number): Step {
  if (byte === 0 && !inId(open)) return { open: NONE, event: { kind: 'block', start: open.start, body: open.body } };
  if (open.body.length >= LONGEST_BLOCK) return { open: NONE, event: { kind: 'noise', value: open.start } };
  return { open: { ...open, body: open.body + String.fromCharCode(byte) }, event: null };
}

function inAsb(open: Extract<Open, { kind: 'asb' }>, byte: number): Step {
  const [first, second, third] = open.bytes;
  if (first === undefined || second === undefined || third === undefined) {
    return { open: { kind: 'asb', bytes: [...open.bytes, byte] }, event: null };
  }
  return { open: NONE, event: { kind: 'asb', bytes: [first, second, third, byte] } };
}

function step(open: Open, byte: number): Step {
  // A block's characters look like every other kind: until its end nothing else is meant.
  if (open.kind === 'block') return inBlock(open, byte);
  if (isBlockStart(byte)) return { open: { kind: 'block', start: byte, body: '' }, event: null };
  // Real-time answers come at once, in the middle of an automatic status too.
  if (isRealtime(byte)) return { open, event: { kind: 'realtime', value: byte } };
  if (isAsbStart(byte)) return { open: { kind: 'asb', bytes: [byte] }, event: null };
  if (!isPlain(byte)) return { open, event: { kind: 'noise', value: byte } };
  if (open.kind === 'asb') return inAsb(open, byte);
  return { open, event: { kind: 'in-order', value: byte } };
}

/** One for each connection. */
export function createDemultiplexer(): Demultiplexer {
  let open: Open = NONE;
  return (chunk) => {
    const events: PrinterEvent[] = [];
    for (const byte of chunk) {
      const next = step(open, byte);
      open = next.open;
      if (next.event !== null) events.push(next.event);
    }
    return events;
  };
}

export type BlockMeaning =
  /** GS ( H fn 48 (37h 22h d1–d4 00): all before it has been printed. */
  | { readonly kind: 'printed'; readonly id: string }
  /** GS ( k fn 82 (37h 36h, width 1Fh height 1Fh 31h 1Fh, 30h or 31h, 00). */
  | { readonly kind: 'qr-size'; readonly printable: boolean }
  /** GS I (5Fh text 00). */
  | { readonly kind: 'identity'; readonly text: string };

/** What GS ( k fn 82 says of printing: null when this is no such answer. */
function qrPrintable(body: string): boolean | null {
  const [width, height, fixed, refused, ...more] = body.split('\x1f');
  if (width === undefined || !/^6\d+$/.test(width) || height === undefined || !/^\d+$/.test(height)) return null;
  if (fixed !== '1' || more.length > 0) return null;
  return refused === '0' ? true : refused === '1' ? false : null;
}

/** @returns null for a block that answers nothing of ours */
export function blockMeaning({ start, body }: Extract<PrinterEvent, { kind: 'block' }>): BlockMeaning | null {
  if (start === 0x5f) return { kind: 'identity', text: body };
  if (body.startsWith('\x22')) return body.length === ID_BYTES + 1 ? { kind: 'printed', id: body.slice(1) } : null;
  const printable = qrPrintable(body);
  return printable === null ? null : { kind: 'qr-size', printable };
}

/** What a printer says of itself, gathered from any of its answers. */
export interface Condition {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paperOut: boolean;
  readonly error: boolean;
  readonly nearEnd: boolean;
}

export const WELL: Condition = { offline: false, coverOpen: false, paperOut: false, error: false, nearEnd: false };

/** What the answer to DLE EOT n says; questions it does not speak of stay as they were in `before`. */
export function afterRealtime(before: Condition, question: StatusQuestion, value: number): Condition {
  const has = (mask: number): boolean => (value & mask) !== 0;
  switch (question) {
    case 1:
      return { ...before, offline: has(0x08) };
    case 2:
      return { ...before, coverOpen: has(0x04), paperOut: before.paperOut || has(0x20), error: has(0x40) };
    case 3:
      return { ...before, error: before.error || has(0x68) };
    case 4:
      return { ...before, paperOut: has(0x60), nearEnd: has(0x0c) };
  }
}

/** What an automatic status says; it speaks of everything. */
export function afterAsb(bytes: readonly [number, number, number, number]): Condition {
  const [printer, errors, paper] = bytes;
  return {
    offline: (printer & 0x08) !== 0,
    coverOpen: (printer & 0x20) !== 0,
    paperOut: (paper & 0x0c) !== 0,
    error: (errors & 0x68) !== 0,
    nearEnd: (paper & 0x03) !== 0,
  };
}

/** Whether a GS r 1 answer says that the paper is out. */
export function inOrderPaperOut(value: number): boolean {
  return (value & 0x0c) !== 0;
}

/** The one thing to see to first; `offline` only when no cause is known. */
export function troubleOf(condition: Condition): PrinterTrouble | null {
  if (condition.coverOpen) return 'cover-open';
  if (condition.paperOut) return 'paper-out';
  if (condition.error) return 'error';
  return condition.offline ? 'offline' : null;
}
