/** Electron's entry: the window, or with `--cli` the same program without one. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import packageFacts from '../package.json' with { type: 'json' };
import { contract } from '../shared/contract.ts';
import { dataFolderPath, openDataFolder } from './app/data-folder.ts';
import { logFile, problemLine } from './app/log-file.ts';
import type { Problem } from './gate/handle.ts';
import { guardProcess } from './guard-process.ts';
import { startShell } from './shell/start-shell.ts';
import { endIfAsked } from './vault/end-if-asked.ts';

const PLACE = { env: process.env, platform: process.platform, home: homedir() };

/** Where and which kind of error, never its text: a message may quote what must not be in a log. */
function report({ id, where, error }: Problem): void {
  // A folder is not made for the sake of a log, nor written to where it is refused.
  const folder = existsSync(dataFolderPath(PLACE)) ? openDataFolder(PLACE) : null;
  if (folder?.outcome === 'ok') logFile(folder.data.path).write(problemLine(Date.now(), where, error));
  process.stderr.write(`problem ${id} in ${where}: ${error instanceof Error ? error.name : typeof error}\n`);
}

function startWindow(): void {
  app.on('quit', (_event, code) => endIfAsked(code));
  startShell({
    contract,
    // The window's own state lies beside the till's, wherever that is.
    home: dataFolderPath(PLACE),
    title: 'QRIS Terminal',
    rendererFolder: join(import.meta.dirname, '..', 'renderer'),
    preload: join(import.meta.dirname, '..', 'preload', 'preload.cjs'),
    // Longer than three attempts with their questions: what is under way is settled before the program ends.
    quitWithinMs: 60_000,
    report,
    openApp: async (desktop, emit) => {
      const { openWindowApp } = await import('./desk/window-app.ts');
      const sandboxWithoutProfile = process.argv.includes('--sandbox-without-profile');
      const onBug = (error: unknown): void => report({ id: 'desk', where: 'desk', error });
      const { version } = packageFacts;
      const desk = await openWindowApp({ version, desktop, emit, sandboxWithoutProfile, onBug });
      desktop.onTheme(desk.themeChanged);
      desktop.onScreenLock(desk.locked);
      desktop.onResume(() => {
        emit('machine.resumed', { at: Date.now() });
        desk.resumed();
      });
      return { actions: desk.actions, beforeQuit: desk.beforeQuit };
    },
  });
}

async function runWithoutWindow(args: readonly string[]): Promise<void> {
  const { runCli } = await import('./cli/program.ts');
  app.exit(await runCli(args));
}

// It goes on: what was under way has its own end, and a sale is not stopped for a fault beside it.
guardProcess((error) => report({ id: 'uncaught', where: 'main', error }));
const cliAt = process.argv.indexOf('--cli');
if (cliAt === -1) startWindow();
else
  runWithoutWindow(process.argv.slice(cliAt + 1)).catch((error: unknown) => report({ id: 'cli', where: 'cli', error }));
