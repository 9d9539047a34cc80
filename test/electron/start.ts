/** `npm start`: the till's window on whatever engine this machine has, or the demo where there is nothing to look at. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { runCli } from '../../main/cli/program.ts';
import { findChromium } from './chromium.ts';
import { electronBinary } from './launch.ts';
import { canShow, showOnStandIn } from './run.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BUNDLE = join(ROOT, 'dist', 'main', 'index.js');
/** How long the download of Electron's binary may take, once, before the window opens in Chromium instead. */
const FETCH_MS = 120_000;
const SANDBOX = '--sandbox-without-profile';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function build(): boolean {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const built = spawnSync(npm, ['run', '--silent', 'build'], {
    cwd: ROOT,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return built.status === 0;
}

/** Fetches Electron's binary where it can be had; quietly not where it cannot. */
function fetchElectron(): void {
  const installer = join(ROOT, 'node_modules', 'electron', 'install.js');
  spawnSync(process.execPath, [installer], { cwd: ROOT, stdio: 'ignore', timeout: FETCH_MS });
}

async function runElectron(binary: string): Promise<number> {
  const child = spawn(binary, [BUNDLE, SANDBOX], { cwd: ROOT, stdio: 'inherit' });
  await once(child, 'close');
  return child.exitCode ?? 1;
}

async function start(): Promise<number> {
  if (!canShow()) {
    say('npm start: there is no display, so this is the demo, step by step.');
    return runCli(['demo', ...process.argv.slice(2)]);
  }
  if (!build()) return 1;
  if (electronBinary() === null) {
    say('npm start: fetching Electron, once …');
    fetchElectron();
  }
  const electron = electronBinary();
  if (electron !== null) {
    say('npm start: the window, on Electron.');
    return runElectron(electron);
  }
  if (findChromium() === null) {
    say('npm start: neither Electron nor a Chromium can be had, so this is the demo, step by step.');
    return runCli(['demo', ...process.argv.slice(2)]);
  }
  say('npm start: the window, in Chromium on the Electron stand-in (Electron’s own binary cannot be had here).');
  process.argv.push(SANDBOX);
  await showOnStandIn(BUNDLE);
  return 0;
}

process.exitCode = await start();
