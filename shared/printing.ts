/** What can be said of a print, and of a printer: the words of the printing room that both processes share. */

/**
 * How strongly it is proved that the slip is out, strongest first (docs/printing.md, after Epson's command reference).
 * printed: the printer said that everything before it has been printed (GS ( H) · accepted: it answered in order after
 * the last byte (GS r) · delivered: it closed its side after ours · written: the device took the bytes ·
 * spooled: a spooler has them · unconfirmed: nothing proves anything.
 */
export const PROOFS = ['printed', 'accepted', 'delivered', 'written', 'spooled', 'unconfirmed'] as const;
export type Proof = (typeof PROOFS)[number];

/** Why a printer does not print. */
export const PRINTER_TROUBLES = [
  'unreachable',
  'paper-out',
  'cover-open',
  'offline',
  'error',
  'connection-lost',
  'no-answer',
  'transport-unsupported',
  'too-long',
  'busy',
] as const;
export type PrinterTrouble = (typeof PRINTER_TROUBLES)[number];

/** Why a slip is not (yet) out: what its printer had, or what became of the program, the slip or the profile. */
export const PRINT_REASONS = [...PRINTER_TROUBLES, 'program-ended', 'damaged', 'printer-gone'] as const;
export type PrintReason = (typeof PRINT_REASONS)[number];

/**
 * queued: on disk, nothing of it has left · printing: it may be leaving · done: see proof · paused: the printer could not
 * take it, it goes out as soon as it can · possibly-printed: it may be on paper in part or whole, a person decides ·
 * expired: it waited too long, a person decides · dropped: a person said that no more of it is wanted · not-printed: it
 * can never be printed as it is
 */
export const PRINT_JOB_STATES = [
  'queued',
  'printing',
  'done',
  'paused',
  'possibly-printed',
  'expired',
  'dropped',
  'not-printed',
] as const;
export type PrintJobState = (typeof PRINT_JOB_STATES)[number];

/** What came of one print. `not-printed`: no byte of the job left this machine, so it may be tried again. */
export type PrintResult =
  | { readonly kind: 'done'; readonly proof: Proof }
  | { readonly kind: 'not-printed'; readonly trouble: PrinterTrouble; readonly detail: string }
  | { readonly kind: 'possibly-printed'; readonly trouble: PrinterTrouble; readonly detail: string };

/** A printer asked for its state; `mute` printers take bytes but never answer. */
export type PrinterStatus =
  | { readonly state: 'ready'; readonly paper: 'ok' | 'near-end' }
  | { readonly state: 'mute' }
  | { readonly state: 'trouble'; readonly trouble: PrinterTrouble; readonly detail: string };

export type PaperWidth = 58 | 80;
export type QrMode = 'auto' | 'native' | 'raster';

export type PrinterTransport =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** `handshake`: how the printer holds us off; absent: hardware (RTS/CTS). */
  | {
      readonly kind: 'serial';
      readonly path: string;
      readonly baudRate: number;
      readonly handshake?: 'hardware' | 'software' | undefined;
    }
  | { readonly kind: 'usb'; readonly path: string }
  | { readonly kind: 'usb'; readonly vendorId: number; readonly productId: number }
  | { readonly kind: 'spooler'; readonly queue: string }
  | { readonly kind: 'file'; readonly path: string };

/** A printer as the profile names it. `paper` in millimetres. */
export interface PrinterSettings {
  readonly name: string;
  readonly transport: PrinterTransport;
  readonly paper: PaperWidth;
  readonly qr: QrMode;
  /** The printer that takes its slips while it cannot print; absent: none, they wait. */
  readonly substitute?: string | undefined;
  /** How long a slip waits for it before a person has to want it again, minutes; absent: 10. */
  readonly waitMinutes?: number | undefined;
}
