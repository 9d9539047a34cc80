/** One life of the till: a child process from its start to the kill, as the cashier in front of it sees it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Action, type Answer, type Init, MARK, type Ready } from './protocol.ts';

export interface Life {
  readonly pid: number;
  /** Rejects nothing: null where the till died before it was open. */
  readonly ready: Promise<Ready | null>;
  /** Presses, and waits for the answer; null: it died first. */
  press(action: Exclude<Action, { do: 'quit' }>): Promise<Answer | null>;
  /** Ends it in order. @returns what the journal's check said at the end */
  quit(): Promise<Ready | null>;
  /** SIGKILL, by its pid. */
  kill(): void;
  /** Resolves when the system has taken it away. */
  readonly ended: Promise<Ended>;
  /** The failpoint passed last, and all before it. */
  readonly steps: readonly string[];
}

export interface Ended {
  readonly signal: NodeJS.Signals | null;
  /** The failpoint at which it killed itself; null: by the parent, or in order. */
  readonly diedAt: string | null;
  /** Faults of the program that it told of, and what it wrote to stderr. */
  readonly bugs: readonly string[];
}

interface Waiter<T> {
  readonly resolve: (value: T | null) => void;
}

export interface LifeOptions {
  readonly script: string;
  readonly cache: string;
  readonly init: Init;
}

/** A life of some presses takes a second; a busy machine may need longer. */
const PATIENCE_MS = 60_000;

/** Starts a till. */
export function startLife({ script, cache, init }: LifeOptions): Life {
  const child = spawn(process.execPath, ['--no-warnings', '--max-semi-space-size=32', script], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TZ: 'America/New_York', NODE_COMPILE_CACHE: cache },
  });
  const closed = once(child, 'close');
  const steps: string[] = [];
  const bugs: string[] = [];
  let diedAt: string | null = null;
  const answers: Waiter<Answer>[] = [];
  const readies: Waiter<Ready>[] = [];
  const wait = <T>(queue: Waiter<T>[]): Promise<T | null> => new Promise((resolve) => queue.push({ resolve }));
  const first = wait(readies);

  const hear = (line: string): void => {
    const [mark, text] = [line.slice(0, 2), line.slice(2)];
    if (mark === MARK.passed) steps.push(text);
    else if (mark === MARK.dying) {
      steps.push(text);
      diedAt = text;
    } else if (mark === MARK.answer) answers.shift()?.resolve(JSON.parse(text) as Answer);
    else if (mark === MARK.ready) readies.shift()?.resolve(JSON.parse(text) as Ready);
    else bugs.push(line);
  };
  createInterface({ input: child.stdout }).on('line', hear);
  createInterface({ input: child.stderr }).on('line', (line) => bugs.push(`stderr: ${line}`));
  // What is written to one who is dead is lost, as it should be.
  child.stdin.on('error', () => undefined);
  const send = (what: unknown): void => {
    child.stdin.write(`${JSON.stringify(what)}\n`);
  };
  send(init);
  const isDead = (): boolean => child.exitCode !== null || child.signalCode !== null;

  const watchdog = setTimeout(() => {
    bugs.push(`it hung: nothing came of its last press in ${PATIENCE_MS / 1000} s`);
    child.kill('SIGKILL');
  }, PATIENCE_MS);
  const ended = closed.then(([, signal]): Ended => {
    clearTimeout(watchdog);
    for (const waiter of [...answers.splice(0), ...readies.splice(0)]) waiter.resolve(null);
    return { signal: signal as NodeJS.Signals | null, diedAt, bugs };
  });
  return {
    pid: child.pid ?? 0,
    ready: first,
    press: (action) => {
      if (isDead()) return Promise.resolve(null);
      const answer = wait(answers);
      send(action);
      return answer;
    },
    quit: () => {
      if (isDead()) return Promise.resolve(null);
      const last = wait(readies);
      send({ do: 'quit' });
      return last;
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    ended,
    steps,
  };
}
