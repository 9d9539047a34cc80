/**
 * Sees the suite find what it is there to find: builds the program weak in each way of weaknesses.ts, one after the other
 * (or in those named on the command line), and runs the spec that has to fail. Takes a minute for each.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { WEAKNESSES } from './weaknesses.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const named = process.argv.slice(2);

for (const [name, { foundBy }] of Object.entries(WEAKNESSES)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', 'test/hostile', '-t', foundBy], {
    cwd: ROOT,
    env: { ...process.env, TILL_WEAKNESS: name },
    encoding: 'utf8',
  });
  const why = stdout.split('\n').find((line) => /^\s*(?:\S+)?→|AssertionError|Error:/.test(line)) ?? '';
  process.stdout.write(
    `${status === 0 ? 'NOT FOUND' : 'found'}: ${name}, by "${foundBy}" ${why.trim().slice(0, 160)}\n`,
  );
  if (status === 0) process.exitCode = 1;
}
