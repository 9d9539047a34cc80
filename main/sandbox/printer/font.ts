/** The sandbox printer's letters: Terminus Font, 12 × 24 dots like a printer's font A, read from its PSF2 files. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One bit a dot, most significant bit left, `bytesPerRow` bytes a row. */
export interface Glyph {
  readonly width: number;
  readonly height: number;
  readonly isDark: (x: number, y: number) => boolean;
}

export interface Font {
  readonly width: number;
  readonly height: number;
  /** A box where the font lacks the character. */
  readonly glyph: (char: string) => Glyph;
}

const PSF2_MAGIC = 0x864ab572;
const HAS_UNICODE_TABLE = 1;
const SEQUENCE_START = 0xfe;
const GLYPH_END = 0xff;

/** Unicode table: for each glyph its characters in UTF-8, then perhaps sequences (skipped), then FF. */
function readTable(table: Buffer): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  let glyph = 0;
  for (let at = 0; at < table.length; glyph += 1) {
    const end = table.indexOf(GLYPH_END, at);
    if (end < 0) break;
    const entry = table.subarray(at, end);
    const sequences = entry.indexOf(SEQUENCE_START);
    const singles = sequences < 0 ? entry : entry.subarray(0, sequences);
    for (const char of singles.toString('utf8')) if (!map.has(char)) map.set(char, glyph);
    at = end + 1;
  }
  return map;
}

function boxGlyph(width: number, height: number): Glyph {
  const edge = (x: number, y: number): boolean => x === 1 || x === width - 2 || y === 4 || y === height - 5;
  return {
    width,
    height,
    isDark: (x, y) => x >= 1 && x <= width - 2 && y >= 4 && y <= height - 5 && edge(x, y),
  };
}

/** @param file the bytes of a PSF version 2 font with a Unicode table, unpacked */
function parsePsf2(file: Buffer): Font {
  if (file.readUInt32LE(0) !== PSF2_MAGIC) throw new Error('not a PSF2 font');
  const headerSize = file.readUInt32LE(8);
  const flags = file.readUInt32LE(12);
  const count = file.readUInt32LE(16);
  const glyphBytes = file.readUInt32LE(20);
  const height = file.readUInt32LE(24);
  const width = file.readUInt32LE(28);
  if ((flags & HAS_UNICODE_TABLE) === 0) throw new Error('a PSF2 font without Unicode table');
  const table = readTable(file.subarray(headerSize + count * glyphBytes));
  const rowBytes = Math.ceil(width / 8);
  const box = boxGlyph(width, height);
  return {
    width,
    height,
    glyph: (char) => {
      const index = table.get(char);
      if (index === undefined) return box;
      const start = headerSize + index * glyphBytes;
      return {
        width,
        height,
        isDark: (x, y) => (((file[start + y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1,
      };
    },
  };
}

/** The resources folder lies beside main/ in a checkout and above the bundle in a build. */
function findResource(path: string): string {
  for (let folder = import.meta.dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const candidate = join(folder, 'resources', path);
    if (existsSync(candidate)) return candidate;
  }
  throw new Error(`resources/${path} is missing`);
}

/** Strokes two dots wide, as a thermal head's font A has them. */
export function loadFont(): Font {
  return parsePsf2(gunzipSync(readFileSync(findResource(join('fonts', 'Uni2-TerminusBold24x12.psf.gz')))));
}
