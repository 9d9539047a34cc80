/** The commands about shifts: open, X, close (Z), and the Zs that were made. */
import type { Command } from 'commander';
import type { Outcome } from '../../shared/outcome.ts';
import type { ShiftReport } from '../../shared/shift-report.ts';
import { exportShifts } from '../app/export-shifts.ts';
import { invalid } from '../app/input.ts';
import { closeShift, lookAtShift, openShift, printReport, type Reported } from '../app/shift.ts';
import { listShifts, reportView, shiftNumberField, showShift } from '../app/shift-read.ts';
import type { Till } from '../app/till.ts';
import { describeReport, describeShifts } from './describe-shift.ts';
import { leaf, type Options, type Result, runs, text } from './leaf.ts';
import { type Context, type Told, withTill } from './run.ts';

const PRINTER_OPTION = ['--printer <name>', "default: the profile's first"] as const;

/** A report as the JSON has it, and as lines for a person. */
function told({ language }: Context, outcome: Outcome<Reported>): Told<unknown> {
  if (outcome.outcome !== 'ok') return { outcome };
  const { report, print } = outcome.data;
  const data = { ...reportView(report), ...(print === undefined ? {} : { print }) };
  return { outcome: { ...outcome, data }, details: describeReport(report, language) };
}

function shown(context: Context, outcome: Outcome<ShiftReport>): Told<unknown> {
  return told(context, outcome.outcome === 'ok' ? { ...outcome, data: { report: outcome.data } } : outcome);
}

async function reporting(context: Context, act: (till: Till) => Promise<Outcome<Reported>>): Promise<Told<unknown>> {
  const opened = await context.app.till();
  return told(context, opened.ok ? await act(opened.value) : opened.outcome);
}

function wishOf({ language }: Context, options: Options) {
  return { print: options.print === true, printer: text(options, 'printer'), language };
}

function addReports(shift: Command, result: Result): void {
  const x = leaf(shift, 'x', 'interim report (X): everything since the last Z; changes nothing')
    .option('--print', 'on paper')
    .option(...PRINTER_OPTION);
  runs<unknown>(result, x, 'shift x', (context, options) =>
    reporting(context, (till) => lookAtShift(till, wishOf(context, options))),
  );
  const close = leaf(shift, 'close', 'close the shift: its Z, with everything since the last one')
    .option('--print', 'on paper')
    .option(...PRINTER_OPTION)
    .option('--shift <n>', 'only if this is the present one')
    .option('--empty', 'also where nothing was done and nobody opened it');
  runs<unknown>(result, close, 'shift close', (context, options) => {
    const given = text(options, 'shift');
    const number = given === undefined ? null : shiftNumberField('shift', given);
    if (number !== null && !number.ok) return Promise.resolve({ outcome: invalid([number.problem]) });
    const wish = { ...wishOf(context, options), shift: number?.value, empty: options.empty === true };
    return reporting(context, (till) => closeShift(till, wish));
  });
  const print = leaf(shift, 'print <number>', 'print a Z again: a copy, marked').option(...PRINTER_OPTION);
  runs(result, print, 'shift print', (context, options, given) => {
    const number = shiftNumberField('shift', given ?? '');
    if (!number.ok) return Promise.resolve({ outcome: invalid([number.problem]) });
    const wish = { number: number.value, printer: text(options, 'printer'), language: context.language };
    return withTill(context, (till) => printReport(till, wish));
  });
}

function addReading(shift: Command, result: Result): void {
  const show = leaf(shift, 'show [number]', 'a Z as it was made; without a number: the present shift');
  runs<unknown>(result, show, 'shift show', async (context, _options, number) => {
    if (number === undefined) return reporting(context, (till) => lookAtShift(till, { language: context.language }));
    const read = await context.app.reader();
    return shown(context, read.ok ? showShift(read.value.journal, number) : read.outcome);
  });
  const list = leaf(shift, 'list', 'the Zs that were made, newest first')
    .option('--month <YYYY-MM>')
    .option('--limit <n>', 'default 50');
  runs(result, list, 'shift list', async ({ app, language }, options) => {
    const read = await app.reader();
    if (!read.ok) return { outcome: read.outcome };
    const wish = { month: text(options, 'month'), limit: text(options, 'limit') };
    const outcome = listShifts(read.value.journal, wish);
    return { outcome, details: outcome.outcome === 'ok' ? describeShifts(outcome.data.shifts, language) : [] };
  });
  const exported = leaf(shift, 'export [number]', "copy a Z, or a month's, to a file")
    .option('--month <YYYY-MM>', 'all that were made in that month')
    .requiredOption('--out <file>', '.json or .csv');
  runs(result, exported, 'shift export', async ({ app }, options, number) => {
    const read = await app.reader();
    if (!read.ok) return { outcome: read.outcome };
    const wish = { shift: number, month: text(options, 'month'), out: text(options, 'out') };
    return { outcome: await exportShifts(read.value.journal, wish) };
  });
}

export function addShift(program: Command, result: Result): void {
  const shift = program.command('shift').description("a cashier's shift: X and Z reports");
  runs(
    result,
    leaf(shift, 'open', 'open the shift under your name; the till works without that, too'),
    'shift open',
    (context) => withTill(context, async (till) => openShift(till)),
  );
  addReports(shift, result);
  addReading(shift, result);
}
