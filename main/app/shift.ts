/** A cashier's shift: open it, look at it (X), close it (Z), and its reports on paper. */
import { jakartaForSlip, jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Ok, Outcome, Words } from '../../shared/outcome.ts';
import type { PrinterSettings } from '../../shared/printing.ts';
import type { ShiftReport } from '../../shared/shift-report.ts';
import { type ReportLanguage, shiftSlip } from '../../shared/shift-slip.ts';
import { isEmpty } from '../../shared/shift-sums.ts';
import { words } from '../../shared/words.ts';
import type { NewPrintJob, PrintJob } from '../ports/printing.ts';
import type { ReportFacts } from '../ports/shifts.ts';
import { bad, type Field, invalid } from './input.ts';
import { choosePrinter, finishPrint } from './print-slip.ts';
import { type PrintDone, type Printed, printOutcome } from './print-words.ts';
import { acting, type Till, terminalOf, unavailable } from './till.ts';

export interface ShiftOpened {
  readonly number: number;
  readonly openedBy: string;
  /** ISO 8601 with +07:00 */
  readonly openedAt: string;
  /** Operations since the last Z, which are counted in it. */
  readonly earlier: number;
}

/** What became of a report's paper, where one was wanted. */
export interface ReportPrint extends PrintDone {
  readonly state: PrintJob['state'];
}

export interface Reported {
  readonly report: ShiftReport;
  readonly print?: ReportPrint;
}

export interface PaperWish {
  /** absent: the report is wanted on no paper */
  readonly print?: boolean | undefined;
  /** Default: the profile's first. */
  readonly printer?: string | undefined;
  /** Of the paper. */
  readonly language: ReportLanguage;
  /** false: the paper goes into the queue and somebody else works that off */
  readonly untilPrinted?: boolean | undefined;
}

function factsOf(till: Till): ReportFacts {
  const { store } = till.profile;
  return {
    store: { name: store.name, address: store.address },
    terminalId: terminalOf(till),
    sandbox: till.sandbox,
    operator: till.operator,
  };
}

/** `X-7`, `Z-7`: under which the papers of a report are in the journal. */
function referenceOf({ report, number }: ShiftReport): string {
  return `${report}-${number}`;
}

function paperOf(
  report: ShiftReport,
  printer: PrinterSettings,
  { language, copy, at }: { readonly language: ReportLanguage; readonly copy: number; readonly at: number },
): NewPrintJob {
  const slip = shiftSlip(report, { language, copy, at });
  return { operationId: null, reference: referenceOf(report), printer: printer.name, kind: 'report', copy, slip };
}

/** @returns null where no paper is wanted */
function wantedPrinter(till: Till, { print, printer }: PaperWish): Field<PrinterSettings> | null {
  return print === true ? choosePrinter(till, printer) : null;
}

function ok<T>(said: Words, data: T): Ok<T> {
  return { outcome: 'ok', code: null, words: said, operationId: null, data };
}

/**
 * Opens the present shift: from now on it is this operator's. The till works without that, too.
 * @returns `refused` where somebody has opened it already
 */
export function openShift(till: Till): Outcome<ShiftOpened> {
  const { opened, shift, earlier } = till.journal.shifts.open(till.operator);
  const { number } = shift;
  const by = shift.opened?.by ?? till.operator;
  const at = shift.opened?.at ?? till.clock.now();
  if (!opened) {
    const said = words('shift.already-open', { number, operator: by, since: jakartaForSlip(at) });
    return { outcome: 'refused', code: null, words: said, operationId: null, about: { number } };
  }
  const said = words(earlier === 0 ? 'shift.opened' : 'shift.opened-late', { number, operator: by, earlier });
  return ok(said, { number, openedBy: by, openedAt: jakartaMillis(at), earlier });
}

function printData({ job }: Printed): ReportPrint {
  const { id: jobId, copy, state } = job;
  return { jobId, proof: job.proof ?? 'unconfirmed', copy, state };
}

