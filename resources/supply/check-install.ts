/** `npm run supply:check`: installs only what is shipped, with no install script, elsewhere, and runs the demo on it. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './shipped.ts';

const run = promisify(execFile);

const folder = await mkdtemp(join(tmpdir(), 'qris-install-'));
try {
  for (const name of ['package.json', 'package-lock.json', 'main', 'shared', 'resources']) {
    await cp(join(ROOT, name), join(folder, name), { recursive: true });
  }
  // --no-audit: an install asks nobody anything but for its packages.
  const install = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await run('npm', install, { cwd: folder, shell: process.platform === 'win32' });
  const out = join(folder, 'slips');
  await run(process.execPath, [join(folder, 'main', 'cli.ts'), 'demo', '--out', out], { cwd: folder });
  const slips = (await readdir(out)).filter((name) => name.endsWith('.png'));
  if (slips.length === 0) throw new Error('the demo printed nothing');
  const packages = await readdir(join(folder, 'node_modules'));
  process.stdout.write(`supply:check: ${packages.length} folders installed, ${slips.length} slips printed\n`);
} catch (error) {
  process.stderr.write(`supply:check: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
