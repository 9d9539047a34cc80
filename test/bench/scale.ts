/**
 * `npm run bench:scale`: a journal of 1,000,000 operations against one of 1,000 in one run, into docs/journal-scale.md.
 * `-- --short`: 20,000 against 1,000, to the terminal, with generous limits.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { JOURNAL_FILE, openJournal } from '../../main/journal/open-journal.ts';
import type { Journal } from '../../main/ports/journal.ts';
import type { Clock, Random } from '../../main/ports/world.ts';
import { type Filled, fillJournal, seeded } from './scale-journal.ts';

const DOC = join(import.meta.dirname, '..', '..', 'docs', 'journal-scale.md');
const START = '<!-- results:start -->';
const END = '<!-- results:end -->';
const END_OF_DAYS = Date.parse('2026-11-20T21:00:00+07:00');

const short = process.argv.includes('--short');
const SMALL = 1_000;
const LARGE = short ? 20_000 : 1_000_000;
const ROUNDS = short ? 150 : 600;
/** Milliseconds that a search may take, and how many times as long as in the small one an opening and a write. */
const LIMITS = short ? { open: 3, search: 60, write: 6 } : { open: 1.3, search: 20, write: 2 };

let now = END_OF_DAYS + 3_600_000;
const clock: Clock = {
  now: () => {
    now += 7;
    return now;
  },
  monotonic: () => performance.now(),
  sleep: () => Promise.resolve(),
};
const random: Random = {
  uuid: randomUUID,
  digits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
  pick: (alphabet, count) => Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)] ?? '').join(''),
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

interface Subject {
  readonly size: number;
  readonly folder: string;
  readonly filled: Filled;
  readonly journal: Journal;
  /** What bringing it up to date took. */
  readonly migrated: Taken;
  readonly bytes: number;
}

function opened(folder: string, readOnly = false): Journal {
  const result = openJournal({ folder, clock, random, readOnly });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.journal;
}

/** Milliseconds by the clock on the wall, and of the processor alone, which others on the machine do not lengthen. */
interface Taken {
  readonly wall: number;
  readonly processor: number;
}

function timed(work: () => unknown): Taken {
  const before = process.cpuUsage();
  const start = performance.now();
  work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { wall, processor: (user + system) / 1_000 };
}

function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** Fills the tables of an older program, as a store's would be, and lets this one bring them up to date. */
function prepareSubject(size: number): Subject {
  const folder = mkdtempSync(join(tmpdir(), 'qris-scale-'));
  const start = performance.now();
  const filled = fillJournal(folder, size, END_OF_DAYS);
  const filledIn = performance.now() - start;
  const migrated = timed(() => opened(folder).close());
  const journal = opened(folder);
  const bytes = statSync(join(folder, JOURNAL_FILE)).size;
  say(
    `${size}: filled ${Math.round(filledIn)} ms, updated ${Math.round(migrated.wall)} ms, ${Math.round(bytes / 1e6)} MB`,
  );
  return { size, folder, filled, journal, migrated, bytes };
}

/** Which question, and whose limit it has to keep; each is asked with something else every time. */
interface Question {
  readonly title: string;
  readonly ask: (subject: Subject, turn: number, chance: () => number) => unknown;
}

function some<T>(from: readonly T[], chance: () => number): T {
  const one = from[Math.floor(chance() * from.length)];
  if (one === undefined) throw new Error('bug: the journal was filled with nothing');
  return one;
}

const PAGE = 50;
const STATES = ['unknown', 'ok', 'refused', 'not-sent'] as const;

function dayOf(text: string): { readonly since: number; readonly until: number } {
  const since = Date.parse(`${text}T00:00:00+07:00`);
  return { since, until: since + 86_400_000 };
}

