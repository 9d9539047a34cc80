/** What the actions need of printers, and what the journal keeps of papers. */
import type {
  PrinterSettings,
  PrinterStatus,
  PrintJobState,
  PrintReason,
  PrintResult,
  Proof,
} from '../../shared/printing.ts';
import type { Slip } from '../../shared/slip.ts';

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
