/** The sandbox printer's own QR maker behind GS ( k: what a host stored, drawn in byte mode. */
import { create } from 'qrcode';
import { type Bitmap, bitmapOf } from './bitmap.ts';

type Level = 'L' | 'M' | 'Q' | 'H';

export interface QrSettings {
  readonly dots: number;
  readonly level: Level;
  readonly stored: Uint8Array;
}

export const QR_DEFAULTS: QrSettings = { dots: 3, level: 'L', stored: new Uint8Array() };

const LEVELS: Readonly<Record<number, Level>> = { 48: 'L', 49: 'M', 50: 'Q', 51: 'H' };

/**
 * Functions 65, 67, 69 and 80 change the settings; a value out of range is ignored, as on paper.
 * @param most how many bytes can be stored; of more, nothing is
 */
export function changeQr(settings: QrSettings, fn: number, args: Uint8Array, most: number): QrSettings {
  const value = args[0] ?? 0;
  switch (fn) {
    case 67:
      return value >= 1 && value <= 16 ? { ...settings, dots: value } : settings;
    case 69: {
      const level = LEVELS[value];
      return level === undefined ? settings : { ...settings, level };
    }
    case 80:
      if (value !== 48) return settings;
      return { ...settings, stored: args.length - 1 > most ? new Uint8Array() : args.slice(1) };
    default:
      return settings;
  }
}

/** @returns null for what a printer leaves blank: nothing stored, too much, or wider than the paper */
export function qrSymbol(settings: QrSettings, paper: number): Bitmap | null {
  const { dots, level, stored } = settings;
  if (stored.length === 0) return null;
  try {
    const { modules } = create([{ data: stored, mode: 'byte' }], { errorCorrectionLevel: level });
    const side = modules.size * dots;
    if (side > paper) return null;
    return bitmapOf(side, side, (x, y) => modules.get(Math.floor(y / dots), Math.floor(x / dots)) !== 0);
  } catch {
    // More than any version holds: a printer stays silent, too.
    return null;
  }
}

/** The answer to function 82: the symbol's size, and whether it can be printed. */
export function qrSizeAnswer(settings: QrSettings, paper: number): Uint8Array {
  const symbol = qrSymbol(settings, paper);
  const side = String(symbol?.width ?? 0);
  return Buffer.from(`\x37\x36${side}\x1f${side}\x1f1\x1f${symbol === null ? '1' : '0'}\0`, 'latin1');
}
