/** What an X or a Z says of a shift, as data: the same for the journal, the paper, the screen and the export. */
import { z } from 'zod';
import { PRINT_JOB_STATES, PROOFS } from './printing.ts';

const kind = z.enum(['register', 'generate', 'expire', 'retire']);
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
    /** ATM QRs that were retired at this till, whenever they were made. */
    retired: count,
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
  /** The journal's own chain at this moment: how many events, and the 64 hex of the last link. */
  chain: z.strictObject({ events: count, link: z.string() }),
});

export type ShiftReport = z.output<typeof shiftReport>;
export type OperationCell = z.output<typeof cell>;
export type PaperCell = z.output<typeof paperCell>;
export type OpenOperation = z.output<typeof openOperation>;
export type SettledOperation = z.output<typeof settledOperation>;
export type OpenPaper = z.output<typeof openPaper>;
export type ShiftKind = OperationCell['kind'];
