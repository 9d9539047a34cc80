/** What can be said of a print job from what was heard so far: pure, so that every rule of the proof ladder stands here. */
import type { PrinterTrouble, PrintResult, Proof } from '../../shared/printing.ts';
import type { Heard } from './line.ts';
import { NO_PRINTER } from './preflight.ts';
import { inOrderPaperOut, troubleOf } from './status.ts';
import type { Timing } from './timing.ts';

/** One offline answer may be a hiccup (a feed button); a real stop shows its cause, or lasts. */
const OFFLINE_LASTS = 3;

export interface Progress {
  /** The id that GS ( H shall bring back first: the printer took what follows as commands, and not as the rest of one. */
  readonly headId: string;
  /** The id that GS ( H shall bring back last. */
  readonly id: string;
  /** GS r-like bytes heard before the job was sent. */
  readonly inOrderBefore: number;
  readonly noiseBefore: number;
  /** Answers like those to GS r came before there could be one to ours: somebody else's are heard here, too. */
  readonly strangers: boolean;
  /** Times on the monotonic clock; null: not yet. */
  readonly flushedAt: number | null;
  readonly acceptedAt: number | null;
  readonly halfClosedAt: number | null;
  /** The peer closed its side before we closed ours. */
  readonly peerFirst: boolean;
  readonly cancelled: boolean;
  readonly deadlineAt: number;
  readonly graceMs: number;
  /** A device took the bytes itself; a network has them only somewhere. */
  readonly device: boolean;
  /** How long to wait for the peer's close after ours. */
  readonly peerCloseMs: number;
}

/** Time that the job's length allows. */
export function lengthMs(timing: Timing, bytes: number, heightDots: number): number {
  return bytes * timing.perByteMs + (heightDots / 8) * timing.perMillimetreMs;
}

/**
 * The one answer to GS r since the job was sent. More than one, one that cannot be ours (it bears no id), or bytes that
 * no printer sends, and whatever answers there is no printer whose word counts.
 */
export function inOrderAnswer(heard: Heard, progress: Progress): number | null {
  if (progress.strangers || (progress.flushedAt === null && !progress.device)) return null;
  const [answer, ...more] = heard.inOrder.slice(progress.inOrderBefore);
  if (answer === undefined || more.length > 0 || heard.noise > progress.noiseBefore) return null;
  return answer;
}

function possibly(trouble: PrinterTrouble, detail: string): PrintResult {
  return { kind: 'possibly-printed', trouble, detail };
}

function done(proof: Proof): PrintResult {
  return { kind: 'done', proof };
}

function seenTrouble(heard: Heard): PrintResult | null {
  const trouble = troubleOf(heard.condition);
  if (trouble === null || (trouble === 'offline' && heard.offlineInARow < OFFLINE_LASTS)) return null;
  return possibly(trouble, 'while it printed');
}

/**
 * It answered before, and left the last question about its state unanswered: something stopped it. One that does not
 * know some question, or dropped one while it was busy, has answered the next.
 */
function fellSilent({ answers, silent }: Heard): boolean {
  return answers > 0 && silent > 0;
}

/** The connection is over, or the peer sends no more. */
function afterEnd(
  heard: Heard,
  progress: Progress,
  accepted: boolean,
  now: number,
  timing: Timing,
): PrintResult | null {
  if (heard.floods) return possibly('connection-lost', NO_PRINTER);
  if (heard.end?.kind === 'lost') return accepted ? done('accepted') : possibly('connection-lost', heard.end.detail);
  if (!heard.peerEnded && heard.end === null) return null;
  if (progress.flushedAt === null) {
    return heard.end === null ? null : possibly('connection-lost', 'closed before the whole job had left');
  }
  if (accepted) return done('accepted');
  if (progress.halfClosedAt === null) return null;
  if (fellSilent(heard)) return possibly('no-answer', 'it stopped answering');
  if (!progress.peerFirst) return done(progress.device ? 'written' : 'delivered');
  const waited = now >= progress.halfClosedAt + timing.earlyCloseMs;
  return heard.end !== null || waited ? done('unconfirmed') : null;
}

/** Nothing more will be waited for. */
function atDeadline(heard: Heard, progress: Progress, accepted: boolean, now: number): PrintResult | null {
  if (accepted && progress.acceptedAt !== null && now >= progress.acceptedAt + progress.graceMs)
    return done('accepted');
  if (progress.cancelled) return accepted ? done('accepted') : possibly('no-answer', 'cancelled while it printed');
  if (progress.flushedAt === null) {
    return now >= progress.deadlineAt ? possibly('no-answer', 'it did not take the whole job in time') : null;
  }
  if (progress.halfClosedAt === null || now < progress.halfClosedAt + progress.peerCloseMs) return null;
  if (accepted) return done('accepted');
  if (fellSilent(heard)) return possibly('no-answer', 'it stopped answering');
  return done(progress.device ? 'written' : 'unconfirmed');
}

/** @returns null while it is worth waiting */
export function judge(heard: Heard, progress: Progress, now: number, timing: Timing): PrintResult | null {
  if (heard.printed.has(progress.id)) {
    // Answers come in order. Without the first, the beginning went into a command that another job had left unfinished.
    const whole = heard.printed.has(progress.headId);
    return whole ? done('printed') : possibly('no-answer', 'its beginning may be missing');
  }
  const answer = inOrderAnswer(heard, progress);
  if (answer !== null && inOrderPaperOut(answer)) return possibly('paper-out', 'while it printed');
  const accepted = answer !== null;
  return (
    seenTrouble(heard) ?? afterEnd(heard, progress, accepted, now, timing) ?? atDeadline(heard, progress, accepted, now)
  );
}
