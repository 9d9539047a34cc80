/** Cuts a stream of ESC/POS bytes into commands; knows how long each one is, and not what it does. */
import type { Dialect } from './setup.ts';

export type Command =
  /** One byte of text, 0x20 and above. */
  | { readonly kind: 'char'; readonly byte: number }
  /** LF, CR, HT, FF, CAN and other single control bytes. */
  | { readonly kind: 'control'; readonly byte: number }
  /** `name`: like `ESC @`, `GS v`; `args`: every byte after the name. */
  | { readonly kind: 'command'; readonly name: string; readonly args: Uint8Array };

export interface Cut {
  readonly command: Command;
  /** Bytes that it took. */
  readonly length: number;
}

/** How many bytes follow a command's two name bytes; null: more must arrive before that can be said. */
type Length = number | ((args: Uint8Array) => number | null);

const at = (args: Uint8Array, index: number): number => args[index] ?? 0;
const word = (args: Uint8Array, index: number): number => at(args, index) + at(args, index + 1) * 256;

/** After `have` bytes of arguments the whole length is known. */
function knownAfter(have: number, length: (args: Uint8Array) => number): Length {
  return (args) => (args.length < have ? null : length(args));
}

/** Data that ends with NUL; a printer takes no more than `most` bytes, so a lost NUL does not swallow the rest. */
function upToNul(most: number): (args: Uint8Array) => number | null {
  return (args) => {
    const end = args.subarray(0, most).indexOf(0);
    if (end >= 0) return end + 1;
    return args.length >= most ? most : null;
  };
}

const barcodeText = upToNul(256);

const sized = knownAfter(3, (args) => 3 + word(args, 1));

function barcodeLength(args: Uint8Array): number | null {
  const system = args[0];
  if (system === undefined) return null;
  if (system < 65) {
    const end = barcodeText(args.subarray(1));
    return end === null ? null : end + 1;
  }
  return args.length < 2 ? null : 2 + at(args, 1);
}

/** User-defined characters: y c1 c2, then for each character its width and y × width bytes. */
function glyphsLength(args: Uint8Array): number | null {
  if (args.length < 3) return null;
  let end = 3;
  for (let char = at(args, 1); char <= at(args, 2); char += 1) {
    if (args.length <= end) return null;
    end += 1 + at(args, 0) * at(args, end);
  }
  return end;
}

/** NV bit images: how many, then for each its size in bytes across and down, and its columns. */
function nvImagesLength(args: Uint8Array): number | null {
  if (args.length < 1) return null;
  let end = 1;
  for (let image = 0; image < at(args, 0); image += 1) {
    if (args.length < end + 4) return null;
    end += 4 + word(args, end) * word(args, end + 2) * 8;
  }
  return end;
}

const ESC_LENGTHS: Readonly<Record<string, Length>> = {
  '@': 0,
  '2': 0,
  i: 0,
  m: 0,
  v: 0,
  L: 0,
  S: 0,
  '<': 0,
  '\f': 0,
  $: 2,
  '\\': 2,
  p: 3,
  c: 2,
  B: 2,
  W: 8,
  f: 2,
  o: 0,
  q: 0,
  // Thirty-two positions and the end.
  D: upToNul(33),
  // A QR of a make whose printers do not say GS ( k: version, level, size, length, data.
  Z: knownAfter(5, (args) => 5 + word(args, 3)),
  '(': sized,
  '*': knownAfter(3, (args) => 3 + word(args, 1) * (at(args, 0) >= 32 ? 3 : 1)),
  '&': glyphsLength,
};

