/** How much data each QR holds, so that a symbol's size is known without making it (ISO/IEC 18004, table 7). */
import type { QrLevel } from './escpos.ts';

/** Codewords (of 8 bits) for data in versions 1 to 40. */
const DATA_CODEWORDS: Readonly<Record<QrLevel, readonly number[]>> = {
  L: [
    19, 34, 55, 80, 108, 136, 156, 194, 232, 274, 324, 370, 428, 461, 523, 589, 647, 721, 795, 861, 932, 1006, 1094,
    1174, 1276, 1370, 1468, 1531, 1631, 1735, 1843, 1955, 2071, 2191, 2306, 2434, 2566, 2702, 2812, 2956,
  ],
  M: [
    16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365, 415, 453, 507, 563, 627, 669, 714, 782, 860, 914,
    1000, 1062, 1128, 1193, 1267, 1373, 1455, 1541, 1631, 1725, 1812, 1914, 1992, 2102, 2216, 2334,
  ],
  Q: [
    13, 22, 34, 48, 62, 76, 88, 110, 132, 154, 180, 206, 244, 261, 295, 325, 367, 397, 445, 485, 512, 568, 614, 664,
    718, 754, 808, 871, 911, 985, 1033, 1115, 1171, 1231, 1286, 1354, 1426, 1502, 1582, 1666,
  ],
  H: [
    9, 16, 26, 36, 46, 60, 66, 86, 100, 122, 140, 158, 180, 197, 223, 253, 283, 313, 341, 385, 406, 442, 464, 514, 538,
    596, 628, 661, 701, 745, 793, 845, 901, 961, 986, 1054, 1096, 1142, 1222, 1276,
  ],
};

/** Modules a side, without quiet zone. @param version 1–40 */
export function modulesOf(version: number): number {
  return 17 + 4 * version;
}

/** @param bits of all segments, with their heads */
export function holds(version: number, level: QrLevel, bits: number): boolean {
  return bits <= (DATA_CODEWORDS[level][version - 1] ?? 0) * 8;
}

type Mode = 'Numeric' | 'Alphanumeric' | 'Byte' | 'Kanji';

/** Bits that count a segment's characters: in versions 1 to 9, 10 to 26, 27 to 40 (table 3). */
const COUNT_BITS: Readonly<Record<Mode, readonly [number, number, number]>> = {
  Numeric: [10, 12, 14],
  Alphanumeric: [9, 11, 13],
  Byte: [8, 16, 16],
  Kanji: [8, 10, 12],
};

/** What stands before a segment's data: four bits for its mode, and the count of its characters. */
export function headBits(mode: Mode, version: number): number {
  return 4 + COUNT_BITS[mode][version < 10 ? 0 : version < 27 ? 1 : 2];
}

/** Bits of that many bytes in byte mode, which every QR maker knows. */
export function byteBits(bytes: number, version: number): number {
  return headBits('Byte', version) + 8 * bytes;
}

/** The smallest version that holds so many bytes in byte mode. @returns null: none does */
export function byteVersion(bytes: number, level: QrLevel): number | null {
  for (let version = 1; version <= 40; version += 1) {
    if (holds(version, level, byteBits(bytes, version))) return version;
  }
  return null;
}
