import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { byteVersion, modulesOf } from '../../../main/printing/qr-capacity.ts';

const LEVELS = ['L', 'M', 'Q', 'H'] as const;

/** By a maker of QRs that has tables of its own. */
function modulesMade(bytes: number, errorCorrectionLevel: (typeof LEVELS)[number]): number | null {
  const data = new Uint8Array(bytes).fill(0x61);
  try {
    return create([{ data, mode: 'byte' }], { errorCorrectionLevel, maskPattern: 0 }).modules.size;
  } catch {
    return null;
  }
}

describe('byteVersion', () => {
  it.each(LEVELS)('%s: every version ends where that of the qrcode package ends', (level) => {
    const ends: number[] = [];
    for (let bytes = 1; byteVersion(bytes, level) !== null; bytes += 1) {
      if (byteVersion(bytes, level) !== byteVersion(bytes + 1, level)) ends.push(bytes);
    }
    expect(ends).toHaveLength(40);
    for (const [index, bytes] of ends.entries()) {
      expect(modulesMade(bytes, level)).toBe(modulesOf(index + 1));
      expect(modulesMade(bytes + 1, level)).toBe(index === 39 ? null : modulesOf(index + 2));
    }
  });
});
