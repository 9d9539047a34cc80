/** `npm test`: gets what the tests need from the system where it may, then runs them all. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { engine } from './electron/launch.ts';
import { ensureSystemPackages } from './support/system-packages.ts';

const { ok, lines } = ensureSystemPackages({ browser: true });
for (const line of lines) process.stderr.write(`${line}\n`);
const on = engine() === 'electron' ? 'real Electron' : 'the Electron stand-in (test/electron), in headless Chromium';
process.stderr.write(`The window's specs run on ${on}.\n`);
if (!ok) {
  process.exitCode = 1;
} else {
  const vitest = join(import.meta.dirname, '..', 'node_modules', 'vitest', 'vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = run.status ?? 1;
}
