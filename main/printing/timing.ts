/** Every time that printing waits, in one place; milliseconds unless said otherwise. */

export interface Timing {
  /** For another process to finish with the printer. */
  readonly lockMs: number;
  /** For a connection to be made. */
  readonly connectMs: number;
  /** For the answer to one status question; one that does not answer the first is mute. */
  readonly statusMs: number;
  /** Between two status questions while the job is under way. */
  readonly pollMs: number;
  /** For a proof, besides what the job's length allows. */
  readonly proofMs: number;
  /** What the job's length allows: a network line, and a head of 50 mm/s. A slow serial line brings its own. */
  readonly perByteMs: number;
  readonly perMillimetreMs: number;
  /** In place of `perByteMs` for a printer that is known to answer: it may hang on a line of 9,600 baud. */
  readonly slowPerByteMs: number;
  /** After an answer to GS r, for the stronger answer to GS ( H: a base, and for each millimetre at 100 mm/s. */
  readonly graceMs: number;
  readonly gracePerMillimetreMs: number;
  /** A mute printer: from the last byte to our half-close. */
  readonly muteHalfCloseMs: number;
  /** From our half-close to the peer's, besides what the length allows a mute printer. */
  readonly peerCloseMs: number;
  /** The peer closed first: for a reset that may follow. */
  readonly earlyCloseMs: number;
  /** After the result, for an orderly end before the next job. */
  readonly releaseMs: number;
  /** The same after nothing but questions. */
  readonly releaseUnusedMs: number;
}

export const TIMING: Timing = {
  lockMs: 3000,
  connectMs: 3000,
  statusMs: 500,
  pollMs: 100,
  proofMs: 1500,
  perByteMs: 0.1,
  perMillimetreMs: 20,
  slowPerByteMs: 1.1,
  graceMs: 500,
  gracePerMillimetreMs: 10,
  muteHalfCloseMs: 300,
  peerCloseMs: 1000,
  earlyCloseMs: 200,
  releaseMs: 1000,
  releaseUnusedMs: 100,
};