/** What is said of a report whose paper is not proved: both, so that nobody has to guess which of them is the matter. */
function bothWords(report: Words, paper: Words): Words {
  const both = (one: string, other: string): string => `${one} ${other}`;
  const nexts = [report.next, paper.next].filter((next) => next !== null);
  return {
    key: report.key,
    id: both(report.id, paper.id),
    en: both(report.en, paper.en),
    next: nexts.length === 0 ? null : { id: nexts.map((n) => n.id).join(' '), en: nexts.map((n) => n.en).join(' ') },
  };
}

/** The report stands whatever becomes of its paper: a fault in printing is told, and never taken for one of the report. */
async function withPaper(till: Till, made: Ok<Reported>, job: PrintJob, wish: PaperWish): Promise<Ok<Reported>> {
  const queued = { jobId: job.id, proof: job.proof ?? 'unconfirmed', copy: job.copy, state: job.state } as const;
  if (wish.untilPrinted === false) return { ...made, data: { ...made.data, print: queued } };
  try {
    const printed = await finishPrint(till, job);
    const said = printed.job.proof === 'printed' ? made.words : bothWords(made.words, printed.words);
    return { ...made, words: said, data: { ...made.data, print: printData(printed) } };
  } catch (error) {
    till.onFault(error);
    const said = words('shift.print-lost', { number: made.data.report.number });
    return { ...made, words: bothWords(made.words, said), data: { ...made.data, print: queued } };
  }
}

/** X: what a Z would say now. Changes nothing, and bears no number of its own. */
export async function lookAtShift(till: Till, wish: PaperWish): Promise<Outcome<Reported>> {
  if (wish.print === true && till.profile.printers.length === 0) return unavailable(words('printer.none'));
  const printer = wantedPrinter(till, wish);
  if (printer !== null && !printer.ok) return invalid([printer.problem]);
  const report = till.journal.shifts.look(factsOf(till));
  const { number, operations, open } = report;
  const made = ok(words('shift.x', { number, operations: operations.total, open: open.length }), { report });
  if (printer === null) return made;
  const { language } = wish;
  const job = till.queue.add(paperOf(report, printer.value, { language, copy: 0, at: report.made.at }));
  return withPaper(till, made, job, wish);
}

export interface CloseInput extends PaperWish {
  /** The shift that is meant; absent: the present one. */
  readonly shift?: number | undefined;
  /** Also where there is nothing to report and nobody opened it. */
  readonly empty?: boolean | undefined;
}

/** How many references are named in a sentence; the report has them all. */
const NAMED = 5;

function closedWords(report: ShiftReport): Words {
  const { number, operations, open } = report;
  const params = { number, operations: operations.total, open: open.length };
  if (open.length > 0) {
    const named = open.slice(0, NAMED).map(({ reference }) => reference);
    const references = [...named, ...(open.length > NAMED ? ['…'] : [])].join(', ');
    return words('shift.closed-open', { ...params, references });
  }
  return words(isEmpty(report) ? 'shift.closed-empty' : 'shift.closed', params);
}

function closedBefore({ number, made }: ShiftReport): Outcome<never> {
  const said = words('shift.closed-already', { number, operator: made.by, when: jakartaForSlip(made.at) });
  return { outcome: 'refused', code: null, words: said, operationId: null, about: { number } };
}

/** A Z that was made while this press waited for its turn is the one that was meant. */
function madeMeanwhile(till: Till, input: CloseInput): ShiftReport | null {
  if (input.shift !== undefined) return null;
  const last = till.journal.shifts.report(till.journal.shifts.present().number - 1);
  const at = last?.made.at ?? 0;
  return last !== null && at >= till.pressedAt() && at <= till.clock.now() ? last : null;
}

/**
 * Z: closes the shift with all since the last Z, whether or not somebody opened it. What a process that died left
 * behind is spoken for first; where somebody acts at this moment, that operation is listed as open. The Z and the wish
 * for its paper are on disk together, before anything is printed.
 * @returns `refused` where the shift has its Z already, or where there is nothing to close
 */
