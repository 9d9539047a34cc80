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

const windows1252 = new TextDecoder('windows-1252');
const upperHalf = Uint8Array.from({ length: 128 }, (_, index) => 0x80 + index);
const WPC1252 = windows1252.decode(upperHalf);

const TABLES: Readonly<Record<number, string>> = { 0: PC437, 2: PC850, 16: WPC1252, 19: PC858 };

/** The character of a byte from 0x20 up. @param table as in ESC t n; one that is not built in acts as PC437 */
export function charOf(byte: number, table: number): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  return (TABLES[table] ?? PC437).charAt(byte - 0x80);
}
