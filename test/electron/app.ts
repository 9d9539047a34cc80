/** `app`: ready at once, one instance a data folder, and a quit in Electron's order. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { events } from './emitter.ts';
import { settings, switches } from './settings.ts';
import { NotStoodIn, strict } from './strict.ts';

/** A window as the app sees it. */
export interface AppWindow {
  readonly closed: Promise<void>;
  ask(): boolean;
  destroy(): void;
  setDark(dark: boolean): Promise<void>;
}

export const windows = new Set<AppWindow>();

const raising = events('app', [
  'before-quit',
  'will-quit',
  'quit',
  'window-all-closed',
  'second-instance',
  'web-contents-created',
]);
const paths = new Map<string, string>();
const closing: Promise<void>[] = [];
let lockFile: string | null = null;
let quitting = false;

function userData(): string {
  return paths.get('userData') ?? join(settings().profile, 'userData');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The lock is a file with a process id in it; the holder hears of a second instance by a signal. */
function requestSingleInstanceLock(): boolean {
  mkdirSync(userData(), { recursive: true });
  const file = join(userData(), 'SingletonLock');
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    const holder = Number(readFileSync(file, 'utf8'));
    if (isAlive(holder)) {
      process.kill(holder, 'SIGUSR2');
      return false;
    }
    writeFileSync(file, String(process.pid));
  }
  lockFile = file;
  process.on('SIGUSR2', () => raising.raise('second-instance', {}, [], '', null));
  return true;
}

async function leave(code: number): Promise<void> {
  for (const window of windows) window.destroy();
  await Promise.allSettled(closing);
  if (lockFile !== null) rmSync(lockFile, { force: true });
  rmSync(settings().profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  process.exit(code);
}

function quit(): void {
  if (raising.ask('before-quit', {})) return;
  quitting = true;
  for (const window of windows) {
    if (window.ask()) {
      quitting = false;
      return;
    }
    window.destroy();
  }
  if (raising.ask('will-quit', {})) return;
  raising.raise('quit', {}, 0);
  void leave(0);
}

/** What of Chromium may be switched: to know nobody, to speak to nobody. */
const SWITCHES = ['host-resolver-rules', 'proxy-server', 'proxy-bypass-list', 'webrtc-ip-handling-policy'];

const commandLine = strict('app.commandLine', {
  appendSwitch: (name, value = '') => {
    if (!SWITCHES.includes(name)) throw new NotStoodIn(`the switch --${name}`);
    switches.set(name, value);
  },
} satisfies Pick<Electron.CommandLine, 'appendSwitch'>);

const methods = {
  isPackaged: false,
  commandLine: commandLine as Electron.CommandLine,
  whenReady: () => Promise.resolve(),
  enableSandbox: () => undefined, // Chromium's own sandbox is on unless root starts it
  requestSingleInstanceLock,
  quit,
  exit: (code = 0) => void leave(code),
  getPath: (name) => {
    if (name !== 'userData') throw new NotStoodIn(`app.getPath('${name}')`);
    return userData();
  },
  setPath: (name, path) => {
    if (name !== 'userData') throw new NotStoodIn(`app.setPath('${name}')`);
    if (!existsSync(path)) throw new Error('Failed to set path');
    paths.set(name, path);
  },
  getPreferredSystemLanguages: () => [...settings().languages],
} satisfies Pick<
  Electron.App,
  | 'isPackaged'
  | 'commandLine'
  | 'whenReady'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'setPath'
  | 'getPreferredSystemLanguages'
>;

/** The stand-in's own way in, beside Electron's face. */
export const app = {
  face: strict('app', { ...raising.methods, ...methods }),
  quit,
  contentsCreated: (contents: Electron.WebContents) => raising.raise('web-contents-created', {}, contents),
  windowClosed: (closed: Promise<void>) => {
    closing.push(closed);
    if (!quitting && windows.size === 0) raising.raise('window-all-closed');
  },
};
