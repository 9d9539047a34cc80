/** What the actions need from the world; every one of them can be handed another in a test. */
import type { KeyObject } from 'node:crypto';
import type {
  PrinterSettings,
  PrinterStatus,
  PrintJobState,
  PrintReason,
  PrintResult,
  Proof,
} from '../shared/printing.ts';
import type { SecretName } from '../shared/profile.ts';
import type { ShiftReport } from '../shared/shift-report.ts';
import type { Slip } from '../shared/slip.ts';

export interface Clock {
  /** Milliseconds since the epoch, by this machine's clock. */
  now(): number;
  /** Milliseconds that never run backwards; only differences mean something. */
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The providers' time, as far as their answers tell it. */
export interface ProviderTime {
  /** What requests are stamped with, milliseconds since the epoch: this machine's time, corrected where it is off. */
  now(): number;
  /** What is added to this machine's time, milliseconds; 0 while it is right or nothing better is known. */
  correction(): number;
  /** How far the providers' clock is ahead of this machine's, milliseconds; null before any answer. */
  offset(): number | null;
  /** Whether this machine's clock was set since an answer, or is far from a single one: the next answer will tell. */
  unsure(): boolean;
  /** The Date header of an answer that came over a provider's own connection, milliseconds since the epoch. */
  heard(serverTime: number): void;
}

export interface Random {
  uuid(): string;
  /** Decimal digits, uniformly random. */
  digits(count: number): string;
  /** Characters of the alphabet, uniformly random. */
  pick(alphabet: string, count: number): string;
}

/* ── vault ─────────────────────────────────────────────────────────────────── */

/** Why a keychain did not do what was asked; `corrupt`: it answered with something that cannot be the secret. */
export type VaultTrouble = 'locked' | 'unavailable' | 'corrupt';

export type VaultRead =
  | { readonly status: 'found'; readonly secret: Buffer }
  | { readonly status: 'absent' }
  | { readonly status: VaultTrouble; readonly detail: string };

export type VaultWrite = { readonly status: 'done' } | { readonly status: VaultTrouble; readonly detail: string };

/** Secrets by name, in one namespace that no other data folder shares. Nothing is ever deleted because a read failed. */
export interface Vault {
  /** Writes, reads back and deletes a canary. */
  check(): Promise<VaultWrite>;
  read(name: string): Promise<VaultRead>;
  write(name: string, secret: Uint8Array): Promise<VaultWrite>;
  /** Removing what is absent is `done`. */
  remove(name: string): Promise<VaultWrite>;
}

/** A provider's keys ready for use; no code outside the vault and snap ever sees their bytes. */
export type Keys = Readonly<Partial<Record<SecretName, KeyObject>>>;

/* ── journal ───────────────────────────────────────────────────────────────── */

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

export interface PrintJob {
  readonly id: string;
  readonly operationId: string | null;
  readonly reference: string | null;
  readonly printer: string;
  /** report: an X or a Z of a shift, under the reference `X-n` or `Z-n` */
  readonly kind: 'slip' | 'test' | 'report';
  /** 0 is the original; 1, 2 … are marked copies. */
  readonly copy: number;
  readonly slip: Slip;
  readonly state: PrintJobState;
  readonly proof: Proof | null;
  readonly reason: PrintReason | null;
  /** The printer that it was last sent to: `printer`, or its substitute; null: to none yet. */
  readonly printedOn: string | null;
  /** How often bytes of it may have left: from 1 on the next print is marked as a possible duplicate. */
  readonly outs: number;
  /** When a person last wanted it out, milliseconds since the epoch. */
  readonly queuedAt: number;
  /** Counts its steps: who acts on what he saw earlier acts only if nobody has had a word since. */
  readonly turn: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A step of a print job. */
export type PrintStep =
  /** `on`: the printer that the next byte goes to. */
  | { readonly state: 'printing'; readonly on: string }
  | { readonly state: 'done'; readonly proof: Proof }
  | { readonly state: 'paused' | 'possibly-printed' | 'not-printed'; readonly reason: PrintReason }
  | { readonly state: 'expired'; readonly reason?: PrintReason }
  | { readonly state: 'dropped' }
  /** A person wants it out, on this printer. */
  | { readonly state: 'queued'; readonly printer: string };

export type NewPrintJob = Pick<PrintJob, 'operationId' | 'reference' | 'printer' | 'kind' | 'copy' | 'slip'>;

export interface Registration {
  readonly merchantId: string;
  readonly terminalId: string;
  readonly description: string;
  readonly registeredAt: number;
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

export interface PruneNote {
  readonly operator: string;
  /** Only operations from before, milliseconds since the epoch. */
  readonly before: number;
  /** SHA-256 of the file that they were copied to, hexadecimal. */
  readonly exported: string;
}

export interface JournalCheck {
  readonly ok: boolean;
  readonly operations: number;
  readonly attempts: number;
  readonly printJobs: number;
  readonly events: number;
  /** One line for each thing that does not add up. */
  readonly problems: readonly string[];
}

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

/**
 * Why the journal cannot be used now. locked: another process holds it for long · corrupt: damaged, or no journal ·
 * read-only: it may not be written · full: no space for a whole operation · moved: the file that was opened is no longer
 * where it was · disk: any other fault of the disk
 */
export type JournalTrouble = 'locked' | 'corrupt' | 'read-only' | 'full' | 'moved' | 'disk';

/**
 * Every method that writes has its rows on disk (fsync) before it returns. What the disk or the file does to a method is
 * thrown as SQLite's error; `journalTrouble` knows it, and the edges of the actions make an outcome of it.
 */
export interface Journal {
  /**
   * Whether an operation may be begun: the file is the one that was opened, nobody else holds it, and there is room for
   * everything that one operation writes. Never waits. @returns null: yes
   */
  ready(): { readonly trouble: JournalTrouble; readonly detail: string } | null;
  /** Records the intent. Fails when this merchant already has a `generate` operation under that reference. */
  intend(operation: NewOperation): Operation;
  /** Before a byte of an attempt leaves: its row, with a new external id; its operation becomes `sent`. */
  beginAttempt(attempt: {
    readonly operationId: string | null;
    readonly provider: ProviderName;
    readonly service: string;
  }): AttemptRow;
  endAttempt(id: number, end: AttemptEnd): void;
  /** Throws, with nothing written, at a step that is not in the machine's table. */
  settle(operationId: string, to: Settling): Operation;
  /**
   * Runs several writes as one: all of them are on disk when it returns, or none. `work` must not wait for anything,
   * and must let what a write throws pass.
   */
  atomically<T>(work: () => T): T;
  /** The steps of an operation, oldest first. */
  eventsOf(operationId: string): readonly OperationEvent[];
  chainHead(): ChainHead;
  retire(operationId: string): Operation;
  /** Whoever asked has been told the outcome. */
  told(operationId: string): void;
  operation(id: string): Operation | null;
  operationByReference(kind: OperationKind, merchantId: string, reference: string): Operation | null;
  /** Newest first. */
  operations(filter?: OperationFilter): readonly Operation[];
  /** The number of the last step (event) that was there at a moment, milliseconds since the epoch; 0: none. */
  lastStepBefore(moment: number): number;
  /**
   * ATM QRs that were made and not retired, newest first: those whose answer nobody was told, and those that were made
   * after a step. `among`: how many of the newest are looked through.
   */
  madeUnheard(wanted: {
    readonly merchantId: string;
    readonly since: number;
    readonly among: number;
  }): readonly Operation[];
  countOperations(state: OperationState): number;
  /** There are no more operations than this; known without counting them. */
  atMost(): number;
  /** Open ones (unknown, sent) first, then the newest; a beginning that more than 1,000 references share: by reference. */
  findOperations(search: OperationSearch): OperationPage;
  /** Couriers of earlier operations, the latest first, one row for a courier's number. */
  findCouriers(typed: string, most: number): readonly KnownCourier[];
  /** The newest ATM QR that was made with this PayCools id or this content. */
  atmQrMade(idOrContent: string): Operation | null;
  /** Oldest first. Reads page by page, so that a large journal does not fill the memory. */
  allOperations(filter?: Pick<OperationFilter, 'since' | 'until' | 'state'>): IterableIterator<Operation>;
  /** Prints that belong to no operation (test slips), oldest first, page by page. */
  printsAlone(): IterableIterator<PrintJob>;
  /**
   * Takes operations out with their attempts, prints and the content of their events; the events' hashes stay, and one
   * event more says how many went. Throws, with nothing taken out, at one that is not ended or whose slip still waits.
   */
  prune(ids: readonly string[], note: PruneNote): void;
  attemptsOf(operationId: string): readonly AttemptRow[];
  beginPrint(job: NewPrintJob): PrintJob;
  /**
   * Takes a job on from where it was seen. The slip of an ATM QR that was retired meanwhile is dropped instead of going
   * on to `printing`. Throws, with nothing written, at a step that may not follow the job's state.
   * @returns null, with nothing written, where the job has gone on since it was seen
   */
  stepPrint(seen: Pick<PrintJob, 'id' | 'turn'>, step: PrintStep): PrintJob | null;
  printJob(id: string): PrintJob | null;
  /** Oldest first. */
  printJobsOf(operationId: string): readonly PrintJob[];
  /** Newest first. */
  printJobs(filter?: { readonly state?: PrintJobState; readonly limit?: number }): readonly PrintJob[];
  /** Everything that is not ended: queued, printing, paused, possibly-printed, expired. Oldest first. */
  waitingPrints(): readonly PrintJob[];
  /** The oldest that may go to this printer without a person: queued or paused. */
  nextPrint(printer: string): PrintJob | null;
  /**
   * What a dead process left in `printing` becomes `possibly-printed`. Call it only while holding the queue of this
   * printer.
   */
  recoverPrints(printer: string): readonly PrintJob[];
  /** What is known of a printer beyond its profile. */
  printers: PrinterMemory;
  shifts: Shifts;
  /** Safe to repeat: a second registration of the same terminal replaces its description. */
  register(registration: Registration): void;
  registration(merchantId: string): Registration | null;
  /**
   * What a dead process left behind: operations `intended` become `not-sent`, `sent` become `unknown`, their open
   * attempts `unknown`. Call it only while holding the acting lock. Print jobs have locks of their own: `recoverPrints`.
   */
  recover(): { readonly operations: readonly Operation[] };
  /** What SQLite finds wrong with the file itself, one line; null: nothing. Reads every page. */
  damage(): string | null;
  /** @param onStep how many of its steps are done; a large journal takes minutes */
  verify(onStep?: (done: number, of: number) => void): JournalCheck;
  close(): void;
}

/** The right to send and print, held by one process at a time; the OS releases it when the process dies. */
export interface ActingLock {
  /** Waits up to `waitMs` for another process to finish. */
  acquire(
    what: string,
    waitMs?: number,
  ): Promise<
    | { readonly held: true; release(): void }
    | {
        readonly held: false;
        readonly holder: { readonly pid: number; readonly what: string; readonly since: number } | null;
      }
  >;
}

/* ── printing ──────────────────────────────────────────────────────────────── */

/** What is known of a printer beyond its profile; kept by its name. */
export interface PrinterKnown {
  /** Where it was when this was learned: at another address it is another printer, and nothing of this holds. */
  readonly address: string;
  /** What it answered to GS I and GS ( k fn 82; null: not asked yet. */
  readonly asked: { readonly model: string | null; readonly nativeQr: boolean | null; readonly at: number } | null;
  /** What a person saw on its test page; null: nobody has said. */
  readonly learned: {
    /** Characters a line in font A. */
    readonly columns: 32 | 42 | 48 | null;
    /** Whether the QR that the printer drew itself was there. */
    readonly nativeQr: boolean | null;
    /** The narrowest module that a phone read, in dots. */
    readonly leastDots: number | null;
    /** The table (ESC t n) in which the accented letters came out right. */
    readonly codePage: number | null;
    readonly at: number;
  } | null;
}

export interface PrinterMemory {
  recall(printer: string): PrinterKnown | null;
  keep(printer: string, known: PrinterKnown): void;
}

/** Which printer, or which printer's queue, one process at a time works at; those of one process get it in their order. */
export interface PrinterLocks {
  acquire(
    address: string,
    waitMs: number,
  ): Promise<{ readonly held: true; release(): void } | { readonly held: false }>;
}

export interface PrintOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once, right before the first byte of the job may leave; what it throws ends the job with nothing sent. */
  readonly onSend?: (() => void) | undefined;
}

export interface Printing {
  print(slip: Slip, printer: PrinterSettings, options?: PrintOptions): Promise<PrintResult>;
  status(printer: PrinterSettings, signal?: AbortSignal): Promise<PrinterStatus>;
}
