/** The sums that an X or a Z is read by; everything is counted once, in its cells. Without the schema: the window adds up, too. */
import type { OperationCell, PaperCell, ShiftKind, ShiftReport } from './shift-report.ts';

const KINDS: readonly ShiftKind[] = ['register', 'generate', 'expire', 'retire'];

/** How many operations stand how; they add up to `total`. */
export interface StateTotals {
  readonly total: number;
  readonly ok: number;
  readonly refused: number;
  readonly notSent: number;
  readonly unknown: number;
  /** Being worked on at that very moment. */
  readonly underWay: number;
}

const NONE: StateTotals = { total: 0, ok: 0, refused: 0, notSent: 0, unknown: 0, underWay: 0 };

const TOTAL_OF = {
  ok: 'ok',
  refused: 'refused',
  'not-sent': 'notSent',
  unknown: 'unknown',
  intended: 'underWay',
  sent: 'underWay',
} as const satisfies Record<OperationCell['state'], keyof StateTotals>;

function add(totals: StateTotals, { state, count }: OperationCell): StateTotals {
  const name = TOTAL_OF[state];
  return { ...totals, total: totals.total + count, [name]: totals[name] + count };
}

export function totalsOf({ operations }: Pick<ShiftReport, 'operations'>): StateTotals {
  return operations.cells.reduce(add, NONE);
}

/** Every kind, in their usual order, also those of which there is none. */
export function totalsByKind({
  operations,
}: Pick<ShiftReport, 'operations'>): readonly (readonly [ShiftKind, StateTotals])[] {
  return KINDS.map((kind) => [kind, operations.cells.filter((one) => one.kind === kind).reduce(add, NONE)]);
}

/** Whoever did something, in the order of their names. */
export function totalsByOperator({
  operations,
}: Pick<ShiftReport, 'operations'>): readonly (readonly [string, StateTotals])[] {
  const names = [...new Set(operations.cells.map((one) => one.operator))].toSorted();
  return names.map((name) => [name, operations.cells.filter((one) => one.operator === name).reduce(add, NONE)]);
}

/** How many papers of a shift there are of each sort, and how they stand; the second line adds up to `total`. */
export interface PaperTotals {
  readonly total: number;
  readonly originals: number;
  readonly copies: number;
  readonly duplicates: number;
  readonly tests: number;
  readonly reports: number;
  /** The printer proved it. */
  readonly printed: number;
  /** Handed over, nobody proved it. */
  readonly unproved: number;
  /** May be on paper. */
  readonly maybe: number;
  /** Queued, printing, paused, or waited too long. */
  readonly waiting: number;
  /** Not wanted any more, or can never be printed. */
  readonly ended: number;
}

function standing({ state, proof }: PaperCell): 'printed' | 'unproved' | 'maybe' | 'waiting' | 'ended' {
  switch (state) {
    case 'done':
      return proof === 'printed' ? 'printed' : 'unproved';
    case 'possibly-printed':
      return 'maybe';
    case 'queued':
    case 'printing':
    case 'paused':
    case 'expired':
      return 'waiting';
    case 'dropped':
    case 'not-printed':
      return 'ended';
  }
}

export function paperTotals({ papers }: Pick<ShiftReport, 'papers'>): PaperTotals {
  const sum = (wanted: (cell: PaperCell) => boolean): number =>
    papers.cells.filter(wanted).reduce((total, cell) => total + cell.count, 0);
  const stands = (as: ReturnType<typeof standing>): number => sum((cell) => standing(cell) === as);
  return {
    total: sum(() => true),
    originals: sum((cell) => cell.kind === 'slip' && !cell.copy),
    copies: sum((cell) => cell.kind === 'slip' && cell.copy),
    duplicates: sum((cell) => cell.duplicate),
    tests: sum((cell) => cell.kind === 'test'),
    reports: sum((cell) => cell.kind === 'report'),
    printed: stands('printed'),
    unproved: stands('unproved'),
    maybe: stands('maybe'),
    waiting: stands('waiting'),
    ended: stands('ended'),
  };
}

/** Nothing at all to report: no operation, no slip, nothing that came out otherwise than the last Z said. */
export function isEmpty(report: ShiftReport): boolean {
  const { operations, papers, settledSince } = report;
  // A report's own paper is no work that is to be reported.
  const worked = papers.cells.some((cell) => cell.kind !== 'report');
  const settled = papers.settledSince.some((paper) => paper.kind !== 'report');
  return operations.total === 0 && operations.retired === 0 && settledSince.length === 0 && !worked && !settled;
}
