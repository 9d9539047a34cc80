/** What the journal keeps of operations and their attempts: shapes alone. */

export type OperationKind = 'register' | 'generate' | 'expire' | 'retire';

export type ProviderName = 'speedcash' | 'paycools';

/**
 * intended: on disk, nothing has left · sent: an attempt is (or was, when the program died) under way ·
 * the rest as in shared/outcome.ts
 */
export const OPERATION_STATES = ['intended', 'sent', 'ok', 'refused', 'not-sent', 'unknown'] as const;

export type OperationState = (typeof OPERATION_STATES)[number];

/** What may bring a step of an operation about; main/journal/machine.ts says which step follows from which. */
export const OPERATION_EVENTS = [
  'intend',
  'begin',
  'answer',
  'query',
  'list',
  'repeat',
  'start',
  'person',
  'retire',
] as const;

export type OperationEventName = (typeof OPERATION_EVENTS)[number];

/** answer: of an attempt of its own · query, list: the provider, asked · repeat: a later operation · person: a supervisor */
export type SettledBy = Extract<OperationEventName, 'answer' | 'query' | 'list' | 'repeat' | 'person'>;

/** A link of the journal's chain: one step of one operation, as it was written down. */
export interface OperationEvent {
  readonly seq: number;
  readonly event: OperationEventName | 'adopt';
  readonly to: OperationState;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly code: string | null;
  /** Who said so, and why: of a supervisor's word. */
  readonly operator: string | null;
  readonly reason: string | null;
}

/** The end of the chain: what it is compared with later, also on paper. */
export interface ChainHead {
  readonly events: number;
  /** SHA-256, 64 hexadecimal digits; every event before it goes into it. */
  readonly link: string;
}

export interface Settling {
  readonly state: OperationState;
  readonly by: SettledBy;
  readonly code: string | null;
  readonly result?: JsonObject;
  /** Of a supervisor's word: who says so, and why. */
  readonly operator?: string;
  readonly reason?: string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

export interface NewOperation {
  readonly kind: OperationKind;
  readonly provider: ProviderName;
  readonly merchantId: string;
  /** partner reference, terminal id or bill number */
  readonly reference: string;
  /** What the cashier asked for, as data. */
  readonly wish: JsonObject;
  /** The exact request body; every attempt of the operation sends these bytes. */
  readonly body: string;
  readonly terminalId: string;
  readonly operator: string;
}

export interface Operation extends NewOperation {
  readonly id: string;
  readonly state: OperationState;
  readonly code: string | null;
  /** What came of it (for generate: cdmReferenceId, qrContent, qrStatus), null until ok. */
  readonly result: JsonObject | null;
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When an ATM QR was retired at this till or by the provider. */
  readonly retiredAt: number | null;
  /** When whoever asked was first told what came of it; null for one whose answer was lost with its process. */
  readonly toldAt: number | null;
}

export type AttemptOutcome = 'ok' | 'refused' | 'not-sent' | 'unknown';

export interface AttemptRow {
  readonly id: number;
  /** null for calls that only read (status, list) */
  readonly operationId: string | null;
  readonly provider: ProviderName;
  /** SNAP service code, two digits */
  readonly service: string;
  readonly externalId: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: AttemptOutcome | null;
  readonly code: string | null;
  readonly httpStatus: number | null;
  /** What the socket or the answer showed, in a word or two; never a body, never a secret. */
  readonly note: string | null;
}

export interface AttemptEnd {
  readonly outcome: AttemptOutcome;
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly note: string | null;
}

export interface OperationFilter {
  readonly state?: OperationState;
  readonly kind?: OperationKind;
  /** createdAt at or after, milliseconds since the epoch */
  readonly since?: number;
  /** createdAt before, milliseconds since the epoch */
  readonly until?: number;
  /** Only what was recorded before the operation of this id. */
  readonly before?: string;
  readonly limit?: number;
}

export interface OperationSearch extends OperationFilter {
  /**
   * The beginning of a reference, an operation's id, or parts of a courier's number, name and mobile, in any order;
   * case and accents make no difference. Empty: everything.
   */
  readonly text?: string;
  readonly limit: number;
  /** Where an earlier page of the same search ended. */
  readonly cursor?: string;
}

export interface OperationPage {
  readonly operations: readonly Operation[];
  /** What the next page begins with; null after the last. A page that ended early (it looks at a bounded number of rows) has one, too. */
  readonly next: string | null;
}

export interface KnownCourier {
  readonly courierNo: string;
  readonly courierName: string;
  readonly courierMobile: string;
}
