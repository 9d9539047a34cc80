/** Builds the whole program as it is shipped, and opens it on a data folder of its own. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contract } from '../../shared/contract.ts';
import { buildTill } from '../electron/build.ts';
import { type LaunchOptions, launchTill, type Till } from '../electron/launch.ts';
import { type Frame, frame } from './pages/frame.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..');

export interface Built {
  readonly mainBundle: string;
  readonly remove: () => Promise<void>;
}

async function buildInto(into: string): Promise<string> {
  const page = join(into, 'page');
  // A process of its own: a test runner's NODE_ENV would bundle React's development build.
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  await run(process.execPath, [vite, 'build', '-c', 'vite.renderer.config.ts', '--outDir', page], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return buildTill({ entry: join(ROOT, 'main', 'index.ts'), contract, page, into });
}

/** Under dist/, so that what is left outside the bundle is found where it is found in a checkout. */
export async function buildProgram(): Promise<Built> {
  const dist = join(ROOT, 'dist');
  await mkdir(dist, { recursive: true });
  const into = await mkdtemp(join(dist, 'e2e-'));
  const remove = () => rm(into, { recursive: true, force: true });
  try {
    return { mainBundle: await buildInto(into), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

export interface OpenTill {
  readonly till: Till;
  readonly frame: Frame;
  /** Quits the till and removes its data. */
  readonly close: () => Promise<void>;
}

/** The screen of the smallest tills. */
const SIZE = { width: 1024, height: 600 };

export async function openTill(
  built: Built,
  options: Omit<LaunchOptions, 'mainBundle'> & {
    readonly sandbox?: boolean;
    /** What is done to the data folder before the till is opened on it. */
    readonly prepare?: (home: string) => Promise<void>;
  } = {},
): Promise<OpenTill> {
  const { sandbox = true, env, prepare, ...launch } = options;
  const home = await mkdtemp(join(tmpdir(), 'till-home-'));
  await prepare?.(home);
  const till = await launchTill({
    mainBundle: built.mainBundle,
    args: sandbox ? ['--sandbox-without-profile'] : [],
    size: SIZE,
    ...launch,
    env: { ...env, QRIS_TERMINAL_HOME: home },
  });
  return {
    till,
    frame: frame(till.page),
    close: async () => {
      await till.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
