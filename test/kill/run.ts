/** `npm run test:kill -- --kills N --seed S --lanes L --report FILE`: kills the till N times and checks the books. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MUTANTS, type MutantName } from './mutants.ts';
import { failureText, reportText } from './report.ts';
import { runSuite } from './suite.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lanes: { type: 'string', default: '3' },
    report: { type: 'string' },
    mutant: { type: 'string' },
  },
});

const mutant = Object.keys(MUTANTS).find((name): name is MutantName => name === values.mutant);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
let last = 0;
const result = await runSuite({
  kills: Number(values.kills),
  seed: Number(values.seed),
  lanes: Number(values.lanes),
  ...(mutant === undefined ? {} : { mutant }),
  onProgress: (done, { found }) => {
    if (done - last < 100) return;
    last = done;
    say(`${done} of ${values.kills} kills, ${found.any} found something open`);
  },
});
const report = { seed: Number(values.seed), ...result, failures: result.failures.map(({ books: _, ...rest }) => rest) };
if (values.report !== undefined) {
  writeFileSync(`${values.report}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${values.report}.md`, reportText(Number(values.seed), result));
}
say(reportText(Number(values.seed), result));
for (const failure of result.failures) say(failureText(Number(values.seed), failure));
process.exitCode = result.failures.length === 0 ? 0 : 1;
