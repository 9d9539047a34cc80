/** Prints: takes commands one by one and has them drawn. Everything it knows, it knows from the bytes. */
import { readBarcode } from './barcode.ts';
import type { Bitmap } from './bitmap.ts';
import { charOf } from './code-pages.ts';
import type { Command } from './commands.ts';
import type { Font } from './font.ts';
import { readColumns, readGraphic, readRaster } from './graphics.ts';
import { createPress, type PressEvents } from './press.ts';
import { changeQr, QR_DEFAULTS, qrSizeAnswer, qrSymbol } from './qr-symbol.ts';
import type { Dialect } from './setup.ts';
import { changed, standardSettings } from './style.ts';

/** What a host asked; the answer waits for all that came before, which is how it is called. */
export type Question =
  /** GS r 1, ESC v */
  | { readonly kind: 'sensors' }
  /** GS r 2, ESC u */
  | { readonly kind: 'drawer' }
  /** GS r 4 */
  | { readonly kind: 'ink' }
  /** GS ( H fn 48 */
  | { readonly kind: 'printed'; readonly id: Uint8Array }
  /** GS I */
  | { readonly kind: 'identity'; readonly item: number }
  /** GS ( k fn 82 */
  | { readonly kind: 'qr-size'; readonly answer: Uint8Array }
  /** GS a; ESC @ asks for none. */
  | { readonly kind: 'automatic-status'; readonly mask: number };

export interface EngineEvents extends PressEvents {
  readonly onQuestion: (question: Question) => void;
  /** ESC p: the drawer is opened. */
  readonly onPulse: () => void;
}

export interface Engine {
  readonly run: (command: Command) => void;
  /** Tears off what has no cut yet; nothing when the paper is blank. */
  readonly tear: () => void;
  /** Forgets what is set and not printed, and leaves page mode. */
  readonly clear: () => void;
  /** As after power-up. */
  readonly restart: () => void;
}

/** From the head to the cutter. */
const TO_CUTTER = 60;
const CLONE_QR_BYTES = 255;
const QR_BYTES = 7089;
const BRACKET_K = 0x6b;
const BRACKET_H = 0x48;
const BRACKET_L = 0x4c;
const QR_CODE = 49;
const SYMBOLS: Readonly<Record<number, string>> = {
  48: 'PDF417',
  50: 'MaxiCode',
  51: 'GS1 DataBar',
  52: 'Composite',
  53: 'Aztec',
  54: 'DataMatrix',
};
const QUESTIONS: Readonly<Record<number, Question>> = {
  1: { kind: 'sensors' },
  49: { kind: 'sensors' },
  2: { kind: 'drawer' },
  50: { kind: 'drawer' },
  4: { kind: 'ink' },
  52: { kind: 'ink' },
};