const QUESTIONS: readonly Question[] = [
  { title: 'newest page', ask: ({ journal }) => journal.findOperations({ limit: PAGE }) },
  {
    title: 'a page further back',
    ask: ({ journal, size }, _turn, chance) =>
      journal.findOperations({ limit: PAGE, cursor: `1.${Math.floor(chance() * size) + 1}` }),
  },
  {
    title: 'by reference, whole',
    ask: ({ journal, filled }, _turn, chance) =>
      journal.findOperations({ limit: PAGE, text: some(filled.references, chance) }),
  },
  {
    title: 'by the beginning of a reference',
    ask: ({ journal, filled }, turn, chance) =>
      journal.findOperations({ limit: PAGE, text: some(filled.references, chance).slice(0, 4 + (turn % 10)) }),
  },
  {
    title: "by a courier's number or mobile",
    ask: ({ journal, filled }, turn, chance) => {
      const { no, mobile } = some(filled.couriers, chance);
      return journal.findOperations({ limit: PAGE, text: turn % 2 === 0 ? no : mobile.slice(2 + (turn % 5)) });
    },
  },
  {
    title: "by a part of a courier's name",
    ask: ({ journal, filled }, turn, chance) => {
      const { name } = some(filled.couriers, chance);
      const [given = '', family = ''] = name.split(' ');
      const parts = [given, family.slice(1, 5), `${given} ${family}`, name, given.slice(0, 2), family.slice(0, 3)];
      return journal.findOperations({ limit: PAGE, text: some(parts, chance).slice(0, 40 - (turn % 3)) });
    },
  },
  {
    title: 'by a name that is nowhere',
    ask: ({ journal }, turn) => journal.findOperations({ limit: PAGE, text: `zzq${turn}` }),
  },
  {
    title: 'by state',
    ask: ({ journal }, turn) => journal.findOperations({ limit: PAGE, state: STATES[turn % STATES.length] ?? 'ok' }),
  },
  {
    title: 'by day',
    ask: ({ journal, filled }, _turn, chance) =>
      journal.findOperations({ limit: PAGE, ...dayOf(some(filled.days, chance)) }),
  },
  {
    title: 'by day, state and courier',
    ask: ({ journal, filled }, turn, chance) =>
      journal.findOperations({
        limit: PAGE,
        ...dayOf(some(filled.days, chance)),
        state: STATES[turn % STATES.length] ?? 'ok',
        text: some(filled.couriers, chance).name,
      }),
  },
  {
    title: 'couriers while typing',
    ask: ({ journal, filled }, turn, chance) =>
      journal.findCouriers(some(filled.couriers, chance).name.slice(0, turn % 8), 8),
  },
  {
    title: 'a scanned ATM QR',
    ask: ({ journal, size }, turn, chance) =>
      journal.atmQrMade(turn % 2 === 0 ? `CDM${Math.floor(chance() * size)}` : `nobody${turn}`),
  },
  { title: 'how many are uncertain', ask: ({ journal }) => journal.countOperations('unknown') },
];

/** An operation's whole way: intent, attempt begun, attempt ended, settled; every step on disk before the next. */
function write({ journal, filled }: Subject, turn: number, chance: () => number): void {
  const { no, name, mobile } = some(filled.couriers, chance);
  const { id } = journal.intend({
    kind: 'generate',
    provider: 'paycools',
    merchantId: 'M-12345678',
    reference: `ATMNEW${turn}${random.pick('ABCDEFGH', 8)}`,
    wish: { courierNo: no, courierName: name, courierMobile: mobile, regionNo: '1', branchNo: '2' },
    body: '{"partnerReferenceNo":"ATMNEW"}',
    terminalId: 'T-1234ABCD',
    operator: 'sari',
  });
  const attempt = journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
  journal.endAttempt(attempt.id, { outcome: 'ok', code: '2009000', httpStatus: 200, note: null });
  const result = { cdmReferenceId: `N${turn}`, qrContent: `new${turn}${random.digits(12)}`, qrStatus: 'ACTIVE' };
  journal.settle(id, { state: 'ok', by: 'answer', code: '2009000', result });
}

interface Row {
  readonly title: string;
  readonly limit: string;
  readonly small: Figures;
  readonly large: Figures;
  readonly kept: Kept;
}

/** disturbed: missed by the clock on the wall, kept by the processor's time: something else had the machine */
type Kept = 'yes' | '**no**' | 'disturbed';

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const cell = ({ p50, p99 }: Figures): string => `${ms(p50)} / ${ms(p99)}`;

interface Times {
  readonly small: Taken[];
  readonly large: Taken[];
}

/** Both in turn, so that what disturbs the machine disturbs both. */
function inTurn(small: Subject, large: Subject, rounds: number, work: (one: Subject, turn: number) => unknown): Times {
  const times: Times = { small: [], large: [] };
  for (let turn = 0; turn < rounds; turn += 1) {
    times.small.push(timed(() => work(small, turn)));
    times.large.push(timed(() => work(large, turn)));
  }
  return times;
}

