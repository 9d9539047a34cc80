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
  /** How the slips ended. */
  readonly slips: Readonly<Record<string, number>>;
  /** Kills at each failpoint; 0: known and never hit. */
  readonly failpoints: Readonly<Record<string, number>>;
  /** In how many lives each was passed. */
  readonly passedIn: Readonly<Record<string, number>>;
  /** The same by what must be there and must be hit, whatever the journal's statements are (`FAMILIES`). */
  readonly families: Readonly<Record<string, number>>;
}

export interface Killed {
  readonly diedAt: string | null;
  readonly early: boolean;
  readonly answers: number;
  readonly steps: readonly string[];
  readonly journal: JournalBook;
}

export interface Tally {
  /**
   * Where the next till dies: mostly where few have died so far; null: at a random moment.
   * @param journal as the till before left it: what was left open is settled first, and that can be interrupted, too
   */
  chooseDeath(chance: Chance, journal: JournalBook): Death | null;
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
/** How often a till dies where none has died yet, as long as there is such a boundary. */
const UNMET_SHARE = 0.6;
/** How often a till that finds something open dies while it settles it. */
const DOUBLE_SHARE = 0.3;
const LATEST = 4;
const PART = ' write.part';

/** The boundaries that every run has to meet. A failpoint's own name follows the journal's statements, and may change. */
export const FAMILIES: Readonly<Record<string, RegExp>> = {
  'before the intent is on disk': /^(statement\.after|commit\.before) \+operations/,
  'after the intent is on disk': /^commit\.after \+operations/,
  'before an attempt is on disk': /^commit\.before .*\+attempts/,
  'after an attempt is on disk': /^commit\.after .*\+attempts/,
  'between the statements of an attempt': /^statement\.after .*~operations:sent/,
  'before an outcome is on disk': /^commit\.before .*~operations:(ok|refused|not-sent|unknown)/,
  'after an outcome is on disk': /^commit\.after .*~operations:(ok|refused|not-sent|unknown)/,
  'while what was left open is written down': /~operations:not-sent ~operations:unknown/,
  'before a request leaves': /^http .* write\.before/,
  'in the middle of a request': /^http .* write\.part/,
  'after a request has left': /^http .* write\.after/,
  'an answer is there and not read': /^http .* answer\.before/,
  'an answer is read and not judged': /^http .* answer\.after/,
  'before a slip is queued': /^(statement\.after|commit\.before) .*\+print_jobs/,
  'after a slip is queued': /^commit\.after .*\+print_jobs/,
  "before a slip's first byte": /^(commit\.\w+ ~print_jobs:printing|printer\.job write\.before)/,
  'in the middle of a slip': /^printer\.job write\.part/,
  'after the last byte of a slip': /^printer\.job write\.after/,
  'the printer answered': /^printer answer\./,
  'before a proof is on disk': /^(statement\.after|commit\.before) ~print_jobs:done/,
  'after a proof is on disk': /^commit\.after ~print_jobs:done/,
  'before the cashier is told': /^told\.before/,
  'after the cashier is told': /^(told\.after|commit\.before ~operations$)/,
  'with a lock': /^lock\./,
};

/** Chosen more often: what lies between a wish and its outcome. */
function weightOf(point: string): number {
  if (point.startsWith('commit.') || point.startsWith('http ')) return 3;
  return point.startsWith('printer') ? 2 : 1;
}

const SETTLES = /~operations:not-sent ~operations:unknown/;

function openIn(journal: JournalBook): Open {
  const inState = (state: string): number => journal.operations.filter((operation) => operation.state === state).length;
  const slips = (states: readonly string[]): number =>
    journal.prints.filter((job) => states.includes(job.state)).length;
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
  const by = operation.settled_by === null ? '' : `, by ${operation.settled_by}`;
  if (operation.state !== 'ok' || operation.settled_by !== 'answer') return `${operation.kind} ${operation.state}${by}`;
  const deeds = journal.attempts.filter((attempt) => attempt.operation_id === id && attempt.asks === 0);
  // Killed between the answer and the journal's next line, or sent again with the same bytes.
  return `${operation.kind} ok, by the answer to ${deeds.length > 1 ? 'the same request again' : 'its only request'}`;
}

export function newTally(): Tally {
  const failpoints = new Map<string, number>();
  const answers = new Map<string, number>();
  const misbehaved = new Map<string, number>();
  const settled = new Map<string, number>();
  const found = new Map<string, number>();
  const slips = new Map<string, number>();
  const counts = { kills: 0, atFailpoints: 0, atRandom: 0, whileStarting: 0, duringWork: 0, double: 0 };
  let unsound: string[] = [];

  /** How often a till that passes it passes it. */
  const passed = new Map<string, { lives: number; times: number }>();
  const deathAt = (chance: Chance, names: readonly string[]): Death => {
    // Among equals chance decides.
    const ranks = new Map(
      names.map((point) => [point, ((failpoints.get(point) ?? 0) + chance.next()) / weightOf(point)]),
    );
    const least = names.toSorted((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0));
    // One of the quarter that was hit least.
    const point = chance.oneOf(least.slice(0, Math.max(1, Math.ceil(least.length / 4))));
    const { lives, times } = passed.get(point.replace(PART, ' write.before')) ?? { lives: 1, times: 1 };
    return {
      point,
      nth: 1 + chance.below(Math.min(LATEST, Math.max(1, Math.floor(times / lives)))),
      share: chance.next(),
    };
  };

  return {
    chooseDeath: (chance, journal) => {
      const names = [...failpoints.keys()];
      const settling = names.filter((name) => SETTLES.test(name));
      const open = openIn(journal);
      const isOpen = open.intended + open.sent + open.attempts > 0;
      if (isOpen && settling.length > 0 && chance.happens(DOUBLE_SHARE)) return deathAt(chance, settling);
      if (names.length === 0 || chance.happens(RANDOM_SHARE)) return null;
      const unmet = Object.values(FAMILIES).flatMap((pattern) => {
        const own = names.filter((name) => pattern.test(name));
        return own.some((name) => (failpoints.get(name) ?? 0) > 0) ? [] : own;
      });
      if (unmet.length > 0 && chance.happens(UNMET_SHARE)) return deathAt(chance, unmet);
      return deathAt(
        chance,
        names.filter((name) => !SETTLES.test(name)),
      );
    },
    killed: ({ diedAt, early, answers: told, steps, journal }) => {
      counts.kills += 1;
      for (const [step, again] of Map.groupBy(steps, (one) => one)) {
        if (!failpoints.has(step)) failpoints.set(step, 0);
        const known = passed.get(step) ?? { lives: 0, times: 0 };
        passed.set(step, { lives: known.lives + 1, times: known.times + again.length });
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
      for (const { state, proof, reason, outs } of journal.prints) {
        const name = [state, proof ?? reason].filter((word) => word !== null).join(', ');
        bump(slips, outs > 1 ? `${name}, after it may have come out before` : name);
      }
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
        slips: sorted(slips),
        failpoints: sorted(failpoints),
        passedIn: Object.fromEntries([...passed].map(([point, { lives }]) => [point, lives])),
        families: Object.fromEntries(
          Object.entries(FAMILIES).map(([name, pattern]) => {
            const own = [...failpoints].filter(([point]) => pattern.test(point));
            return [name, own.reduce((sum, [, hits]) => sum + hits, 0)];
          }),
        ),
      };
    },
  };
}
