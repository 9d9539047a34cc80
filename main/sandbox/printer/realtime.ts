/** Finds real-time commands in a stream: a printer obeys them the moment they arrive, even inside image data. */

export type Realtime =
  /** DLE EOT n, n from 1 to 4. */
  | { readonly kind: 'status'; readonly question: number }
  /** DLE ENQ 1: recover, and go on from the line where the error was. */
  | { readonly kind: 'resume' }
  /** DLE ENQ 2: clear the buffers, and recover. */
  | { readonly kind: 'recover' }
  /** DLE DC4 fn 8: clear the buffers. */
  | { readonly kind: 'clear' }
  /** DLE DC4 fn 1: a pulse to the drawer. */
  | { readonly kind: 'pulse' };

const DLE = 0x10;
const CLEAR: readonly number[] = [DLE, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];

function between(value: number | undefined, low: number, high: number): boolean {
  return value !== undefined && value >= low && value <= high;
}

function match(seen: readonly number[]): Realtime | null {
  const [, second, n, m, t] = seen;
  if (second === 0x04 && seen.length === 3 && n !== undefined) {
    return between(n, 1, 4) ? { kind: 'status', question: n } : null;
  }
  if (second === 0x05 && seen.length === 3) return n === 1 ? { kind: 'resume' } : n === 2 ? { kind: 'recover' } : null;
  if (second !== 0x14) return null;
  if (n === 1 && seen.length === 5) return between(m, 0, 1) && between(t, 1, 8) ? { kind: 'pulse' } : null;
  return seen.length === CLEAR.length && CLEAR.every((byte, index) => seen[index] === byte) ? { kind: 'clear' } : null;
}

/** @returns takes one byte after the other, and tells the command that the byte completes */
export function createRealtimeScanner(): (byte: number) => Realtime | null {
  let seen: number[] = [];
  return (byte) => {
    if (byte === DLE) seen = [DLE];
    else if (seen.length === 0) return null;
    else seen.push(byte);
    const found = match(seen);
    if (found !== null || seen.length === CLEAR.length) seen = [];
    return found;
  };
}