const GS_LENGTHS: Readonly<Record<string, Length>> = {
  '\f': 0,
  ':': 0,
  c: 0,
  L: 2,
  W: 2,
  P: 2,
  $: 2,
  '\\': 2,
  '^': 3,
  g: 3,
  z: 3,
  C: knownAfter(1, (args) => (at(args, 0) === 0x30 ? 3 : at(args, 0) === 0x31 ? 7 : at(args, 0) === 0x32 ? 3 : 1)),
  V: knownAfter(1, (args) => (at(args, 0) >= 65 ? 2 : 1)),
  v: knownAfter(6, (args) => 6 + word(args, 2) * word(args, 4)),
  Q: knownAfter(6, (args) => 6 + word(args, 2) * word(args, 4)),
  '(': sized,
  '8': knownAfter(5, (args) => 5 + word(args, 1) + word(args, 3) * 65_536),
  '*': knownAfter(2, (args) => 2 + at(args, 0) * at(args, 1) * 8),
  k: barcodeLength,
};

const FS_LENGTHS: Readonly<Record<string, Length>> = {
  '.': 0,
  '&': 0,
  S: 2,
  '?': 2,
  p: 2,
  q: nvImagesLength,
  '2': 74,
  '(': sized,
  g: knownAfter(8, (args) => (at(args, 0) === 0x31 ? 8 + word(args, 6) : 8)),
};

const DLE_LENGTHS: Readonly<Record<string, Length>> = {
  '\x04': knownAfter(1, (args) => (at(args, 0) === 7 || at(args, 0) === 8 || at(args, 0) === 18 ? 2 : 1)),
  '\x05': 1,
  '\x14': knownAfter(1, (args) => (at(args, 0) === 8 ? 8 : 3)),
};

interface Family {
  readonly label: string;
  readonly lengths: Readonly<Record<string, Length>>;
  /** What most commands of the family take. */
  readonly usual: number;
}

const FAMILIES: Readonly<Record<number, Family>> = {
  27: { label: 'ESC', lengths: ESC_LENGTHS, usual: 1 },
  29: { label: 'GS', lengths: GS_LENGTHS, usual: 1 },
  28: { label: 'FS', lengths: FS_LENGTHS, usual: 1 },
};
const DLE: Family = { label: 'DLE', lengths: DLE_LENGTHS, usual: 0 };

function cutCommand(family: Family, bytes: Uint8Array): Cut | null {
  const second = bytes[1];
  if (second === undefined) return null;
  const letter = String.fromCharCode(second);
  const rule = Object.hasOwn(family.lengths, letter) ? (family.lengths[letter] ?? family.usual) : family.usual;
  const rest = bytes.subarray(2);
  const length = typeof rule === 'number' ? rule : rule(rest);
  if (length === null || rest.length < length) return null;
  const command: Command = { kind: 'command', name: `${family.label} ${letter}`, args: rest.subarray(0, length) };
  return { command, length: length + 2 };
}

/** DLE begins a command only before EOT, ENQ and DC4; else it is a byte without meaning. */
function cutDle(bytes: Uint8Array): Cut | null {
  const second = bytes[1];
  if (second === undefined) return null;
  if (Object.hasOwn(DLE_LENGTHS, String.fromCharCode(second))) return cutCommand(DLE, bytes);
  return { command: { kind: 'control', byte: 0x10 }, length: 1 };
}

const GS = 29;
const BRACKET = 0x28;
const NOTHING = new Uint8Array();

/**
 * @param dialect whose commands these are: a poor clone cuts `GS (` short, and takes what follows for text
 * @returns the first command of the bytes (its arguments a view of them), null while its end has not arrived
 */
export function cutFirst(bytes: Uint8Array, dialect: Dialect = 'full'): Cut | null {
  const first = bytes[0];
  if (first === undefined) return null;
  if (first === 0x10) return cutDle(bytes);
  if (first === GS && bytes[1] === BRACKET && dialect === 'clone-no-qr') {
    return { command: { kind: 'command', name: 'unknown', args: NOTHING }, length: 2 };
  }
  const family = FAMILIES[first];
  if (family !== undefined) return cutCommand(family, bytes);
  if (first < 0x20) return { command: { kind: 'control', byte: first }, length: 1 };
  return { command: { kind: 'char', byte: first }, length: 1 };
}
