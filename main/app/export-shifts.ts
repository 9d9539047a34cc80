/** Copies Zs into a file for a spreadsheet (CSV) or another program (JSON). Reads only. */
import { resolve } from 'node:path';
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { ShiftReport } from '../../shared/shift-report.ts';
import { paperTotals, totalsOf } from '../../shared/shift-sums.ts';
import { words } from '../../shared/words.ts';
import { csvCell } from '../journal/export-journal.ts';
import type { Journal } from '../ports/journal.ts';
import { allFields, bad, type Field } from './input.ts';
import { replaceFile } from './profile-disk.ts';
import { reportView, wantedReports } from './shift-read.ts';
import { whyUnwritten } from './why-unwritten.ts';

/** One line for each Z, and below it one for each count and each operation that it names. */
const COLUMNS = [
  'record',
  'shift',
  'store',
  'terminal',
  'openedBy',
  'openedAt',
  'closedBy',
  'closedAt',
  'operations',
  'ok',
  'refused',
  'notSent',
  'unknown',
  'underWay',
  'open',
  'settledSince',
  'retired',
  'papers',
  'printed',
  'unproved',
  'maybe',
  'waiting',
  'firstOperation',
  'lastOperation',
  'chainEvents',
  'chainLink',
  'operator',
  'kind',
  'state',
  'count',
  'operation',
  'reference',
  'courier',
  'at',
  'begunInShift',
] as const;

type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | null>>>;

function csvLine(cells: Cells): string {
  return `${COLUMNS.map((column) => csvCell(cells[column])).join(',')}\r\n`;
}

function reportCells(report: ShiftReport): Cells {
  const { number, store, terminalId, opened, made, operations, open: unsure, settledSince, chain } = report;
  const { total: papers, printed, unproved, maybe, waiting } = paperTotals(report);
  const { ok, refused, notSent, unknown, underWay } = totalsOf(report);
  return {
    record: 'Z',
    shift: number,
    store: store.name,
    terminal: terminalId,
    openedBy: opened?.by ?? null,
    openedAt: opened === null ? null : jakartaMillis(opened.at),
    closedBy: made.by,
    closedAt: jakartaMillis(made.at),
    operations: operations.total,
    ok,
    refused,
    notSent,
    unknown,
    underWay,
    open: unsure.length,
    settledSince: settledSince.length,
    retired: operations.retired,
    papers,
    printed,
    unproved,
    maybe,
    waiting,
    firstOperation: operations.first,
    lastOperation: operations.last,
    chainEvents: chain.events,
    chainLink: chain.link,
  };
}

function csvOf(report: ShiftReport): string {
  const { number: shift, operations, open: unsure, settledSince } = report;
  const rows: readonly Cells[] = [
    reportCells(report),
    ...operations.cells.map((cell) => ({ record: 'count', shift, ...cell })),
    ...unsure.map(({ id, at, shift: begunInShift, ...row }) => {
      return { record: 'open', ...row, shift, operation: id, at: jakartaMillis(at), begunInShift };
    }),
    ...settledSince.map(({ id, kind, reference, courier, now, shift: begunInShift }) => {
      return { record: 'settled since', shift, operation: id, kind, reference, courier, state: now, begunInShift };
    }),
  ];
  return rows.map(csvLine).join('');
}

function textOf(file: string, reports: readonly ShiftReport[]): string {
  if (/\.csv$/i.test(file)) return `${COLUMNS.join(',')}\r\n${reports.map(csvOf).join('')}`;
  return `${JSON.stringify({ shifts: reports.map(reportView) }, null, 2)}\n`;
}

export interface ShiftsExported {
  readonly file: string;
  readonly count: number;
}

/** Copies one Z, or all that were made in a month in Jakarta, oldest first, to a `.json` or `.csv` file. */
export async function exportShifts(
  journal: Journal | null,
  input: {
    readonly shift?: string | undefined;
    readonly month?: string | undefined;
    readonly out?: string | undefined;
  },
): Promise<Outcome<ShiftsExported>> {
  const wanted = (input.out ?? '').trim();
  const file: Field<string> = /\.(json|csv)$/i.test(wanted)
    ? { ok: true, value: resolve(wanted) }
    : bad('out', 'field.shift-out');
  const checked = allFields({ file, reports: wantedReports(journal, input) });
  if (!checked.ok) return checked.outcome;
  const { file: path, reports } = checked.values;
  const base = { code: null, operationId: null };
  try {
    await replaceFile(path, textOf(path, reports));
  } catch (error) {
    const said = words('shift.export-failed', { file: path }, whyUnwritten(error));
    return { outcome: 'unavailable', ...base, words: said };
  }
  const said = words('shift.exported', { file: path, count: reports.length });
  return { outcome: 'ok', ...base, words: said, data: { file: path, count: reports.length } };
}
