/** Runs the kills: builds the child once, then several data folders at a time until the number is reached. */
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
  readonly onProgress?: (done: number, figures: Figures) => void;
}

export interface SuiteResult {
  readonly figures: Figures;
  readonly failures: readonly (Failure & { readonly world: string })[];
  readonly worlds: number;
  readonly seconds: number;
}

/** Kills that one data folder gets, at least and at most. */
const KILLS_A_FOLDER = [6, 30] as const;

export async function runSuite({ kills, seed, lanes, mutant, onProgress }: SuiteOptions): Promise<SuiteResult> {
  const startedAt = performance.now();
  const place = await mkdtemp(join(tmpdir(), 'qris-kill-'));
  const tally = newTally();
  const failures: (Failure & { readonly world: string })[] = [];
  let given = 0;
  let worlds = 0;
  const script = await buildChild(join(place, 'child'), mutant ?? null);

  async function lane(): Promise<void> {
    while (given < kills && failures.length === 0) {
      worlds += 1;
      const name = `${seed}-${worlds}`;
      const chance = chanceFrom(seed * 100_003 + worlds);
      const [least, most] = KILLS_A_FOLDER;
      const share = Math.min(least + chance.below(most - least), kills - given);
      given += share;
      const cache = join(place, 'cache');
      const failure = await runWorld({ place, script, cache, chance, name, tally, kills: share });
      if (failure !== null) failures.push({ ...failure, world: name });
      onProgress?.(tally.figures().kills, tally.figures());
    }
  }
  await Promise.all(Array.from({ length: lanes }, () => lane()));
  if (failures.length === 0) await rm(place, { recursive: true, force: true });
  const seconds = (performance.now() - startedAt) / 1000;
  return { figures: tally.figures(), failures, worlds, seconds };
}
