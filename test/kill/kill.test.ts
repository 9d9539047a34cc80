/** The short form of the kill suite: 200 kills, and three books that agree. `npm run test:kill` runs longer ones. */
import { expect, it } from 'vitest';
import { failureText, reportText } from './report.ts';
import { runSuite } from './suite.ts';

const KILLS = 200;
const PATIENCE_MS = 600_000;

it(
  `nothing is lost, nothing is done twice, nothing is unexplained after ${KILLS} kills`,
  async () => {
    const seed = Date.now() % 1_000_000;
    const result = await runSuite({ kills: KILLS, seed, lanes: 4 });
    expect(result.failures.map((failure) => failureText(seed, failure)).join('\n')).toBe('');
    expect(result.unmet, reportText(seed, result)).toEqual([]);
    expect(result.figures.kills).toBe(KILLS);
  },
  PATIENCE_MS,
);
