/** Text as a printer's character table can hold it: what the table lacks is spelled in plain letters, never lost. */
import CodepageEncoder from '@point-of-sale/codepage-encoder';
import anyAscii from 'any-ascii';
import { cleanText } from '../../shared/slip.ts';
import { append, type ByteWriter, reserve } from './byte-writer.ts';

export const ENCODINGS = ['cp437', 'cp850', 'cp858', 'windows1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What a printer is switched to, and what its upper half then means. */
export interface CodePage {
  /** n of ESC t n. */
  readonly table: number;
  readonly encoding: Encoding;
}

/** ESC t 16 on nearly every printer, clones included. */
export const WPC1252: CodePage = { table: 16, encoding: 'windows1252' };

/** Where the four tables stand on Epson's printers and most others. */
const USUAL: readonly CodePage[] = [
  { table: 0, encoding: 'cp437' },
  { table: 2, encoding: 'cp850' },
  WPC1252,
  { table: 19, encoding: 'cp858' },
];

/** @param table as in ESC t n @returns null for one that this program cannot write */
export function codePageOf(table: number): CodePage | null {
  return USUAL.find((page) => page.table === table) ?? null;
}

const BLANK = 0x20;
const TILDE = 0x7e;
const SUBSTITUTE = '_';
/** A picture among letters: something was there, and no letter is missing. */
const PICTURE = '*';
const HOLE = 0xfffd;

/**
 * The upper half alone is taken from the package. Its lower halves hold the signs that a PC's screen shows for control
 * codes (← is 0x1B), so that its own `encode('←p')` opens the cash drawer; and it would send U+FFFD as one of
 * WPC1252's five undefined bytes.
 */
function upperHalf(encoding: Encoding): ReadonlyMap<string, number> {
  const points = CodepageEncoder.getCodepoints(encoding, true);
  const chars = points.map((point, byte) => [String.fromCodePoint(point), byte] as const);
  return new Map(chars.filter(([, byte]) => byte >= 0x80 && points[byte] !== HOLE));
}

const UPPER: Readonly<Record<Encoding, ReadonlyMap<string, number>>> = {
  cp437: upperHalf('cp437'),
  cp850: upperHalf('cp850'),
  cp858: upperHalf('cp858'),
  windows1252: upperHalf('windows1252'),
};

/** Spelled in ASCII although a table may hold them, since clones often lack these. */
const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '•': '*',
  // The long vowel of Katakana, which the package has no sign for.
  ー: '-',
};

function byteOf(char: string, encoding: Encoding): number | null {
  const code = char.codePointAt(0) ?? 0;
  if (code >= BLANK && code <= TILDE) return code;
  return UPPER[encoding].get(char) ?? null;
}

function fits(text: string, encoding: Encoding): boolean {
  return text !== '' && Array.from(text).every((char) => byteOf(char, encoding) !== null);
}

const graphemes = new Intl.Segmenter('id', { granularity: 'grapheme' });

/** For some rare letters the package has nothing but a question mark; here that is only ever one that was meant. */
function spelledInAscii(grapheme: string): string {
  const spelled = anyAscii(grapheme).trim();
  return /\p{P}/u.test(grapheme) ? spelled : spelled.replaceAll('?', SUBSTITUTE);
}

function spell(grapheme: string, encoding: Encoding): string {
  const plain = PLAIN[grapheme];
  if (plain !== undefined) return plain;
  if (fits(grapheme, encoding)) return grapheme;
  const bare = grapheme.normalize('NFKD').replace(/[\p{M}\p{Cf}]+/gu, '');
  if (fits(bare, encoding)) return bare;
  const spelled = spelledInAscii(grapheme);
  // `:receipt:`, and `:man::woman::girl:` for one family, are words that nobody wrote and a narrow slip has no room for.
  if (/\p{Extended_Pictographic}/u.test(grapheme) && spelled.includes(':')) return PICTURE;
  return fits(spelled, encoding) ? spelled : SUBSTITUTE;
}

/** Nothing in it to be cleaned or spelled: printable ASCII, words one blank apart, none at the ends. */
function isPlain(text: string): boolean {
  let before = BLANK;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < BLANK || code > TILDE || (code === BLANK && before === BLANK)) return false;
    before = code;
  }
  return before !== BLANK || text === '';
}

/**
 * One line of text in which every character is one column and one byte of the table, words one blank apart. `日本`
 * becomes `RiBen`; what a person sees as one picture (an emoji of several parts too) becomes one `*`, what nobody can
 * spell one `_`.
 */
export function printableText(text: string, encoding: Encoding): string {
  // Nearly every text of a slip, and by far the quickest way.
  if (isPlain(text)) return text;
  const clean = cleanText(text).normalize('NFC');
  if (isPlain(clean)) return clean;
  return Array.from(graphemes.segment(clean), ({ segment }) => spell(segment, encoding))
    .join('')
    .replace(/[ \u00a0]+/g, ' ')
    .trim();
}

/** The bytes of a text that `printableText` gave; whatever text it is, none of them is a control byte. */
export function codePageBytes(text: string, encoding: Encoding): Uint8Array {
  return Uint8Array.from(text, (char) => byteOf(char, encoding) ?? SUBSTITUTE.charCodeAt(0));
}

/** The same bytes, written behind a job's others. */
export function appendText(out: ByteWriter, text: string, encoding: Encoding): void {
  reserve(out, text.length);
  const { bytes, length: start } = out;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < BLANK || code > TILDE) {
      append(out, codePageBytes(text, encoding));
      return;
    }
    bytes[start + at] = code;
  }
  out.length = start + text.length;
}
