/** What a response code means: one row for every code that a provider's page lists, looked up, never guessed. */
import type { Words } from '../../shared/outcome.ts';

/** What the page's "partner action" asks of whoever called. */
export type PartnerAction =
  | 'none'
  /** send it again with other details */
  | 'fix-details'
  /** the store's keys or settings are wrong */
  | 'fix-profile'
  /** safe to send again, later */
  | 'retry-later'
  | 'contact-provider'
  /** find out what happened before anything else */
  | 'check-first';

export interface CodeRow {
  readonly code: string;
  /** The page's own name of the case; also what tells doubles apart. */
  readonly official: string;
  /** For codes that stand twice in a table: the row holds where this fits the responseMessage. */
  readonly when?: RegExp;
  /** Of a double: the row that holds when neither pattern fits. */
  readonly otherwise?: true;
  /** none: a list with nothing in it */
  readonly outcome: 'ok' | 'none' | 'refused' | 'unknown';
  /** For unknown: whether the page asks to send it again at once (its rows 16 and 17). */
  readonly again: boolean;
  readonly action: PartnerAction;
  readonly words: Words;
}

/** The row that fits, or null: an undefined code is never refused and never ok. */
export function findRow(rows: readonly CodeRow[], code: string, message: string): CodeRow | null {
  const candidates = rows.filter((row) => row.code === code);
  return (
    candidates.find((row) => row.when?.test(message)) ??
    candidates.find((row) => row.otherwise) ??
    candidates.find((row) => row.when === undefined) ??
    null
  );
}
