import fc from 'fast-check';
import { create, type QRCodeErrorCorrectionLevel } from 'qrcode';
import { expect, it } from 'vitest';
import { bestMasked } from '../../../main/printing/qr-mask.ts';

it('is the mask that the qrcode package chooses, module by module', () => {
  const levels = fc.constantFrom<QRCodeErrorCorrectionLevel>('L', 'M', 'Q', 'H');
  const seen = new Set<number | undefined>();
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 250 }), levels, (content, errorCorrectionLevel) => {
      const theirs = create(content, { errorCorrectionLevel });
      const { modules } = create(content, { errorCorrectionLevel, maskPattern: 0 });
      expect(Buffer.from(bestMasked(modules)).equals(theirs.modules.data)).toBe(true);
      seen.add(theirs.maskPattern);
    }),
    { numRuns: 150 },
  );
  expect(seen.size).toBeGreaterThan(5);
});
