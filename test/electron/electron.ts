/** What `import … from 'electron'` gives the main bundle on the stand-in; a name that is missing here does not link. */
import { app as appInside } from './app.ts';
import { BrowserWindow as StandInWindow } from './browser-window.ts';
import { ipcMain as ipc } from './ipc-main.ts';
import * as machine from './machine.ts';
import * as sessions from './session.ts';

export const app = appInside.face;
export const BrowserWindow = StandInWindow;
export const ipcMain = ipc;
export const { dialog, Menu, nativeTheme, powerMonitor, screen, shell } = machine;
export const { protocol, session } = sessions;
