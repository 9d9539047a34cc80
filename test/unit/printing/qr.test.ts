import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planQr, type QrLimits, QUIET_ZONE, qrBitmap } from '../../../main/printing/qr.ts';

const NARROW: QrLimits = { nativeQrBytes: 0, raster: true, paperDots: 384, leastDots: 4 };
const WIDE: QrLimits = { ...NARROW, paperDots: 576 };
const NATIVE = { nativeQrBytes: 7089 } as const;
const ladder = (dots: number) => ({ dots, drawn: null });

describe('planQr', () => {
  it('budgets the printer by byte mode and itself by mixed modes', () => {
    expect(planQr('userid123456789', { ...NARROW, ...NATIVE })).toMatchObject({ kind: 'native', modules: 25, dots: 8 });
    expect(planQr('userid123456789', NARROW)).toMatchObject({ kind: 'raster', modules: 21, dots: 8 });
  });

  it('hands the printer no more bytes than it is trusted with', () => {
    const clone = { ...WIDE, nativeQrBytes: 255 };
    expect(planQr('x'.repeat(255), clone).kind).toBe('native');
    expect(planQr('x'.repeat(256), clone).kind).toBe('raster');
    expect(planQr('é'.repeat(128), clone).kind).toBe('raster');
    expect(planQr('x'.repeat(256), { ...WIDE, ...NATIVE }).kind).toBe('native');
  });

  it.each([
    ['DLE EOT', 'a\u0010\u0004\u0001'],
    ['DLE ENQ', 'a\u0010\u0005\u0002'],
    ['DLE DC4', 'a\u0010\u0014\u0001'],
    // Their length with the three bytes before them is 0x0410 and 0x0510, low byte first.
    ['a length of 1,037', 'x'.repeat(1037)],
    ['a length of 1,293', 'x'.repeat(1293)],
  ])('never hands a real-time command to the printer: %s', (_what, content) => {
    expect(planQr(content, { ...WIDE, ...NATIVE }).kind).toBe('raster');
  });

  it('takes less error correction where that makes modules readable, and says when they stay small', () => {
    expect(planQr('x'.repeat(600), NARROW)).toMatchObject({ level: 'L', dots: 4, tight: false });
    expect(planQr('x'.repeat(1000), NARROW)).toMatchObject({ dots: 3, tight: true });
    expect(planQr('x'.repeat(1000), { ...NARROW, leastDots: 3 })).toMatchObject({ dots: 3, tight: false });
    expect(planQr('x'.repeat(600), { ...NARROW, leastDots: 6 })).toMatchObject({ tight: true });
  });

  it('takes more error correction where the same number of modules has room for it', () => {
    expect(planQr('TES A', WIDE)).toMatchObject({ modules: 21, level: 'H' });
    expect(planQr('x'.repeat(17), WIDE)).toMatchObject({ modules: 25, level: 'Q' });
  });

  it('a raster has 6 dots where 7 would fit, which the printer cannot double', () => {
    expect(planQr('x'.repeat(300), { ...WIDE, ...NATIVE })).toMatchObject({ kind: 'native', dots: 7 });
    expect(planQr('x'.repeat(300), WIDE)).toMatchObject({ kind: 'raster', dots: 6 });
    expect(planQr('x'.repeat(300), { ...WIDE, leastDots: 8 })).toMatchObject({ dots: 8, level: 'L', tight: false });
  });

  it('lets the slip choose the drawer, whatever the printer is trusted with', () => {
    expect(planQr('TES A', WIDE, { dots: 6, drawn: 'native' })).toMatchObject({ kind: 'native', dots: 6 });
    expect(planQr('TES B', { ...WIDE, ...NATIVE }, { dots: 6, drawn: 'raster' })).toMatchObject({
      kind: 'raster',
      dots: 6,
    });
  });

  it.each([
    ['nothing', '', NARROW],
    ['more than any version', 'x'.repeat(2954), WIDE],
    ['a printer that draws nothing', 'x', { ...WIDE, raster: false }],
  ])('refuses what cannot be drawn: %s', (_what, content, limits) => {
    expect(planQr(content, limits).kind).toBe('refused');
  });

  it.each([384, 504, 512, 576])('2,900 bytes fit %s dots, natively and as a raster', (paperDots) => {
    const content = 'Ab3-'.repeat(725);
    expect(planQr(content, { ...NARROW, paperDots })).toMatchObject({ kind: 'raster' });
    expect(planQr(content, { ...NARROW, ...NATIVE, paperDots })).toMatchObject({ kind: 'native' });
  });

  it('always leaves four modules of white on both sides, and is never tight where L would not be', () => {
    const contents = fc.string({ minLength: 1, maxLength: 2900 });
    const papers = fc.constantFrom(384, 512, 576);
    fc.assert(
      fc.property(contents, papers, fc.constantFrom(7089, 0), (content, paperDots, nativeQrBytes) => {
        const limits = { ...NARROW, paperDots, nativeQrBytes };
        const plan = planQr(content, limits);
        if (plan.kind === 'refused') return;
        expect((plan.modules + 2 * QUIET_ZONE) * plan.dots).toBeLessThanOrEqual(paperDots);
        if (plan.tight) expect(plan.level).not.toBe('H');
      }),
      { numRuns: 20 },
    );
  });
});

