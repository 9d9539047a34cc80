/** Which step may follow which; a step that is not in these tables is a bug, and throws before it is on disk. */
import type { PrintJobState } from '../../shared/printing.ts';
import type { OperationKind, OperationState } from '../ports.ts';

/**
 * The SNAP service that does the deed of each kind. Calls of another service under an operation only ask what became of
 * it, and leave its state alone.
 */
export const DEED_SERVICE: Readonly<Record<OperationKind, string>> = {
  register: '92',
  generate: '90',
  expire: '93',
  retire: '93',
};

/**
 * Where an operation may be settled to. `sent` comes from beginning an attempt alone. `intended` can end without an
 * attempt where the token was refused or could not be had. From `unknown` nothing leads to `not-sent`: what may have
 * arrived cannot be taken back. `ok` is final.
 */
const SETTLED: Readonly<Record<OperationState, readonly OperationState[]>> = {
  intended: ['refused', 'not-sent'],
  sent: ['ok', 'refused', 'not-sent', 'unknown'],
  'not-sent': ['ok', 'refused', 'not-sent'],
  refused: ['ok', 'refused', 'not-sent'],
  unknown: ['ok', 'refused', 'unknown'],
  ok: [],
};

/**
 * A print job's steps (docs/printing.md has the picture). Nothing leads from what may be on paper back to a print but a
 * person's word, and nothing to `done` but a print.
 */
const PRINTED: Readonly<Record<PrintJobState, readonly PrintJobState[]>> = {
  queued: ['queued', 'printing', 'paused', 'expired', 'dropped', 'not-printed'],
  paused: ['queued', 'printing', 'paused', 'expired', 'dropped', 'not-printed'],
  printing: ['done', 'paused', 'possibly-printed', 'not-printed'],
  done: [],
  'possibly-printed': ['queued', 'dropped'],
  expired: ['queued', 'dropped'],
  dropped: [],
  'not-printed': [],
};

export function maySettle(from: OperationState, to: OperationState): boolean {
  return SETTLED[from].includes(to);
}

/** An attempt may be begun (again, with the same body) in every state but `ok`. */
export function mayBegin(from: OperationState): boolean {
  return from !== 'ok';
}

export function mayPrint(from: PrintJobState, to: PrintJobState): boolean {
  return PRINTED[from].includes(to);
}
