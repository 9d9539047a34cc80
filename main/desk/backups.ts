/** Keeps a window's till backed up: once a day, at the first quiet moment, in nobody's way. */
import type { Outcome } from '../../shared/outcome.ts';
import type { App } from '../app/app.ts';
import type { JournalBackedUp } from '../app/back-up-journal.ts';
import type { Watch } from './printers.ts';

/** After the start the till has other things to do. */
const FIRST_MS = 60_000;
const EVERY_MS = 30 * 60_000;

interface BackupWatchOptions {
  /** Today's backup where there is none yet; null: nothing was to be done. */
  readonly backUpDaily: () => Promise<Outcome<JournalBackedUp> | null>;
  /** Resolves when nothing is under way. */
  readonly quiet: () => Promise<void>;
  readonly onBug: (error: unknown) => void;
  readonly firstMs?: number;
  readonly everyMs?: number;
}

/** Of a window's app; a sandbox is gone with its process, and has none. */
export function watchBackups(
  opened: { readonly sandbox: boolean; readonly app: Pick<App, 'backUpDaily'> },
  quiet: () => Promise<void>,
  onBug: (error: unknown) => void,
): Watch | null {
  return opened.sandbox ? null : startBackups({ backUpDaily: () => opened.app.backUpDaily(), quiet, onBug });
}

/** Stopped, it waits for a copy that is under way. */
export function startBackups(options: BackupWatchOptions): Watch {
  let stopped = false;
  let copying: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  async function once(): Promise<void> {
    await options.quiet();
    // One that fails leaves a note for the doctor, and is tried again.
    if (!stopped) await options.backUpDaily();
  }

  function later(ms: number): void {
    timer = setTimeout(() => {
      copying = once()
        .catch(options.onBug)
        .finally(() => {
          if (!stopped) later(options.everyMs ?? EVERY_MS);
        });
    }, ms);
    // It keeps no process alive.
    timer.unref();
  }

  later(options.firstMs ?? FIRST_MS);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await copying;
    },
  };
}
