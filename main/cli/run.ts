/** Runs one command: opens the app, tells the outcome, closes everything, and says with which status to exit. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { App } from '../app/app.ts';
import type { FolderPlace } from '../app/data-folder.ts';
import { atJournalEdge, journalFault } from '../app/journal-edge.ts';
import { openApp } from '../app/open-app.ts';
import type { LoggedIn } from '../app/people.ts';
import { osUser } from '../app/system.ts';
import type { Till } from '../app/till.ts';
import { endIfAsked } from '../vault/end-if-asked.ts';
import { openKeychain } from '../vault/keychain.ts';
import type { Pins } from './ask-pin.ts';
import { debugLog } from './debug-log.ts';
import { progressTeller } from './progress.ts';
import { exitStatus, type Language, tell, textOf, type Voice } from './say.ts';
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
  /** Everything was told while it went on. */
  readonly told?: true;
  /** It was about an operation and did not hand over its result: whoever wished for it is still to be told. */
  readonly untold?: true;
}

/** What every command begins with. */
export interface Begun {
  readonly app: App;
  readonly place: FolderPlace;
  readonly voice: Voice;
  readonly language: Language;
  /** From here on the command itself ends when it is asked to: the signal says when, and it has nothing left to tell. */
  readonly untilStopped: () => AbortSignal;
}

/** What it works with once it is known who runs it: `app` has that person's till. */
export interface Context extends Begun {
  /** Null: the user of the system. */
  readonly person: LoggedIn | null;
  readonly pins: Pins;
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
  return {
    outcome: 'unknown',
    code: null,
    words: words('internal.error', { logId: tellFault(voice, error) }),
    operationId: null,
  };
}

/** @returns the number under which it stands on stderr */
export function tellFault(voice: Voice, error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  const logId = createHash('sha256').update(`${name}${frames.join()}`).digest('hex').slice(0, 8);
  voice.err(`internal error ${logId} (${name})\n${frames.join('\n')}\n`);
  if (process.env.QRIS_TERMINAL_LOG === 'debug' && error instanceof Error) voice.err(`${error.message}\n`);
  return logId;
}

interface Interruption {
  readonly asked: Promise<'interrupted'>;
  /** Leaves what is to be done about it to the command. */
  readonly hand: () => AbortSignal;
  readonly ignore: () => void;
}

/** Resolves when whoever started us asks us to stop. */
function interruption(): Interruption {
  const { promise, resolve } = Promise.withResolvers<'interrupted'>();
  const handed = new AbortController();
  let isHanded = false;
  const stop = (): void => {
    if (isHanded) handed.abort();
    else resolve('interrupted');
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  return {
    asked: promise,
    hand: () => {
      isHanded = true;
      return handed.signal;
    },
    ignore: () => {
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A reader of our output that has gone away changes nothing about what was done. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/**
 * Whether who asked knows now what came of the operation. That its slip waits, or is not wanted, says nothing of its QR:
 * the same wish pressed again still takes it up.
 */
function saysWhatCame({ outcome, untold }: Told<unknown>): boolean {
  return outcome.outcome === 'ok' && untold !== true;
}

/** @returns the exit status */
export async function runCommand<T>(
  action: string,
  common: CommonOptions,
  command: (begun: Begun) => Promise<Told<T>>,
): Promise<number> {
  surviveClosedPipes();
  const voice = createVoice({ json: common.json === true, lang: common.lang });
  const progress = progressTeller(voice);
  const place = { env: process.env, platform: process.platform, home: homedir() };
  const app = openApp({
    place,
    openVault: (scope) => openKeychain({ scope }),
    operator: osUser(),
    hasDisplay: hasDisplay(),
    pressedAt: () => performance.timeOrigin,
    onFault: (error) => void tellFault(voice, error),
    onProgress: progress.show,
    onKeys: (state) => {
      if (state === 'waiting') progress.say(words('vault.waiting'));
    },
    ...(process.env.QRIS_TERMINAL_LOG === 'debug' ? { log: debugLog(voice) } : {}),
  });
  const interrupt = interruption();
  const work = Promise.resolve()
    .then(() => command({ app, place, voice, language: voice.language, untilStopped: interrupt.hand }))
    .catch((error: unknown): Told<T> => {
      const trouble = journalFault(error);
      if (trouble !== null) return { outcome: trouble };
      app.logProblem('command', error);
      return { outcome: bug(voice, error) };
    });
  const first = await Promise.race([work, interrupt.asked]);
  const told: Told<unknown> = first === 'interrupted' ? { outcome: app.interrupted() } : first;
  interrupt.ignore();
  progress.clear();
  const notice = app.notice();
  if (notice !== null) voice.err(`${textOf(notice, voice.language)}\n`);
  if (told.told !== true) tell(voice, action, told.outcome, told.details ?? [], told.data);
  const status = exitStatus(told.outcome);
  try {
    if (told.outcome.operationId !== null && saysWhatCame(told)) await app.told(told.outcome.operationId);
    await app.close();
  } catch (error) {
    // What was said stands, whatever fails after it.
    bug(voice, error);
  }
  endIfAsked(status);
  // What was interrupted may still be waiting for an answer; it has been spoken for.
  if (first === 'interrupted') process.exit(status);
  return status;
}

/** For commands that act: with the till, or the outcome that says why there is none. */
export async function withTill<T>(
  context: Context,
  act: (till: Till) => Promise<Outcome<T>>,
  describe: (data: T) => readonly string[] = () => [],
): Promise<Told<T>> {
  const opened = await context.app.till();
  if (!opened.ok) return { outcome: opened.outcome };
  const till = opened.value;
  const outcome = await atJournalEdge(till.journal, () => act(till));
  return { outcome, details: outcome.outcome === 'ok' ? describe(outcome.data) : [] };
}
