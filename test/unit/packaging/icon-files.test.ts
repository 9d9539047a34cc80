/** The committed icons: the containers hold the committed pictures, each as large as it says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ICNS_TYPES, ICO_SIZES, icns, ico, type Picture, PNG_SIZES } from '../../../resources/packaging/icon-files.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'resources', 'icons');
let pictures: readonly Picture[];

beforeAll(async () => {
  const read = async (size: number) => ({ size, png: await readFile(join(FOLDER, `${size}x${size}.png`)) });
  pictures = await Promise.all(PNG_SIZES.map(read));
});

/** Width, height, bits, colour type: the start of a PNG's IHDR. */
function facts(png: Buffer): readonly number[] {
  expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  return [png.readUInt32BE(16), png.readUInt32BE(20), png.readUInt8(24), png.readUInt8(25)];
}

it('has each picture in its size, with transparency', () => {
  for (const { size, png } of pictures) expect(facts(png)).toEqual([size, size, 8, 6]);
});

describe('icon.ico', () => {
  it('is made of these pictures', async () => {
    expect(await readFile(join(FOLDER, 'icon.ico'))).toEqual(ico(pictures));
  });

  it('has every picture where its directory says', () => {
    const file = ico(pictures);
    expect([file.readUInt16LE(0), file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([0, 1, ICO_SIZES.length]);
    for (const [index, size] of ICO_SIZES.entries()) {
      const at = 6 + 16 * index;
      const start = file.readUInt32LE(at + 12);
      const png = file.subarray(start, start + file.readUInt32LE(at + 8));
      expect(file.readUInt8(at)).toBe(size === 256 ? 0 : size);
      expect(png).toEqual(pictures.find((picture) => picture.size === size)?.png);
    }
  });
});

describe('icon.icns', () => {
  it('is made of these pictures', async () => {
    expect(await readFile(join(FOLDER, 'icon.icns'))).toEqual(icns(pictures));
  });

  it('has a chunk for every type, and its own length at its head', () => {
    const file = icns(pictures);
    expect([file.toString('ascii', 0, 4), file.readUInt32BE(4)]).toEqual(['icns', file.length]);
    let at = 8;
    for (const [type, size] of ICNS_TYPES) {
      const end = at + file.readUInt32BE(at + 4);
      expect(file.toString('ascii', at, at + 4)).toBe(type);
      expect(facts(file.subarray(at + 8, end)).slice(0, 2)).toEqual([size, size]);
      at = end;
    }
    expect(at).toBe(file.length);
  });
});

it('says which picture it lacks', () => {
  expect(() => ico(pictures.filter(({ size }) => size !== 48))).toThrow('no picture of 48 × 48');
});
