/** Electron's entry: starts the shell and brings in the app behind it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { contract, type TillContract } from '../shared/contract.ts';
import type { Actions, RequestName } from '../shared/define-contract.ts';
import type { Unavailable } from '../shared/outcome.ts';
import { dataFolderPath } from './app/data-folder.ts';
import type { Problem } from './shell/ipc.ts';
import { startShell } from './shell/start-shell.ts';

/** Where and which kind of error, never its text: a message may quote what must not be in a log. */
function report({ id, where, error }: Problem): void {
  process.stderr.write(`problem ${id} in ${where}: ${error instanceof Error ? error.name : typeof error}\n`);
}

/** Stands in for every action until the app has a side that faces the window: nothing happens and nothing is claimed. */
const NOT_YET: Unavailable = {
  outcome: 'unavailable',
  code: null,
  words: { key: 'sample', id: 'Belum tersedia.', en: 'Not available yet.', next: null },
  operationId: null,
};

startShell({
  contract,
  home: dataFolderPath({ env: process.env, platform: process.platform, home: homedir() }),
  title: 'QRIS Terminal',
  rendererFolder: join(import.meta.dirname, '..', 'renderer'),
  preload: join(import.meta.dirname, '..', 'preload', 'preload.cjs'),
  externalUrls: [],
  quitWithinMs: 15_000,
  report,
  openApp: (desktop, emit) => {
    desktop.onResume(() => emit('machine.resumed', { at: Date.now() }));
    const names = Object.keys(contract.requests) as RequestName<TillContract>[];
    const actions = Object.fromEntries(names.map((name) => [name, () => Promise.resolve(NOT_YET)]));
    // Every name of the contract is there, and `unavailable` is an outcome of every action.
    return Promise.resolve({ actions: actions as unknown as Actions<TillContract>, beforeQuit: () => Promise.resolve() });
  },
});
