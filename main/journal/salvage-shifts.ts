/** Takes the shifts of a damaged journal into a new one: every Z that can be read keeps its number and what it said. */
import type { DatabaseSync } from 'node:sqlite';
import { int, text } from './rows.ts';
import type { Row } from './sqlite.ts';

/** They are filled by one hand here, and not by triggers. */
export const SHIFT_TABLES = ['shifts', 'shift_left'];

/** Runs `work` without the rules that hold shifts in their order; afterwards they hold again. */
function withoutTriggers(db: DatabaseSync, work: () => void): void {
  const rows: readonly Row[] = db
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'shifts'")
    .all();
  for (const row of rows) db.exec(`DROP TRIGGER ${text(row, 'name')}`);
  work();
  for (const row of rows) db.exec(text(row, 'sql'));
}

/** Whether each begins where the one before ended, and the last is the present one: else none of them can be taken. */
function followEachOther(shifts: readonly Row[]): boolean {
  return shifts.every((shift, index) => {
    const before = shifts[index - 1];
    const begins = before === undefined ? { after_operation: 0, after_print: 0 } : before;
    const at = before === undefined ? begins.after_operation : before.until_operation;
    const isLast = index === shifts.length - 1;
    return shift.number === index + 1 && shift.after_operation === at && (shift.closed_at === null) === isLast;
  });
}

/**
 * @param put writes a row of a table into the new journal @returns whether they were whole; where they were not, the new
 * journal begins with shift 1, and the rows are in the readable copy alone
 */
export function takeShifts(
  into: DatabaseSync,
  rows: Readonly<Record<'shifts' | 'shift_left', readonly Row[]>>,
  put: (table: string, row: Row) => boolean,
): boolean {
  const shifts = rows.shifts.toSorted((a, b) => int(a, 'number') - int(b, 'number'));
  if (shifts.length === 0 || !followEachOther(shifts)) return false;
  withoutTriggers(into, () => {
    into.exec('DELETE FROM shifts');
    for (const row of shifts) put('shifts', row);
    for (const row of rows.shift_left) put('shift_left', row);
  });
  // The chain begins anew: the Zs so far bear links of the old one.
  into.prepare("INSERT INTO meta (key, value) VALUES ('chain-from-shift', ?)").run(int(shifts.at(-1) ?? {}, 'number'));
  return true;
}
