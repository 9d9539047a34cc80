/** The sandbox printer's little language: one order a line, words between blanks; what is wrong is named. */
import { NO_FAULTS, type PrinterFaults } from './condition.ts';
import { CONNECTIONS, DIALECTS, type PrinterSetup } from './setup.ts';

export type Unit = 'bytes' | 'lines' | 'slips' | 'connections' | 'ms';

export type Order =
  | { readonly kind: 'change'; readonly change: Partial<PrinterFaults & PrinterSetup> }
  | {
      readonly kind: 'after';
      readonly count: number;
      readonly unit: Unit;
      readonly order: Order;
      readonly said: string;
    }
  /** Resets the connections that are open. */
  | { readonly kind: 'drop' }
  /** Makes a slip of what is printed and not cut. */
  | { readonly kind: 'tear' }
  /** Takes back every `after` that has not come yet. */
  | { readonly kind: 'forget' }
  | { readonly kind: 'state' };

export type Parsed = { readonly ok: true; readonly order: Order } | { readonly ok: false; readonly problem: string };

/** What a state's word leaves as it is: pace, answers, the drawer. */
const WELL = {
  paperOut: false,
  paperOutAfterBytes: null,
  paperOutAfterLines: null,
  nearEnd: false,
  coverOpen: false,
  error: false,
  cutterError: false,
  overheated: false,
  offline: false,
  feedButton: false,
  mute: false,
  stalled: false,
  resetAfterBytes: null,
  holdsOpen: false,
} as const satisfies Partial<PrinterFaults>;

/** One state at a time: each word ends the others. */
const STATES: Readonly<Record<string, Partial<PrinterFaults>>> = {
  ok: NO_FAULTS,
  'paper-out': { ...WELL, paperOut: true },
  'near-end': { ...WELL, nearEnd: true },
  'cover-open': { ...WELL, coverOpen: true },
  'cutter-error': { ...WELL, cutterError: true },
  error: { ...WELL, error: true },
  overheated: { ...WELL, overheated: true },
  offline: { ...WELL, offline: true },
  'feed-button': { ...WELL, feedButton: true },
  'drawer-open': { drawerOpen: true },
  'drawer-closed': { drawerOpen: false },
  mute: { ...WELL, mute: true },
  slow: { ...WELL, bytesPerSecond: 500 },
  stalled: { ...WELL, stalled: true },
  reset: { ...WELL, resetAfterBytes: 20 },
  'holds-open': { ...WELL, holdsOpen: true },
};

const UNITS: Readonly<Record<string, readonly [Unit, number]>> = {
  byte: ['bytes', 1],
  bytes: ['bytes', 1],
  line: ['lines', 1],
  lines: ['lines', 1],
  slip: ['slips', 1],
  slips: ['slips', 1],
  connection: ['connections', 1],
  connections: ['connections', 1],
  ms: ['ms', 1],
  s: ['ms', 1000],
};

type Value = 'flag' | 'number' | 'number or none' | 'text' | readonly string[];

const KEYS: Readonly<Record<keyof (PrinterFaults & PrinterSetup), Value>> = {
  paperOut: 'flag',
  paperOutAfterBytes: 'number or none',
  paperOutAfterLines: 'number or none',
  nearEnd: 'flag',
  coverOpen: 'flag',
  error: 'flag',
  cutterError: 'flag',
  overheated: 'flag',
  offline: 'flag',
  feedButton: 'flag',
  drawerOpen: 'flag',
  poweredOff: 'flag',
  mute: 'flag',
  completion: ['printed', 'in-order', 'none'],
  bytesPerSecond: 'number or none',
  millimetresPerSecond: 'number or none',
  answerDelayMs: 'number',
  fragmentAnswers: 'flag',
  stalled: 'flag',
  resetAfterBytes: 'number or none',
  holdsOpen: 'flag',
  automaticStatus: 'flag',
  model: 'text',
  dialect: DIALECTS,
  connections: CONNECTIONS,
  waitingAnswers: 'flag',
  idleMs: 'number or none',
  bufferBytes: 'number',
  networkBytes: 'number',
  parserSurvives: 'flag',
  coolMs: 'number or none',
};

/** Words after which the same word as in `set` stands. */
const SHORT: readonly string[] = ['model', 'dialect', 'connections'];
const PLAIN: Readonly<Record<string, Order>> = {
  drop: { kind: 'drop' },
  tear: { kind: 'tear' },
  forget: { kind: 'forget' },
  state: { kind: 'state' },
};
const FIRST_WORDS: readonly string[] = [
  ...Object.keys(STATES),
  'power',
  'set',
  ...SHORT,
  'after',
  ...Object.keys(PLAIN),
];

