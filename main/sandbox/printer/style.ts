/** How what follows will look: the commands that change only that, and where a command starts from. */
import type { Style } from './text-line.ts';
import { PLAIN_STYLE } from './text-line.ts';

export type Align = 'left' | 'center' | 'right';

/** Everything that ESC @ puts back. Lengths in dots. */
export interface Settings {
  readonly style: Style;
  readonly align: Align;
  readonly table: number;
  readonly spacing: number;
  readonly leftMargin: number;
  /** Null: the whole printable width. */
  readonly areaWidth: number | null;
  /** Tab stops from the left margin, ascending. */
  readonly tabs: readonly number[];
  readonly upsideDown: boolean;
  /** Chinese makes read two bytes from 0x81 up as one character. */
  readonly twoByte: boolean;
  readonly barcode: BarcodeSettings;
}

export interface BarcodeSettings {
  readonly height: number;
  /** Dots of the narrowest bar. */
  readonly module: number;
  /** Where the letters stand. */
  readonly label: 'none' | 'above' | 'below' | 'both';
}

const LINE_SPACING = 30;
const COLUMN = 12;
const EVERY_EIGHT = Array.from({ length: 32 }, (_, index) => (index + 1) * 8 * COLUMN);
const LABELS = ['none', 'above', 'below', 'both'] as const;

export function standardSettings(twoByte: boolean): Settings {
  return {
    style: PLAIN_STYLE,
    align: 'left',
    table: 0,
    spacing: LINE_SPACING,
    leftMargin: 0,
    areaWidth: null,
    tabs: EVERY_EIGHT,
    upsideDown: false,
    twoByte,
    barcode: { height: 162, module: 3, label: 'none' },
  };
}

/** ESC ! n sets five things at once. */
function styleOfMode(style: Style, n: number): Style {
  return {
    ...style,
    small: (n & 1) !== 0,
    bold: (n & 8) !== 0,
    high: (n & 16) !== 0 ? 2 : 1,
    wide: (n & 32) !== 0 ? 2 : 1,
    underline: (n & 128) !== 0,
  };
}

function alignOf(n: number): Align {
  return n === 1 || n === 49 ? 'center' : n === 2 || n === 50 ? 'right' : 'left';
}

/** ESC D: columns of the present character width, up to NUL or the first that does not ascend. */
function tabStops(args: Uint8Array, column: number): readonly number[] {
  const stops: number[] = [];
  for (const n of args) {
    if (n * column <= (stops.at(-1) ?? 0)) break;
    stops.push(n * column);
  }
  return stops;
}

function restyled(settings: Settings, name: string, n: number): Settings | null {
  const styled = (style: Partial<Style>): Settings => ({ ...settings, style: { ...settings.style, ...style } });
  switch (name) {
    case 'ESC !':
      return { ...settings, style: styleOfMode(settings.style, n) };
    case 'ESC E':
    case 'ESC G':
      return styled({ bold: (n & 1) === 1 });
    case 'ESC -':
      return styled({ underline: n !== 0 && n !== 48 });
    case 'ESC M':
      return styled({ small: n === 1 || n === 49 });
    case 'ESC \x20':
      return styled({ gap: n });
    case 'GS !':
      return styled({ wide: ((n >> 4) & 7) + 1, high: (n & 7) + 1 });
    case 'GS B':
      return styled({ inverted: (n & 1) === 1 });
    default:
      return null;
  }
}

function barcodeSet(settings: Settings, name: string, n: number): Settings | null {
  const set = (barcode: Partial<BarcodeSettings>): Settings => ({
    ...settings,
    barcode: { ...settings.barcode, ...barcode },
  });
  switch (name) {
    case 'GS h':
      return n === 0 ? settings : set({ height: n });
    case 'GS w':
      // 68 to 76 are the reference's finer steps; drawn as the next whole ones.
      return n >= 1 && n <= 6
        ? set({ module: n })
        : n >= 68 && n <= 76
          ? set({ module: Math.ceil((n - 64) / 2) })
          : settings;
    case 'GS H':
      return set({ label: LABELS[n >= 48 ? n - 48 : n] ?? settings.barcode.label });
    default:
      return null;
  }
}

/** Commands that only change how what follows will look; others leave the settings as they are. */
export function changed(settings: Settings, name: string, args: Uint8Array, lineIsEmpty: boolean): Settings {
  const n = args[0] ?? 0;
  const word = n + (args[1] ?? 0) * 256;
  switch (name) {
    case 'ESC a':
      return lineIsEmpty ? { ...settings, align: alignOf(n) } : settings;
    case 'ESC {':
      return lineIsEmpty ? { ...settings, upsideDown: (n & 1) === 1 } : settings;
    case 'GS L':
      return lineIsEmpty ? { ...settings, leftMargin: word } : settings;
    case 'GS W':
      return lineIsEmpty ? { ...settings, areaWidth: word } : settings;
    case 'ESC D':
      return { ...settings, tabs: tabStops(args, (settings.style.small ? 9 : COLUMN) * settings.style.wide) };
    case 'ESC t':
      return { ...settings, table: n };
    case 'ESC 2':
      return { ...settings, spacing: LINE_SPACING };
    case 'ESC 3':
      return { ...settings, spacing: n };
    case 'FS &':
      return { ...settings, twoByte: true };
    case 'FS .':
      return { ...settings, twoByte: false };
    default:
      return restyled(settings, name, n) ?? barcodeSet(settings, name, n) ?? settings;
  }
}
