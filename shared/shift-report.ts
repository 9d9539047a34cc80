/** What an X or a Z says of a shift, as data: the same for the journal, the paper, the screen and the export. */
import { z } from 'zod';
import { PRINT_JOB_STATES, PROOFS } from './printing.ts';

export const SHIFT_KINDS = ['register', 'generate', 'expire', 'retire'] as const;
export type ShiftKind = (typeof SHIFT_KINDS)[number];

const kind = z.enum(SHIFT_KINDS);
const state = z.enum(['intended', 'sent', 'ok', 'refused', 'not-sent', 'unknown']);
const paperKind = z.enum(['slip', 'test', 'report']);
/** Milliseconds since the epoch, by the till's clock: it is shown, nothing is ever counted by it. */
const at = z.int();
const count = z.int().min(0);

/** The finest count: everything else that is said of the operations is a sum of these. */
const cell = z.strictObject({ operator: z.string(), kind, state, count: z.int().min(1) });

const paperCell = z.strictObject({
  kind: paperKind,
  /** A marked copy of a slip that was out already. */
  copy: z.boolean(),
  /** It left more than once, marked as a possible duplicate. */
  duplicate: z.boolean(),
  state: z.enum(PRINT_JOB_STATES),
  proof: z.enum(PROOFS).nullable(),
  count: z.int().min(1),
});

const openOperation = z.strictObject({
  id: z.string(),
  kind,
  reference: z.string(),
  courier: z.string().nullable(),
  operator: z.string(),
  state: z.enum(['intended', 'sent', 'unknown']),
  at,
  /** The shift that it was begun in, and is counted in. */
  shift: z.int().min(1),
});

const settledOperation = z.strictObject({
  id: z.string(),
  kind,
  reference: z.string(),
  courier: z.string().nullable(),
  /** The shift that it was begun in, and is counted in. */
  shift: z.int().min(1),
  /** What the last Z said of it; `open`: nobody could speak for it. */
  was: z.enum(['open', 'refused', 'not-sent']),
  now: z.enum(['ok', 'refused', 'not-sent']),
});

const openPaper = z.strictObject({
  jobId: z.string(),
  kind: paperKind,
  reference: z.string().nullable(),
  printer: z.string(),
  state: z.enum(PRINT_JOB_STATES),
  at,
  shift: z.int().min(1),
});

const settledPaper = z.strictObject({
  jobId: z.string(),
  kind: paperKind,
  reference: z.string().nullable(),
  shift: z.int().min(1),
  state: z.enum(PRINT_JOB_STATES),
  proof: z.enum(PROOFS).nullable(),
});

export const shiftReport = z.strictObject({
  version: z.literal(1),
  report: z.enum(['X', 'Z']),
  /** Of the shift; a Z bears its shift's number. */
  number: z.int().min(1),
  store: z.strictObject({ name: z.string(), address: z.string() }),
  terminalId: z.string(),
  sandbox: z.boolean(),
  /** null: nobody opened it. */
  opened: z.strictObject({ by: z.string(), at }).nullable(),
  /** Who asked for the X, or closed the shift, and when. */
  made: z.strictObject({ by: z.string(), at }),
  operations: z.strictObject({
    total: count,
    /** Done since the last Z, before anybody opened this shift; among `total`. */
    beforeOpening: count,
    first: z.string().nullable(),
    last: z.string().nullable(),
    cells: z.array(cell),
  }),
  /** Operations that nobody can speak for, of this shift and of earlier ones, oldest first. */
  open: z.array(openOperation),
  /** Operations of earlier shifts that the last Z spoke of otherwise. */
  settledSince: z.array(settledOperation),
  papers: z.strictObject({
    total: count,
    cells: z.array(paperCell),
    /** Papers that wait or may be out, of this shift and of earlier ones, oldest first. */
    open: z.array(openPaper),
    /** Papers of earlier shifts that waited or were in doubt at the last Z. */
    settledSince: z.array(settledPaper),
  }),
  /** The journal's own chain at this moment: how many events, and the 64 hex of the last link; null: it keeps none. */
  chain: z.strictObject({ events: count, link: z.string() }).nullable(),
});

export type ShiftReport = z.output<typeof shiftReport>;
export type OperationCell = z.output<typeof cell>;
export type PaperCell = z.output<typeof paperCell>;
export type OpenOperation = z.output<typeof openOperation>;
export type SettledOperation = z.output<typeof settledOperation>;
export type OpenPaper = z.output<typeof openPaper>;

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
  return SHIFT_KINDS.map((kind) => [kind, operations.cells.filter((one) => one.kind === kind).reduce(add, NONE)]);
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
  return operations.total === 0 && settledSince.length === 0 && !worked && !settled;
}
