/** The patterns of bar codes: ISO/IEC 16388 (CODE39), 15420 (EAN), 15417 (CODE128). */

/** Bars and gaps in turn, w wide and n narrow. */
export const CODE39: ReadonlyMap<string, string> = new Map(
  (
    '0nnnwwnwnn 1wnnwnnnnw 2nnwwnnnnw 3wnwwnnnnn 4nnnwwnnnw 5wnnwwnnnn 6nnwwwnnnn 7nnnwnnwnw 8wnnwnnwnn 9nnwwnnwnn ' +
    'Awnnnnwnnw Bnnwnnwnnw Cwnwnnwnnn Dnnnnwwnnw Ewnnnwwnnn Fnnwnwwnnn Gnnnnnwwnw Hwnnnnwwnn Innwnnwwnn Jnnnnwwwnn ' +
    'Kwnnnnnnww Lnnwnnnnww Mwnwnnnnwn Nnnnnwnnww Ownnnwnnwn Pnnwnwnnwn Qnnnnnnwww Rwnnnnnwwn Snnwnnnwwn Tnnnnwnwwn ' +
    'Uwwnnnnnnw Vnwwnnnnnw Wwwwnnnnnn Xnwnnwnnnw Ywwnnwnnnn Znwwnwnnnn -nwnnnnwnw .wwnnnnwnn *nwnnwnwnn ' +
    '$nwnwnwnnn /nwnwnnnwn +nwnnnwnwn %nnnwnwnwn'
  )
    .split(' ')
    .map((entry): readonly [string, string] => [entry.slice(0, 1), entry.slice(1)])
    .concat([[' ', 'nwwnnnwnn']]),
);

/** The odd patterns of the left half; the others follow from them. */
export const EAN_LEFT: readonly string[] =
  '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ');

/** Which parity the six digits of the left half have, by the first digit. */
export const EAN_PARITY: readonly string[] =
  'LLLLLL LLGLGG LLGGLG LLGGGL LGLLGG LGGLLG LGGGLL LGLGLG LGLGGL LGGLGL'.split(' ');

/** Widths of three bars and three gaps; the last is the stop, with a fourth bar. */
export const CODE128: readonly string[] = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');
