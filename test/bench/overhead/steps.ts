/** A step clock for the real action: what each part of it takes on the way to the slip's first byte. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import type { Till } from '../../../main/app/till.ts';
import type { Journal } from '../../../main/ports.ts';
import { sharedMs } from './shapes.ts';

type Call = (...values: never[]) => unknown;

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
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function timedExec(this: DatabaseSync, sql: string): void {
    const run = (): void => exec.call(this, sql);
    if (sql === 'COMMIT') spans.timed('disk', run)();
    else run();
  };
  Object.assign(crypto, { sign: spans.timed('sign', crypto.sign as Call) });
  syncBuiltinESMExports();
}

const WATCHED: readonly (keyof Journal)[] = [
  'atomically',
  'recover',
  'operations',
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

function watchJournal(spans: Spans, journal: Journal): void {
  for (const name of WATCHED) Object.assign(journal, { [name]: spans.timed('journal', journal[name] as Call) });
  const step = spans.timed('journal', journal.stepPrint);
  const watched: Pick<Journal, 'stepPrint'> = {
    stepPrint: (seen, to) => {
      spans.mark('step');
      const job = step(seen, to);
      spans.mark('send');
      return job;
    },
  };
  Object.assign(journal, watched);
}

/** Watches a till's own parts and what is below them; for a process that does nothing else. */
export function watchSteps({ journal, lock, http, queue }: Till): Steps {
  const spans = createSpans();
  watchBelow(spans);
  watchJournal(spans, journal);
  const { acquire } = lock;
  const { post } = http;
  const { finish } = queue;
  const watchedLock: typeof lock = {
    acquire: async (...values) => {
      spans.mark('lock');
      const taken = await acquire(...values);
      spans.mark('locked');
      return taken.held ? { held: true, release: spans.timed('lock', taken.release) } : taken;
    },
  };
  const watchedHttp: Pick<typeof http, 'post'> = {
    post: async (request) => {
      spans.mark('post');
      const exchange = await post(request);
      spans.mark('answered');
      return exchange;
    },
  };
  const watchedQueue: Pick<typeof queue, 'finish'> = {
    finish: (id) => {
      spans.mark('finish');
      return finish(id);
    },
  };
  Object.assign(lock, watchedLock);
  Object.assign(http, watchedHttp);
  Object.assign(queue, watchedQueue);
  return { begin: spans.begin, take: spans.take };
}
