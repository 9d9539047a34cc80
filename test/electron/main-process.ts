/** Runs a built main bundle, unmodified, as Electron's main process would: `electron` is the stand-in. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { machine } from './machine.ts';
import { type Order, type Settings, settle, told } from './settings.ts';

/** An order of a test with the number that its answer carries. */
export interface Numbered {
  readonly id: number;
  readonly order: Order;
}

function obey(order: Order): void {
  if (order.op === 'answer-open-dialog') machine.answerOpenDialog(order.filePaths);
  if (order.op === 'answer-save-dialog') machine.answerSaveDialog(order.filePath);
  if (order.op === 'resume') machine.resume();
  if (order.op === 'dark') machine.setDark(order.dark);
  if (order.op === 'quit') app.quit();
}

/** Starts the bundle; returns when its first script has run. */
export async function runMain(settings: Settings): Promise<void> {
  settle(settings);
  const standIn = new URL('./electron.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
  });
  process.argv = [process.execPath, settings.bundle, ...settings.args];
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  process.on('message', ({ id, order }: Numbered) => {
    obey(order);
    process.send?.({ id, told });
  });
  // Whoever started this is gone: so is the window.
  process.on('disconnect', () => app.face.exit(1));
  await import(pathToFileURL(settings.bundle).href);
}

if (import.meta.main) await runMain(JSON.parse(process.argv[2] ?? '{}') as Settings);
