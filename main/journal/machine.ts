/**
 * The operation's machine: every step that an operation may take, what may bring it about, and when it may not.
 * docs/operations.md draws this table; the journal refuses every step that is not in it, before it is on disk.
 */
import type { OperationEventName, OperationKind, OperationState } from '../ports/operations.ts';

export interface Rule {
  /** null: there is no operation yet. */
  readonly from: OperationState | null;
  readonly on: OperationEventName;
  readonly to: OperationState;
  /** Where the step may not be taken although its row is here. */
  readonly unless?: 'in-doubt' | 'generate';
  readonly means: string;
}

/**
 * Nothing leads from `unknown` to `not-sent`, and nothing but a person from `unknown` to `refused`: what may have
 * arrived cannot be taken back by what a later attempt is told. `ok` stays `ok`.
 */
export const OPERATION_RULES: readonly Rule[] = [
  { from: null, on: 'intend', to: 'intended', means: 'the wish and its exact body are on disk' },

  { from: 'intended', on: 'begin', to: 'sent', means: 'an attempt is on disk; its first byte may leave' },
  { from: 'sent', on: 'begin', to: 'sent', means: 'the next attempt of the round: the same bytes, a new external id' },
  { from: 'not-sent', on: 'begin', to: 'sent', means: 'wanted again: the same reference, the same body' },
  { from: 'refused', on: 'begin', to: 'sent', means: 'wanted again: the same reference, the same body' },
  { from: 'unknown', on: 'begin', to: 'sent', means: 'repeated: the same reference, the same body; still in doubt' },

  { from: 'sent', on: 'answer', to: 'ok', means: 'the provider did it' },
  { from: 'sent', on: 'answer', to: 'refused', unless: 'in-doubt', means: 'the provider said no' },
  { from: 'sent', on: 'answer', to: 'not-sent', unless: 'in-doubt', means: 'no connection was opened' },
  { from: 'sent', on: 'answer', to: 'unknown', means: 'nobody can say' },
  { from: 'intended', on: 'answer', to: 'refused', means: 'no attempt: the token was refused' },
  { from: 'intended', on: 'answer', to: 'not-sent', means: 'no attempt: no token could be had' },
  { from: 'not-sent', on: 'answer', to: 'refused', means: 'no new attempt: the token was refused' },
  { from: 'not-sent', on: 'answer', to: 'not-sent', means: 'no new attempt: no token could be had' },
  { from: 'refused', on: 'answer', to: 'refused', means: 'no new attempt: the token was refused' },
  { from: 'refused', on: 'answer', to: 'not-sent', means: 'no new attempt: no token could be had' },
  { from: 'unknown', on: 'answer', to: 'unknown', means: 'no new attempt, and the old ones stay in doubt' },

  { from: 'sent', on: 'query', to: 'ok', means: 'no answer, but the provider shows that it was done' },
  { from: 'unknown', on: 'query', to: 'ok', means: 'the provider shows that it was done' },
  { from: 'refused', on: 'query', to: 'ok', means: 'the provider turns out to know it' },
  { from: 'not-sent', on: 'query', to: 'ok', means: 'the provider turns out to know it' },
  { from: 'sent', on: 'list', to: 'ok', means: "no answer, but the day's list shows that it was done" },
  { from: 'unknown', on: 'list', to: 'ok', means: "the day's list shows that it was done" },
  { from: 'unknown', on: 'repeat', to: 'ok', means: 'the same request was done under a later operation' },

  { from: 'intended', on: 'start', to: 'not-sent', means: 'the program ended before an attempt was begun' },
  { from: 'sent', on: 'start', to: 'unknown', means: 'the program ended with an attempt under way' },

  {
    from: 'unknown',
    on: 'person',
    to: 'ok',
    unless: 'generate',
    means: 'a supervisor saw that it was done, and says why',
  },
  {
    from: 'unknown',
    on: 'person',
    to: 'refused',
    means: 'a supervisor is certain that nothing came of it, and says why',
  },

  { from: 'ok', on: 'retire', to: 'ok', means: 'an ATM QR is used no more' },
];

export interface Step {
  readonly kind: OperationKind;
  readonly from: OperationState | null;
  readonly on: OperationEventName;
  readonly to: OperationState;
  /** Whether an attempt of its deed may have arrived without an answer. */
  readonly inDoubt: boolean;
}

/** @returns why the step may not be taken; null where it may */
export function stepTrouble({ kind, from, on, to, inDoubt }: Step): string | null {
  const rule = OPERATION_RULES.find((one) => one.from === from && one.on === on && one.to === to);
  if (rule === undefined) return `cannot go from ${from ?? 'nothing'} to ${to} by ${on}`;
  if (rule.unless === 'in-doubt' && inDoubt) return `may have arrived in an earlier attempt: it is not ${to}`;
  if (rule.unless === kind) return `cannot be said to be ${to} by ${on}: its QR would be missing`;
  return null;
}

/** Whether an attempt may be begun (again, with the same body). */
export function mayBegin(from: OperationState): boolean {
  return OPERATION_RULES.some((rule) => rule.from === from && rule.on === 'begin');
}
