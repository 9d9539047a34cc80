/** `npm run test:kill -- --kills N --seed S`: kills the till N times and checks the books; see docs/kills.md. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MUTANTS, type MutantName } from './mutants.ts';
import { failureText, reportText } from './report.ts';
import { isSound, runSuite } from './suite.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Data folders at a time. */
    lanes: { type: 'string', default: '4' },
    /** Where the report goes, as FILE.json and FILE.md. */
    report: { type: 'string' },
    /** Breaks the product in each known way instead, and says whether that is caught. */
    mutants: { type: 'boolean', default: false },
    mutant: { type: 'string' },
  },
});

const kills = Number(values.kills);
/** A long run goes on for a while after a failure: one fault should not hide the next. */
const MOST_FAILURES = kills > 1_000 ? 5 : 1;
const seed = Number(values.seed);
const lanes = Number(values.lanes);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const isMutant = (name: string): name is MutantName => Object.hasOwn(MUTANTS, name);

/** @returns whether the suite caught it */
async function runMutant(name: MutantName): Promise<boolean> {
  const { figures, failures } = await runSuite({ kills, seed, lanes, mutant: name });
  const [first] = failures.flatMap(({ findings }) => findings);
  const caught = first === undefined ? 'NOT CAUGHT' : `caught: ${first.verdict}, ${first.says}`;
  say(`${name} (${MUTANTS[name].says}) · ${figures.kills} kills · ${caught}`);
  return first !== undefined;
}

async function runMutants(names: readonly MutantName[]): Promise<boolean> {
  let all = true;
  for (const name of names) all = (await runMutant(name)) && all;
  return all;
}

async function runKills(): Promise<boolean> {
  let said = 0;
  const startedAt = performance.now();
  const result = await runSuite({
    kills,
    seed,
    lanes,
    mostFailures: MOST_FAILURES,
    onProgress: ({ kills: done, found, double }) => {
      if (done - said < 100) return;
      said = done;
      const minutes = Math.round((performance.now() - startedAt) / 6_000) / 10;
      say(`${minutes} min: ${done} of ${kills} kills, ${found.any} found something open, ${double} double`);
    },
  });
  const report = reportText(seed, result);
  if (values.report !== undefined) {
    const failures = result.failures.map(({ findings, folder, world, kill, diedAt }) => {
      return { findings, folder, world, kill, diedAt };
    });
    writeFileSync(`${values.report}.json`, `${JSON.stringify({ seed, ...result, failures }, null, 2)}\n`);
    writeFileSync(`${values.report}.md`, report);
  }
  say(report);
  for (const failure of result.failures) say(failureText(seed, failure));
  return isSound(result);
}

const wanted = values.mutant;
const names = values.mutants
  ? Object.keys(MUTANTS).filter(isMutant)
  : wanted !== undefined && isMutant(wanted)
    ? [wanted]
    : [];
process.exitCode = (await (names.length > 0 ? runMutants(names) : runKills())) ? 0 : 1;
