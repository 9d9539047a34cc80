/** A step clock for the real action: what each part of it takes on the way to the slip's first byte. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import type { Till } from '../../../main/app/till.ts';
import { sharedMs } from './shapes.ts';

type Call = (...values: never[]) => unknown;

export interface Steps {
  /** What was measured since it was last taken: `span NAME` in milliseconds without what ran inside it, `at MARK` on the shared clock. */
  take(): Readonly<Record<string, number>>;
}

/** Counts time to the innermost span that is open. Everything timed here runs without waiting for anything. */
function createSpans() {
  let steps: Record<string, number> = {};
  let stopped = false;
  const inside: number[] = [];
  const add = (name: string, ms: number): void => {
    if (!stopped) steps[`span ${name}`] = (steps[`span ${name}`] ?? 0) + ms;
  };
  const timed =
    <F extends Call>(name: (...values: Parameters<F>) => string | null, call: F, self?: unknown) =>
    (...values: Parameters<F>): unknown => {
      const said = name(...values);
      if (said === null) return call.apply(self, values);
      const start = sharedMs();
      inside.push(0);
      try {
        return call.apply(self, values);
      } finally {
        const all = sharedMs() - start;
        add(said, all - (inside.pop() ?? 0));
        inside.push((inside.pop() ?? 0) + all);
      }
    };
  return {
    timed,
    mark: (name: string): void => {
      if (!stopped) steps[`at ${name}`] ??= sharedMs();
    },
    stop: (): void => {
      stopped = true;
    },
    take: () => {
      const taken = steps;
      steps = {};
      stopped = false;
      inside.length = 0;
      return taken;
    },
  };
}

/** Watches the till's own parts, and SQLite's commits and the signature below them; for a process that does nothing else. */
export function watchSteps(till: Till): Steps {
  const spans = createSpans();
  const { journal, lock, http, queue } = till;

  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function timedExec(this: DatabaseSync, sql: string): void {
    const name = sql === 'COMMIT' ? 'commit' : null;
    const run = (): void => exec.call(this, sql);
    spans.timed(() => name, run)();
    // Nothing of a job leaves before the last commit before it; whether it wrote is seen by its place.
  };

  const { sign } = crypto;
  Object.assign(crypto, { sign: spans.timed(() => 'sign', sign as Call) });
  syncBuiltinESMExports();

  for (const name of ['recover', 'operations', 'printJobsOf', 'nextPrint', 'recoverPrints', 'printJob', 'registration'] as const)
    Object.assign(journal, { [name]: spans.timed(() => `journal.${name}`, journal[name] as Call) });
  for (const name of ['atomically', 'intend', 'beginAttempt', 'endAttempt', 'settle', 'beginPrint'] as const)
    Object.assign(journal, { [name]: spans.timed(() => `journal.${name}`, journal[name] as Call) });
  const { stepPrint } = journal;
  const timedStep = spans.timed(() => 'journal.stepPrint', stepPrint as Call) as typeof stepPrint;
  const { acquire } = lock;
  const { post } = http;
  const { finish } = queue;
  Object.assign(journal, {
    stepPrint: (...values: Parameters<typeof stepPrint>) => {
      spans.mark('step');
      const job = timedStep(...values);
      if (values[1].state === 'printing') {
        spans.mark('send');
        spans.stop();
      }
      return job;
    },
  });
  Object.assign(lock, {
    acquire: async (...values: Parameters<typeof acquire>) => {
      spans.mark('lock');
      const held = await acquire(...values);
      spans.mark('locked');
      return held.held ? { held: true, release: spans.timed(() => 'lock.release', held.release) } : held;
    },
  });
  Object.assign(http, {
    post: async (...values: Parameters<typeof post>) => {
      spans.mark('post');
      const exchange = await post(...values);
      spans.mark('answered');
      return exchange;
    },
  });
  Object.assign(queue, {
    finish: (...values: Parameters<typeof finish>) => {
      spans.mark('finish');
      return finish(...values);
    },
  });
  return { take: spans.take };
}
