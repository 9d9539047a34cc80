/** `npm run package:check`: makes the package without Electron's binary and without a network, and tries what was made. */
import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ListedFile, listProblems, SHIPPED_PACKAGES, textProblems, WINDOWS_PACKAGES } from './asar-allow-list.ts';
import { readFuses } from './fuse-wire.ts';
import { decideFuses, type FuseName } from './fuses.ts';
import { makePackage, type Package, ROOT } from './make-package.ts';
import { outsideImports } from './outside-imports.ts';
import { brokenFiles, layOut, listAsar, readAsarFile, unpackedPath } from './read-asar.ts';
import { isStandIn } from './stand-in-dist.ts';
import { loadNatives, runDemo, runWindow } from './start-package.ts';

const TEXT = /\.(?:js|cjs|json|html|css|svg|txt)$/;

/** @throws with every line of what is wrong, so that one run shows all of it */
function demand(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`${what}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}

function say(line: string): void {
  process.stdout.write(`package:check: ${line}\n`);
}

/** What main imports and is not shipped, and what is shipped and nobody imports. */
function packageProblems(asar: string, files: readonly ListedFile[]): readonly string[] {
  const scripts = files.filter(({ path }) => /^dist\/main\/.*\.js$/.test(path));
  const asked = scripts.flatMap(({ path }) => outsideImports(readAsarFile(asar, path).toString('utf8')));
  const shipped: readonly string[] = SHIPPED_PACKAGES;
  const elsewhere: readonly string[] = WINDOWS_PACKAGES;
  return [
    ...asked
      .filter((name) => !shipped.includes(name) && !elsewhere.includes(name))
      .map((name) => `main imports ${name}, which is neither bundled nor shipped`),
    ...shipped.filter((name) => !asked.includes(name)).map((name) => `${name} is shipped, and main does not import it`),
  ];
}

function checkContents(asar: string): readonly ListedFile[] {
  const files = listAsar(asar);
  const texts = files.filter(({ path }) => TEXT.test(path));
  demand('what was packed is not what may ship', [
    ...listProblems(files),
    ...packageProblems(asar, files),
    ...texts.flatMap(({ path }) => textProblems(path, readAsarFile(asar, path).toString('utf8'), ROOT)),
    ...brokenFiles(asar, files).map((path) => `${path} is not what the header's hash promises`),
  ]);
  return files;
}

async function checkFuses({ binary }: Package): Promise<void> {
  const wire = await readFuses(binary);
  const decided = Object.entries(decideFuses({ e2e: false }));
  const wrong = decided.filter(([name, { on }]) => wire[name as FuseName] !== on);
  demand(
    'fuses that stand otherwise than decided',
    wrong.map(([name]) => name),
  );
  const where = (await isStandIn(binary)) ? "a stand-in for Electron's binary" : "Electron's binary";
  say(`${decided.length} fuses as decided, in ${where}`);
}

async function checkNatives(asar: string, files: readonly ListedFile[], mainBundle: string): Promise<void> {
  const loaded = await loadNatives({ mainBundle, scratch: '' });
  const natives = files.filter(({ path }) => path.endsWith('.node')).map(({ path }) => path);
  const places = await Promise.all(natives.map(async (path) => [path, await realpath(unpackedPath(asar, path))]));
  const unloaded = places.filter(([, place]) => !loaded.includes(place ?? ''));
  demand(
    'native modules that were not loaded from their unpacked place',
    unloaded.map(([path]) => path ?? ''),
  );
  say(`${natives.length} native module${natives.length === 1 ? '' : 's'} loaded from app.asar.unpacked`);
}

async function check(scratch: string): Promise<void> {
  const made = await makePackage(scratch);
  say(`tar.gz of ${made.archiveBytes} bytes around a stand-in for Electron ${made.electron}`);
  const files = checkContents(made.asar);
  await checkFuses(made);
  const folder = join(scratch, 'laid-out');
  await layOut(made.asar, listAsar(made.asar), folder);
  const program = { mainBundle: join(folder, 'dist', 'main', 'index.js'), scratch };
  await checkNatives(made.asar, files, program.mainBundle);
  const demoSlips = await runDemo(program);
  if (demoSlips === 0) throw new Error('the demo printed nothing');
  const window = await runWindow(program);
  const bytes = (unpacked: boolean): number =>
    files.reduce((sum, file) => (file.unpacked === unpacked ? sum + file.size : sum), 0);
  say(
    `${files.length} files, ${bytes(false)} bytes in the asar, ${bytes(true)} bytes unpacked, ` +
      `window on ${window.engine} in ${window.startMs} ms, ${demoSlips + window.slips} slips printed`,
  );
}

if (!existsSync(join(ROOT, 'dist', 'main', 'index.js'))) {
  say('there is nothing to pack yet; `npm run build` first');
  process.exitCode = 1;
} else {
  const scratch = await mkdtemp(join(tmpdir(), 'till-package-'));
  try {
    await check(scratch);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
