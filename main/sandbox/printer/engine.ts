/** Prints: takes commands one by one, sets lines, draws, cuts. Everything it knows, it knows from the bytes. */
import { charOf } from './code-pages.ts';
import type { Command } from './commands.ts';
import type { Font } from './font.ts';
import { changeQr, QR_DEFAULTS, type QrSettings, qrSizeAnswer, qrSymbol } from './qr-symbol.ts';
import { createRoll, type Picture } from './roll.ts';
import { type Align, type Cell, charCell, drawLine, leftOf, PLAIN_STYLE, type Style } from './text-line.ts';

export interface RenderedSlip extends Picture {
  /** Lines of text from top to bottom, without the blanks around them. */
  readonly text: readonly string[];
  /** What the printer's own QR maker was asked to draw (GS ( k), as UTF-8; a raster is only dots to a printer. */
  readonly qrContents: readonly string[];
  /** Where the picture was written, null when it was not. */
  readonly file: string | null;
}

/** What a host asked with GS r, GS ( H, GS I; the answer waits for all that came before, which is how it is called. */
export type Question =
  | { readonly kind: 'sensors' }
  | { readonly kind: 'printed'; readonly id: Uint8Array }
  | { readonly kind: 'identity'; readonly item: number }
  | { readonly kind: 'qr-size'; readonly answer: Uint8Array }
  | { readonly kind: 'automatic-status'; readonly on: boolean };

export interface EngineEvents {
  readonly onQuestion: (question: Question) => void;
  readonly onSlip: (slip: Omit<RenderedSlip, 'file'>) => void;
  /** A line went out, or a feed without text. */
  readonly onLine: () => void;
}

const LINE_SPACING = 30;
/** From the head to the cutter. */
const TO_CUTTER = 60;

interface State {
  readonly style: Style;
  readonly align: Align;
  readonly table: number;
  readonly spacing: number;
  readonly qr: QrSettings;
}

const DEFAULTS: State = { style: PLAIN_STYLE, align: 'left', table: 0, spacing: LINE_SPACING, qr: QR_DEFAULTS };

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

/** Commands that only change how what follows will look. */
function restyled(state: State, name: string, n: number): State {
  const styled = (style: Partial<Style>): State => ({ ...state, style: { ...state.style, ...style } });
  switch (name) {
    case 'ESC @':
      return DEFAULTS;
    case 'ESC !':
      return { ...state, style: styleOfMode(state.style, n) };
    case 'ESC E':
    case 'ESC G':
      return styled({ bold: (n & 1) === 1 });
    case 'ESC -':
      return styled({ underline: n !== 0 && n !== 48 });
    case 'ESC M':
      return styled({ small: n === 1 || n === 49 });
    case 'GS !':
      return styled({ wide: ((n >> 4) & 7) + 1, high: (n & 7) + 1 });
    case 'GS B':
      return styled({ inverted: (n & 1) === 1 });
    case 'ESC t':
      return { ...state, table: n };
    case 'ESC 2':
      return { ...state, spacing: LINE_SPACING };
    case 'ESC 3':
      return { ...state, spacing: n };
    default:
      return state;
  }
}

/** ESC * m nL nH: columns of 8 or 24 dots, set on the line like a character. */
function bitImageCell(args: Uint8Array): Cell {
  const mode = args[0] ?? 0;
  const columns = (args[1] ?? 0) + (args[2] ?? 0) * 256;
  const tall = mode >= 32 ? 3 : 1;
  const stretchX = mode === 0 || mode === 32 ? 2 : 1;
  const stretchY = tall === 1 ? 3 : 1;
  return {
    text: '',
    width: columns * stretchX,
    height: 24,
    isDark: (x, y) => {
      const dot = Math.floor(y / stretchY);
      const byte = args[3 + Math.floor(x / stretchX) * tall + (dot >> 3)] ?? 0;
      return ((byte >> (7 - (dot & 7))) & 1) === 1;
    },
  };
}

export interface Engine {
  readonly run: (command: Command) => void;
  /** Tears off what has no cut yet; null when the paper is blank. */
  readonly tear: () => void;
}

