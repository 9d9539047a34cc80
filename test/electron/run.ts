/** Shows the built program in a visible Chromium on the stand-in, where Electron's own binary cannot be had. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runMain } from './main-process.ts';

/** Whether a window could be seen. Linux alone may have no display. */
export function canShow(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || (DISPLAY ?? '') !== '' || (WAYLAND_DISPLAY ?? '') !== '';
}

/**
 * Runs the bundle in this process until its window is closed, and ends the process then.
 * @param bundle path of the built main bundle
 * @param args what follows it in the program's `process.argv`
 */
export async function showOnStandIn(bundle: string, args: readonly string[] = process.argv.slice(2)): Promise<void> {
  await runMain({
    bundle: resolve(bundle),
    args,
    headless: false,
    profile: mkdtempSync(join(tmpdir(), 'till-stand-in-')), // the stand-in removes it when it ends
    viewport: null,
    deviceScaleFactor: 1,
    attachable: false,
    languages: [Intl.DateTimeFormat().resolvedOptions().locale],
    dark: false,
  });
}

if (import.meta.main) {
  const [bundle = join(import.meta.dirname, '../../dist/main/index.js'), ...args] = process.argv.slice(2);
  if (canShow()) await showOnStandIn(bundle, args);
  else {
    process.stderr.write('There is no display to show a window on.\n');
    process.exitCode = 1;
  }
}
