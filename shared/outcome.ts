/** The one result type of every action: what is known to have happened, in words a cashier can act on. */

/** A sentence for the cashier in both languages, found by a stable key; `next` says what to do. */
export interface Words {
  readonly key: string;
  readonly id: string;
  readonly en: string;
  readonly next: { readonly id: string; readonly en: string } | null;
}

/** A field that was refused: its path (`speedcash.clientId`, `courierMobile`) and why. */
export interface FieldProblem {
  readonly path: string;
  readonly words: Words;
}

/** What an outcome that is not ok may tell besides its words; goes into `data` of the CLI's JSON. Never a secret. */
export type About = Readonly<Record<string, string | number | boolean | null>>;

interface Said {
  /** The provider's seven digits where it answered with them, else null. */
  readonly code: string | null;
  readonly words: Words;
  /** The operation in this till's journal, null for what only reads. */
  readonly operationId: string | null;
}

/** It happened, and `data` is what came of it. */
export interface Ok<T> extends Said {
  readonly outcome: 'ok';
  readonly data: T;
}

/** The provider (or this till's own rules for a wish that is well formed) said no: nothing happened. */
export interface Refused extends Said {
  readonly outcome: 'refused';
  readonly about?: About;
}

/** The input cannot be used; nothing was stored or sent. */
export interface Invalid extends Said {
  readonly outcome: 'invalid';
  readonly fields: readonly FieldProblem[];
  readonly about?: About;
}

/** Nothing left this machine (or nothing that could have an effect): safe to try again. */
export interface NotSent extends Said {
  readonly outcome: 'not-sent';
  readonly about?: About;
}

/** It may have happened. Must not be repeated blindly. */
export interface Unknown extends Said {
  readonly outcome: 'unknown';
  readonly about?: About;
}

/** This machine cannot do it now: no keychain, no profile, another process acting. */
export interface Unavailable extends Said {
  readonly outcome: 'unavailable';
  readonly about?: About;
}

export type NotOk = Refused | Invalid | NotSent | Unknown | Unavailable;
export type Outcome<T> = Ok<T> | NotOk;
export type OutcomeName = Outcome<unknown>['outcome'];
