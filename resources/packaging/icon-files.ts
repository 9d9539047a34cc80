/** Windows' and macOS' icon files: plain containers around PNG pictures. */

/** A square PNG. */
export interface Picture {
  /** Width and height, in pixels. */
  readonly size: number;
  readonly png: Buffer;
}

/** What Windows picks from, by scale and place; 256 is the largest that an .ico can name. */
export const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256] as const;

/**
 * macOS' names for sizes. 16 and 32 without Retina are left out: their entries want a raw format, and macOS scales.
 * A size may stand twice, once as itself and once as half of it on a Retina display.
 */
export const ICNS_TYPES = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

/** What a Linux desktop looks for under hicolor, and all that the two containers hold. */
export const PNG_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;

function pngOf(pictures: readonly Picture[], size: number): Buffer {
  const found = pictures.find((picture) => picture.size === size);
  if (found === undefined) throw new Error(`no picture of ${size} × ${size}`);
  return found.png;
}

/** ICONDIR, one ICONDIRENTRY a picture, then the pictures; as Windows Vista and later read it. */
export function ico(pictures: readonly Picture[]): Buffer {
  const images = ICO_SIZES.map((size) => ({ size, png: pngOf(pictures, size) }));
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2); // an icon, not a cursor
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at); // 0 means 256
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4); // planes
    head.writeUInt16LE(32, at + 6); // bits a pixel
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'ascii');
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}

/** One chunk a picture inside one chunk, big-endian lengths that count the chunk's own head. */
export function icns(pictures: readonly Picture[]): Buffer {
  return chunk('icns', Buffer.concat(ICNS_TYPES.map(([type, size]) => chunk(type, pngOf(pictures, size)))));
}
