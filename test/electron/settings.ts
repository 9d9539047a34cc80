/** How one run of the stand-in was asked to be, and what it has to say to whoever started it. */

export interface Settings {
  /** Absolute path of the built main bundle. */
  readonly bundle: string;
  /** What follows the bundle in `process.argv`. */
  readonly args: readonly string[];
  readonly headless: boolean;
  /** A new folder for Chromium's profile and, unless the app says otherwise, `userData`; removed by who made it. */
  readonly profile: string;
  /** The page's size in CSS pixels; null takes the window's own bounds. */
  readonly viewport: { readonly width: number; readonly height: number } | null;
  readonly deviceScaleFactor: number;
  /** Opens a port on loopback for a test to attach to. */
  readonly attachable: boolean;
  /** The person's languages, first preferred first. */
  readonly languages: readonly string[];
  readonly dark: boolean;
}

/** What a test may ask of a running stand-in. */
export type Order =
  | { readonly op: 'answer-open-dialog'; readonly filePaths: readonly string[] }
  | { readonly op: 'answer-save-dialog'; readonly filePath: string | null }
  | { readonly op: 'resume' }
  | { readonly op: 'dark'; readonly dark: boolean }
  | { readonly op: 'quit' }
  | { readonly op: 'tell' };

/** What the stand-in saw that a test cannot see in the page. */
export interface Told {
  readonly openedExternally: readonly string[];
  /** The names that save dialogs began with. */
  readonly savesAsked: readonly string[];
  /** URLs that the session's policy cancelled, as the page asked for them. */
  readonly cancelled: readonly string[];
  /** Navigations that were refused. */
  readonly deniedNavigations: readonly string[];
  /** What was asked of the stand-in that it does not know; a run with any of these has failed. */
  readonly troubles: readonly string[];
}

export const told = {
  openedExternally: [] as string[],
  savesAsked: [] as string[],
  cancelled: [] as string[],
  deniedNavigations: [] as string[],
  troubles: [] as string[],
} satisfies Told;

/** Counts against the run, whoever may catch it, and says so at once. */
export function trouble(what: string): void {
  told.troubles.push(what);
  process.stderr.write(`Electron stand-in: ${what}\n`);
}

/** What the app asked Chromium to be started with; as in Electron, only before there is a window. */
export const switches = new Map<string, string>();

let current: Settings | null = null;

export function settle(settings: Settings): void {
  current = settings;
}

export function settings(): Settings {
  if (current === null) throw new Error('the Electron stand-in was not started by its own entry');
  return current;
}
