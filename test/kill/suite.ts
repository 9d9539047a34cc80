/** Runs the kills: builds the child once, then several data folders at a time until the number is reached. */
import { existsSync, statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildChild } from './bundle.ts';
import { chanceFrom } from './chance.ts';
import type { MutantName } from './mutants.ts';
import { type Figures, newTally } from './tally.ts';
import { type Failure, runWorld } from './world.ts';

export interface SuiteOptions {
  readonly kills: number;
  readonly seed: number;
  /** Data folders at a time. */
  readonly lanes: number;
  readonly mutant?: MutantName;
  /** How many data folders may fail before the run stops; default: one. */
  readonly mostFailures?: number;
  readonly onProgress?: (figures: Figures) => void;
}

export interface SuiteResult {
  readonly figures: Figures;
  readonly failures: readonly (Failure & { readonly world: string })[];
  /** Boundaries that the run should have met and did not: it proves too little. */
  readonly unmet: readonly string[];
  readonly worlds: number;
  readonly seconds: number;
}

/** Kills that one data folder gets, at least and at most. */
const KILLS_A_FOLDER = [6, 30] as const;

/** From so many kills on every family of failpoints must be met, and from so many on every single one. */
const ALL_FAMILIES = 200;
const ALL_POINTS = 5_000;
/** How many lives pass a failpoint before it counts as known. */
const KNOWN = 50;
/** Kills that must find something open, as a share. */
const OPEN_SHARE = 0.3;

function unmet({ kills, families, failpoints, passedIn, found }: Figures): readonly string[] {
  if (kills < ALL_FAMILIES) return [];
  const missed = Object.entries(families).flatMap(([name, hits]) => (hits === 0 ? [`never killed ${name}`] : []));
  const points = Object.entries(failpoints).flatMap(([name, hits]) =>
    kills >= ALL_POINTS && hits === 0 && (passedIn[name] ?? 0) >= KNOWN ? [`never killed at ${name}`] : [],
  );
  const late = found.any / kills < OPEN_SHARE ? [`only ${found.any} of ${kills} kills found something open`] : [];
  return [...missed, ...points, ...late];
}

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 256 * 1024 * 1024;

/**
 * In memory where there is enough: SIGKILL takes a process and not the machine, so whatever the system was given is kept
 * with or without a disk, and a busy disk's fsync is most of the time otherwise.
 */
function placeForFolders(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir();
}

export async function runSuite(options: SuiteOptions): Promise<SuiteResult> {
  const { kills, seed, lanes, mutant, mostFailures = 1, onProgress } = options;
  const startedAt = performance.now();
  const place = await mkdtemp(join(placeForFolders(), 'qris-kill-'));
  const tally = newTally();
  const failures: (Failure & { readonly world: string })[] = [];
  let given = 0;
  let worlds = 0;
  const script = await buildChild(join(place, 'child'), mutant ?? null);

  async function lane(): Promise<void> {
    while (given < kills && failures.length < mostFailures) {
      worlds += 1;
      const name = `${seed}-${worlds}`;
      const chance = chanceFrom(seed * 100_003 + worlds);
      const [least, most] = KILLS_A_FOLDER;
      const share = Math.min(least + chance.below(most - least), kills - given);
      given += share;
      const cache = join(place, 'cache');
      const failure = await runWorld({ place, script, cache, chance, name, tally, kills: share });
      if (failure !== null) failures.push({ ...failure, world: name });
      onProgress?.(tally.figures());
    }
  }
  await Promise.all(Array.from({ length: lanes }, () => lane()));
  if (failures.length === 0) await rm(place, { recursive: true, force: true });
  const figures = tally.figures();
  const seconds = (performance.now() - startedAt) / 1000;
  return { figures, failures, unmet: unmet(figures), worlds, seconds };
}

export function isSound({ failures, unmet }: SuiteResult): boolean {
  return failures.length === 0 && unmet.length === 0;
}
