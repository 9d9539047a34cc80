/** `BrowserWindow`: one at a time, its page in Chromium. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, windows } from './app.ts';
import { openChromium } from './chromium.ts';
import { events } from './emitter.ts';
import { nativeTheme } from './machine.ts';
import { settings, trouble } from './settings.ts';
import { knownOptions, NotStoodIn, strict } from './strict.ts';
import { makeWebContents } from './web-contents.ts';

const OPTIONS = [
  'x',
  'y',
  'width',
  'height',
  'minWidth',
  'minHeight',
  'title',
  'show',
  'autoHideMenuBar',
  'webPreferences',
];

/** The preferences that the stand-in is like; with any other value it would show something that Electron does not do. */
const LIKE: Readonly<Electron.WebPreferences> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webviewTag: false,
  webSecurity: true,
  spellcheck: false,
  disableBlinkFeatures: 'DocumentPictureInPictureAPI',
};

type Methods = Pick<
  Electron.BrowserWindow,
  | 'webContents'
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'isMinimized'
  | 'isMaximized'
  | 'maximize'
  | 'isDestroyed'
  | 'close'
  | 'destroy'
  | 'getNormalBounds'
>;

function checkPreferences(preferences: Electron.WebPreferences): { preload: string; session: Electron.Session } {
  const { preload, session, ...rest } = preferences;
  knownOptions('webPreferences', rest, Object.keys(LIKE));
  for (const [key, value] of Object.entries(LIKE)) {
    if (rest[key as keyof typeof rest] !== value) throw new NotStoodIn(`this value of webPreferences.${key}`);
  }
  if (preload === undefined || session === undefined) throw new NotStoodIn('a window without preload or session');
  return { preload, session };
}

/** Chromium writes the port that it chose into its profile. */
function devToolsPort(): number {
  const [port] = readFileSync(join(settings().profile, 'chromium', 'DevToolsActivePort'), 'utf8').split('\n');
  return Number(port);
}

function makeWindow(options: Electron.BrowserWindowConstructorOptions): object {
  knownOptions('BrowserWindow', options, OPTIONS);
  if (windows.size > 0) throw new NotStoodIn('a second window');
  const { preload, session } = checkPreferences(options.webPreferences ?? {});
  const raising = events('BrowserWindow', ['ready-to-show', 'close', 'closed']);
  const contents = makeWebContents();
  const bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
  let closeBrowser: () => Promise<void> = () => Promise.resolve();
  let destroyed = false;
  let maximized = false;

  async function open(): Promise<void> {
    const opened = await openChromium(settings().viewport ?? bounds, 'app://qris-terminal/');
    closeBrowser = () => opened.close();
    // A person closed it: Chromium asks nobody, so a `close` that would be prevented cannot be.
    opened.page.on('close', () => {
      if (!destroyed && raising.ask('close', {})) throw new NotStoodIn('keeping a window that a person closed');
      inside.destroy();
    });
    contents.raising.methods.once('did-finish-load', () => raising.raise('ready-to-show', {}));
    await contents.attach(opened, preload, session);
    await contents.setDark(nativeTheme.shouldUseDarkColors);
    if (settings().attachable) process.send?.({ ready: devToolsPort() });
  }
  const opening = open();
  opening.catch((error: unknown) => {
    trouble(`opening Chromium: ${String(error)}`);
    app.face.exit(1); // Electron has no such case: there is nothing for the app to learn from it
  });

  const inside = {
    closed: Promise.resolve(),
    setDark: (dark: boolean) => contents.setDark(dark),
    /** @returns whether the app prevented it */
    ask: () => raising.ask('close', {}),
    destroy: () => {
      if (destroyed) return;
      destroyed = true;
      windows.delete(inside);
      inside.closed = opening.catch(() => undefined).then(() => closeBrowser());
      raising.raise('closed', {});
      app.windowClosed(inside.closed);
    },
  };
  windows.add(inside);
  app.contentsCreated(contents.face);

  const methods: Methods = {
    webContents: contents.face,
    loadURL: async (address) => {
      await opening;
      await contents.load(address);
    },
    show: () => undefined, // Chromium's window is there from its first page on
    focus: () => undefined,
    restore: () => undefined,
    isMinimized: () => false,
    isMaximized: () => maximized,
    maximize: () => {
      maximized = true;
    },
    isDestroyed: () => destroyed,
    close: () => {
      if (!inside.ask()) inside.destroy();
    },
    destroy: () => inside.destroy(),
    getNormalBounds: () => bounds,
  };
  return strict('BrowserWindow', { ...raising.methods, ...methods });
}

export const BrowserWindow = new Proxy(class {}, {
  construct: (_target, [options]) => makeWindow(options as Electron.BrowserWindowConstructorOptions),
  get: (_target, key) => {
    if (typeof key === 'symbol' || key === 'prototype' || key === 'name') return undefined;
    throw new NotStoodIn(`BrowserWindow.${key}`);
  },
});
