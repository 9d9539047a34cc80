/** What bytes mean as text in the character tables that a printer is switched between with ESC t. */
import { TABLES } from './code-page-tables.ts';

const upperHalf = Uint8Array.from({ length: 128 }, (_, index) => 0x80 + index);
const decoded = (encoding: string): string => new TextDecoder(encoding).decode(upperHalf);

const ALL: Readonly<Record<number, string>> = {
  ...TABLES,
  15: decoded('iso-8859-7'),
  16: decoded('windows-1252'),
  17: decoded('ibm866'),
  // PC858: PC850 with the euro in the dotless i's place.
  19: (TABLES[2] ?? '').replace('ı', '€'),
  39: decoded('iso-8859-2'),
  40: decoded('iso-8859-15'),
  45: decoded('windows-1250'),
  46: decoded('windows-1251'),
  47: decoded('windows-1253'),
  48: decoded('windows-1254'),
  49: decoded('windows-1255'),
  50: decoded('windows-1256'),
  51: decoded('windows-1257'),
  52: decoded('windows-1258'),
};

/** The highest number that the reference gives to a table. */
const LAST_TABLE = 82;
const NO_LETTER = '\ufffd';

/**
 * The character of a byte from 0x20 up.
 * @param table as in ESC t n. Of one that printers have and this one lacks, every letter is the replacement sign, so that it shows;
 * a number that no printer has is ignored, as on paper.
 */
export function charOf(byte: number, table: number): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  const letters = ALL[table] ?? (table > LAST_TABLE && table < 254 ? (ALL[0] ?? '') : null);
  return letters === null ? NO_LETTER : letters.charAt(byte - 0x80);
}
