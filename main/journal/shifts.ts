/** The journal's shifts: the present one, its opening, its Z, and the Zs that were made. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type ShiftReport, shiftReport } from '../../shared/shift-report.ts';
import { isEmpty } from '../../shared/shift-sums.ts';
import type { ChainHead } from '../ports/operations.ts';
import type { PrintJob } from '../ports/printing.ts';
import type { ReportFacts, ShiftClosed, ShiftClosing, ShiftNow, Shifts } from '../ports/shifts.ts';
import type { Clock } from '../ports/world.ts';
import { type Counted, lastNumber, leavingBehind, type ShiftBounds, shiftCounter } from './count-shift.ts';
import { type JournalParts, mustFind } from './operations.ts';
import { printInsertion } from './print-jobs.ts';
import { int, intOrNull, text, textOrNull, toPrintJob } from './rows.ts';
import { inTransaction, onSnapshot, type Row } from './sqlite.ts';

const OPEN = `UPDATE shifts SET opened_by = ?, opened_at = ?, opened_after = ? WHERE closed_at IS NULL`;

const CLOSE = `UPDATE shifts SET until_operation = ?, until_print = ?, closed_by = ?, closed_at = ?, report = ?
  WHERE number = ?`;

const NEXT = 'INSERT INTO shifts (number, after_operation, after_print) VALUES (?, ?, ?)';

const REPORTS = `SELECT report FROM shifts WHERE closed_at >= ? AND closed_at < ? ORDER BY number DESC LIMIT ?`;

/** How far the chain had come at the Z before. */
const EVENTS_BEFORE = `SELECT json_extract(report, '$.chain.events') AS events FROM shifts WHERE number = ?`;

const PAPERS = "SELECT * FROM print_jobs WHERE kind = 'report' AND reference = ? ORDER BY seq";

function toReport(row: Row | undefined): ShiftReport | null {
  return row === undefined ? null : shiftReport.parse(JSON.parse(text(row, 'report')));
}

function toShift(row: Row): ShiftNow {
  const by = textOrNull(row, 'opened_by');
  const at = intOrNull(row, 'opened_at');
  return { number: int(row, 'number'), opened: by === null || at === null ? null : { by, at } };
}

/** The present shift's row and how far it reaches at this moment. */
function presentIn(db: DatabaseSync): () => { readonly shift: ShiftNow; readonly bounds: ShiftBounds } {
  const present = db.prepare('SELECT * FROM shifts WHERE closed_at IS NULL');
  const eventsBefore = db.prepare(EVENTS_BEFORE);
  const lastOperation = lastNumber(db, 'operations');
  const lastPrint = lastNumber(db, 'print_jobs');
  return () => {
    const row = mustFind(present.get(), 'shift', 'present');
    const shift = toShift(row);
    const before: Row | undefined = eventsBefore.get(shift.number - 1);
    const bounds = {
      number: shift.number,
      afterOperation: int(row, 'after_operation'),
      untilOperation: lastOperation(),
      afterPrint: int(row, 'after_print'),
      untilPrint: lastPrint(),
      openedAfter: intOrNull(row, 'opened_after'),
      afterEvent: before === undefined ? 0 : int(before, 'events'),
    };
    return { shift, bounds };
  };
}

function reportOf(
  kind: ShiftReport['report'],
  { number, opened }: ShiftNow,
  { operator, ...facts }: ReportFacts,
  counted: Counted,
  { clock, chain }: { readonly clock: Clock; readonly chain: ChainHead },
): ShiftReport {
  const { store, terminalId, sandbox } = facts;
  const made = { by: operator, at: clock.now() };
  return { version: 1, report: kind, number, store, terminalId, sandbox, opened, made, ...counted, chain };
}

/** @param chainHead the end of the chain of events, which every report bears */
export function shiftsTable(parts: JournalParts, chainHead: () => ChainHead): Shifts {
  const { db, clock } = parts;
  const present = presentIn(db);
  const count = shiftCounter(db);
  const byNumber = db.prepare('SELECT report FROM shifts WHERE number = ? AND report IS NOT NULL');
  const list = db.prepare(REPORTS);
  const papers = db.prepare(PAPERS);
  const findReport = (number: number): ShiftReport | null => toReport(byNumber.get(number));

  return {
    ...writing(parts, { present, count, chainHead, findReport }),
    present: () => present().shift,
    look: (facts) =>
      onSnapshot(db, () => {
        const { shift, bounds } = present();
        return reportOf('X', shift, facts, count(bounds), { clock, chain: chainHead() });
      }),
    report: findReport,
    reports: ({ from = 0, until = Number.MAX_SAFE_INTEGER, limit = -1 } = {}) =>
      list.all(from, until, limit).flatMap((row) => toReport(row) ?? []),
    papers: (reference): readonly PrintJob[] => papers.all(reference).map(toPrintJob),
  };
}

interface Reading {
  readonly present: ReturnType<typeof presentIn>;
  readonly count: ReturnType<typeof shiftCounter>;
  readonly chainHead: () => ChainHead;
  readonly findReport: (number: number) => ShiftReport | null;
}

function writing(
  parts: JournalParts,
  { present, count, chainHead, findReport }: Reading,
): Pick<Shifts, 'open' | 'close'> {
  const { db, clock } = parts;
  const open: StatementSync = db.prepare(OPEN);
  const end = db.prepare(CLOSE);
  const next = db.prepare(NEXT);
  const leave = leavingBehind(db);
  const insertPaper = printInsertion(parts);

  /** Looks and writes under the write lock: two who close at once make one Z. */
  function close(closing: ShiftClosing): ShiftClosed {
    const { shift, bounds } = present();
    const { number } = shift;
    if (number !== closing.number) return { done: 'other', present: shift, report: findReport(closing.number) };
    const counted = count(bounds);
    const report = reportOf('Z', shift, closing, counted, { clock, chain: chainHead() });
    if (!closing.empty && shift.opened === null && isEmpty(report)) {
      return { done: 'nothing', last: findReport(number - 1) };
    }
    const { untilOperation, untilPrint } = bounds;
    end.run(untilOperation, untilPrint, report.made.by, report.made.at, JSON.stringify(report), number);
    leave(bounds);
    next.run(number + 1, untilOperation, untilPrint);
    const paper = closing.paper?.(report);
    return { done: 'closed', report, job: paper === undefined ? null : insertPaper(paper) };
  }

  return {
    open: (operator) =>
      inTransaction(db, () => {
        const { shift, bounds } = present();
        if (shift.opened !== null) return { opened: false, shift, earlier: 0 };
        const earlier = count(bounds).operations.total;
        open.run(operator, clock.now(), bounds.untilOperation);
        return { opened: true, shift: present().shift, earlier };
      }),
    close: (closing) => inTransaction(db, () => close(closing)),
  };
}
