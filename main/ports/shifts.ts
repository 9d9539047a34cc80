/** What the journal keeps of shifts. */
import type { ShiftReport } from '../../shared/shift-report.ts';
import type { NewPrintJob, PrintJob } from './printing.ts';

/** The present shift; it is there whether or not anybody opened it. */
export interface ShiftNow {
  readonly number: number;
  /** `at`: milliseconds since the epoch; null: nobody has. */
  readonly opened: { readonly by: string; readonly at: number } | null;
}

/** What a report bears that the journal does not know. */
export type ReportFacts = Pick<ShiftReport, 'store' | 'terminalId' | 'sandbox'> & { readonly operator: string };

export interface ShiftClosing extends ReportFacts {
  /** The shift that is meant; another one is not closed in its stead. */
  readonly number: number;
  /** Also where nobody opened it and there is nothing to report. */
  readonly empty: boolean;
  /** The paper that is wanted of the Z: put into the queue together with it, or not at all. */
  readonly paper?: ((report: ShiftReport) => NewPrintJob) | undefined;
}

export type ShiftClosed =
  | { readonly done: 'closed'; readonly report: ShiftReport; readonly job: PrintJob | null }
  /** Nothing was written: another shift is present, because this one has its Z already, or is yet to come. */
  | { readonly done: 'other'; readonly present: ShiftNow; readonly report: ShiftReport | null }
  /** Nothing was written: nobody opened it, and there is nothing to report. `last`: the newest Z. */
  | { readonly done: 'nothing'; readonly last: ShiftReport | null };

/** Intervals of this journal by its own numbers: every operation and every paper is in exactly one. */
export interface Shifts {
  present(): ShiftNow;
  /** `opened: false`: somebody has it open already. `earlier`: operations since the last Z; they are counted in it. */
  open(operator: string): { readonly opened: boolean; readonly shift: ShiftNow; readonly earlier: number };
  /** What a Z would say now (an X). Changes nothing. */
  look(facts: ReportFacts): ShiftReport;
  /** Makes the Z and begins the next shift, in one transaction. */
  close(closing: ShiftClosing): ShiftClosed;
  /** A Z as it was made; null: there is none of this number. */
  report(number: number): ShiftReport | null;
  /** Newest first. `from`, `until`: closed at or after, and before; milliseconds since the epoch. */
  reports(filter?: {
    readonly from?: number;
    readonly until?: number;
    readonly limit?: number;
  }): readonly ShiftReport[];
  /** The papers of a report, by its reference, oldest first. */
  papers(reference: string): readonly PrintJob[];
}
