/** The overhead bench as a part of `npm run bench`, and alone: plays, counts, and writes its section of docs/bench.md. */
import { readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  onTop,
  type Ratio,
  type Rival,
  ratioOf,
  type Spread,
  type Step,
  spread,
  stepsOf,
  times,
  type Until,
} from './figures.ts';
import { type Plan, playAll, playSteps, type Round, SYNCS } from './sample.ts';

const FULL: Plan = { rounds: 20, turns: 150, stepTurns: 600 };
const SHORT: Plan = { rounds: 6, turns: 50, stepTurns: 150 };

const DOC = join(import.meta.dirname, '..', '..', '..', 'docs', 'bench.md');
const START = '<!-- overhead:start -->';
const END = '<!-- overhead:end -->';

const WANTED_RATIO = 1.5;
const WANTED_ON_TOP_MS = 50;

/** File systems by the number that the kernel gives them (linux/magic.h). */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  61267: 'ext4',
  16914836: 'tmpfs (memory: nothing here waits for a disk)',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlay',
  26985: 'nfs',
};

function fileSystemOf(folder: string): string {
  const { type } = statfsSync(folder);
  return FILE_SYSTEMS[type] ?? `type 0x${type.toString(16)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function ms(value: number): string {
  return `${value.toFixed(Math.abs(value) < 10 ? 2 : 1)} ms`;
}

function times3({ p50, p95, p99 }: Spread): readonly string[] {
  return [ms(p50), ms(p95), ms(p99)];
}

function ratioText({ middle, low, high }: Ratio): string {
  return `${middle.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

const UNTIL: Readonly<Record<Until, string>> = {
  first: 'first byte at the printer',
  slip: 'first byte of the slip',
};

function ratioRows(rounds: readonly Round[]): readonly (readonly string[])[] {
  return (['first', 'slip'] as const).map((until) => [
    UNTIL[until],
    ratioText(ratioOf(rounds, until, 'bare')),
    ratioText(ratioOf(rounds, until, 'synced')),
    ...times3(onTop(rounds, until, 'bare')),
  ]);
}

function timeRows(rounds: readonly Round[]): readonly (readonly string[])[] {
  const row = (title: string, values: readonly number[]): readonly string[] => [title, ...times3(spread(values))];
  return [
    row(`ours, ${UNTIL.first}`, times(rounds, 'ours', 'first')),
    row(`ours, ${UNTIL.slip}`, times(rounds, 'ours', 'slip')),
    row('the bare script', times(rounds, 'bare', 'first')),
    row(`the bare script that waits for the disk ${SYNCS.first} times`, times(rounds, 'syncedFirst', 'first')),
    row(`the bare script that waits for the disk ${SYNCS.slip} times`, times(rounds, 'syncedSlip', 'slip')),
    row(
      '12 KiB on disk, once',
      rounds.flatMap((round) => round.disk),
    ),
  ];
}

function stepRows(steps: readonly Step[]): readonly (readonly string[])[] {
  const all = steps.reduce((sum, step) => sum + step.ms, 0);
  const row = (title: string, value: number, note: string): readonly string[] => [
    title,
    ms(value),
    `${((100 * value) / all).toFixed(0)} %`,
    note,
  ];
  return [
    ...steps.map((step) => row(step.title, step.ms, step.bareToo ? 'bare script, too' : '')),
    row('**all, to the slip’s first byte**', all, ''),
  ];
}

interface Target {
  readonly title: string;
  readonly wanted: string;
  readonly got: string;
  readonly reached: boolean;
}

function targetsOf(rounds: readonly Round[]): readonly Target[] {
  const ratioTarget = (title: string, to: Rival): Target => {
    const { middle } = ratioOf(rounds, 'first', to);
    return { title, wanted: `≤ ${WANTED_RATIO} ×`, got: `${middle.toFixed(2)} ×`, reached: middle <= WANTED_RATIO };
  };
  const { p99 } = onTop(rounds, 'first', 'bare');
  const top: Target = {
    title: 'on top of the bare script, p99',
    wanted: `≤ ${WANTED_ON_TOP_MS} ms`,
    got: ms(p99),
    reached: p99 <= WANTED_ON_TOP_MS,
  };
  return [
    ratioTarget('the bare script, which waits for no disk', 'bare'),
    ratioTarget(`the bare script that waits for the disk ${SYNCS.first} times, as ours does`, 'synced'),
    top,
  ];
}

/** What a provider has to take for ours to be within the wanted ratio: this one takes nothing. */
function enoughMs(rounds: readonly Round[], until: Until): number {
  const bare = spread(times(rounds, 'bare', until)).p50;
  return Math.max(0, onTop(rounds, until, 'bare').p50 / (WANTED_RATIO - 1) - bare);
}

function markdown(base: string, rounds: readonly Round[], steps: readonly Step[], turns: number, load: string): string {
  const day = new Date().toISOString().slice(0, 10);
  const count = rounds.reduce((sum, round) => sum + round.ours.length, 0);
  const cores = cpus();
  const machine = `${cores[0]?.model.trim() ?? 'unknown'}, ${cores.length} cores, ${process.platform} ${process.arch}`;
  return [
    `Measured on ${day}: Node ${process.version}, ${machine}; the journal on ${fileSystemOf(base)}; load ${load}. ${count} turns of each, in ${rounds.length} rounds.`,
    table(
      ['ours, to the', '× the bare script', '× one that waits for the disk as often', 'on top, p50', 'p95', 'p99'],
      ratioRows(rounds),
    ),
    table(
      ['target: first byte at the printer', 'wanted', 'got', ''],
      targetsOf(rounds).map(({ title, wanted, got, reached }) => [
        title,
        wanted,
        got,
        reached ? 'reached' : '**missed**',
      ]),
    ),
    table(['from the press to', 'p50', 'p95', 'p99'], timeRows(rounds)),
    `This provider takes no time. With one that takes ${ms(enoughMs(rounds, 'first'))} or more, the way to the first byte is within ${WANTED_RATIO} × the bare script’s; to the slip’s from ${ms(enoughMs(rounds, 'slip'))} on.`,
    `Where it goes: medians of ${turns} turns of a run of its own, with a clock at each step, which costs a little.`,
    table(['step', 'took', 'share', ''], stepRows(steps)),
  ].join('\n\n');
}

function writeDoc(text: string): void {
  const before = readFileSync(DOC, 'utf8');
  const head = before.slice(0, before.indexOf(START) + START.length);
  writeFileSync(DOC, `${head}\n\n${text}\n\n${before.slice(before.indexOf(END))}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * @param args `--short`: 300 turns of each, to the terminal · `--folder DIR`: where the journal lies, thus which disk;
 * default: the system's folder for temporary files · `--rounds N` of 150 turns · `--prof DIR`: a processor profile of ours
 */
export async function overheadMain(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      folder: { type: 'string', default: tmpdir() },
      rounds: { type: 'string' },
      prof: { type: 'string' },
    },
  });
  const base = values.short ? SHORT : FULL;
  const plan: Plan = values.rounds === undefined ? base : { ...base, rounds: Number(values.rounds) };
  const before = loadavg()[0] ?? 0;
  const prof = values.prof === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.prof}`];
  const rounds = await playAll(values.folder, plan, say, prof);
  const load = `${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`;
  say('overhead: steps');
  const steps = stepsOf(await playSteps(values.folder, plan.stepTurns));
  const text = markdown(values.folder, rounds, steps, plan.stepTurns, load);
  if (values.short) process.stdout.write(`${text}\n`);
  else writeDoc(text);
  for (const { title, wanted, got, reached } of targetsOf(rounds)) {
    if (!reached) say(`missed: ${title}: wanted ${wanted}, got ${got}`);
  }
}
