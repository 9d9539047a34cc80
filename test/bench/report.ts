/** Turns what was measured into the tables of docs/bench.md, and holds it against the targets. */
import { CASES, type FaultCase, type FaultResult } from './faults.ts';
import type { EncoderRow, Measured } from './speed.ts';
import { median } from './speed.ts';
import type { Outcome, TruthRow } from './truth.ts';

export interface FaultRow {
  readonly name: string;
  /** By case, in the order of CASES: every try of it; empty where the machine cannot make this fault. */
  readonly tries: readonly (readonly FaultResult[])[];
}

export interface Results {
  readonly encoders: readonly EncoderRow[];
  readonly contents: readonly string[];
  readonly truth: readonly TruthRow[];
  /** Ours first. */
  readonly faults: readonly FaultRow[];
  readonly capMs: number;
  /** Date, machine, Node. */
  readonly heading: string;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function ratio(value: number): string {
  return value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);
}

function speedCell(measured: Measured | null): string {
  if (measured === null) return '–';
  const [low, high] = measured.range;
  return low === high ? '1' : `${ratio(measured.timesAsFast)} (${ratio(low)}–${ratio(high)})`;
}

function bytesCell(measured: Measured | null): string {
  return measured === null ? '–' : measured.bytes.toLocaleString('en');
}

function encoderTable(rows: readonly EncoderRow[]): string {
  const head = ['library', 'native: ours is × as fast', 'raster: ours is × as fast', 'native bytes', 'raster bytes'];
  return table(
    head,
    rows.map(({ name, native, raster }) => [
      name,
      speedCell(native),
      speedCell(raster),
      bytesCell(native),
      bytesCell(raster),
    ]),
  );
}

function truthCell(outcome: Outcome | undefined): string {
  if (outcome === undefined) return '–';
  switch (outcome.read) {
    case 'right':
      return 'right';
    case 'none':
      return '**no QR on paper**';
    case 'wrong':
      return `**reads \`${outcome.found}\`**`;
    case 'refused':
      return 'refused';
  }
}

function truthTable(rows: readonly TruthRow[], contents: readonly string[]): string {
  const heads = (['native', 'raster'] as const).flatMap((mode) => contents.map((content) => `${mode}, \`${content}\``));
  return table(
    ['library', ...heads],
    rows.map((row) => [
      row.name,
      ...[row.native, row.raster].flatMap((outcomes) => contents.map((_, index) => truthCell(outcomes?.[index]))),
    ]),
  );
}

function ms(value: number): string {
  return value >= 1000
    ? `${(value / 1000).toFixed(1)} s`
    : value < 10
      ? `${value.toFixed(1)} ms`
      : `${value.toFixed(0)} ms`;
}

function medianOf(
  tries: readonly FaultResult[],
  pick: (result: FaultResult) => number | null | undefined,
): number | null {
  const values = tries.map(pick).filter((value) => value !== null && value !== undefined);
  return values.length === 0 ? null : median(values);
}

/** What it said most often, when, and what of the job arrived. */
function faultCell(tries: readonly FaultResult[], capMs: number): string {
  // Where it was false once, that is what must be seen.
  const first = tries.find(({ falseSuccess }) => falseSuccess) ?? tries[0];
  if (first === undefined) return 'cannot be made here';
  const said = first.report === null ? `no result within ${capMs / 1000} s` : `"${first.report.verdict.words}"`;
  const alike = tries.filter((one) => one.report?.verdict.words === first.report?.verdict.words);
  const when = medianOf(alike, (one) => one.report?.ms);
  const noticed = medianOf(alike, (one) => one.noticedMs);
  const later = when !== null && noticed !== null && Math.abs(when - noticed) > 1;
  const time = when === null ? '' : ` ${later ? `${ms(noticed)} after the fault` : ms(when)}`;
  const arrived = Math.min(...tries.map(({ delivered }) => delivered));
  const printed = Math.min(...tries.map((one) => one.printed));
  const bytes =
    printed === arrived
      ? `${arrived.toLocaleString('en')} B`
      : `${arrived.toLocaleString('en')} B in, ${printed.toLocaleString('en')} printed`;
  const falsely = tries.filter(({ falseSuccess }) => falseSuccess).length;
  const often =
    falsely === 0 ? '' : falsely === tries.length ? '**FALSE** ' : `**FALSE** (${falsely} of ${tries.length}) `;
  return `${often}${said}${time}; ${bytes}`;
}

function faultTable(rows: readonly FaultRow[], capMs: number): string {
  return table(
    ['fault', ...rows.map(({ name }) => name)],
    CASES.map((fault, index) => [fault.title, ...rows.map(({ tries }) => faultCell(tries[index] ?? [], capMs))]),
  );
}

