/** Plays the turns of one run: the contestants in every order, round by round, and what the disk costs meanwhile. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openWorld, type Turn, type World } from './measure.ts';

export interface Plan {
  readonly rounds: number;
  /** Of each contestant in one round. */
  readonly turns: number;
  /** Of ours with its step clock, afterwards. */
  readonly stepTurns: number;
}

/** One round: every contestant's turns, in the order in which they were played. */
export interface Round {
  readonly ours: readonly Turn[];
  readonly bare: readonly Turn[];
  /** The bare script that brings something to the disk as often as ours: up to the first byte, and up to the slip's. */
  readonly syncedFirst: readonly Turn[];
  readonly syncedSlip: readonly Turn[];
  /** Milliseconds to write 12 KiB over the same place of a file and have it on disk. */
  readonly disk: readonly number[];
}

/**
 * How often ours waits for the disk. Up to the first byte at the printer: the intent and its attempt · what came of it,
 * and the slip. Up to the slip's own: the print's step as well.
 */
export const SYNCS = { first: 2, slip: 3 } as const;
const WARM_UP = 60;
const DISK_TRIES = 20;
const PAGES = Buffer.alloc(12_288, 1);

function diskRound(base: string): readonly number[] {
  const folder = mkdtempSync(join(base, 'qris-terminal-disk-'));
  const file = openSync(join(folder, 'probe'), 'w', 0o600);
  try {
    return Array.from({ length: DISK_TRIES }, () => {
      const start = performance.now();
      writeSync(file, PAGES, 0, PAGES.length, 0);
      fdatasyncSync(file);
      return performance.now() - start;
    });
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playRound({ ours, bare }: World, from: number, turns: number, base: string): Promise<Round> {
  const round = { ours: [] as Turn[], bare: [] as Turn[], syncedFirst: [] as Turn[], syncedSlip: [] as Turn[] };
  const players = [
    { to: round.ours, play: (turn: number) => ours.turn({ turn, syncs: 0 }) },
    { to: round.bare, play: (turn: number) => bare.turn({ turn, syncs: 0 }) },
    { to: round.syncedFirst, play: (turn: number) => bare.turn({ turn, syncs: SYNCS.first }) },
    { to: round.syncedSlip, play: (turn: number) => bare.turn({ turn, syncs: SYNCS.slip }) },
  ];
  for (let turn = from; turn < from + turns; turn += 1) {
    // Whoever comes after the one that wrote most has the busiest disk: another one each time.
    const first = turn % players.length;
    for (const { to, play } of [...players.slice(first), ...players.slice(0, first)]) to.push(await play(turn));
  }
  return { ...round, disk: diskRound(base) };
}

/** @param base a folder on the disk that is meant @param args for the process of ours, as `--cpu-prof` */
export async function playAll(
  base: string,
  plan: Plan,
  say: (line: string) => void,
  args: readonly string[],
): Promise<readonly Round[]> {
  const world = await openWorld(base, false, args);
  try {
    await playRound(world, 0, WARM_UP, base);
    const rounds: Round[] = [];
    for (let round = 0; round < plan.rounds; round += 1) {
      say(`overhead: round ${round + 1} of ${plan.rounds}`);
      rounds.push(await playRound(world, WARM_UP + round * plan.turns, plan.turns, base));
    }
    return rounds;
  } finally {
    world.close();
  }
}

/** Ours alone, with its step clock. */
export async function playSteps(base: string, turns: number): Promise<readonly Turn[]> {
  const world = await openWorld(base, true);
  try {
    const all: Turn[] = [];
    for (let turn = 0; turn < WARM_UP + turns; turn += 1) all.push(await world.ours.turn({ turn, syncs: 0 }));
    return all.slice(WARM_UP);
  } finally {
    world.close();
  }
}
