/** The one window: sandboxed, where it last stood, and back again when its renderer dies. */
import { BrowserWindow, type Session, screen } from 'electron';
import type { KeptJson } from '../desk/kept-json.ts';
import { openingBounds, SMALLEST, type WindowState, windowStateFile } from '../desk/window-state.ts';
import type { Report } from '../gate/handle.ts';

export interface WindowOptions {
  readonly title: string;
  readonly address: string;
  readonly preload: string;
  readonly session: Session;
  readonly stateFile: string;
  readonly report: Report;
}

/** A renderer that dies again this soon is given as long a rest before it is loaded anew, so that nothing spins. */
const CRASH_REST_MS = 5_000;

function reloadAfterCrash(window: BrowserWindow, report: Report): void {
  let lastCrash = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    report({ id: 'renderer', where: 'render-process-gone', error: new Error(details.reason) });
    const now = performance.now();
    const rest = now - lastCrash < CRASH_REST_MS ? CRASH_REST_MS : 0;
    lastCrash = now;
    // Never inside the event: the contents are still taking leave of their process.
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, rest);
  });
}

function saveState(window: BrowserWindow, kept: KeptJson<WindowState>, report: Report): void {
  window.on('close', () => {
    try {
      kept.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      report({ id: 'window', where: 'window state', error });
    }
  });
}

/** Opens the window and loads its page; it shows itself once there is something to see. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const kept = windowStateFile(options.stateFile);
  const saved = kept.read();
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const areas = [primary, ...others].map((display) => display.workArea);
  const window = new BrowserWindow({
    ...openingBounds(saved, areas),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: options.title,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      session: options.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      // A window of a page's own making, above all others, that no open handler is asked about.
      disableBlinkFeatures: 'DocumentPictureInPictureAPI',
      spellcheck: false, // its dictionaries would come from the network
    },
  });
  if (saved?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window, options.report);
  saveState(window, kept, options.report);
  // A page that is slow or missing is no reason to have no window: whoever waits for it is told by the report alone.
  window.loadURL(options.address).catch((error: unknown) => options.report({ id: 'load', where: 'loadURL', error }));
  return window;
}