/** @param dots printable width */
export function createEngine(dots: number, font: Font, events: EngineEvents): Engine {
  const roll = createRoll(dots);
  let state = DEFAULTS;
  let cells: Cell[] = [];
  let text: string[] = [];
  let qrContents: string[] = [];

  const flush = (): void => {
    const height = drawLine(cells, state.align, roll);
    const said = cells
      .map((cell) => cell.text)
      .join('')
      .trim();
    if (said !== '') text.push(said);
    cells = [];
    roll.feed(Math.max(height, state.spacing));
    events.onLine();
  };
  const place = (cell: Cell): void => {
    const used = cells.reduce((sum, one) => sum + one.width, 0);
    if (used + cell.width > dots && cells.length > 0) flush();
    cells.push(cell);
  };
  const feedLines = (lines: number): void => {
    if (cells.length > 0) flush();
    for (let line = 0; line < lines; line += 1) flush();
  };
  const cut = (): void => {
    if (cells.length > 0) flush();
    const blank = roll.isBlank();
    const picture = roll.cut();
    if (!blank) events.onSlip({ ...picture, text, qrContents });
    text = [];
    qrContents = [];
  };

  const graphic = (width: number, height: number, isDark: (x: number, y: number) => boolean): void => {
    // Only at the start of a line, as on paper.
    if (cells.length > 0) return;
    roll.draw(leftOf(width, dots, state.align), roll.y(), isDark, { width, height });
    roll.feed(height);
    events.onLine();
  };
  const raster = (args: Uint8Array): void => {
    const widthBytes = (args[2] ?? 0) + (args[3] ?? 0) * 256;
    const rows = (args[4] ?? 0) + (args[5] ?? 0) * 256;
    const wide = ((args[1] ?? 0) & 1) + 1;
    const high = (((args[1] ?? 0) >> 1) & 1) + 1;
    graphic(widthBytes * 8 * wide, rows * high, (x, y) => {
      const dot = Math.floor(x / wide);
      const byte = args[6 + Math.floor(y / high) * widthBytes + (dot >> 3)] ?? 0;
      return ((byte >> (7 - (dot & 7))) & 1) === 1;
    });
  };
  const qr = (fn: number, args: Uint8Array): void => {
    if (fn === 82) events.onQuestion({ kind: 'qr-size', answer: qrSizeAnswer(state.qr, dots) });
    else if (fn !== 81) state = { ...state, qr: changeQr(state.qr, fn, args) };
    else {
      const symbol = qrSymbol(state.qr, dots);
      if (symbol === null || cells.length > 0) return;
      qrContents.push(new TextDecoder().decode(state.qr.stored));
      graphic(symbol.width, symbol.height, symbol.isDark);
    }
  };
  /** GS ( letter pL pH …: only QR codes and the request for a printed answer mean something here. */
  const extended = (args: Uint8Array): void => {
    const [letter, , , first, fn] = args;
    if (letter === 0x6b && first === 49 && fn !== undefined) qr(fn, args.subarray(5));
    if (letter === 0x48 && first === 48) events.onQuestion({ kind: 'printed', id: args.slice(5, 9) });
  };

  const act = (name: string, args: Uint8Array): void => {
    const n = args[0] ?? 0;
    switch (name) {
      case 'ESC a':
        if (cells.length === 0) state = { ...state, align: alignOf(n) };
        break;
      case 'ESC @':
        cells = [];
        events.onQuestion({ kind: 'automatic-status', on: false });
        state = DEFAULTS;
        break;
      case 'ESC d':
        feedLines(n);
        break;
      case 'ESC J':
        if (cells.length > 0) flush();
        roll.feed(n);
        break;
      case 'ESC *':
        place(bitImageCell(args));
        break;
      case 'ESC i':
      case 'ESC m':
        cut();
        break;
      case 'GS V':
        roll.feed(args.length > 1 ? TO_CUTTER + (args[1] ?? 0) : 0);
        cut();
        break;
      case 'GS v':
        raster(args);
        break;
      case 'GS (':
        extended(args);
        break;
      case 'GS r':
        events.onQuestion({ kind: 'sensors' });
        break;
      case 'GS I':
        events.onQuestion({ kind: 'identity', item: n });
        break;
      case 'GS a':
        events.onQuestion({ kind: 'automatic-status', on: n !== 0 });
        break;
      default:
        state = restyled(state, name, n);
    }
  };
  const control = (byte: number): void => {
    if (byte === 0x0a) flush();
    else if (byte === 0x18) cells = [];
    else if (byte === 0x09) {
      const columns = 8 - (cells.length % 8);
      for (let blank = 0; blank < columns; blank += 1) place(charCell(' ', state.style, font));
    }
  };

  return {
    run: (command) => {
      if (command.kind === 'char') place(charCell(charOf(command.byte, state.table), state.style, font));
      else if (command.kind === 'control') control(command.byte);
      else act(command.name, command.args);
    },
    tear: cut,
  };
}
