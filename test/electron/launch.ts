/** Launches the built program for an end-to-end spec: on Electron where its binary is, else on the stand-in. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type Browser, chromium, type Page } from 'playwright-core';
import type { Order, Settings, Told } from './settings.ts';

export interface LaunchOptions {
  /** Absolute path of the built main bundle. */
  readonly mainBundle: string;
  /** What follows the bundle in the program's `process.argv`. */
  readonly args?: readonly string[];
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly headless?: boolean;
  /** The page's size in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly deviceScaleFactor?: number;
  /** The person's languages, first preferred first. */
  readonly languages?: readonly string[];
  readonly dark?: boolean;
}

export type Engine = 'electron' | 'stand-in';

/** A running till. */
export interface Till {
  readonly engine: Engine;
  readonly page: Page;
  /** Of the main process. */
  readonly pid: number;
  /** After a renderer's death the old page is of no use to Playwright; this is the one that took its place. */
  freshPage(): Promise<Page>;
  /** What the next open dialog answers; none for a person who chose nothing. */
  answerOpenDialog(...filePaths: readonly string[]): Promise<void>;
  /** What the next save dialog answers; null for a person who chose nothing. */
  answerSaveDialog(filePath: string | null): Promise<void>;
  wakeUp(): Promise<void>;
  setDark(dark: boolean): Promise<void>;
  /** What the stand-in saw; on Electron there is nobody to tell it. */
  told(): Promise<Told | null>;
  /** What the program wrote to stderr until now. */
  stderr(): string;
  /** Resolves when the program has ended, however it came to that. */
  readonly ended: Promise<void>;
  /** Quits as a person would and waits until every process is gone; rejects when the run had troubles. */
  close(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

const ELECTRON = join(import.meta.dirname, '..', '..', 'node_modules', 'electron');

/** @returns the path of Electron's binary, null where it was never fetched */
export function electronBinary(): string | null {
  const pathFile = join(ELECTRON, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(ELECTRON, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

export function engine(): Engine {
  return electronBinary() === null ? 'stand-in' : 'electron';
}

export function launchTill(options: LaunchOptions): Promise<Till> {
  const binary = electronBinary();
  return binary === null ? launchStandIn(options) : launchElectron(binary, options);
}

async function firstPage(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('Chromium has no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForURL(/^(?:app:\/\/qris-terminal|https:\/\/qris-terminal\.app\.invalid)\//);
  return page;
}

/** Chromium's own process id, as it stands in its profile (`host-pid`); null where it keeps none. */
function chromiumPid(profile: string): number | null {
  try {
    const pid = Number(
      readlinkSync(join(profile, 'chromium', 'SingletonLock'))
        .split('-')
        .at(-1),
    );
    return pid > 0 ? pid : null;
  } catch {
    return null; // not started yet, or a platform without that link
  }
}

/** Resolves when no process has this id. What is not our child cannot be waited for, only looked at. */
async function processGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return; // there is nobody to send a signal to
    }
    await sleep(20);
  }
}

/** How long a till may take to end by itself, in milliseconds; past it, it is killed and the spec fails. */
const END_WITHIN_MS = 20_000;

async function launchStandIn(options: LaunchOptions): Promise<Till> {
  const profile = await mkdtemp(join(tmpdir(), 'till-stand-in-'));
  const settings: Settings = {
    bundle: options.mainBundle,
    args: options.args ?? [],
    headless: options.headless ?? true,
    profile,
    viewport: options.size ?? null,
    deviceScaleFactor: options.deviceScaleFactor ?? 1,
    attachable: true,
    languages: options.languages ?? ['id-ID'],
    dark: options.dark ?? false,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main-process.ts'), JSON.stringify(settings)], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code, signal]) => ({ code: code as number | null, signal: String(signal) }));
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const clean = () => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

  const ready = Promise.withResolvers<number>();
  const answers = new Map<number, (told: Told) => void>();
  child.on('message', (message: { ready: number } | { id: number; told: Told }) => {
    if ('ready' in message) ready.resolve(message.ready);
    else answers.get(message.id)?.(message.told);
  });
  let orders = 0;
  const tell = (order: Order): Promise<Told> => {
    orders += 1;
    const id = orders;
    const { promise, resolve, reject } = Promise.withResolvers<Told>();
    answers.set(id, resolve);
    child.send({ id, order }, (error) => error !== null && reject(error));
    return Promise.race([promise, ended.then(() => Promise.reject(new Error(`the till has ended\n${stderr}`)))]);
  };

  const early = ended.then(({ code }) => Promise.reject(new Error(`the till ended early (${code})\n${stderr}`)));
  early.catch(() => undefined); // it ends some day; only an end before it was ready is an error
  let browser: Browser | null = null;
  const attach = async (port: number): Promise<Page> => {
    await browser?.close();
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    return firstPage(browser);
  };
  const end = async (how: () => void): Promise<{ code: number | null; signal: string }> => {
    const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
    const chromiumIs = chromiumPid(profile);
    const gone = browser === null || !browser.isConnected() ? null : once(browser as never, 'disconnected');
    how();
    const result = await ended;
    clearTimeout(timer);
    await gone;
    // Killed, it leaves Chromium to end by itself, which writes into its profile to the last.
    if (chromiumIs !== null) await processGone(chromiumIs);
    await clean();
    return result;
  };

  let port: number;
  let page: Page;
  try {
    port = await Promise.race([ready.promise, early]);
    page = await Promise.race([attach(port), early]);
  } catch (error) {
    await end(() => child.kill('SIGKILL'));
    throw error;
  }
  return {
    engine: 'stand-in',
    page,
    pid: child.pid ?? 0,
    freshPage: () => attach(port),
    answerOpenDialog: async (...filePaths) => void (await tell({ op: 'answer-open-dialog', filePaths })),
    answerSaveDialog: async (filePath) => void (await tell({ op: 'answer-save-dialog', filePath })),
    wakeUp: async () => void (await tell({ op: 'resume' })),
    setDark: async (dark) => void (await tell({ op: 'dark', dark })),
    told: () => tell({ op: 'tell' }),
    stderr: () => stderr,
    ended: ended.then(() => undefined),
    close: async () => {
      const alive = child.exitCode === null && child.signalCode === null;
      const { troubles } = alive ? await tell({ op: 'tell' }) : { troubles: [] };
      const { code, signal } = await end(() => alive && child.send({ id: 0, order: { op: 'quit' } satisfies Order }));
      if (troubles.length > 0) throw new Error(`the stand-in had troubles:\n${troubles.join('\n')}`);
      if (code !== 0) throw new Error(`the till ended with ${code ?? signal}\n${stderr}`);
    },
    kill: async () => void (await end(() => child.kill('SIGKILL'))),
  };
}

/** The same specs on the real thing; Playwright needs the CliInspect fuse, which a checkout's Electron has on. */
async function launchElectron(executablePath: string, options: LaunchOptions): Promise<Till> {
  const electronApp = await _electron.launch({
    executablePath,
    args: [
      options.mainBundle,
      ...(options.args ?? []),
      `--lang=${options.languages?.[0] ?? 'id-ID'}`,
      `--force-device-scale-factor=${options.deviceScaleFactor ?? 1}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    env: { ...(process.env as Record<string, string>), ...options.env },
  });
  const ended = once(electronApp.process(), 'exit').then(() => undefined);
  let stderr = '';
  electronApp.process().stderr?.on('data', (bytes: Buffer) => {
    stderr += bytes.toString('utf8');
  });
  const page = await electronApp.firstWindow();
  await page.waitForURL(/^app:\/\/qris-terminal\//);
  if (options.size !== undefined) {
    await electronApp.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
    }, options.size);
  }
  const setDark = (dark: boolean) =>
    electronApp.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted ? 'dark' : 'light';
    }, dark);
  await setDark(options.dark ?? false);
  return {
    engine: 'electron',
    page,
    pid: electronApp.process().pid ?? 0,
    freshPage: () => electronApp.firstWindow(),
    answerOpenDialog: (...filePaths) =>
      electronApp.evaluate(({ dialog }, paths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: paths.length === 0, filePaths: [...paths] });
      }, filePaths),
    answerSaveDialog: (filePath) =>
      electronApp.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: path === null, filePath: path ?? '' });
      }, filePath),
    wakeUp: async () => void (await electronApp.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'))),
    setDark,
    told: () => Promise.resolve(null),
    stderr: () => stderr,
    ended,
    close: () => electronApp.close(),
    kill: async () => {
      electronApp.process().kill('SIGKILL');
      await ended;
    },
  };
}
