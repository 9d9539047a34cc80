import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realTimeAt } from '../../../main/printing/escpos.ts';
import { BAND_BYTES, type Bitmap, rasterBands } from '../../../main/printing/raster.ts';
import { cutFirst } from '../../../main/sandbox/printer/commands.ts';

interface Band {
  readonly widthBytes: number;
  readonly mode: number;
  readonly rows: number;
  readonly data: Uint8Array;
}

/** Read back by the sandbox printer's own reader of commands. */
function bandsIn(bytes: Uint8Array): readonly Band[] {
  const bands: Band[] = [];
  for (let at = 0; at < bytes.length; ) {
    const cut = cutFirst(bytes.subarray(at));
    if (cut?.command.kind !== 'command' || cut.command.name !== 'GS v') throw new Error('not a raster');
    const [, mode = 0, xl = 0, xh = 0, yl = 0, yh = 0] = cut.command.args;
    bands.push({ mode, widthBytes: xl + xh * 256, rows: yl + yh * 256, data: cut.command.args.slice(6) });
    at += cut.length;
  }
  return bands;
}

function inkOf(data: Uint8Array): number {
  return data.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
}

const bitmaps: fc.Arbitrary<Bitmap> = fc
  .record({ widthBytes: fc.integer({ min: 1, max: 72 }), rows: fc.integer({ min: 1, max: 700 }), seed: fc.nat(9) })
  .chain(({ widthBytes, rows, seed }) => {
    // Half of them full of what must not get through.
    const byte = seed < 5 ? fc.constantFrom(0x00, 0x10, 0x04, 0x05, 0x14, 0x80) : fc.integer({ min: 0, max: 255 });
    return fc
      .array(byte, { minLength: 1, maxLength: 97 })
      .map((some) => Uint8Array.from({ length: widthBytes * rows }, (_, at) => some[at % some.length] ?? 0))
      .map((data) => ({ widthBytes, rows, data }));
  });

describe('rasterBands', () => {
  it('holds no real-time command, loses no row, and sends bands that small buffers take', () => {
    fc.assert(
      fc.property(bitmaps, fc.integer({ min: 1, max: 8 }), (bitmap, step) => {
        const bytes = rasterBands(bitmap, step);
        expect(realTimeAt(bytes)).toBe(-1);
        const bands = bandsIn(bytes);
        expect(bands.reduce((sum, band) => sum + band.rows, 0)).toBe(bitmap.rows);
        for (const [index, band] of bands.entries()) {
          expect(band.widthBytes).toBe(bitmap.widthBytes);
          expect(band.rows).toBeLessThanOrEqual(256);
          expect(band.data.length).toBeLessThanOrEqual(BAND_BYTES);
          if (index < bands.length - 1) expect(band.rows % step).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a picture without such bytes stays as it is', () => {
    const data = Uint8Array.from({ length: 40 * 300 }, (_, at) => (at % 7) * 0x21);
    const bands = bandsIn(rasterBands({ widthBytes: 40, rows: 300, data }, 8));
    expect(Buffer.concat(bands.map((band) => band.data)).equals(Buffer.from(data))).toBe(true);
  });

  it('says in every band that the printer shall double the bits', () => {
    const data = new Uint8Array(40 * 300).fill(0xff);
    const modes = (scale: 1 | 2) =>
      bandsIn(rasterBands({ widthBytes: 40, rows: 300, data, scale }, 8)).map((band) => band.mode);
    expect(new Set(modes(2))).toEqual(new Set([3]));
    expect(new Set(modes(1))).toEqual(new Set([0]));
  });

  it('moves a picture within its white, every dot of it', () => {
    const data = Uint8Array.of(0x10, 0x04, 0x00, 0x10, 0x14, 0x00);
    const [band] = bandsIn(rasterBands({ widthBytes: 3, rows: 2, data }, 1));
    expect(band?.data).toEqual(Uint8Array.of(0x08, 0x02, 0x00, 0x08, 0x0a, 0x00));
  });

  it('where there is no white to move in, makes one dot wider', () => {
    const data = Uint8Array.of(0x10, 0x05, 0x01);
    const [band] = bandsIn(rasterBands({ widthBytes: 3, rows: 1, data }, 1));
    expect(band?.data).toEqual(Uint8Array.of(0x18, 0x05, 0x01));
    expect(inkOf(band?.data ?? new Uint8Array())).toBe(inkOf(data) + 1);
  });
});

describe('realTimeAt', () => {
  it.each([
    [[0x00, 0x10, 0x04], 1],
    [[0x10, 0x10, 0x05], 1],
    [[0x10, 0x14], 0],
    [[0x10, 0x06, 0x04], -1],
    [[0x10], -1],
  ])('%j → %s', (bytes, at) => {
    expect(realTimeAt(Uint8Array.from(bytes))).toBe(at);
  });
});
