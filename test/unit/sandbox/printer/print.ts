/** Prints bytes on the sandbox printer's engine alone, and reads pictures with a reader by somebody else. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import { createEngine, type Question } from '../../../../main/sandbox/printer/engine.ts';
import { loadFont } from '../../../../main/sandbox/printer/font.ts';
import type { RenderedSlip } from '../../../../main/sandbox/printer/press.ts';
import { createReader } from '../../../../main/sandbox/printer/reader.ts';
import type { Dialect } from '../../../../main/sandbox/printer/setup.ts';

const font = loadFont();
const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

export function printOn(dialect: Dialect, ...parts: readonly (string | Uint8Array)[]) {
  const slips: Omit<RenderedSlip, 'file'>[] = [];
  const questions: Question[] = [];
  let moved = 0;
  let pulses = 0;
  const engine = createEngine(
    576,
    font,
    {
      onQuestion: (question) => questions.push(question),
      onSlip: (slip) => slips.push(slip),
      onLine: () => undefined,
      onMove: (dots) => {
        moved += dots;
      },
      onPulse: () => {
        pulses += 1;
      },
    },
    () => dialect,
  );
  const reader = createReader(
    () => dialect,
    () => undefined,
  );
  for (const part of parts) reader.push(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
  for (let next = reader.peek(); next !== null; next = reader.peek()) {
    engine.run(next.command);
    reader.drop();
  }
  engine.tear();
  const slip = slips[0];
  return {
    slips,
    questions,
    moved,
    pulses,
    text: slips.flatMap((one) => one.text),
    ink: slip === undefined ? [] : inkOf(slip.png),
  };
}

export const print = (...parts: readonly (string | Uint8Array)[]) => printOn('full', ...parts);

const HEADER = 33;
const TOP = 40;
const MARGIN = 32;

/** The dark dots' columns of each row under the head, without the paper around it. */
function inkOf(png: Buffer): readonly (readonly number[])[] {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const length = png.readUInt32BE(HEADER);
  const rowBytes = Math.ceil(width / 8) + 1;
  const data = inflateSync(png.subarray(HEADER + 8, HEADER + 8 + length));
  return Array.from({ length: height - TOP }, (_row, y) => {
    const dark: number[] = [];
    for (let x = 0; x < width; x += 1) {
      const byte = data[(y + TOP) * rowBytes + 1 + (x >> 3)] ?? 0;
      if (((byte >> (7 - (x & 7))) & 1) === 0) dark.push(x - MARGIN);
    }
    return dark;
  });
}

export async function readCodes(png: Uint8Array, format: 'Code39' | 'Code128' | 'EAN13' | 'UPCA' | 'QRCode') {
  const options: ReaderOptions = { formats: [format], tryHarder: true, maxNumberOfSymbols: 8 };
  const found = await readBarcodes(new Uint8Array(png), options);
  return found.map((one) => one.text);
}
