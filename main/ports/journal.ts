/** What the actions need of the journal, and of the right to act. */
import type { PrintJobState } from '../../shared/printing.ts';
import type {
  AttemptEnd,
  AttemptRow,
  ChainHead,
  KnownCourier,
  NewOperation,
  Operation,
  OperationEvent,
  OperationFilter,
  OperationKind,
  OperationPage,
  OperationSearch,
  OperationState,
  ProviderName,
  Settling,
} from './operations.ts';
import type { People } from './people.ts';
import type { NewPrintJob, PrinterMemory, PrintJob, PrintStep } from './printing.ts';
import type { Shifts } from './shifts.ts';

export interface Registration {
  readonly merchantId: string;
  readonly terminalId: string;
  readonly description: string;
  readonly registeredAt: number;
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
  /** Another text once anything in it was changed, by whomever: while it is the same nothing has to be read again. */
  changeMark(): string;
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
  /** Who may log in at this till. */
  people: People;
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
