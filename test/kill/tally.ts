/** Counts what the kills hit: failpoints and how often, what stood open at that moment, and how it was settled. */
import type { JournalBook } from './books.ts';
import type { Chance } from './chance.ts';
import type { Death } from './protocol.ts';

/** What stood open in the journal of a till at the moment of its kill. */
export interface Open {
  readonly intended: number;
  readonly sent: number;
  readonly attempts: number;
  readonly printing: number;
  readonly queued: number;
}

export interface Figures {
  readonly kills: number;
  readonly atFailpoints: number;
  readonly atRandom: number;
  /** Kills before the till had said that it was open. */
  readonly whileStarting: number;
  /** Kills while an action was not answered yet, or a slip printed behind it. */
  readonly duringWork: number;
  /** Kills of a till that had not settled yet what the one before left open. */
  readonly double: number;
  /** Kills that found at least one of each. */
  readonly found: Readonly<Record<keyof Open | 'any', number>>;
  readonly answers: Readonly<Record<string, number>>;
  readonly misbehaved: Readonly<Record<string, number>>;
  /** What became of the operations that a kill found open. */
  readonly settled: Readonly<Record<string, number>>;
  /** Kills at each failpoint; 0: known and never hit. */
  readonly failpoints: Readonly<Record<string, number>>;
}

export interface Killed {
  readonly diedAt: string | null;
  readonly early: boolean;
  readonly answers: number;
  readonly steps: readonly string[];
  readonly journal: JournalBook;
}

export interface Tally {
  /** Where the next till dies: mostly where few have died so far; null: at a random moment. */
  chooseDeath(chance: Chance): Death | null;
  /** @returns the operations that the kill found open */
  killed(kill: Killed): readonly string[];
  settled(journal: JournalBook, open: ReadonlySet<string>): void;
  answered(outcome: string): void;
  misbehaved(how: string): void;
  /** What `journal verify` said of a till that was just opened. */
  unsound(problems: readonly string[]): void;
  takeUnsound(): readonly string[];
  figures(): Figures;
}

const RANDOM_SHARE = 0.3;
const LATEST = 4;
const PART = ' write.part';

function openIn(journal: JournalBook): Open {
  const inState = (state: string): number => journal.operations.filter((operation) => operation.state === state).length;
  const slips = (states: readonly string[]): number => journal.prints.filter((job) => states.includes(job.state)).length;
  return {
    intended: inState('intended'),
    sent: inState('sent'),
    attempts: journal.attempts.filter((attempt) => attempt.ended_at === null).length,
    printing: slips(['printing']),
    queued: slips(['queued', 'paused']),
  };
}

function bump(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** How an operation that a kill had left open came to its end. */
function howSettled(journal: JournalBook, id: string): string {
  const operation = journal.operations.find((one) => one.id === id);
  if (operation === undefined) return 'gone';
  const attempts = journal.attempts.filter((attempt) => attempt.operation_id === id);
  const last = attempts.at(-1);
  if (operation.state !== 'ok') return `${operation.kind} ${operation.state}`;
  if (last?.asks === 1 && last.outcome === 'ok') return `${operation.kind} ok, by asking`;
  const deeds = attempts.filter((attempt) => attempt.asks === 0);
  return deeds.length > 1 ? `${operation.kind} ok, by repeating` : `${operation.kind} ok`;
}

export function newTally(): Tally {
  const failpoints = new Map<string, number>();
  const answers = new Map<string, number>();
  const misbehaved = new Map<string, number>();
  const settled = new Map<string, number>();
  const found = new Map<string, number>();
  const counts = { kills: 0, atFailpoints: 0, atRandom: 0, whileStarting: 0, duringWork: 0, double: 0 };
  let unsound: string[] = [];

  return {
    chooseDeath: (chance) => {
      if (failpoints.size === 0 || chance.happens(RANDOM_SHARE)) return null;
      const least = [...failpoints].sort(([, one], [, other]) => one - other);
      // One of the third that was hit least.
      const [point] = chance.oneOf(least.slice(0, Math.max(1, Math.ceil(least.length / 3))));
      return { point, nth: 1 + chance.below(LATEST), share: chance.next() };
    },
    killed: ({ diedAt, early, answers: told, steps, journal }) => {
      counts.kills += 1;
      for (const step of steps) {
        if (!failpoints.has(step)) failpoints.set(step, 0);
        const part = step.endsWith(' write.before') ? step.replace(' write.before', PART) : null;
        if (part !== null && !failpoints.has(part)) failpoints.set(part, 0);
      }
      if (diedAt === null) counts.atRandom += 1;
      else {
        counts.atFailpoints += 1;
        bump(failpoints, diedAt);
      }
      if (early) counts.whileStarting += 1;
      else counts.duringWork += 1;
      const open = openIn(journal);
      const inAny = open.intended + open.sent + open.attempts + open.printing > 0;
      if (told === 0 && inAny) counts.double += 1;
      for (const [what, many] of Object.entries(open)) if (many > 0) bump(found, what);
      if (inAny) bump(found, 'any');
      return journal.operations.filter(({ state }) => state === 'intended' || state === 'sent').map(({ id }) => id);
    },
    settled: (journal, open) => {
      for (const id of open) bump(settled, howSettled(journal, id));
    },
    answered: (outcome) => bump(answers, outcome),
    misbehaved: (how) => bump(misbehaved, how.replace(/\d+ (lines|bytes)/, 'n $1')),
    unsound: (problems) => {
      unsound.push(...problems.map((problem) => `journal verify: ${problem}`));
    },
    takeUnsound: () => {
      const taken = unsound;
      unsound = [];
      return taken;
    },
    figures: () => {
      const of = (what: keyof Open | 'any'): number => found.get(what) ?? 0;
      const sorted = (map: Map<string, number>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
      return {
        ...counts,
        found: {
          any: of('any'),
          intended: of('intended'),
          sent: of('sent'),
          attempts: of('attempts'),
          printing: of('printing'),
          queued: of('queued'),
        },
        answers: sorted(answers),
        misbehaved: sorted(misbehaved),
        settled: sorted(settled),
        failpoints: sorted(failpoints),
      };
    },
  };
}
