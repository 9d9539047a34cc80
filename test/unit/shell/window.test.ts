import type { Session } from 'electron';
import { expect, it, vi } from 'vitest';
import { openWindow } from '../../../main/shell/window.ts';

const opened = vi.hoisted(() => [] as Electron.BrowserWindowConstructorOptions[]);
vi.mock('electron', () => ({
  BrowserWindow: class {
    webContents = { on: () => undefined };
    constructor(options: Electron.BrowserWindowConstructorOptions) {
      opened.push(options);
    }
    once(): void {}
    on(): void {}
    loadURL(): Promise<void> {
      return Promise.resolve();
    }
  },
  screen: {
    getPrimaryDisplay: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }),
    getAllDisplays: () => [],
  },
}));

it('opens with these preferences and no others', () => {
  const session = {} as Session;
  const options = { title: 'Till', address: 'app://qris-terminal/', preload: '/preload.cjs', session, report: vi.fn() };
  openWindow({ ...options, stateFile: '/nowhere/window.json' });
  // A preference more than these is a decision: it belongs here and into docs/security.md.
  expect(opened[0]?.webPreferences).toEqual({
    preload: '/preload.cjs',
    session,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webviewTag: false,
    webSecurity: true,
    disableBlinkFeatures: 'DocumentPictureInPictureAPI',
    spellcheck: false,
  });
});
