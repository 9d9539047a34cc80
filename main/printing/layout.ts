/** Lays a slip out on paper of a given width: which characters stand on which line. */
import type { PaperWidth } from '../../shared/printing.ts';
import type { Slip, SlipPart } from '../../shared/slip.ts';
import { printableText } from './code-page.ts';

export interface Paper {
  /** Printable width at 203 dpi (8 dots a millimetre). */
  readonly dots: number;
  /** Characters a line in font A, 12 dots each. */
  readonly columns: number;
}

const PAPERS: Readonly<Record<PaperWidth, Paper>> = {
  58: { dots: 384, columns: 32 },
  80: { dots: 576, columns: 48 },
};

/** @param width in millimetres */
export function paperOf(width: PaperWidth): Paper {
  return PAPERS[width];
}

export interface TextLine {
  readonly kind: 'line';
  /** Only characters of the code page; at most as wide as the paper. */
  readonly text: string;
  readonly align: 'left' | 'center';
  readonly size: 1 | 2;
  readonly bold: boolean;
  readonly inverted: boolean;
}

export type LaidOut =
  | TextLine
  | { readonly kind: 'qr'; readonly content: string; readonly dots: number | null }
  | { readonly kind: 'feed'; readonly lines: number };

function chunks(word: string, columns: number): readonly string[] {
  const out: string[] = [];
  for (let at = 0; at < word.length; at += columns) out.push(word.slice(at, at + columns));
  return out;
}

/** Breaks at spaces; a word wider than the line is broken where the line ends. At least one line comes out. */
export function wrap(text: string, columns: number): readonly string[] {
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

function plain(text: string): TextLine {
  return { kind: 'line', text, align: 'left', size: 1, bold: false, inverted: false };
}

function textLines(part: Extract<SlipPart, { kind: 'text' }>, columns: number): readonly TextLine[] {
  const text = printableText(part.text);
  const wide = part.size === 'large' ? 2 : 1;
  // A black bar needs a blank at both ends, or the letters run into the paper's white.
  const margin = part.inverted ? 2 : 0;
  return wrap(text, Math.floor(columns / wide) - margin).map((line) => ({
    kind: 'line',
    text: part.inverted ? ` ${line} ` : line,
    align: part.align,
    size: wide,
    bold: part.bold,
    inverted: part.inverted,
  }));
}

function pairLines(label: string, value: string, labelWidth: number, columns: number): readonly TextLine[] {
  const head = `${printableText(label).slice(0, labelWidth).padEnd(labelWidth)}: `;
  return wrap(printableText(value), columns - head.length).map((line, index) =>
    plain((index === 0 ? head : ' '.repeat(head.length)) + line),
  );
}

function labelWidthOf(slip: Slip, columns: number): number {
  const widths = slip.parts.map((part) => (part.kind === 'pair' ? printableText(part.label).length : 0));
  return Math.min(Math.max(0, ...widths) + 1, Math.floor(columns / 2));
}

function layOutPart(part: SlipPart, labelWidth: number, columns: number): readonly LaidOut[] {
  switch (part.kind) {
    case 'text':
      return textLines(part, columns);
    case 'pair':
      return pairLines(part.label, part.value, labelWidth, columns);
    case 'rule':
      return [plain('-'.repeat(columns))];
    case 'ruler':
      return [plain(Array.from({ length: columns }, (_, column) => (column + 1) % 10).join(''))];
    case 'qr':
      return [{ kind: 'qr', content: part.content, dots: part.dots ?? null }];
    case 'feed':
      return [{ kind: 'feed', lines: Math.min(Math.max(Math.trunc(part.lines), 0), 50) }];
  }
}

/** @returns what goes on paper from top to bottom; a line of size 2 takes two columns a character */
export function layOut(slip: Slip, { columns }: Paper): readonly LaidOut[] {
  const labelWidth = labelWidthOf(slip, columns);
  return slip.parts.flatMap((part) => layOutPart(part, labelWidth, columns));
}
