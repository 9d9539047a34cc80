/** Sets lines, draws pictures, cuts: all that puts dots on the sandbox printer's paper, or on a page before it is paper. */
import { type Barcode, drawBars, drawBox } from './barcode.ts';
import type { Bitmap } from './bitmap.ts';
import type { Font } from './font.ts';
import { createRoll, type Picture, type Roll } from './roll.ts';
import type { Settings } from './style.ts';
import { type Area, createLetters, createLine, leftOf, PLAIN_STYLE } from './text-line.ts';

export interface RenderedSlip extends Picture {
  /** Lines of text from top to bottom, without the blanks around them. */
  readonly text: readonly string[];
  /** What the printer's own QR maker was asked to draw (GS ( k), as UTF-8; a raster is only dots to a printer. */
  readonly qrContents: readonly string[];
  /** Bar codes as `CODE39 ABC`, drawn or only labelled. */
  readonly barcodes: readonly string[];
  /** Where the picture was written, null when it was not. */
  readonly file: string | null;
}

export interface PressEvents {
  readonly onSlip: (slip: Omit<RenderedSlip, 'file'>) => void;
  /** A line or a picture went out, or a feed without text. */
  readonly onLine: () => void;
  /** The paper moves by so many dots. */
  readonly onMove: (dots: number) => void;
}

/** What is drawn on: the paper, or a page that is not printed yet. */
interface Sheet {
  readonly roll: Roll;
  readonly text: string[];
  readonly qrContents: string[];
  readonly barcodes: string[];
}

export interface Press {
  readonly lineIsEmpty: () => boolean;
  readonly letter: (char: string, settings: Settings, double: boolean) => void;
  /** A picture on the line, like a letter. */
  readonly image: (bitmap: Bitmap, settings: Settings) => void;
  /** Prints the line, if any, and feeds. @param spacing at least so many dots, the line included */
  readonly flush: (settings: Settings, spacing: number) => void;
  /** Feeds without a line. */
  readonly feed: (dots: number) => void;
  /** HT; nothing when there is no further stop. */
  readonly tab: (settings: Settings) => void;
  readonly moveTo: (x: number) => void;
  readonly moveBy: (dots: number) => void;
  /** A picture of its own, only at the start of a line, as on paper. @returns whether it was drawn */
  readonly picture: (bitmap: Bitmap, settings: Settings) => boolean;
  readonly qr: (bitmap: Bitmap, content: string, settings: Settings) => void;
  readonly barcode: (barcode: Barcode, settings: Settings) => void;
  /** What is not drawn here, as an outline with its name. */
  readonly placeholder: (label: string, width: number, height: number, settings: Settings) => void;
  readonly beginPage: () => void;
  /** Prints the page, if there is one. */
  readonly printPage: (stay: boolean, settings: Settings) => void;
  /** Forgets the page, if there is one. */
  readonly emptyPage: (stay: boolean) => void;
  /** Forgets what is set and not printed. */
  readonly clear: () => void;
  readonly cut: (settings: Settings) => void;
}

function newSheet(dots: number): Sheet {
  return { roll: createRoll(dots), text: [], qrContents: [], barcodes: [] };
}

