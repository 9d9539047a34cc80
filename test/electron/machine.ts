/** What is around a window: light, sleep, displays, dialogs, the menu, other programs. */
import { windows } from './app.ts';
import { events } from './emitter.ts';
import { settings, told, trouble } from './settings.ts';
import { knownOptions, NotStoodIn, strict } from './strict.ts';

const themeEvents = events('nativeTheme', ['updated']);
let dark: boolean | null = null;
let source: 'system' | 'light' | 'dark' = 'system';

function isDark(): boolean {
  return source === 'system' ? (dark ?? settings().dark) : source === 'dark';
}

function themeMayHaveChanged(before: boolean): void {
  if (before === isDark()) return;
  for (const window of windows) void window.setDark(isDark()).catch((error: unknown) => trouble(String(error)));
  themeEvents.raise('updated');
}

const theme = {
  get shouldUseDarkColors() {
    return isDark();
  },
  get themeSource() {
    return source;
  },
  set themeSource(wanted: 'system' | 'light' | 'dark') {
    const before = isDark();
    source = wanted;
    themeMayHaveChanged(before);
  },
} satisfies Pick<Electron.NativeTheme, 'shouldUseDarkColors' | 'themeSource'>;
Object.assign(theme, themeEvents.methods);

export const nativeTheme = strict('nativeTheme', theme);

const powerEvents = events('powerMonitor', ['resume', 'shutdown', 'lock-screen']);
export const powerMonitor = strict('powerMonitor', { ...powerEvents.methods });

const AREA = { x: 0, y: 0, width: 1920, height: 1080 };
const DISPLAY = strict('Display', { id: 1, workArea: AREA, bounds: AREA }) as unknown as Electron.Display;
export const screen = strict('screen', {
  getPrimaryDisplay: () => DISPLAY,
  getAllDisplays: () => [DISPLAY],
} satisfies Pick<Electron.Screen, 'getPrimaryDisplay' | 'getAllDisplays'>);

const answers: (readonly string[])[] = [];
export const dialog = strict('dialog', {
  showOpenDialog: (...args: readonly unknown[]) => {
    const options = (args.at(-1) ?? {}) as Electron.OpenDialogOptions;
    knownOptions('showOpenDialog', options, ['title', 'properties', 'filters']);
    const filePaths = answers.shift();
    if (filePaths === undefined && settings().headless) throw new NotStoodIn('an answer to an open dialog');
    if (filePaths === undefined) process.stderr.write('the Electron stand-in has no file dialog: nothing was chosen\n');
    return Promise.resolve({ canceled: (filePaths ?? []).length === 0, filePaths: [...(filePaths ?? [])] });
  },
} satisfies Pick<Electron.Dialog, 'showOpenDialog'>);

const ROLES = ['appMenu', 'editMenu', 'toggleDevTools', 'forceReload'];
const built = new WeakSet<object>();

function checkItem(item: Electron.MenuItemConstructorOptions | Electron.MenuItem): void {
  knownOptions('a menu item', item, ['role', 'label', 'submenu']);
  if (item.role !== undefined && !ROLES.includes(String(item.role))) throw new NotStoodIn(`the menu role ${item.role}`);
  if (Array.isArray(item.submenu)) item.submenu.forEach(checkItem);
}

/** Checked and kept, never shown: Chromium's windows have no menu of ours. */
export const Menu = strict('Menu', {
  buildFromTemplate: (template) => {
    template.forEach(checkItem);
    const menu = strict('Menu', {}) as Electron.Menu;
    built.add(menu);
    return menu;
  },
  setApplicationMenu: (menu) => {
    if (menu !== null && !built.has(menu)) throw new Error('this is no menu');
  },
} satisfies Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>);

export const shell = strict('shell', {
  openExternal: (url) => {
    told.openedExternally.push(url);
    if (!settings().headless) process.stderr.write(`to be opened in a browser: ${url}\n`);
    return Promise.resolve();
  },
} satisfies Pick<Electron.Shell, 'openExternal'>);

/** What a test may make happen around the window. */
export const machine = {
  answerOpenDialog: (filePaths: readonly string[]) => void answers.push(filePaths),
  resume: () => powerEvents.raise('resume'),
  setDark: (wanted: boolean) => {
    const before = isDark();
    dark = wanted;
    themeMayHaveChanged(before);
  },
};
