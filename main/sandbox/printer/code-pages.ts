/** What bytes mean as text in the character tables that a printer is switched between with ESC t. */

const PC437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ' +
  'áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const PC850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ' +
  'áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐' +
  '└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀' +
  'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';
/** PC850 with the euro in the dotless i's place. */
const PC858 = PC850.replace('ı', '€');

const upperHalf = Uint8Array.from({ length: 128 }, (_, index) => 0x80 + index);
const decoded = (encoding: string): string => new TextDecoder(encoding).decode(upperHalf);

const TABLES: Readonly<Record<number, string>> = {
  0: PC437,
  2: PC850,
  16: decoded('windows-1252'),
  17: decoded('ibm866'),
  19: PC858,
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
 * @param table as in ESC t n. Of one that printers have and this one lacks, every letter is a box, so that it shows;
 * a number that no printer has is ignored, as on paper.
 */
export function charOf(byte: number, table: number): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  const letters = TABLES[table] ?? (table > LAST_TABLE && table < 254 ? PC437 : null);
  return letters === null ? NO_LETTER : letters.charAt(byte - 0x80);
}