interface Figures {
  readonly p50: number;
  readonly p99: number;
  /** The processor's, 99th percentile. */
  readonly processor: number;
}

function of(times: readonly Taken[]): Figures {
  const walls = times.map(({ wall }) => wall);
  return {
    p50: percentile(walls, 0.5),
    p99: percentile(walls, 0.99),
    processor: percentile(
      times.map(({ processor }) => processor),
      0.99,
    ),
  };
}

function row(title: string, limit: string, times: Times, judge: (small: Figures, large: Figures) => Kept): Row {
  const small = of(times.small);
  const large = of(times.large);
  const kept = judge(small, large);
  say(`${kept.padEnd(9)} ${title}: ${cell(small)} against ${cell(large)} ms, processor ${ms(large.processor)}`);
  return { title, limit, small, large, kept };
}

const within = (limit: number): ((small: Figures, large: Figures) => Kept) => {
  return (_small, large) => (large.p99 <= limit ? 'yes' : large.processor <= limit ? 'disturbed' : '**no**');
};

const times = (limit: number, part: 'p50' | 'p99'): ((small: Figures, large: Figures) => Kept) => {
  return (small, large) => (large[part] / small[part] <= limit ? 'yes' : '**no**');
};

function measure(small: Subject, large: Subject, empty: Subject): readonly Row[] {
  const opening = inTurn(small, large, short ? 20 : 100, ({ folder }) => opened(folder).close());
  const rows = [row('open', `median ≤ ${LIMITS.open} ×`, opening, times(LIMITS.open, 'p50'))];
  for (const { title, ask } of QUESTIONS) {
    const chances = new Map([small, large].map((one) => [one, seeded(42)] as const));
    const asked = inTurn(small, large, ROUNDS, (one, turn) => ask(one, turn, chances.get(one) ?? Math.random));
    rows.push(row(title, `p99 ≤ ${LIMITS.search} ms`, asked, within(LIMITS.search)));
  }
  const chance = seeded(7);
  const writes = inTurn(empty, large, ROUNDS, (one, turn) => write(one, turn, chance));
  const title = 'a whole operation, written (against an empty one)';
  rows.push(row(title, `p99 ≤ ${LIMITS.write} ×`, writes, times(LIMITS.write, 'p99')));
  return rows;
}

function table(rows: readonly Row[]): string {
  const number = (value: number): string => value.toLocaleString('en');
  const lines = rows.map(
    ({ title, limit, small, large, kept }) =>
      `| ${title} | ${limit} | ${cell(small)} | ${cell(large)} | ${ms(large.processor)} | ${kept} |`,
  );
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)}: Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores; median / 99th percentile in milliseconds.`,
    '',
    `| what | limit | ${number(SMALL)} | ${number(LARGE)} | its processor time, p99 | kept |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}

function facts({ size, bytes, migrated }: Subject): string {
  const count = size.toLocaleString('en');
  return `${count} operations are ${Math.round(bytes / 1e6)} MB; bringing them from version 2 of the journal to this one took ${(migrated.wall / 1_000).toFixed(0)} s (${(migrated.processor / 1_000).toFixed(0)} s of the processor).`;
}

const subjects: Subject[] = [];
try {
  const small = prepareSubject(SMALL);
  const large = prepareSubject(LARGE);
  const folder = mkdtempSync(join(tmpdir(), 'qris-scale-'));
  const empty = {
    size: 0,
    folder,
    filled: small.filled,
    journal: opened(folder),
    migrated: { wall: 0, processor: 0 },
    bytes: 0,
  };
  subjects.push(small, large, empty);
  const rows = measure(small, large, empty);
  const text = `${table(rows)}\n\n${facts(large)}`;
  if (short) process.stdout.write(`${text}\n`);
  else {
    const before = readFileSync(DOC, 'utf8');
    const head = before.slice(0, before.indexOf(START) + START.length);
    writeFileSync(DOC, `${head}\n\n${text}\n\n${before.slice(before.indexOf(END))}`);
  }
  if (rows.some(({ kept }) => kept === '**no**')) process.exitCode = 1;
} finally {
  for (const { journal, folder } of subjects) {
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