export async function closeShift(till: Till, input: CloseInput): Promise<Outcome<Reported>> {
  if (input.print === true && till.profile.printers.length === 0) return unavailable(words('printer.none'));
  const printer = wantedPrinter(till, input);
  if (printer !== null && !printer.ok) return invalid([printer.problem]);
  const before = madeMeanwhile(till, input);
  if (before !== null) return closedBefore(before);
  const number = input.shift ?? till.journal.shifts.present().number;
  await recoverFirst(till);
  const { language } = input;
  const closed = till.journal.shifts.close({
    ...factsOf(till),
    number,
    empty: input.empty === true,
    paper:
      printer === null
        ? undefined
        : (report) => paperOf(report, printer.value, { language, copy: 0, at: report.made.at }),
  });
  switch (closed.done) {
    case 'closed': {
      const { report, job } = closed;
      const made = ok(closedWords(report), { report });
      return job === null ? made : withPaper(till, made, job, input);
    }
    case 'nothing':
      return { outcome: 'refused', code: null, words: words('shift.nothing'), operationId: null };
    case 'other': {
      if (closed.report !== null) return closedBefore(closed.report);
      const problem = bad('shift', 'field.shift-present', { number: closed.present.number });
      return invalid(problem.ok ? [] : [problem.problem]);
    }
  }
}

/** Says what can be said of a dead process's operations; whoever acts now is not waited for. */
async function recoverFirst(till: Till): Promise<void> {
  const lock = await till.lock.acquire('shift close', 0);
  if (!lock.held) return;
  try {
    till.journal.recover();
  } finally {
    lock.release();
  }
}

/** How often a report is or may be on paper already: the next one is that copy. */
function copiesOut(jobs: readonly PrintJob[]): number {
  return jobs.reduce((sum, job) => sum + job.outs, 0);
}

/**
 * Prints a Z that was made: a marked copy, unless nothing of it can be on paper yet. A paper of it that waits is taken
 * up instead of putting another beside it.
 */
export async function printReport(
  till: Till,
  input: Omit<PaperWish, 'print'> & { readonly number: number },
): Promise<Outcome<PrintDone>> {
  if (till.profile.printers.length === 0) return unavailable(words('printer.none'));
  const printer = choosePrinter(till, input.printer);
  if (!printer.ok) return invalid([printer.problem]);
  const report = till.journal.shifts.report(input.number);
  if (report === null) {
    const problem = bad('shift', 'field.shift');
    return invalid(problem.ok ? [] : [problem.problem]);
  }
  // While acting, so that two who ask at once want one paper; the printing itself is in nobody's way.
  const wanted = await acting(till, 'shift print', async () =>
    ok(words('desk.ok'), await wantReport(till, report, printer.value, input.language)),
  );
  if (wanted.outcome !== 'ok') return wanted;
  const { data: job } = wanted;
  if (input.untilPrinted !== false) return printOutcome(await finishPrint(till, job));
  const { id: jobId, copy } = job;
  return ok(words('desk.ok'), { jobId, proof: job.proof ?? 'unconfirmed', copy });
}

async function wantReport(
  till: Till,
  report: ShiftReport,
  printer: PrinterSettings,
  language: ReportLanguage,
): Promise<PrintJob> {
  const jobs = till.journal.shifts.papers(referenceOf(report));
  // One whose process died while it printed waits for this very word.
  for (const job of jobs) if (job.state === 'printing') await till.queue.recover(job.printer);
  for (const job of jobs.toReversed()) {
    const again = till.queue.putBack(job.id, printer.name);
    if (again !== null) return again;
  }
  const printing = till.journal.shifts.papers(referenceOf(report)).find((job) => job.state === 'printing');
  const copy = copiesOut(jobs);
  return printing ?? till.queue.add(paperOf(report, printer, { language, copy, at: till.clock.now() }));
}
