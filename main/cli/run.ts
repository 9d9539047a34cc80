/** Runs one command: opens the app, tells the outcome, closes everything, and says with which status to exit. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { type App, openApp } from '../app/open-app.ts';
import { osUser } from '../app/system.ts';
import type { Till } from '../app/till.ts';
import { openKeychain } from '../vault/keychain.ts';
import { progressTeller } from './progress.ts';
import { exitStatus, type Language, tell, type Voice } from './say.ts';
import { createVoice } from './voice.ts';

export interface CommonOptions {
  readonly json?: boolean;
  readonly lang?: string;
}

/** An outcome, and the lines that a person reads below it. */
export interface Told<T> {
  readonly outcome: Outcome<T>;
  readonly details?: readonly string[];
  /** For the JSON, where an outcome that is not ok has more to tell than `about` can hold. */
  readonly data?: unknown;
}

export interface Context {
  readonly app: App;
  readonly voice: Voice;
  readonly language: Language;
}

export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return (process.env.DISPLAY ?? '') !== '' || (process.env.WAYLAND_DISPLAY ?? '') !== '';
}

/**
 * A fault of the program itself: whether something had left is not known here, so that is what is said. The stack goes
 * to stderr without its message, which could quote anything.
 */
function bug(voice: Voice, error: unknown): Outcome<never> {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  const logId = createHash('sha256').update(`${name}${frames.join()}`).digest('hex').slice(0, 8);
  voice.err(`internal error ${logId} (${name})\n${frames.join('\n')}\n`);
  if (process.env.QRIS_TERMINAL_LOG === 'debug' && error instanceof Error) voice.err(`${error.message}\n`);
  return { outcome: 'unknown', code: null, words: words('internal.error', { logId }), operationId: null };
}

/** @returns the exit status */
export async function runCommand<T>(
  action: string,
  common: CommonOptions,
  command: (context: Context) => Promise<Told<T>> | Told<T>,
): Promise<number> {
  const voice = createVoice({ json: common.json === true, lang: common.lang });
  const progress = progressTeller(voice);
  const app = openApp({
    place: { env: process.env, platform: process.platform, home: homedir() },
    openVault: (scope) => openKeychain({ scope }),
    operator: osUser(),
    hasDisplay: hasDisplay(),
    onProgress: progress.show,
  });
  let told: Told<T>;
  try {
    told = await command({ app, voice, language: voice.language });
  } catch (error) {
    told = { outcome: bug(voice, error) };
  }
  progress.clear();
  await app.close();
  tell(voice, action, told.outcome, told.details ?? [], told.data);
  return exitStatus(told.outcome);
}

/** For commands that act: with the till, or the outcome that says why there is none. */
export async function withTill<T>(
  context: Context,
  act: (till: Till) => Promise<Outcome<T>>,
  describe: (data: T) => readonly string[] = () => [],
): Promise<Told<T>> {
  const opened = await context.app.till();
  const outcome = opened.ok ? await act(opened.value) : opened.outcome;
  return { outcome, details: outcome.outcome === 'ok' ? describe(outcome.data) : [] };
}
