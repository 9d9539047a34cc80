/** Chooses a QR's mask as the standard asks (ISO/IEC 18004, 7.8), in one look at each module. */

/** A symbol in mask 0, row after row, 1 is dark. */
export interface Unmasked {
  readonly size: number;
  readonly data: Uint8Array;
  /** 1 where no mask reaches: finders, timing, format. */
  readonly reservedBit: Uint8Array;
}

/** Whether a mask turns the module over (table 10). */
const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i * j) % 3) + ((i + j) % 2)) % 2 === 0,
];

/** All masks repeat after so many rows and columns. */
const TILE = 12;

/** What each mask turns over that mask 0 does not, or the other way round. */
const TILES: readonly Uint8Array[] = MASKS.map((mask) =>
  Uint8Array.from({ length: TILE * TILE }, (_, at) => {
    const [row, column] = [Math.floor(at / TILE), at % TILE];
    return mask(row, column) === ((row + column) % 2 === 0) ? 0 : 1;
  }),
);

/** How the 15 format bits of each mask differ from those of mask 0, at any level: BCH codes add up (annex C). */
const FORMATS = MASKS.map((_, mask) => (mask & 1 ? 0x0537 : 0) ^ (mask & 2 ? 0x0a6e : 0) ^ (mask & 4 ? 0x11eb : 0));

function turnFormat(modules: Uint8Array, size: number, change: number): void {
  for (let bit = 0; bit < 15; bit += 1) {
    if (((change >> bit) & 1) === 0) continue;
    const row = bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit;
    const column = bit < 8 ? size - 1 - bit : bit < 9 ? 7 : 14 - bit;
    for (const at of [row * size + 8, 8 * size + column]) modules[at] = (modules[at] ?? 0) ^ 1;
  }
}

/** @param into where the masked modules go */
function applyMask({ size, data, reservedBit }: Unmasked, mask: number, into: Uint8Array): void {
  const tile = TILES[mask] ?? data;
  for (let row = 0, at = 0; row < size; row += 1) {
    const from = (row % TILE) * TILE;
    for (let column = 0, x = 0; column < size; column += 1, at += 1, x = x === TILE - 1 ? 0 : x + 1) {
      const mayTurn = (reservedBit[at] ?? 1) ^ 1;
      into[at] = (data[at] ?? 0) ^ ((tile[from + x] ?? 0) & mayTurn);
    }
  }
  turnFormat(into, size, FORMATS[mask] ?? 0);
}

// Looked up, since no processor guesses the ways of random modules right.
/** By the length of a run of modules that are alike: the fifth costs 3 points, each further one 1. */
const RUN_POINTS = Uint8Array.from({ length: 256 }, (_, run) => (run < 5 ? 0 : run === 5 ? 3 : 1));
/** By the last 11 modules: 1:1:3:1:1 with four light ones on a side looks like a finder. */
const FINDER_POINTS = new Uint8Array(2048);
FINDER_POINTS[0x5d0] = 40;
FINDER_POINTS[0x05d] = 40;

/** Points against a masked symbol (table 11). @param enough beyond these nobody asks how many */
function penaltyOf(modules: Uint8Array, size: number, enough: number): number {
  const runs = new Uint8Array(size);
  const windows = new Uint16Array(size);
  let points = 0;
  let inked = 0;
  for (let row = 0, at = 0; row < size && points < enough; row += 1) {
    let run = 0;
    let window = 0;
    let runLeft = 0;
    for (let column = 0; column < size; column += 1, at += 1) {
      const dark = modules[at] ?? 0;
      const above = windows[column] ?? 0;
      inked += dark;
      // 1 where it is as the one before it, whose colour is the window's last bit; runs begin at nothing.
      run = run * (1 ^ dark ^ (window & 1)) + 1;
      const down = (runs[column] ?? 0) * (1 ^ dark ^ (above & 1)) + 1;
      window = ((window << 1) & 0x7ff) | dark;
      const windowDown = ((above << 1) & 0x7ff) | dark;
      points += (RUN_POINTS[run] ?? 0) + (RUN_POINTS[down] ?? 0);
      if (column >= 10) points += FINDER_POINTS[window] ?? 0;
      if (row >= 10) points += FINDER_POINTS[windowDown] ?? 0;
      // Four alike in a square: this one is as its left and upper neighbours, and that on the left as the one above it.
      if (run > 1 && down > 1 && runLeft > 1) points += 3;
      runs[column] = down;
      windows[column] = windowDown;
      runLeft = down;
    }
  }
  return points + 10 * Math.abs(Math.ceil((inked * 100) / modules.length / 5) - 10);
}

/** @returns the modules in the mask with the fewest points against it, the first of equals */
export function bestMasked(symbol: Unmasked): Uint8Array {
  let best = new Uint8Array(symbol.data.length);
  let trial = new Uint8Array(symbol.data.length);
  let fewest = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < MASKS.length; mask += 1) {
    applyMask(symbol, mask, trial);
    const points = penaltyOf(trial, symbol.size, fewest);
    if (points >= fewest) continue;
    fewest = points;
    [best, trial] = [trial, best];
  }
  return best;
}