/** @param dots printable width @param dialect asked anew for each command that depends on it */
export function createEngine(
  dots: number,
  font: Font,
  events: EngineEvents,
  dialect: () => Dialect = () => 'full',
): Engine {
  const press = createPress(dots, font, events);
  let settings = standardSettings(dialect() !== 'full');
  let qr = QR_DEFAULTS;
  /** Other two-dimensional symbols' data, by their number. */
  let stored: Readonly<Record<number, string>> = {};
  let graphic: Bitmap | null = null;
  let lead: number | null = null;

  const restart = (): void => {
    press.clear();
    settings = standardSettings(dialect() !== 'full');
    qr = QR_DEFAULTS;
    stored = {};
    graphic = null;
  };
  const lineFeeds = (lines: number): void => {
    for (let line = 0; line < lines; line += 1) press.flush(settings, settings.spacing);
    if (lines === 0 && !press.lineIsEmpty()) press.flush(settings, 0);
  };
  const drawQr = (fn: number, args: Uint8Array): void => {
    const most = dialect() === 'full' ? QR_BYTES : CLONE_QR_BYTES;
    if (fn === 82) events.onQuestion({ kind: 'qr-size', answer: qrSizeAnswer(qr, dots) });
    else if (fn !== 81) qr = changeQr(qr, fn, args, most);
    else {
      const symbol = qrSymbol(qr, dots);
      if (symbol !== null) press.qr(symbol, new TextDecoder().decode(qr.stored), settings);
    }
  };
  const drawOther = (symbol: number, fn: number, args: Uint8Array): void => {
    const name = SYMBOLS[symbol];
    if (name === undefined) return;
    if (fn === 80) stored = { ...stored, [symbol]: Buffer.from(args.subarray(1)).toString('latin1') };
    const data = stored[symbol];
    if (fn === 81 && data !== undefined) press.placeholder(`${name} ${data}`, 200, 120, settings);
  };
  /** @param args from m on */
  const graphics = (args: Uint8Array): void => {
    const fn = args[1];
    if (fn === 112) graphic = readGraphic(args.subarray(2));
    if ((fn === 50 || fn === 2) && graphic !== null) {
      press.picture(graphic, settings);
      graphic = null;
    }
  };
  /** GS ( letter pL pH …: symbols, graphics and the request for a printed answer mean something here. */
  const extended = (args: Uint8Array): void => {
    const [letter, , , first = 0, fn] = args;
    if (letter === BRACKET_K && fn !== undefined) {
      if (first === QR_CODE) drawQr(fn, args.subarray(5));
      else drawOther(first, fn, args.subarray(5));
    }
    if (letter === BRACKET_L) graphics(args.subarray(3));
    if (letter === BRACKET_H && first === 48) events.onQuestion({ kind: 'printed', id: args.slice(5, 9) });
  };
  const ask = (question: Question | undefined): void => {
    if (question !== undefined) events.onQuestion(question);
  };
  const cut = (feed: number): void => {
    if (!press.lineIsEmpty()) press.flush(settings, settings.spacing);
    if (feed > 0) press.feed(feed);
    press.cut(settings);
  };

  type Act = (args: Uint8Array, n: number, position: number) => void;
  const acts: Readonly<Record<string, Act>> = {
    'ESC @': () => {
      events.onQuestion({ kind: 'automatic-status', mask: 0 });
      restart();
    },
    'ESC d': (_args, n) => lineFeeds(n),
    'ESC J': (_args, n) => (press.lineIsEmpty() ? press.feed(n) : press.flush(settings, n)),
    'ESC *': (args) => press.image(readColumns(args), settings),
    'ESC $': (_args, _n, position) => press.moveTo(position),
    'ESC \\': (_args, _n, position) => press.moveBy(position >= 0x8000 ? position - 0x10000 : position),
    'ESC L': () => press.beginPage(),
    'ESC S': () => press.emptyPage(false),
    'ESC \f': () => press.printPage(true, settings),
    'ESC i': () => cut(0),
    'ESC m': () => cut(0),
    'GS V': (args) => cut(args.length > 1 ? TO_CUTTER + (args[1] ?? 0) : 0),
    'GS v': (args) => {
      const raster = readRaster(args);
      if (raster !== null) press.picture(raster, settings);
    },
    'GS k': (args) => {
      const barcode = readBarcode(args);
      if (barcode !== null) press.barcode(barcode, settings);
    },
    'GS (': (args) => extended(args),
    'GS 8': (args, n) => {
      if (n === BRACKET_L) graphics(args.subarray(5));
    },
    'GS r': (_args, n) => ask(QUESTIONS[n]),
    'ESC v': () => ask({ kind: 'sensors' }),
    'ESC u': () => ask({ kind: 'drawer' }),
    'GS I': (_args, n) => ask({ kind: 'identity', item: n }),
    'GS a': (_args, n) => ask({ kind: 'automatic-status', mask: n }),
    'ESC p': () => events.onPulse(),
  };
  const act = (name: string, args: Uint8Array): void => {
    const n = args[0] ?? 0;
    const found = Object.hasOwn(acts, name) ? acts[name] : undefined;
    if (found === undefined) settings = changed(settings, name, args, press.lineIsEmpty());
    else found(args, n, n + (args[1] ?? 0) * 256);
  };
  const control = (byte: number): void => {
    if (byte === 0x0a) press.flush(settings, settings.spacing);
    else if (byte === 0x09) press.tab(settings);
    else if (byte === 0x0c) press.printPage(false, settings);
    else if (byte === 0x18) press.emptyPage(true);
  };
  const char = (byte: number): void => {
    if (lead !== null && byte >= 0x40) {
      press.letter(new TextDecoder('gbk').decode(Uint8Array.of(lead, byte)), settings, true);
      lead = null;
    } else if (settings.twoByte && byte >= 0x81 && byte < 0xff) lead = byte;
    else press.letter(charOf(byte, settings.table), settings, false);
  };

  return {
    run: (command) => {
      if (command.kind === 'char') {
        char(command.byte);
        return;
      }
      // Half a character is lost, as on paper.
      lead = null;
      if (command.kind === 'control') control(command.byte);
      else act(command.name, command.args);
    },
    tear: () => press.cut(settings),
    clear: press.clear,
    restart,
  };
}
