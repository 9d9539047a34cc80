/** Electron around the app: one instance, one window, its life from the first start to a quit that waits. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, Menu, powerMonitor, protocol, session } from 'electron';
import type { Actions, Contract, Emit } from '../../shared/define-contract.ts';
import type { Report } from '../gate/handle.ts';
import { APP_HOST, APP_SCHEME, serveFolder } from './app-protocol.ts';
import { type Desktop, openDesktop } from './desktop.ts';
import { emitter, serveContract } from './ipc.ts';
import { applicationMenu } from './menu.ts';
import { cutNetwork, lockContents, lockSession } from './policy.ts';
import { openWindow } from './window.ts';

/** What the app gives the shell once it is open. */
export interface ShellApp<C extends Contract> {
  readonly actions: Actions<C>;
  /** Resolves when everything that is under way is in the journal and nothing new begins. */
  beforeQuit(): Promise<void>;
}

export interface ShellOptions<C extends Contract> {
  readonly contract: C;
  /** The data folder; null leaves the platform's own place. */
  readonly home: string | null;
  readonly title: string;
  readonly rendererFolder: string;
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** How long a quit waits for `beforeQuit` at most, in milliseconds. */
  readonly quitWithinMs: number;
  /** Puts the app together; the window is already opening meanwhile, its requests wait. */
  readonly openApp: (desktop: Desktop, emit: Emit<C>) => Promise<ShellApp<C>>;
  readonly report: Report;
}

function waitAtMost(promise: Promise<void>, ms: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not ready to quit within ${ms} ms`)), ms);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Holds a quit back until the app is ready for it, or has had its time. */
function quitInOrder(opened: Promise<{ beforeQuit(): Promise<void> }>, withinMs: number, report: Report): void {
  let state: 'running' | 'waiting' | 'ready' = 'running';
  app.on('before-quit', (event) => {
    if (state === 'ready') return;
    event.preventDefault();
    if (state === 'waiting') return;
    state = 'waiting';
    waitAtMost(
      opened.then((shellApp) => shellApp.beforeQuit()),
      withinMs,
    )
      .catch((error: unknown) => report({ id: 'quit', where: 'beforeQuit', error }))
      .finally(() => {
        state = 'ready';
        app.quit();
      });
  });
}

/**
 * Starts the program's window. Call it synchronously from Electron's entry: some of this must come before `ready`.
 * @returns false when another instance runs on the same data folder: that one has been brought to the front
 */
export function startShell<C extends Contract>(options: ShellOptions<C>): boolean {
  const { contract, report } = options;
  if (options.home !== null) {
    const userData = join(options.home, 'window');
    mkdirSync(userData, { recursive: true, mode: 0o700 }); // Electron refuses a folder that is not there
    app.setPath('userData', userData);
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.enableSandbox();
  cutNetwork(app.commandLine);
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);

  let window: BrowserWindow | null = null;
  const contents = () => (window === null || window.isDestroyed() ? null : window.webContents);
  const { promise: opened, resolve: open } = Promise.withResolvers<ShellApp<C>>();
  opened.catch((error: unknown) => report({ id: 'open', where: 'openApp', error }));
  const actions = opened.then((shellApp) => shellApp.actions);
  serveContract(contract, actions, (asking) => asking === contents(), report);
  quitInOrder(opened, options.quitWithinMs, report);
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', () => {
    if (window === null || window.isDestroyed()) return; // on its way out
    if (window.isMinimized()) window.restore();
    window.focus();
  });

  const start = (): void => {
    const partition = session.fromPartition('till'); // no `persist:`, so that no page leaves anything on disk
    const desktop = openDesktop(() => window);
    lockSession(partition, app.isPackaged);
    partition.protocol.handle(APP_SCHEME, serveFolder(options.rendererFolder));
    app.on('web-contents-created', (_event, created) => lockContents(created));
    Menu.setApplicationMenu(applicationMenu(process.platform, app.isPackaged));
    powerMonitor.on('shutdown', () => app.quit());
    open(options.openApp(desktop, emitter(contract, contents, report)));
    const stateFile = join(app.getPath('userData'), 'window.json');
    window = openWindow({ ...options, session: partition, stateFile, address: `${APP_SCHEME}://${APP_HOST}/` });
  };
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      report({ id: 'start', where: 'startShell', error });
      app.exit(1);
    });
  return true;
}
