/** Text as a printer's WPC1252 table can hold it: what it cannot hold is spelled plainly or shown as `_`, never lost. */
import { cleanText } from '../../shared/slip.ts';

/** ESC t 16 on nearly every printer, clones included. */
export const WPC1252 = 16;
const SUBSTITUTE = '_';

/** Bytes 0x80–0x9F of WPC1252; a space where it has no character. */
const HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Spelled in ASCII although the table may hold them, since clones often lack these. */
const PLAIN: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': ',',
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '…': '...',
  '•': '*',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
};

function byteOf(char: string): number | null {
  const code = char.codePointAt(0) ?? 0;
  if ((code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff)) return code;
  const high = char === ' ' ? -1 : HIGH.indexOf(char);
  return high < 0 ? null : 0x80 + high;
}

function fits(text: string): boolean {
  return Array.from(text).every((char) => byteOf(char) !== null);
}

const graphemes = new Intl.Segmenter('id', { granularity: 'grapheme' });

function spell(grapheme: string): string {
  const plain = PLAIN[grapheme];
  if (plain !== undefined) return plain;
  if (fits(grapheme)) return grapheme;
  const bare = grapheme.normalize('NFKD').replace(/[\p{M}\p{Cf}]+/gu, '');
  return bare !== '' && fits(bare) ? bare : SUBSTITUTE;
}

/**
 * One line of text in which every character is one column and one byte of WPC1252. What a person sees as one sign
 * (an emoji of several parts too) becomes one sign.
 */
export function printableText(text: string): string {
  const clean = cleanText(text).normalize('NFC');
  return Array.from(graphemes.segment(clean), ({ segment }) => spell(segment))
    .join('')
    .replaceAll('\u00a0', ' ');
}

/** The bytes of a text that `printableText` gave. */
export function codePageBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => byteOf(char) ?? SUBSTITUTE.charCodeAt(0));
}
