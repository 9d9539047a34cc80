/** Starts the shell with actions that count, throw, leak and tell. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { app } from 'electron';
import { startShell } from '../../../main/shell/start-shell.ts';
import type { Ok } from '../../../shared/outcome.ts';
import { contract } from './contract.ts';

const home = process.env.QRIS_TERMINAL_HOME ?? '';

function ok<T>(data: T): Promise<Ok<T>> {
  const words = { key: 'probe', id: 'Ya.', en: 'Yes.', next: null };
  return Promise.resolve({ outcome: 'ok', code: null, words, operationId: null, data });
}

function log(line: string): void {
  appendFileSync(join(home, 'life.log'), `${line}\n`);
}

app.on('will-quit', () => log('quit'));

startShell({
  contract,
  home,
  title: 'Probe',
  rendererFolder: join(import.meta.dirname, '..', 'renderer'),
  preload: join(import.meta.dirname, '..', 'preload', 'preload.cjs'),
  quitWithinMs: 5_000,
  report: ({ id, where, error }) => process.stderr.write(`problem ${id} in ${where}: ${String(error)}\n`),
  openApp: (desktop, emit) => {
    let count = 0;
    desktop.onResume(() => emit('probe.awake', {}));
    const leak: object = { key: 'what must not be told' };
    return Promise.resolve({
      actions: {
        'probe.echo': ({ value }) => ok(value),
        'probe.count': () => {
          count += 1;
          return ok(count);
        },
        'probe.throw': () => Promise.reject(new Error('what must not be told')),
        'probe.leak': () => ok(leak as Record<string, never>),
        'probe.tell': ({ text }) => {
          emit('probe.told', { text });
          return ok({});
        },
        'probe.pick': async () => ok(await desktop.chooseFile({ title: 'Profile', extensions: ['json'] })),
      },
      beforeQuit: async () => {
        log('asked');
        await sleep(50);
        log('ready');
      },
    });
  },
});
