/** The one slip that every contestant makes, and the plain jobs for the fault table. */
import { create, toBuffer } from 'qrcode';
import { atmQrSlip, type Slip, type SlipPart } from '../../shared/slip.ts';

/** One thing on the slip as a library with a drawing interface is told of it. */
export type Item =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly center: boolean;
      readonly large: boolean;
      readonly bold: boolean;
    }
  | { readonly kind: 'rule' }
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'qr'; readonly content: string };

/** The QR as a picture, for libraries that have none of their own: made beforehand and not counted. */
export interface Picture {
  readonly png: Buffer;
  readonly rgba: { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };
}

export interface BenchSlip {
  /** For ours: the data that the journal keeps. */
  readonly slip: Slip;
  /** For the others: the same, with labels already padded. */
  readonly items: readonly Item[];
  readonly picture: Picture;
}

/** Dots a module everywhere, which is what ours chooses for this slip. */
export const DOTS = 8;
const QUIET = 4;
export const COLUMNS = 48;
/** What stands in the QR of the slip that is measured. */
export const CONTENT = 'userid123456789';

async function pictureOf(content: string): Promise<Picture> {
  // Mixed modes, which is what ours draws, too: the same symbol for everybody.
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 2 * QUIET) * DOTS;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const row = Math.floor(y / DOTS) - QUIET;
      const column = Math.floor(x / DOTS) - QUIET;
      const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      if (inside && modules.get(row, column)) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  const png = await toBuffer(content, { errorCorrectionLevel: 'M', margin: QUIET, scale: DOTS });
  return { png, rgba: { data, width: side, height: side } };
}

function itemOf(part: SlipPart, labelWidth: number): Item {
  const plain = { kind: 'text', center: false, large: false, bold: false } as const;
  switch (part.kind) {
    case 'text':
      return {
        ...plain,
        text: part.text,
        center: part.align === 'center',
        large: part.size === 'large',
        bold: part.bold,
      };
    case 'pair':
      return { ...plain, text: `${part.label.padEnd(labelWidth)}: ${part.value}` };
    case 'qr':
      return { kind: 'qr', content: part.content };
    case 'feed':
      return part;
    case 'code-page':
      return { ...plain, text: part.text };
    case 'rule':
    case 'ruler':
      return { kind: 'rule' };
  }
}

function itemsOf(slip: Slip): readonly Item[] {
  const width = Math.max(...slip.parts.map((part) => (part.kind === 'pair' ? part.label.length : 0))) + 1;
  return slip.parts.map((part) => itemOf(part, width));
}

/** @param content of the QR */
export async function benchSlip(content: string): Promise<BenchSlip> {
  const slip = atmQrSlip({
    store: { name: 'Toko Kita', address: 'Jl. Melati 1, Jakarta' },
    qr: { reference: '2026112100000001', content, status: 'ACTIVE' },
    courier: { no: '4251234', name: 'Budi Santoso', mobile: '081234567345' },
    regionNo: '12356',
    branchNo: '123456',
    terminalId: 'T-3F9A1C22',
    operator: 'Siti',
    at: Date.parse('2026-11-21T02:03:04Z'),
    copy: 0,
    sandbox: false,
  });
  return { slip, items: itemsOf(slip), picture: await pictureOf(content) };
}

/** With its line feed. */
const LINE_BYTES = 40;

/** Numbered lines, so that what arrives can be told from commands. @param bytes a multiple of 40 */
export function jobLines(bytes: number): readonly string[] {
  const filler = 'abcdefghijklmnopqrstuvwxyzabcdefghi';
  return Array.from({ length: bytes / LINE_BYTES }, (_, line) => String(line).padStart(4, '0') + filler);
}

/** How many bytes of such a job are in there, in whole lines, each counted once. */
export function bytesOfJob(text: string): number {
  return new Set(text.match(/\d{4}[a-z]{35}/g) ?? []).size * LINE_BYTES;
}

/** Slips that differ in their QR alone, the one with `CONTENT` first. */
export function slipsToMeasure(): Promise<readonly BenchSlip[]> {
  const numbers = [123456789, 987654321, 314159265, 271828182, 161803398, 141421356, 173205080, 223606797];
  return Promise.all(numbers.map((number) => benchSlip(`userid${number}`)));
}
