/** The lines that a person reads below the outcome of a shift command. */
import { jakartaForSlip } from '../../shared/jakarta-time.ts';
import type { ShiftReport } from '../../shared/shift-report.ts';
import { shiftSlip } from '../../shared/shift-slip.ts';
import type { SlipPart } from '../../shared/slip.ts';
import type { ListedShift } from '../app/shift-read.ts';
import { type Language, pairs, safe, table } from './say.ts';

/** A run of pairs becomes two columns; everything else is a line. */
function linesOf(parts: readonly SlipPart[]): readonly string[] {
  const lines: string[] = [];
  let rows: (readonly [string, string])[] = [];
  const flush = (): void => {
    lines.push(...pairs(rows));
    rows = [];
  };
  for (const part of parts) {
    if (part.kind === 'pair') rows.push([part.label, part.value]);
    else {
      flush();
      if (part.kind === 'text') lines.push(`  ${safe(part.text)}`);
    }
  }
  flush();
  return lines;
}

/** What its paper says, below its title: there is one wording of a report, not one for each place. */
export function describeReport(report: ShiftReport, language: Language): readonly string[] {
  const { parts } = shiftSlip(report, { language, copy: 0, at: report.made.at });
  const from = parts.findIndex((part) => part.kind === 'text' && part.size === 'large' && !part.inverted);
  return linesOf(parts.slice(from + 1));
}

const HEADERS = {
  id: ['Z', 'Dibuka', 'Oleh', 'Ditutup', 'Oleh', 'Operasi', 'Belum pasti'],
  en: ['Z', 'Opened', 'By', 'Closed', 'By', 'Operations', 'Not certain'],
} as const;

export function describeShifts(shifts: readonly ListedShift[], language: Language): readonly string[] {
  if (shifts.length === 0) return [];
  const time = (iso: string | null): string => (iso === null ? '–' : jakartaForSlip(Date.parse(iso)));
  return table(
    HEADERS[language],
    shifts.map((shift) => [
      String(shift.number),
      time(shift.openedAt),
      shift.openedBy ?? '–',
      time(shift.closedAt),
      shift.closedBy,
      String(shift.operations),
      String(shift.open),
    ]),
  );
}
