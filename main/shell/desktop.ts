/** What the app may ask of the desktop around it: language, light, sleep, a file. */
import { app, type BrowserWindow, dialog, nativeTheme, powerMonitor } from 'electron';

export interface Desktop {
  /** Indonesian unless the person's first preferred language that we speak is English. */
  readonly language: 'id' | 'en';
  readonly theme: () => 'light' | 'dark';
  /** @returns a function that ends the subscription */
  readonly onTheme: (listener: () => void) => () => void;
  /** The machine woke up: clocks, sockets and printers may have moved on. */
  readonly onResume: (listener: () => void) => () => void;
  /** The machine's own screen was locked (macOS and Windows tell). */
  readonly onScreenLock: (listener: () => void) => () => void;
  /** Asks the person for one file. @returns its path, null when they chose none */
  readonly chooseFile: (ask: {
    readonly title: string;
    readonly extensions: readonly string[];
  }) => Promise<string | null>;
}

function spoken(preferred: readonly string[]): 'id' | 'en' {
  const languages = preferred.map((tag) => tag.toLowerCase().split('-', 1)[0]);
  return languages.find((language) => language === 'id' || language === 'en') === 'en' ? 'en' : 'id';
}

/** @param window the window that dialogs belong to, if there is one */
export function openDesktop(window: () => BrowserWindow | null): Desktop {
  return {
    language: spoken(app.getPreferredSystemLanguages()),
    theme: () => (nativeTheme.shouldUseDarkColors ? 'dark' : 'light'),
    onTheme: (listener) => {
      nativeTheme.on('updated', listener);
      return () => nativeTheme.off('updated', listener);
    },
    onResume: (listener) => {
      powerMonitor.on('resume', listener);
      return () => powerMonitor.off('resume', listener);
    },
    onScreenLock: (listener) => {
      powerMonitor.on('lock-screen', listener);
      return () => powerMonitor.off('lock-screen', listener);
    },
    chooseFile: async ({ title, extensions }) => {
      const options: Electron.OpenDialogOptions = {
        title,
        properties: ['openFile'],
        filters: [{ name: title, extensions: [...extensions] }],
      };
      const parent = window();
      const answer = await (parent === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(parent, options));
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
  };
}