/** @param dots printable width */
export function createPress(dots: number, font: Font, events: PressEvents): Press {
  const line = createLine();
  const letters = createLetters(font);
  let paper = newSheet(dots);
  let page: Sheet | null = null;

  const sheet = (): Sheet => page ?? paper;
  const areaOf = ({ leftMargin, areaWidth }: Settings): Area => {
    const left = Math.min(leftMargin, dots);
    return { left, width: Math.min(areaWidth ?? dots, dots - left) };
  };
  const advance = (by: number): void => {
    sheet().roll.feed(by);
    if (page !== null) return;
    events.onMove(by);
  };
  const lineOut = (): void => {
    if (page === null) events.onLine();
  };
  const flush = (settings: Settings, spacing: number): void => {
    const { height, said } = line.draw(sheet().roll, areaOf(settings), settings.align, settings.upsideDown);
    if (said !== '') sheet().text.push(said);
    advance(Math.max(height, spacing));
    lineOut();
  };
  const place = (text: string, bitmap: Bitmap, settings: Settings): void => {
    if (line.pen() + bitmap.width > areaOf(settings).width && !line.isEmpty()) flush(settings, settings.spacing);
    line.add(text, bitmap);
  };
  const picture = (bitmap: Bitmap, settings: Settings): boolean => {
    if (!line.isEmpty()) return false;
    const area = areaOf(settings);
    sheet().roll.draw(area.left + leftOf(bitmap.width, area.width, settings.align), sheet().roll.y(), bitmap);
    advance(bitmap.height);
    lineOut();
    return true;
  };
  const write = (text: string, x: number, y: number): void => {
    for (const [index, char] of Array.from(text).entries()) {
      sheet().roll.draw(x + index * font.width, y, letters(char, PLAIN_STYLE, false));
    }
  };
  const placeholder = (label: string, width: number, height: number, settings: Settings): void => {
    if (!line.isEmpty()) return;
    const area = areaOf(settings);
    const across = Math.min(Math.max(width, (label.length + 2) * font.width), area.width);
    const shown = label.slice(0, Math.floor(across / font.width) - 2);
    const down = Math.max(height, font.height + 8);
    const x = area.left + leftOf(across, area.width, settings.align) + font.width;
    write(shown, x, sheet().roll.y() + Math.floor((down - font.height) / 2));
    sheet().text.push(`[${label}]`);
    picture(drawBox(across, down), settings);
  };
  const label = (text: string, middle: number): void => {
    write(text, Math.max(0, middle - Math.floor((text.length * font.width) / 2)), sheet().roll.y());
    advance(font.height);
    sheet().text.push(text);
  };
  const barcode = ({ system, text, widths }: Barcode, settings: Settings): void => {
    if (!line.isEmpty()) return;
    const { height, module, label: where } = settings.barcode;
    if (widths === null) placeholder(`${system} ${text}`, 0, height, settings);
    else {
      const bars = drawBars(widths, module, height);
      const area = areaOf(settings);
      // Wider than the paper: a printer prints nothing.
      if (bars.width > area.width) return;
      const middle = area.left + leftOf(bars.width, area.width, settings.align) + Math.floor(bars.width / 2);
      if (where === 'above' || where === 'both') label(text, middle);
      picture(bars, settings);
      if (where === 'below' || where === 'both') label(text, middle);
    }
    sheet().barcodes.push(`${system} ${text}`);
  };
  const printPage = (stay: boolean): void => {
    if (page === null) return;
    const done = page;
    page = stay ? newSheet(dots) : null;
    paper.roll.append(done.roll);
    paper.text.push(...done.text);
    paper.qrContents.push(...done.qrContents);
    paper.barcodes.push(...done.barcodes);
    events.onMove(Math.max(done.roll.y(), done.roll.rows().length));
    events.onLine();
  };
  const cut = (settings: Settings): void => {
    if (!line.isEmpty()) flush(settings, settings.spacing);
    const { roll, text, qrContents, barcodes } = paper;
    paper = newSheet(dots);
    if (!roll.isBlank()) events.onSlip({ ...roll.cut(), text, qrContents, barcodes });
  };

  return {
    lineIsEmpty: line.isEmpty,
    letter: (char, settings, double) => place(char, letters(char, settings.style, double), settings),
    image: (bitmap, settings) => place('', bitmap, settings),
    flush,
    feed: (by) => {
      advance(by);
      lineOut();
    },
    tab: (settings) => {
      const stop = settings.tabs.find((one) => one > line.pen());
      if (stop !== undefined && stop < areaOf(settings).width) line.moveTo(stop);
    },
    moveTo: line.moveTo,
    moveBy: (by) => line.moveTo(line.pen() + by),
    picture,
    qr: (bitmap, content, settings) => {
      if (picture(bitmap, settings)) sheet().qrContents.push(content);
    },
    barcode,
    placeholder,
    beginPage: () => {
      if (line.isEmpty()) page ??= newSheet(dots);
    },
    printPage: (stay, settings) => {
      if (page !== null && !line.isEmpty()) flush(settings, settings.spacing);
      printPage(stay);
    },
    emptyPage: (stay) => {
      if (page === null) return;
      line.clear();
      page = stay ? newSheet(dots) : null;
    },
    clear: () => {
      line.clear();
      page = null;
    },
    cut,
  };
}
