/** The sandbox printer's parts, fed with bytes of hosts that are not ours. */
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charOf } from '../../../../main/sandbox/printer/code-pages.ts';
import { cutFirst } from '../../../../main/sandbox/printer/commands.ts';
import { createEngine, type Question } from '../../../../main/sandbox/printer/engine.ts';
import { loadFont } from '../../../../main/sandbox/printer/font.ts';
import { encodePng } from '../../../../main/sandbox/printer/png.ts';
import type { RenderedSlip } from '../../../../main/sandbox/printer/press.ts';
import { readQrs } from '../../../integration/printing/rig.ts';

const font = loadFont();

function print(...parts: readonly (string | Uint8Array)[]) {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')));
  const slips: Omit<RenderedSlip, 'file'>[] = [];
  const questions: Question[] = [];
  const engine = createEngine(576, font, {
    onQuestion: (question) => questions.push(question),
    onSlip: (slip) => slips.push(slip),
    onLine: () => undefined,
    onMove: () => undefined,
    onPulse: () => undefined,
  });
  for (let at = 0; at < bytes.length; ) {
    const cut = cutFirst(bytes.subarray(at));
    if (cut === null) break;
    engine.run(cut.command);
    at += cut.length;
  }
  engine.tear();
  return { slips, questions, text: slips.flatMap((slip) => slip.text) };
}

describe('commands', () => {
  it('waits for the end of a command and takes no byte too many', () => {
    const stream = Buffer.from('\x1d(k\x05\x001P0ab!\x1bp0\x10\x10\x1dv0\0\x01\0\x02\0\xff\xffx', 'latin1');
    const lengths: number[] = [];
    for (let at = 0; at < stream.length; ) {
      const cut = cutFirst(stream.subarray(at));
      if (cut === null) throw new Error('unfinished');
      expect(cutFirst(stream.subarray(at, at + cut.length - 1))).toBeNull();
      lengths.push(cut.length);
      at += cut.length;
    }
    expect(lengths).toEqual([10, 1, 5, 10, 1]);
  });

  it('gets through any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (let at = 0; at < bytes.length; ) {
          const cut = cutFirst(bytes.subarray(at));
          if (cut === null) return;
          expect(cut.length).toBeGreaterThan(0);
          at += cut.length;
        }
      }),
    );
  });
});

describe('text', () => {
  it.each([
    [0, 0x82, 'é'],
    [2, 0xe3, 'Ò'],
    [16, 0x80, '€'],
    [19, 0xd5, '€'],
    [99, 0x9c, '£'],
    [16, 0x41, 'A'],
  ])('table %s, byte %s is %s', (table, byte, char) => {
    expect(charOf(byte, table)).toBe(char);
  });

  it('keeps skipping what it does not know, and prints the rest', () => {
    const { text } = print(
      '\x1b@\x1bR\x05\x1c.\x1bp\0\x19\xfaHalo\n',
      '\x1dh\x50\x1dk\x04CODE39\0\x1d(A\x02\0ab',
      'Dunia\n',
    );
    expect(text).toEqual(['Halo', 'Dunia']);
  });

  it('breaks a line where the paper ends, sooner for wide letters', () => {
    expect(print('x'.repeat(50), '\n').text).toEqual(['x'.repeat(48), 'xx']);
    expect(print('\x1d!\x11', 'y'.repeat(30), '\n').text).toEqual(['y'.repeat(24), 'y'.repeat(6)]);
  });

  it('has a letter for all that an Indonesian slip says', () => {
    const box = font.glyph('\u{1f600}');
    for (const char of 'ABCXYZabcxyz0189.,:;-/()&@#*+éüñ€') expect(font.glyph(char)).not.toBe(box);
  });
});

describe('pictures', () => {
  it('draws a QR of a foreign host, at the left, and reads back', async () => {
    const qr = '\x1d(k\x04\x001A2\0\x1d(k\x03\x001C\x06\x1d(k\x03\x001E1\x1d(k\x0b\x001P0BUDI-123\x1d(k\x03\x001Q0';
    const { slips } = print('\x1b@\n\n', qr, '\n\n\x1dV\0');
    expect(slips[0]?.qrContents).toEqual(['BUDI-123']);
    const found = await readQrs(slips[0]?.png ?? new Uint8Array());
    expect(found.map((one) => one.text)).toEqual(['BUDI-123']);
  });

  it('draws nothing where a printer draws nothing', () => {
    const tooWide = `\x1d(k\x03\x001C\x10\x1d(k\x67\x001P0${'x'.repeat(100)}\x1d(k\x03\x001Q0`;
    expect(print('\x1b@', tooWide).slips).toHaveLength(0);
    expect(print('\x1b@\x1d(k\x03\x001Q0').slips).toHaveLength(0);
    expect(print('\x1b@abc', '\x1d(k\x04\x001P0A\x1d(k\x03\x001Q0', '\n').slips[0]?.qrContents).toEqual([]);
  });

  it('draws bit images of 24 dots', () => {
    const { slips } = print('\x1b*\x21\x02\0', Uint8Array.of(255, 255, 255, 255, 255, 255), '\n');
    expect(slips).toHaveLength(1);
  });

  it('answers for the size of a QR before it is printed', () => {
    const { questions } = print('\x1d(k\x03\x001C\x04\x1d(k\x04\x001P0A\x1d(k\x03\x001R0');
    expect(questions).toEqual([{ kind: 'qr-size', answer: Buffer.from('\x37\x3684\x1f84\x1f1\x1f0\0', 'latin1') }]);
  });

  it('cuts blank paper without making a slip of it', () => {
    expect(print('\x1b@\n\n\n\x1dVB\0').slips).toHaveLength(0);
  });

  it('writes PNG that holds the very pixels', () => {
    const png = encodePng(10, 2, Uint8Array.of(0b1010_1010, 0b0100_0000, 0xff, 0xc0));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const at = png.indexOf('IDAT');
    const data = png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
    expect([...inflateSync(data)]).toEqual([0, 0b1010_1010, 0b0100_0000, 0, 0xff, 0xc0]);
  });
});
