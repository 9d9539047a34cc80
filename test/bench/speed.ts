/** How fast each encoder makes the slip: rounds in which every contestant has its turn, told as ratios to ours. */
import type { Peer } from './peer.ts';
import type { BenchSlip } from './slip.ts';

export interface Effort {
  readonly rounds: number;
  /** A contestant's turn in one round, milliseconds. */
  readonly turnMs: number;
}

export interface EncoderRow {
  readonly name: string;
  /** Ours is so many times as fast, the median of the rounds; 1 for ours; null when it cannot make this slip. */
  readonly native: Measured | null;
  readonly raster: Measured | null;
}

export interface Measured {
  readonly timesAsFast: number;
  /** The lowest and the highest of the rounds. */
  readonly range: readonly [number, number];
  readonly bytes: number;
}

type Mode = 'native' | 'raster';

/** Slips a microsecond of processor time in one turn; another slip each time, so that nothing is gained by remembering the last one. */
async function turn(encode: NonNullable<Peer[Mode]>, several: readonly BenchSlip[], ms: number): Promise<number> {
  const start = performance.now();
  const before = process.cpuUsage();
  let slips = 0;
  do {
    for (const slip of several) {
      const made = encode(slip);
      if (made instanceof Promise) await made;
    }
    slips += several.length;
  } while (performance.now() - start < ms);
  // The processor's time: what else runs on the machine does not count.
  const { user, system } = process.cpuUsage(before);
  return slips / (user + system);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

async function measure(peers: readonly Peer[], mode: Mode, slips: readonly BenchSlip[], effort: Effort) {
  const [slip] = slips;
  if (slip === undefined) throw new Error('no slip');
  const runners = peers.flatMap((peer) => (peer[mode] === undefined ? [] : [{ peer, encode: peer[mode] }]));
  const ratios = new Map<Peer, number[]>(runners.map(({ peer }) => [peer, []]));
  // The first round warms up and is not counted.
  for (let round = 0; round <= effort.rounds; round += 1) {
    const speeds = new Map<Peer, number>();
    // Whoever begins has the quietest machine: another one each round.
    const order = [...runners.slice(round % runners.length), ...runners.slice(0, round % runners.length)];
    for (const { peer, encode } of order) speeds.set(peer, await turn(encode, slips, effort.turnMs));
    const ours = speeds.get(runners[0]?.peer as Peer) ?? Number.NaN;
    if (round === 0) continue;
    for (const [peer, speed] of speeds) ratios.get(peer)?.push(ours / speed);
  }
  const rows = new Map<Peer, Measured>();
  for (const { peer, encode } of runners) {
    const all = ratios.get(peer) ?? [];
    const { length: bytes } = await encode(slip);
    rows.set(peer, { timesAsFast: median(all), range: [Math.min(...all), Math.max(...all)], bytes });
  }
  return rows;
}

/** @param peers ours first; those that encode nothing are left out @param slips the first one's bytes are counted */
export async function encoderTable(
  peers: readonly Peer[],
  slips: readonly BenchSlip[],
  effort: Effort,
): Promise<readonly EncoderRow[]> {
  const native = await measure(peers, 'native', slips, effort);
  const raster = await measure(peers, 'raster', slips, effort);
  return peers
    .filter((peer) => native.has(peer) || raster.has(peer))
    .map((peer) => ({
      name: `${peer.name} ${peer.version}`.trim(),
      native: native.get(peer) ?? null,
      raster: raster.get(peer) ?? null,
    }));
}