it('a raster never holds the byte that begins real-time commands', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 300 }), fc.constantFrom(2, 3, 4, 6, 8), (content, dots) => {
      const plan = planQr(content, WIDE, ladder(dots));
      if (plan.kind !== 'raster') throw new Error('not a raster');
      expect(qrBitmap(plan.matrix, plan.dots, 576).data.includes(0x10)).toBe(false);
    }),
    { numRuns: 30 },
  );
});

describe('qrBitmap', () => {
  const bitmapAt = (dots: number, paperDots: number) => {
    const plan = planQr('00020101021226610014ID.CO.QRIS.WWW5802ID', { ...WIDE, paperDots }, ladder(dots));
    if (plan.kind !== 'raster') throw new Error('not a raster');
    const { widthBytes, rows, data, scale } = qrBitmap(plan.matrix, dots, paperDots);
    return { scale, width: widthBytes * 8 * scale, height: rows * scale, bytes: data.length };
  };

  it('lets the printer double large modules: a quarter of the bytes for as much paper', () => {
    expect(bitmapAt(8, 384)).toEqual({ scale: 2, width: 272, height: 264, bytes: 2244 });
    expect(bitmapAt(6, 384)).toMatchObject({ scale: 2, height: 198 });
  });

  it.each([8, 7, 4, 2])('stands in the middle of its bytes: %s dots', (dots) => {
    const plan = planQr('00020101021226610014ID.CO.QRIS.WWW5802ID', WIDE, ladder(dots));
    if (plan.kind !== 'raster') throw new Error('not a raster');
    const { widthBytes, rows, data } = qrBitmap(plan.matrix, dots, 576);
    const ink = Array.from({ length: rows }, (_, y) => data.subarray(y * widthBytes, (y + 1) * widthBytes))
      .map((row) => Array.from(row, (byte) => byte.toString(2).padStart(8, '0')).join(''))
      .filter((row) => row.includes('1'));
    const left = Math.min(...ink.map((row) => row.indexOf('1')));
    const right = Math.min(...ink.map((row) => row.length - 1 - row.lastIndexOf('1')));
    expect(Math.abs(left - right)).toBeLessThanOrEqual(1);
  });

  it('but none of which half would be hard to read, none that is odd, none that would be wider than the paper', () => {
    expect(bitmapAt(4, 384)).toMatchObject({ scale: 1, height: 132 });
    expect(bitmapAt(7, 384)).toMatchObject({ scale: 1, height: 231 });
    expect(bitmapAt(8, 264)).toMatchObject({ scale: 1, width: 264, height: 264 });
  });
});
