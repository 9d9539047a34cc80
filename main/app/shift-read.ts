/** The shifts of this till as data: the present one, the Zs that were made. Reads only, beside whoever is acting. */
import { isCalendarDate, jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { ShiftReport } from '../../shared/shift-report.ts';
import {
  type PaperTotals,
  paperTotals,
  type StateTotals,
  totalsByKind,
  totalsByOperator,
  totalsOf,
} from '../../shared/shift-sums.ts';
import { words } from '../../shared/words.ts';
import type { Journal } from '../ports/journal.ts';
import { allFields, bad, type Field, invalid } from './input.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100_000;

/** A report as scripts get it: its sums, and times as ISO 8601 with +07:00. */
export function reportView(report: ShiftReport) {
  const { opened, made, operations, open, papers, ...rest } = report;
  const timed = <T extends { readonly at: number }>(one: T) => ({ ...one, at: jakartaMillis(one.at) });
  const byKind: Readonly<Record<string, StateTotals>> = Object.fromEntries(totalsByKind(report));
  const byOperator: Readonly<Record<string, StateTotals>> = Object.fromEntries(totalsByOperator(report));
  const byState: StateTotals = totalsOf(report);
  const byStanding: PaperTotals = paperTotals(report);
  return {
    ...rest,
    opened: opened === null ? null : timed(opened),
    made: timed(made),
    operations: { ...operations, byState, byKind, byOperator },
    open: open.map(timed),
    papers: { ...papers, open: papers.open.map(timed), byStanding },
  };
}

export interface ListedShift {
  readonly number: number;
  readonly openedBy: string | null;
  /** ISO 8601 with +07:00 */
  readonly openedAt: string | null;
  readonly closedBy: string;
  readonly closedAt: string;
  readonly operations: number;
  /** Not certain when it was closed. */
  readonly open: number;
}

export function listedShift({ number, opened, made, operations, open }: ShiftReport): ListedShift {
  return {
    number,
    openedBy: opened?.by ?? null,
    openedAt: opened === null ? null : jakartaMillis(opened.at),
    closedBy: made.by,
    closedAt: jakartaMillis(made.at),
    operations: operations.total,
    open: open.length,
  };
}

function limitField(raw: string): Field<number> {
  const value = Number(raw);
  const fits = /^\d+$/.test(raw) && value >= 1 && value <= MAX_LIMIT;
  return fits ? { ok: true, value } : bad('limit', 'field.number', { min: 1, max: MAX_LIMIT });
}

/** From, and until before, milliseconds since the epoch; empty: always. */
interface Stretch {
  readonly from?: number;
  readonly until?: number;
}

/** A month in Jakarta as the times at which it begins and ends, milliseconds since the epoch. */
function monthField(raw: string): Field<Stretch> {
  if (!/^\d{4}-\d{2}$/.test(raw) || !isCalendarDate(`${raw}-01`)) return bad('month', 'field.month');
  const [year = 0, month = 0] = raw.split('-').map(Number);
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
  const start = (day: string): number => Date.parse(`${day}-01T00:00:00+07:00`);
  return { ok: true, value: { from: start(raw), until: start(next) } };
}

/** The number of a Z as it is typed: 12, or Z-12. */
export function shiftNumberField(path: string, raw: string): Field<number> {
  const match = /^(?:[Zz][- ]?)?(\d{1,9})$/.exec(raw.trim());
  const value = Number(match?.[1] ?? 0);
  return value >= 1 ? { ok: true, value } : bad(path, 'field.shift');
}

/** Zs, newest first. @param journal null where this till has none yet */
export function listShifts(
  journal: Journal | null,
  input: { readonly month?: string | undefined; readonly limit?: string | undefined },
): Outcome<{ readonly shifts: readonly ListedShift[] }> {
  const always: Field<Stretch> = { ok: true, value: {} };
  const checked = allFields({
    limit: limitField(input.limit ?? String(DEFAULT_LIMIT)),
    month: input.month === undefined ? always : monthField(input.month),
  });
  if (!checked.ok) return checked.outcome;
  const { limit, month } = checked.values;
  const shifts = (journal?.shifts.reports({ ...month, limit }) ?? []).map(listedShift);
  const said = words('shift.listed', { count: shifts.length });
  return { outcome: 'ok', code: null, operationId: null, words: said, data: { shifts } };
}

/** A Z as it was made. @returns `invalid` where there is none of this number */
export function showShift(journal: Journal | null, raw: string): Outcome<ShiftReport> {
  const number = shiftNumberField('shift', raw);
  const report = number.ok ? (journal?.shifts.report(number.value) ?? null) : null;
  if (report === null) {
    const none = bad('shift', 'field.shift');
    return invalid(none.ok ? [] : [none.problem]);
  }
  const { operations, open } = report;
  const said = words('shift.z', { number: report.number, operations: operations.total, open: open.length });
  return { outcome: 'ok', code: null, operationId: null, words: said, data: report };
}

/** The Zs that an export is about: one by its number, or all that were made in a month, oldest first. */
export function wantedReports(
  journal: Journal | null,
  input: { readonly shift?: string | undefined; readonly month?: string | undefined },
): Field<readonly ShiftReport[]> {
  const { shift, month } = input;
  if ((shift === undefined) === (month === undefined)) return bad('shift', 'field.shift-or-month');
  if (month !== undefined) {
    const stretch = monthField(month);
    if (!stretch.ok) return stretch;
    return { ok: true, value: journal?.shifts.reports(stretch.value).toReversed() ?? [] };
  }
  const number = shiftNumberField('shift', shift ?? '');
  if (!number.ok) return number;
  const report = journal?.shifts.report(number.value) ?? null;
  return report === null ? bad('shift', 'field.shift') : { ok: true, value: [report] };
}