export interface Target {
  readonly title: string;
  readonly wanted: string;
  readonly got: string;
  readonly reached: boolean;
  /** About what is said and what is true, which hold on any machine: a missed one fails the short form. */
  readonly truth: boolean;
}

function triesOf(row: FaultRow | undefined, id: FaultCase['id']): readonly FaultResult[] {
  return row?.tries[CASES.findIndex((fault) => fault.id === id)] ?? [];
}

function noticedTarget(row: FaultRow | undefined, id: FaultCase['id'], title: string, limit: number): Target {
  const tries = triesOf(row, id);
  const unnoticed = tries.some(({ noticedMs }) => noticedMs === null) || tries.length === 0;
  const worst = Math.max(...tries.map(({ noticedMs }) => noticedMs ?? Number.POSITIVE_INFINITY));
  const got = unnoticed ? 'not noticed within the cap' : `${ms(worst)} at worst`;
  return { title, wanted: `≤ ${limit} ms`, got, reached: !unnoticed && worst <= limit, truth: false };
}

interface Rival {
  readonly name: string;
  readonly ratio: number;
}

/** @param wrong names of those that are left out */
function fastest(rows: readonly EncoderRow[], mode: 'native' | 'raster', wrong: ReadonlySet<string>): Rival {
  const all = rows
    .slice(1)
    .flatMap((row): readonly Rival[] =>
      row[mode] === null || wrong.has(row.name) ? [] : [{ name: row.name, ratio: row[mode].timesAsFast }],
    );
  return all.reduce((low, one) => (one.ratio < low.ratio ? one : low), { name: '–', ratio: Number.POSITIVE_INFINITY });
}

/** One target for all peers, and one for those whose QR of that very slip is on the paper, where they differ. */
function speedTargets({ encoders, truth }: Results, mode: 'native' | 'raster'): readonly Target[] {
  const wrong = new Set(truth.filter((row) => row[mode]?.[0]?.read !== 'right').map(({ name }) => name));
  const target = (title: string, { name, ratio: times }: Rival): Target => ({
    title,
    wanted: '5 × the fastest peer',
    got: `${ratio(times)} × as fast as ${name}`,
    reached: times >= 5,
    truth: false,
  });
  const any = fastest(encoders, mode, new Set());
  const right = fastest(encoders, mode, wrong);
  const first = target(`encoder, ${mode}`, any);
  return any.name === right.name ? [first] : [first, target(`encoder, ${mode}, of those whose QR comes out`, right)];
}

export function targetsOf(results: Results): readonly Target[] {
  const { faults, truth } = results;
  const [ours] = faults;
  const all = ours?.tries.flat() ?? [];
  const falsely = all.filter(({ falseSuccess }) => falseSuccess).length;
  const slow = triesOf(ours, 'slow');
  const arrived = Math.min(...slow.map(({ delivered }) => delivered));
  const confirmed = slow.every(({ report }) => report?.verdict.said === 'success');
  const qrs = [...(truth[0]?.native ?? []), ...(truth[0]?.raster ?? [])];
  const right = qrs.filter(({ read }) => read === 'right').length;
  return [
    ...speedTargets(results, 'native'),
    ...speedTargets(results, 'raster'),
    { title: 'false successes', wanted: '0', got: `${falsely} of ${all.length}`, reached: falsely === 0, truth: true },
    noticedTarget(ours, 'before', 'paper out before the job', 150),
    noticedTarget(ours, 'during', 'paper out during the job', 350),
    noticedTarget(ours, 'during-full', "the same, the printer's buffer full", 350),
    {
      title: 'slow reader with status',
      wanted: '20,000 bytes, confirmed',
      got: `${arrived.toLocaleString('en')} bytes${confirmed ? ', confirmed' : ''}`,
      reached: arrived === 20_000 && confirmed,
      truth: true,
    },
    noticedTarget(ours, 'reset', 'reset', 50),
    noticedTarget(ours, 'unreachable', 'unreachable', 3_100),
    {
      title: 'QRs that read right',
      wanted: 'all',
      got: `${right} of ${qrs.length}`,
      reached: right === qrs.length,
      truth: true,
    },
  ];
}

/** The measured part of docs/bench.md. */
export function markdown(results: Results): string {
  const targets = targetsOf(results).map(({ title, wanted, got, reached }) => [
    title,
    wanted,
    got,
    reached ? 'reached' : '**missed**',
  ]);
  return [
    results.heading,
    '### Targets',
    table(['what', 'wanted', 'got', ''], targets),
    '### Encoders',
    encoderTable(results.encoders),
    '### QRs',
    truthTable(results.truth, results.contents),
    '### Faults',
    faultTable(results.faults, results.capMs),
  ].join('\n\n');
}
