/** Lays a slip out on paper of a given width: which characters stand on which line. */
import type { PaperWidth } from '../../shared/printing.ts';
import type { Slip, SlipPart } from '../../shared/slip.ts';
import { type CodePage, codePageOf, type Encoding, printableText } from './code-page.ts';
import type { QrWish } from './qr.ts';

export interface Paper {
  /** Printable width at 203 dpi (8 dots a millimetre). */
  readonly dots: number;
  /** Characters a line in font A. */
  readonly columns: number;
}

/** Width of a character of font A. */
export const DOTS_A_COLUMN = 12;

/** 42: Epson's 80 mm printers of 180 dpi. */
const DOTS = { 32: 384, 42: 512, 48: 576 } as const;

/** @param columns characters a line in font A */
export function paperOfColumns(columns: keyof typeof DOTS): Paper {
  return { columns, dots: DOTS[columns] };
}

/** @param width in millimetres */
export function paperOf(width: PaperWidth): Paper {
  return paperOfColumns(width === 58 ? 32 : 48);
}

/** What is set at the printer for a line's characters. */
export interface Style {
  readonly align: 'left' | 'center';
  readonly bold: boolean;
  readonly size: 1 | 2;
  readonly inverted: boolean;
}

export const PLAIN: Style = { align: 'left', bold: false, size: 1, inverted: false };

export interface TextLine {
  readonly kind: 'line';
  /** What stands before the text: a pair's label and its colon, or the blanks below them. */
  readonly head: string;
  /** Only characters of the table, as in `head`; both together at most as wide as the paper. */
  readonly text: string;
  readonly style: Style;
  /** The table that it must be sent in; null: the printer's usual one. */
  readonly page: CodePage | null;
  /** Lines that it takes on paper; more than 1 only where it is wider than the paper on purpose. */
  readonly rows: number;
}

export type LaidOut =
  | TextLine
  | ({ readonly kind: 'qr'; readonly content: string } & QrWish)
  | { readonly kind: 'feed'; readonly lines: number };

function chunks(word: string, columns: number): readonly string[] {
  const out: string[] = [];
  for (let at = 0; at < word.length; at += columns) out.push(word.slice(at, at + columns));
  return out;
}

/**
 * Breaks at spaces; a word wider than the line is broken where the line ends. At least one line comes out.
 * @param text words one blank apart
 */
export function wrap(text: string, columns: number): readonly string[] {
  if (text.length <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => chunks(part, columns))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= columns) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** The fewest lines, and among those the most even ones: centred marks look like one block. */
function wrapEvenly(text: string, columns: number): readonly string[] {
  if (text.length <= columns) return [text];
  const { length } = wrap(text, columns);
  let narrowest = columns;
  while (narrowest > 1 && wrap(text, narrowest - 1).length === length) narrowest -= 1;
  return wrap(text, narrowest);
}

function plain(text: string, head = ''): TextLine {
  return { kind: 'line', head, text, style: PLAIN, page: null, rows: 1 };
}

/** Columns of the widest paper. */
const WIDEST = Math.max(...Object.keys(DOTS).map(Number));
// Made once: a repeated string is a tree of pieces, and to put it together takes longer than all else of its line.
const DASHES = '-'.repeat(WIDEST);
const BLANKS = ' '.repeat(WIDEST);

type Part<Kind extends SlipPart['kind']> = Extract<SlipPart, { kind: Kind }>;

/** What all parts of a slip are laid out by. */
interface Frame {
  readonly columns: number;
  readonly encoding: Encoding;
  readonly labelWidth: number;
}

/** All as wide as the widest, with a blank at both ends. */
function barred(lines: readonly string[]): readonly string[] {
  const widest = Math.max(...lines.map((line) => line.length));
  return lines.map((line) => ` ${' '.repeat((widest - line.length) >> 1)}${line}`.padEnd(widest + 2));
}

function textLines(part: Part<'text'>, { columns, encoding }: Frame): readonly TextLine[] {
  const text = printableText(part.text, encoding);
  const wide = part.size === 'large' ? 2 : 1;
  // A black bar needs a blank at both ends, or the letters run into the paper's white.
  const margin = part.inverted ? 2 : 0;
  const fitting = Math.floor(columns / wide) - margin;
  const lines = part.align === 'center' ? wrapEvenly(text, fitting) : wrap(text, fitting);
  const texts = part.inverted ? barred(lines) : lines;
  const style: Style = { align: part.align, bold: part.bold, size: wide, inverted: part.inverted };
  return texts.map((text) => ({ kind: 'line', head: '', text, style, page: null, rows: 1 }));
}

function pairLines(part: Part<'pair'>, label: string, { columns, encoding, labelWidth }: Frame): readonly TextLine[] {
  const head = `${label.slice(0, labelWidth)}${BLANKS.slice(label.length, labelWidth)}: `;
  const [first = '', ...more] = wrap(printableText(part.value, encoding), columns - head.length);
  return [plain(first, head), ...more.map((line) => plain(line, ' '.repeat(head.length)))];
}

/** Of old slips: one digit a column, as wide as the paper is taken to be. */
function digits(columns: number): string {
  return Array.from({ length: columns }, (_, column) => (column + 1) % 10).join('');
}

/** Sent as it is, in its own table; letters that this lacks are spelled, so that each line can come out right. */
function sampleLines(part: Part<'code-page'>, { columns, encoding }: Frame): readonly TextLine[] {
  const page = codePageOf(part.table);
  const text = printableText(part.text, page?.encoding ?? encoding);
  return wrap(text, columns).map((line) => ({ ...plain(line), page }));
}

/** @param label of a pair, spelled; of other parts empty */
function layOutPart(part: SlipPart, label: string, frame: Frame): readonly LaidOut[] {
  const { columns } = frame;
  switch (part.kind) {
    case 'text':
      return textLines(part, frame);
    case 'pair':
      return pairLines(part, label, frame);
    case 'rule':
      return [plain(DASHES.slice(0, columns))];
    case 'ruler': {
      const text = part.marks === undefined ? digits(columns) : printableText(part.marks, frame.encoding);
      return [{ ...plain(text), rows: Math.ceil(text.length / columns) }];
    }
    case 'code-page':
      return sampleLines(part, frame);
    case 'qr':
      return [{ kind: 'qr', content: part.content, dots: part.dots ?? null, drawn: part.drawn ?? null }];
    case 'feed':
      return [{ kind: 'feed', lines: Math.min(Math.max(Math.trunc(part.lines), 0), 50) }];
  }
}

/** One blank more than the longest, so that the colons stand free; at most half the paper. */
function labelWidthOf(labels: readonly string[], columns: number): number {
  let longest = 0;
  for (const label of labels) longest = Math.max(longest, label.length);
  return Math.min(longest + 1, Math.floor(columns / 2));
}

/**
 * @param page the printer's usual table
 * @returns what goes on paper from top to bottom; a line of size 2 takes two columns a character
 */
export function layOut(slip: Slip, { columns }: Paper, { encoding }: CodePage): readonly LaidOut[] {
  const labels = slip.parts.map((part) => (part.kind === 'pair' ? printableText(part.label, encoding) : ''));
  const frame: Frame = { columns, encoding, labelWidth: labelWidthOf(labels, columns) };
  const all: LaidOut[] = [];
  slip.parts.forEach((part, index) => {
    for (const item of layOutPart(part, labels[index] ?? '', frame)) all.push(item);
  });
  return all;
}
