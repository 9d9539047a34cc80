/** Which step of a print job may follow which (operations: machine.ts), and what each kind of operation sends. */
import type { PrintJobState } from '../../shared/printing.ts';
import type { OperationKind } from '../ports/operations.ts';

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

export function mayPrint(from: PrintJobState, to: PrintJobState): boolean {
  return PRINTED[from].includes(to);
}
