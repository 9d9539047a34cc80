import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planQr, QUIET_ZONE, qrBitmap } from '../../../main/printing/qr.ts';

describe('planQr', () => {
  it('budgets the printer by byte mode and itself by mixed modes', () => {
    expect(planQr('userid123456789', 7089, 384)).toMatchObject({
      kind: 'native',
      modules: 25,
      level: 'M',
      dots: 8,
    });
    expect(planQr('userid123456789', 0, 384)).toMatchObject({ kind: 'raster', modules: 21, dots: 8 });
  });

  it('auto: native while every printer can take it', () => {
    expect(planQr('x'.repeat(255), 255, 576).kind).toBe('native');
    expect(planQr('x'.repeat(256), 255, 576).kind).toBe('raster');
    expect(planQr('x'.repeat(256), 7089, 576).kind).toBe('native');
  });

  it('never hands a real-time command to the printer as QR data', () => {
    expect(planQr('a\u0010\u0004\u0001', 7089, 576).kind).toBe('raster');
  });

  it('takes less error correction where that makes modules readable, and says when they stay small', () => {
    expect(planQr('x'.repeat(600), 7089, 384)).toMatchObject({ level: 'L', dots: 4, tight: false });
    expect(planQr('x'.repeat(1000), 7089, 384)).toMatchObject({ dots: 3, tight: true });
  });

  it.each([
    ['', 384],
    ['x'.repeat(2954), 576],
  ])('refuses what cannot be drawn', (content, dots) => {
    expect(planQr(content, 255, dots).kind).toBe('refused');
  });

  it('always leaves four modules of white on both sides', () => {
    const contents = fc.string({ minLength: 1, maxLength: 2900 });
    const papers = fc.constantFrom(384, 576);
    fc.assert(
      fc.property(contents, papers, fc.constantFrom(7089, 0), (content, paper, mode) => {
        const plan = planQr(content, mode, paper);
        if (plan.kind === 'refused') return;
        expect((plan.modules + 2 * QUIET_ZONE) * plan.dots).toBeLessThanOrEqual(paper);
      }),
      { numRuns: 20 },
    );
  });
});

it('a raster never holds the byte that begins real-time commands', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 300 }), fc.constantFrom(2, 3, 4, 6, 8), (content, dots) => {
      const plan = planQr(content, 0, 576, dots);
      if (plan.kind !== 'raster') throw new Error('not a raster');
      expect(qrBitmap(plan.matrix, plan.dots).data.includes(0x10)).toBe(false);
    }),
    { numRuns: 30 },
  );
});
