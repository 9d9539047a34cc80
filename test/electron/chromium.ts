/** Starts Chromium for one window and closes it again; with it goes every process and connection. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { toChromium } from './addresses.ts';
import { settings, switches } from './settings.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @returns null where this machine has none; Debian's launcher, which adds flags of its own, is stepped over */
export function findChromium(): string | null {
  const places = [process.env.TILL_CHROMIUM, '/usr/lib/chromium/chromium', ...PLACES];
  return places.find((path) => path !== undefined && existsSync(path)) ?? null;
}

function chromiumPath(): string {
  const found = findChromium();
  if (found === null) throw new Error('no Chromium found; set TILL_CHROMIUM to its path');
  return found;
}

function flags(size: { readonly width: number; readonly height: number }, address: string): string[] {
  const { headless, attachable, languages } = settings();
  return [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // The one value of this preference that the stand-in takes.
    '--disable-blink-features=DocumentPictureInPictureAPI',
    // Not one name resolves, whatever the app asks for: what is not answered by the stand-in goes nowhere.
    ...(switches.has('host-resolver-rules') ? [] : ['--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1']),
    ...[...switches].map(([name, value]) => `--${name}=${value}`),
    `--window-size=${size.width},${size.height}`,
    `--lang=${languages[0] ?? 'id'}`,
    ...(attachable ? ['--remote-debugging-port=0'] : []),
    // Visible: as an app's own window, and without Chromium's remark about the flags above.
    ...(headless ? [] : [`--app=${toChromium(address)}`, '--test-type']),
  ];
}

/** A browser offers to keep what is typed into it, PINs before all; Electron, which this stands for, never does. */
const PREFERENCES = {
  credentials_enable_service: false,
  credentials_enable_autosignin: false,
  profile: { password_manager_enabled: false, password_manager_leak_detection: false },
  autofill: { profile_enabled: false, credit_card_enabled: false },
};

/** @param folder Chromium's user data; once Chromium has written its own preferences there they stay */
function writePreferences(folder: string): void {
  const file = join(folder, 'Default', 'Preferences');
  if (existsSync(file)) return;
  mkdirSync(join(folder, 'Default'), { recursive: true });
  writeFileSync(file, JSON.stringify(PREFERENCES));
}

export interface Opened {
  readonly page: Page;
  readonly cdp: CDPSession;
  close(): Promise<void>;
}

/**
 * @param size of the window, in CSS pixels
 * @param address only tells a visible window which site it is of; whoever opened it loads the page
 */
export async function openChromium(
  size: { readonly width: number; readonly height: number },
  address: string,
): Promise<Opened> {
  const { headless, profile } = settings();
  const folder = join(profile, 'chromium');
  writePreferences(folder);
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath(),
    headless,
    args: flags(size, address),
    ignoreDefaultArgs: ['--disable-popup-blocking', '--enable-automation'],
    viewport: null,
    acceptDownloads: false,
    // Signals are the app's own affair.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  // Electron denies a second window before it exists; Chromium lets a click open one, so it is closed as it appears.
  context.on('page', (second) => void (second === page || second.close().catch(() => undefined)));
  const cdp = await context.newCDPSession(page);
  return { page, cdp, close: () => context.close() };
}
