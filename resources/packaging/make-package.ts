/** Makes the Linux package with electron-builder around a stand-in for Electron, offline, and unpacks it as a person would. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { path7za } from '7zip-bin';
import { makeStandInDist } from './stand-in-dist.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
const required = createRequire(import.meta.url);

/** A port that nothing listens on: a download that somebody tries fails at once instead of passing unseen. */
const NOWHERE = 'http://127.0.0.1:9';

/**
 * Runs a program to its end.
 * @returns what it wrote to stdout and stderr
 * @throws with all of that when it ends otherwise than with status 0
 */
export async function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  const child = spawn(program, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code === 0) return said;
  throw new Error(`${program} ${args.slice(0, 2).join(' ')} ended with ${code ?? signal}\n${said}`);
}

export interface Package {
  /** What a person has after unpacking the tar.gz. */
  readonly folder: string;
  readonly asar: string;
  readonly binary: string;
  readonly archiveBytes: number;
  readonly electron: string;
}

/** npm ships 7-zip's program without the right to run it; a copy gets that right, node_modules stays as it is. */
async function runnable7zip(into: string): Promise<string> {
  const program = join(into, '7za');
  await copyFile(path7za, program);
  await chmod(program, 0o755);
  return program;
}

/** @param into an empty folder that the caller removes */
export async function makePackage(into: string): Promise<Package> {
  const electron = (required('electron/package.json') as { version: string }).version;
  const standIn = join(into, 'electron');
  const out = join(into, 'out');
  await makeStandInDist(standIn, electron);
  const env = {
    ...process.env,
    ELECTRON_BUILDER_7ZIP_PATH: await runnable7zip(into),
    ELECTRON_BUILDER_CACHE: join(into, 'cache'),
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
  };
  const builder = required.resolve('electron-builder/cli.js');
  const overrides = [
    `-c.electronDist=${standIn}`,
    `-c.directories.output=${out}`,
    '-c.artifactName=package.$' + '{ext}',
  ];
  const said = await run(process.execPath, [builder, '--linux', 'tar.gz', '--publish', 'never', ...overrides], {
    cwd: ROOT,
    env,
  });
  if (!said.includes('fuses: ')) throw new Error(`electron-builder did not call the hook that sets the fuses\n${said}`);
  const archive = join(out, 'package.tar.gz');
  const folder = join(into, 'unpacked');
  await mkdir(folder);
  await run('tar', ['-xzf', archive, '-C', folder, '--strip-components=1']);
  return {
    folder,
    asar: join(folder, 'resources', 'app.asar'),
    binary: join(folder, 'qris-terminal'),
    archiveBytes: (await readFile(archive)).length,
    electron,
  };
}
