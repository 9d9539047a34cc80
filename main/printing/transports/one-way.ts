/** Ways to paper that nothing comes back on: a file, a spooler. No questions are asked there, for nobody would hear the answer. */
import type { PrinterStatus, PrintResult } from '../../../shared/printing.ts';

/** What to allow one delivery, worked out from the job's length. */
export interface Allowance {
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

export interface OneWay {
  /** Hands the whole job over. `done` never says more than that whoever takes it has all of it. */
  readonly deliver: (bytes: Uint8Array, allowance: Allowance) => Promise<PrintResult>;
  /** `mute` is the best that can be said: it would take a job. Sends nothing. */
  readonly status: (allowance: Allowance) => Promise<PrinterStatus>;
}