function wrong(word: string | undefined, may: readonly string[]): Parsed {
  const what = word === undefined ? 'something is missing at the end' : `“${word}” cannot stand here`;
  return { ok: false, problem: `${what}; what can: ${may.join(' · ')}` };
}

function change(parts: Partial<PrinterFaults & PrinterSetup>): Parsed {
  return { ok: true, order: { kind: 'change', change: parts } };
}

/** Nothing may follow. */
function end(words: readonly string[], parsed: Parsed): Parsed {
  return parsed.ok && words.length > 0 ? wrong(words[0], ['nothing more']) : parsed;
}

const NUMBER = /^\d{1,9}(\.\d{1,3})?$/;

function setTo(key: string, words: readonly string[]): Parsed {
  const kind: Value | undefined = Object.hasOwn(KEYS, key) ? KEYS[key as keyof typeof KEYS] : undefined;
  const [value, ...more] = words;
  if (kind === undefined) return wrong(key, Object.keys(KEYS));
  const to = (parsed: string | number | boolean | null): Parsed => end(more, change({ [key]: parsed }));
  if (kind === 'text') return value === undefined ? wrong(value, ['a name']) : change({ [key]: words.join(' ') });
  if (kind === 'flag')
    return value === 'true' || value === 'false' ? to(value === 'true') : wrong(value, ['true', 'false']);
  if (typeof kind !== 'string') return value !== undefined && kind.includes(value) ? to(value) : wrong(value, kind);
  if (kind === 'number or none' && value === 'none') return to(null);
  if (value !== undefined && NUMBER.test(value)) return to(Number(value));
  return wrong(value, kind === 'number' ? ['a number'] : ['a number', 'none']);
}

function parseAfter(words: readonly string[]): Parsed {
  const [count, unitWord, ...rest] = words;
  if (count === undefined || !NUMBER.test(count) || Number(count) <= 0) return wrong(count, ['a number above 0']);
  const unit = unitWord !== undefined && Object.hasOwn(UNITS, unitWord) ? UNITS[unitWord] : undefined;
  if (unit === undefined) return wrong(unitWord, Object.keys(UNITS));
  const inner = parseOrder(rest);
  if (!inner.ok) return inner;
  const said = `after ${words.join(' ')}`;
  return {
    ok: true,
    order: { kind: 'after', count: Number(count) * unit[1], unit: unit[0], order: inner.order, said },
  };
}

function parseOrder(words: readonly string[]): Parsed {
  const [first, ...rest] = words;
  if (first === undefined) return wrong(first, FIRST_WORDS);
  const state = Object.hasOwn(STATES, first) ? STATES[first] : undefined;
  if (state !== undefined) return end(rest, change(state));
  const plain = Object.hasOwn(PLAIN, first) ? PLAIN[first] : undefined;
  if (plain !== undefined) return end(rest, { ok: true, order: plain });
  if (SHORT.includes(first)) return setTo(first, rest);
  if (first === 'set')
    return rest[0] === undefined ? wrong(undefined, Object.keys(KEYS)) : setTo(rest[0], rest.slice(1));
  if (first === 'after') return parseAfter(rest);
  if (first !== 'power') return wrong(first, FIRST_WORDS);
  const [power, ...more] = rest;
  return power === 'on' || power === 'off'
    ? end(more, change({ poweredOff: power === 'off' }))
    : wrong(power, ['on', 'off']);
}

/** Reads one line: `printer …` or `state`. */
export function parseLine(line: string): Parsed {
  const [first, ...rest] = line.trim().split(/\s+/);
  if (first === 'printer') return parseOrder(rest);
  if (first === 'state') return end(rest, { ok: true, order: { kind: 'state' } });
  return wrong(first === '' ? undefined : first, ['printer', 'state']);
}

export interface ScriptProblem {
  /** From 1. */
  readonly line: number;
  readonly problem: string;
}

/** Reads a whole script: an order a line, blank lines and lines that begin with `#` apart. */
export function parseScript(
  text: string,
):
  | { readonly ok: true; readonly orders: readonly Order[] }
  | { readonly ok: false; readonly problems: readonly ScriptProblem[] } {
  const orders: Order[] = [];
  const problems: ScriptProblem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const parsed = parseLine(line);
    if (parsed.ok) orders.push(parsed.order);
    else problems.push({ line: index + 1, problem: parsed.problem });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, orders };
}
