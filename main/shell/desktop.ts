/** What the app may ask of the desktop around it: language, light, screens, sleep, a file. */
import { app, type BrowserWindow, dialog, nativeTheme, powerMonitor, screen } from 'electron';

export interface Desktop {
  /** Indonesian unless the person's first preferred language that we speak is English. */
  readonly language: 'id' | 'en';
  readonly theme: () => 'light' | 'dark';
  /** Size (device-independent pixels) and scale of each display. */
  readonly screens: () => readonly { readonly width: number; readonly height: number; readonly scale: number }[];
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
  /** Asks where a file shall be saved, and before one is replaced. @returns its path, null when they chose none */
  readonly chooseSave: (ask: {
    readonly title: string;
    readonly name: string;
    readonly extension: string;
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
    screens: () => screen.getAllDisplays().map(({ size, scaleFactor: scale }) => ({ ...size, scale })),
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
    // A dialog belongs to the window; where there is none, nobody is there to be asked.
    chooseFile: async ({ title, extensions }) => {
      const parent = window();
      if (parent === null) return null;
      const filters = [{ name: title, extensions: [...extensions] }];
      const answer = await dialog.showOpenDialog(parent, { title, properties: ['openFile'], filters });
      return answer.canceled ? null : (answer.filePaths[0] ?? null);
    },
    chooseSave: async ({ title, name, extension }) => {
      const parent = window();
      if (parent === null) return null;
      const filters = [{ name: extension.toUpperCase(), extensions: [extension] }];
      const properties: Electron.SaveDialogOptions['properties'] = [
        'showOverwriteConfirmation',
        'createDirectory',
        'dontAddToRecent',
      ];
      const answer = await dialog.showSaveDialog(parent, { title, defaultPath: name, filters, properties });
      return answer.canceled ? null : answer.filePath;
    },
  };
}
