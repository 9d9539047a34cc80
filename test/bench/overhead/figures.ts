/** From turns to figures: percentiles, ratios by round, and where the time goes. */
import { median } from '../speed.ts';
import type { Turn } from './measure.ts';
import type { Round } from './sample.ts';
import type { Mark } from './steps.ts';

/** @param part 0–1; the least value that so many of all are not above */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function spread(values: readonly number[]): Spread {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99) };
}

/** The median of the rounds, and their lowest and highest. */
export interface Ratio {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

export type Until = 'first' | 'slip';
type Player = Exclude<keyof Round, 'disk'>;
export type Rival = 'bare' | 'synced';

/** The bare script, or the one that waits for the disk as often as ours up to there. */
function turnsOf(round: Round, rival: Rival, until: Until): readonly Turn[] {
  if (rival === 'bare') return round.bare;
  return until === 'first' ? round.syncedFirst : round.syncedSlip;
}

export function times(rounds: readonly Round[], player: Player, until: Until): readonly number[] {
  return rounds.flatMap((round) => round[player].map((turn) => turn[until]));
}

/** Of each round's medians: what slows the machine down for a while slows both. */
export function ratioOf(rounds: readonly Round[], until: Until, to: Rival): Ratio {
  const all = rounds.map(
    (round) =>
      median(round.ours.map((turn) => turn[until])) / median(turnsOf(round, to, until).map((turn) => turn[until])),
  );
  return { middle: median(all), low: Math.min(...all), high: Math.max(...all) };
}

/** What ours takes longer than the bare script in the same turn. */
export function onTop(rounds: readonly Round[], until: Until, to: Rival): Spread {
  return spread(
    rounds.flatMap((round) =>
      round.ours.map((turn, index) => turn[until] - (turnsOf(round, to, until)[index]?.[until] ?? Number.NaN)),
    ),
  );
}

export interface Step {
  readonly title: string;
  readonly ms: number;
  /** The bare script does it as well. */
  readonly bareToo: boolean;
  /** It comes after the first byte at the printer. */
  readonly afterFirst: boolean;
}

type Moment = Mark | 'request' | 'connected' | 'first' | 'slip';

function momentsOf({ done, seen }: Turn): (name: Moment) => number {
  const outside = { start: done.startedAt, request: seen.requestAt, connected: seen.connectedAt };
  const all: Readonly<Record<string, number>> = { ...outside, first: seen.firstAt, slip: seen.slipAt };
  return (name) => all[name] ?? done.steps[`at ${name}`] ?? Number.NaN;
}

type Part = 'disk' | 'journal' | 'sign';

/** What every step of a turn took; together they are the way from the press to the slip's first byte. */
const STEPS: readonly {
  readonly title: string;
  readonly bareToo?: true;
  readonly afterFirst?: true;
  readonly from: Moment;
  readonly to: Moment;
  /** Only these calls of the phase that begins at `from`; absent: what is left of it. */
  readonly only?: readonly Part[];
}[] = [
  { title: 'the input checked, the provider at hand', from: 'start', to: 'lock' },
  { title: 'the acting lock taken', from: 'lock', to: 'locked' },
  {
    title: 'journal: open ends, the QR that may be meant, the intent and its attempt',
    from: 'locked',
    to: 'post',
    only: ['journal'],
  },
  { title: 'disk: intent and attempt', from: 'locked', to: 'post', only: ['disk'] },
  { title: 'the signature (RSA-2048)', bareToo: true, from: 'locked', to: 'post', only: ['sign'] },
  { title: 'the request made', from: 'locked', to: 'post' },
  { title: 'HTTP, there', bareToo: true, from: 'post', to: 'request' },
  { title: 'HTTP, back', bareToo: true, from: 'request', to: 'answered' },
  { title: 'journal: what came of it, and the slip', from: 'answered', to: 'finish', only: ['journal'] },
  { title: 'disk: what came of it, and the slip', from: 'answered', to: 'finish', only: ['disk'] },
  { title: 'the answer read, the slip made, the acting lock released', from: 'answered', to: 'finish' },
  { title: "journal: the printer's queue", from: 'finish', to: 'connected', only: ['journal', 'disk'] },
  {
    title: "the locks of queue and printer, the slip encoded, the printer's connection",
    bareToo: true,
    from: 'finish',
    to: 'connected',
  },
  { title: 'the first question on its way', bareToo: true, from: 'connected', to: 'first' },
  { title: 'four questions answered', afterFirst: true, from: 'first', to: 'step' },
  { title: "journal: the print's step", afterFirst: true, from: 'step', to: 'send', only: ['journal'] },
  { title: "disk: the print's step", afterFirst: true, from: 'step', to: 'send', only: ['disk'] },
  { title: 'the slip on its way', afterFirst: true, from: 'send', to: 'slip' },
];

const PARTS: readonly Part[] = ['disk', 'journal', 'sign'];

function took(turn: Turn, { from, to, only }: (typeof STEPS)[number]): number {
  const spent = (part: Part): number => turn.done.steps[`${from} ${part}`] ?? 0;
  const sum = (parts: readonly Part[]): number => parts.reduce((all, part) => all + spent(part), 0);
  if (only !== undefined) return sum(only);
  const at = momentsOf(turn);
  // What has a line of its own; a commit that writes nothing has none.
  const own = PARTS.filter((part) => STEPS.some((step) => step.from === from && step.only?.includes(part) === true));
  return at(to) - at(from) - sum(own);
}

/** Medians of the steps; they are added up as if one turn were the middle one in all of them. */
export function stepsOf(turns: readonly Turn[]): readonly Step[] {
  return STEPS.map((step) => ({
    title: step.title,
    ms: median(turns.map((turn) => took(turn, step))),
    bareToo: step.bareToo === true,
    afterFirst: step.afterFirst === true,
  }));
}
