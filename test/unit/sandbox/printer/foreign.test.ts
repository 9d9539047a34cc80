/** What hosts of others send: graphics, bar codes, positions, margins, pages, and what poor clones make of it. */
import { describe, expect, it } from 'vitest';
import { print, printOn, readCodes } from './print.ts';

const raster = (widthBytes: number, rows: number, fill = 0xff): readonly (string | Uint8Array)[] => [
  '\x1dv0\0',
  Uint8Array.of(widthBytes, 0, rows & 255, rows >> 8),
  new Uint8Array(widthBytes * rows).fill(fill),
];
const dark = (ink: readonly (readonly number[])[]): readonly number[] =>
  ink.flatMap((row, y) => (row.length > 0 ? [y] : []));
const rows = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, y) => from + y);

describe('pictures', () => {
  it('bands of a raster join without a gap', () => {
    const { ink } = print(...raster(2, 100), ...raster(2, 50), ...raster(2, 1));
    expect(dark(ink)).toEqual(rows(0, 151));
    expect(ink[120]).toEqual(rows(0, 16));
  });

  it('so do lines of ESC * with a spacing of their height', () => {
    const band = ['\x1b*\x21\x08\0', new Uint8Array(24).fill(0xff), '\n'];
    const { ink } = print('\x1b3\x18', ...band, ...band);
    expect(dark(ink)).toEqual(rows(0, 48));
  });

  it('a raster of more than 2,303 rows, or with a line begun, prints nothing; the stream stays whole', () => {
    expect(print(...raster(1, 2304), 'Halo\n').text).toEqual(['Halo']);
    expect(print(...raster(1, 2304)).slips).toHaveLength(0);
    expect(print(...raster(1, 2303)).slips).toHaveLength(1);
    expect(dark(print(' ', ...raster(1, 10)).ink)).toEqual([]);
  });

  it('doubles a raster each way, and centres it', () => {
    const { ink } = print('\x1ba\x01\x1dv0\x03\x01\0\x01\0\x80');
    expect(ink.slice(0, 3)).toEqual([[280, 281], [280, 281], []]);
  });

  it('stored graphics are printed when they are told to be: GS ( L and GS 8 L', () => {
    const rest = '\x30\x70\x30\x01\x01\x31\x08\0\x02\0\xff\xff';
    const show = '\x1d(L\x02\0\x30\x32';
    expect(dark(print(`\x1d(L\x0c\0${rest}${show}`).ink)).toEqual([0, 1]);
    expect(dark(print(`\x1d8L\x0c\0\0\0${rest}${show}${show}`).ink)).toEqual([0, 1]);
    expect(print(`\x1d8L\x0c\0\0\0${rest}`).slips).toHaveLength(0);
  });
});

describe('bar codes', () => {
  const tall = '\x1dh\x60\x1dw\x02';

  it.each([
    ['Code39', `${tall}\x1dk\x04ABC-123\0`, 'ABC-123', 'CODE39 ABC-123'],
    ['Code39', `${tall}\x1dk\x45\x05K 9.$`, 'K 9.$', 'CODE39 K 9.$'],
    ['EAN13', `${tall}\x1dk\x02899123456789\0`, '8991234567891', 'EAN13 899123456789'],
    ['EAN13', `${tall}\x1dk\x43\x0d4006381333931`, '4006381333931', 'EAN13 4006381333931'],
    ['UPCA', `${tall}\x1dk\x41\x0b03600029145`, '036000291452', 'UPC-A 03600029145'],
    ['Code128', `${tall}\x1dk\x49\x0b{BTill-12{{`, 'Till-12{', 'CODE128 Till-12{'],
    ['Code128', `${tall}\x1dk\x49\x08{C\x0c\x22{BxY`, '1234xY', 'CODE128 1234xY'],
  ] as const)('%s is read back by somebody else', async (format, stream, read, said) => {
    const { slips } = print('\x1ba\x01\n\n', stream, '\n\n');
    expect(slips[0]?.barcodes).toEqual([said]);
    const found = await readCodes(slips[0]?.png ?? new Uint8Array(), format);
    expect(found.map((one) => (format === 'UPCA' ? one.slice(-12) : one))).toEqual([read]);
  });

  it('letters stand where GS H puts them', () => {
    expect(print('\x1dH\x02\x1dk\x04ABC\0').text).toEqual(['ABC']);
    expect(print('\x1dH3\x1dk\x04ABC\0').text).toEqual(['ABC', 'ABC']);
    expect(print('\x1dk\x04ABC\0').text).toEqual([]);
  });

  it('refuses what the system cannot hold, and what is wider than the paper', () => {
    for (const stream of [
      '\x1dk\x04abc\0',
      '\x1dk\x43\x0d4006381333932',
      '\x1dk\x49\x03ABC',
      '\x1dw\x06\x1dk\x04ABCDEFGH\0',
    ])
      expect(print(stream).slips).toHaveLength(0);
  });

  it('a system that is not drawn is a box that says so', () => {
    const { text, slips } = print('\x1dk\x46\x06123456', '\x1d(k\x06\x000P0abc\x1d(k\x03\x000Q0');
    expect(text).toEqual(['[ITF 123456]', '[PDF417 abc]']);
    expect(slips[0]?.barcodes).toEqual(['ITF 123456']);
  });
});

