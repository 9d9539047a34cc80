/** A step clock for the real action: what each part of it takes on the way to the slip's first byte. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import type { Till } from '../../../main/app/till.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { Http } from '../../../main/snap/http.ts';
import { sharedMs } from './shapes.ts';

/** Where a turn is; what runs without waiting is counted to the phase in which it began. */
export type Mark = 'start' | 'lock' | 'locked' | 'post' | 'answered' | 'finish' | 'step' | 'send';

export interface Steps {
  begin(): void;
  /** Of the turn: `at MARK` on the shared clock; `PHASE NAME`, milliseconds without what ran inside of it. */
  take(): Readonly<Record<string, number>>;
}

/** Counts time to the innermost call that is open. Everything timed here runs without waiting for anything. */
function createSpans() {
  let steps: Record<string, number> = {};
  let phase: Mark = 'start';
  const inside: number[] = [];
  return {
    mark: (name: Mark): void => {
      if (phase === 'send') return;
      phase = name;
      steps[`at ${name}`] = sharedMs();
    },
    timed:
      <Values extends unknown[], Value>(name: string, call: (...values: Values) => Value) =>
      (...values: Values): Value => {
        const began = phase;
        const start = sharedMs();
        inside.push(0);
        try {
          return call(...values);
        } finally {
          const all = sharedMs() - start;
          const own = all - (inside.pop() ?? 0);
          inside.push((inside.pop() ?? 0) + all);
          if (began !== 'send') steps[`${began} ${name}`] = (steps[`${began} ${name}`] ?? 0) + own;
        }
      },
    begin: (): void => {
      steps = {};
      phase = 'start';
      inside.length = 0;
    },
    take: () => steps,
  };
}

type Spans = ReturnType<typeof createSpans>;

/** SQLite's commits, which wait for the disk, and the signature. */
function watchBelow(spans: Spans): void {
  const exec = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'exec')?.value as (sql: string) => void;
  DatabaseSync.prototype.exec = function timedExec(this: DatabaseSync, sql: string): void {
    const run = (): void => exec.call(this, sql);
    if (sql === 'COMMIT') spans.timed('disk', run)();
    else run();
  };
  replace(crypto, 'sign', (call) => spans.timed('sign', call)());
  syncBuiltinESMExports();
}

const WATCHED: readonly (keyof Journal)[] = [
  'atomically',
  'recover',
  'operations',
  'lastStepBefore',
  'madeUnheard',
  'registration',
  'intend',
  'beginAttempt',
  'endAttempt',
  'settle',
  'printJobsOf',
  'beginPrint',
  'printJob',
  'recoverPrints',
  'nextPrint',
];

/** Puts `around` in the place of a method; it is given the call that was there. */
function replace<Part extends object>(part: Part, name: keyof Part, around: (call: () => unknown) => unknown): void {
  const was: unknown = Reflect.get(part, name);
  if (typeof was !== 'function') throw new Error(`${String(name)} is no method`);
  const call = was.bind(part) as (...values: unknown[]) => unknown;
  Reflect.set(part, name, (...values: unknown[]) => around(() => call(...values)));
}

function watchJournal(spans: Spans, journal: Journal): void {
  const timed = (call: () => unknown): unknown => spans.timed('journal', call)();
  for (const name of WATCHED) replace(journal, name, timed);
  replace(journal, 'stepPrint', (call) => {
    spans.mark('step');
    const job = timed(call);
    spans.mark('send');
    return job;
  });
}

/** Watches a till's own parts and what is below them; for a process that does nothing else. */
export function watchSteps({ journal, lock, queue }: Till, http: Http): Steps {
  const spans = createSpans();
  watchBelow(spans);
  watchJournal(spans, journal);
  const between =
    (before: Mark, after: Mark) =>
    async (call: () => unknown): Promise<unknown> => {
      spans.mark(before);
      const value = await call();
      spans.mark(after);
      return value;
    };
  replace(lock, 'acquire', between('lock', 'locked'));
  replace(http, 'post', between('post', 'answered'));
  replace(queue, 'finish', (call) => {
    spans.mark('finish');
    return call();
  });
  return { begin: spans.begin, take: spans.take };
}