describe('places', () => {
  it('tabs, positions and margins', () => {
    const plain = print('x\n').ink.flat().length;
    const { text, ink } = print('\x1bD\x0a\x14\0a\tb\tc\td\n\x1b$\x78\0x\x1b\\\x0c\0y\n');
    expect(text).toEqual(['a         b         cd', 'x y']);
    expect(Math.min(...ink.slice(30).flat())).toBeGreaterThanOrEqual(120);
    const margin = print('\x1dL\x40\0\x1dW\x18\0xxx\n');
    expect(margin.text).toEqual(['xx', 'x']);
    expect(Math.min(...margin.ink.flat())).toBeGreaterThanOrEqual(64);
    expect(margin.ink.flat()).toHaveLength(plain * 3);
  });

  it('upside down is the same line, turned', () => {
    const upright = print('\x1b3\x18Ab1\n').ink.slice(0, 24);
    const turned = print('\x1b3\x18\x1b{\x01Ab1\n').ink.slice(0, 24);
    const expected = [...upright].reverse().map((row) => row.map((x) => 35 - x).reverse());
    expect(turned).toEqual(expected);
  });

  it('ESC d and ESC J feed as they say', () => {
    expect(print('a\x1bd\x01').moved).toBe(30);
    expect(print('a\x1bd\x03').moved).toBe(90);
    expect(print('a\x1bJ\x64').moved).toBe(100);
    expect(print('a\x1bJ\x01').moved).toBe(24);
    expect(print('\x1bJ\x64').moved).toBe(100);
  });

  it('a page is printed at FF, and forgotten at CAN and ESC S', () => {
    const page = '\x1bL\x1bW\0\0\0\0\x40\x02\x80\0\x1bT\0\x1d$\x20\0Page';
    expect(print(`${page}\x0cafter\n`).text).toEqual(['Page', 'after']);
    expect(print(`${page}\x18after\n\x0c`).text).toEqual(['after']);
    expect(print(`${page}\x1bSafter\n`).text).toEqual(['after']);
    expect(print(page).slips).toHaveLength(0);
  });
});

describe('what draws nothing leaves no rubbish', () => {
  it.each([
    ['a QR in the words of another make', '\x1dZ\x02\x1bZ\x03L\x06\x0a\x00https://xy'],
    [
      'settings of an invoice library',
      '\x1b \x00\x1bR\0\x1cS\0\0\x1c(A\x02\x00\x30\x00\x1dP\0\0\x1bU\x01\x1bc5\0\x1b=\x01',
    ],
    ['margins and beeps', '\x1bO\0\x1bl\0\x1bQ\0\x1bB\x02\x02\x1br\x00\x1bG\x00\x1dF\x00'],
    ['images in its memory', '\x1cq\x01\x01\x00\x01\x00abcdefgh\x1cp\x01\0\x1d*\x01\x01abcdefgh\x1d/\0'],
    ['user settings, a test print, a label feed', '\x1d(E\x03\0\x06\x01\x02\x1d(A\x02\0\x00\x01\x1d\x0c\x0c'],
  ])('%s', (_name, stream) => {
    expect(print(stream, 'Halo\n').text).toEqual(['Halo']);
  });

  it('a lost NUL does not swallow the rest for ever', () => {
    expect(print('\x1bD\x08', '\x10'.repeat(40), 'Halo\n').text).toEqual(['Halo']);
  });

  it('letters of a table that it lacks are shown as lacking; a number that no printer has changes nothing', () => {
    expect(print('\x1bt\x0b\xe3\n').text).toEqual(['\ufffd']);
    expect(print('\x1bt\x0b\xe3\n').ink.flat()).not.toEqual([]);
    expect(print('\x1bt\xc8\xe3\n').ink).toEqual(print('\xe3\n').ink);
    expect(print('\x1bt\x11\x80\x1bt\x12\x88\x1bt\x01\x95\n').text).toEqual(['Аł─']);
  });
});

describe('clones', () => {
  const qr = (data: string): string => {
    const size = data.length + 3;
    return `\x1d(k${String.fromCharCode(size & 255, size >> 8)}1P0${data}\x1d(k\x03\x001Q0`;
  };

  it('draw QRs of 255 bytes and nothing of 256', () => {
    expect(printOn('clone', '\x1c.', qr('x'.repeat(255))).slips[0]?.qrContents).toHaveLength(1);
    expect(printOn('clone', '\x1c.', qr('x'.repeat(256))).slips).toHaveLength(0);
    expect(print(qr('x'.repeat(256))).slips).toHaveLength(1);
  });

  it('without QR print its bytes as text, as a clone does that does not know GS (', () => {
    expect(printOn('clone-no-qr', '\x1c.', qr('BUDI'), '\n').text).toEqual(['k1P0BUDIk1Q0']);
    expect(printOn('clone-no-qr', '\x1c.\x1d(H\x06\x00\x30\x30abcd\n').text).toEqual(['H00abcd']);
  });

  it('read two bytes as one character until FS .', () => {
    expect(printOn('clone', '\x1b@\xd6\xd0A\n').text).toEqual(['中A']);
    expect(printOn('clone', '\x1b@\x1c.\x1bt\x10\xe9A\n').text).toEqual(['éA']);
    expect(print('\x1b@\x1bt\x10\xe9A\n').text).toEqual(['éA']);
  });
});
