/** One job on one connection: ask, send, wait for proof, and only then let go. */
import type { PrinterTrouble, PrintResult, Proof } from '../../shared/printing.ts';
import type { PrintOptions } from '../ports/printing.ts';
import type { Clock, Random } from '../ports/world.ts';
import { askInOrder, askPrinted, concat, type StatusQuestion } from './escpos.ts';
import { inOrderAnswer, judge, lengthMs, type Progress } from './judge.ts';
import { type Line, waitUntil } from './line.ts';
import { preflight, stateOf } from './preflight.ts';
import type { Timing } from './timing.ts';

export interface Job {
  readonly bytes: Uint8Array;
  readonly heightDots: number;
  /** Goes before everything else; absent: nothing does. */
  readonly lead?: Uint8Array;
  /** Follows the questions for its proof. */
  readonly after?: Uint8Array;
}

export type Prepared =
  | ({ readonly ok: true } & Job)
  | { readonly ok: false; readonly trouble: PrinterTrouble; readonly detail: string };

/** Makes the job once the printer is known to be well; may ask it what it can. */
export type Prepare = (line: Line) => Promise<Prepared>;

export interface SessionTools {
  readonly clock: Clock;
  readonly random: Pick<Random, 'pick'>;
  readonly timing: Timing;
}

interface SendTools extends SessionTools {
  /** Answers like those to GS r that came before anything of the kind was asked. */
  readonly unasked: number;
}

/** What is asked while the job prints; 2 and 4 both tell of paper, so that no gap is longer than two questions. */
const WATCH: readonly StatusQuestion[] = [4, 2, 1];
/**
 * What is asked once an answer stayed out. The late one and the next cannot be told apart any more; taken for an
 * answer to this, none that tells of a well printer sounds like trouble, and none of a printer without paper sounds well.
 */
const WATCH_UNSURE: readonly StatusQuestion[] = [4];
const ID_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** How to let go of a connection. */
export type Ending =
  /** Nothing of a job was sent: nothing is lost by letting go of a printer that does not end its side. */
  | 'unused'
  /** It has taken everything: after a wait for its own end there is nothing that a reset could take from it. */
  | 'taken'
  /** It may not have read everything: no reset, for that would take the end of a slip from it. */
  | 'unread'
  /** Nobody knows whether it still prints, and the slip may be printed again: what has not arrived must not. */
  | 'given-up';

const ANSWERED: readonly Proof[] = ['printed', 'accepted'];

/** @param result null: there was no job */
export function endingOf(result: PrintResult | null): Ending {
  if (result === null || result.kind === 'not-printed') return 'unused';
  if (result.kind === 'done') return ANSWERED.includes(result.proof) ? 'taken' : 'unread';
  return result.trouble === 'no-answer' ? 'given-up' : 'unread';
}

/** Ends a connection, in order where bytes on their way shall still arrive. */
export async function release(line: Line, tools: SessionTools, ending: Ending): Promise<void> {
  const { connection } = line;
  const { releaseMs, releaseUnusedMs } = tools.timing;
  if (ending === 'given-up') connection.abort();
  else connection.endSending();
  // A device has what it took, and never ends by itself; the next job may open it once it is really free.
  if (connection.kind === 'device') connection.drop();
  // Only one that has really let go of a device can open it again.
  const patient = ending !== 'unused' || connection.kind === 'device';
  await waitUntil(line, tools.clock, (heard) => heard.end !== null, patient ? releaseMs : releaseUnusedMs);
  if (ending === 'unread') connection.drop();
  else connection.abort();
}

function beginProgress(line: Line, job: Job, tools: SendTools): Progress {
  const { timing, clock } = tools;
  const heard = line.heard();
  // Nobody knows yet how fast a printer behind a network is that has to swallow a lead.
  const leadMs = (job.lead?.length ?? 0) * Math.max(timing.perByteMs, timing.slowPerByteMs);
  const allowed = lengthMs(timing, job.bytes.length, job.heightDots) + leadMs;
  const device = line.connection.kind === 'device';
  return {
    headId: tools.random.pick(ID_ALPHABET, 4),
    id: tools.random.pick(ID_ALPHABET, 4),
    inOrderBefore: heard.inOrder.length,
    strangers: tools.unasked > 0,
    noiseBefore: heard.noise,
    flushedAt: null,
    acceptedAt: null,
    halfClosedAt: null,
    peerFirst: false,
    cancelled: false,
    deadlineAt: clock.monotonic() + timing.proofMs + allowed,
    graceMs: timing.graceMs + (job.heightDots / 8) * timing.gracePerMillimetreMs,
    device,
    // There is no other side whose close could be waited for.
    peerCloseMs: device ? 0 : timing.peerCloseMs + (heard.answers === 0 ? allowed : 0),
  };
}

/** A network has no answer for us before all has left; a device's may come before we know that it has. */
function afterFlush(progress: Progress, inOrder: number, now: number): Progress {
  const strangers = progress.strangers || (!progress.device && inOrder > progress.inOrderBefore);
  return { ...progress, flushedAt: now, strangers };
}

/** Whether our side should be closed now, which makes the peer's close a proof. */
function timeToHalfClose(line: Line, progress: Progress, now: number, timing: Timing): boolean {
  if (progress.halfClosedAt !== null || progress.flushedAt === null) return false;
  const { peerEnded, answers, open } = line.heard();
  const mute = answers === 0 && now >= progress.flushedAt + timing.muteHalfCloseMs;
  // A question that is open then has its time first: one that fell silent is not saved by closing its side.
  const answered = answers === 0 || open.length === 0;
  return peerEnded || mute || (now >= progress.deadlineAt && answered);
}

interface Watch {
  readonly turn: number;
  readonly askedAt: number;
  readonly questions: readonly StatusQuestion[];
}

/** Asks the next status question when it is due, and the one before was answered or will not be. */
function poll(line: Line, progress: Progress, watch: Watch, now: number, timing: Timing): Watch {
  const { answers, open, condition } = line.heard();
  if (answers === 0 || progress.halfClosedAt !== null) return watch;
  if (open.length > 0) {
    // A question that stands behind bytes which have not left yet cannot have been heard.
    if (progress.flushedAt === null || now < Math.max(watch.askedAt, progress.flushedAt) + timing.statusMs)
      return watch;
    line.forget();
    return { ...watch, questions: WATCH_UNSURE };
  }
  // Once it says that it is offline, the reason is asked for at once.
  const due = watch.askedAt + (condition.offline ? timing.pollMs / 4 : timing.pollMs);
  const question = watch.questions[watch.turn % watch.questions.length];
  if (now < due || now >= progress.deadlineAt || question === undefined) return watch;
  line.ask(question);
  return { ...watch, turn: watch.turn + 1, askedAt: now };
}

/** Bytes that have not left when a job ends never leave; when none of it had, nothing of it can be on paper. */
async function throwAwayRest(line: Line, before: number | null, result: PrintResult, tools: SessionTools) {
  line.connection.abort();
  await waitUntil(line, tools.clock, (heard) => heard.end !== null, tools.timing.releaseMs);
  const { mayHaveLeft } = line.connection;
  const nothingLeft = mayHaveLeft !== undefined && mayHaveLeft() === before;
  return nothingLeft && result.kind === 'possibly-printed' ? { ...result, kind: 'not-printed' as const } : result;
}

/** Sends the job with its questions for proof, and waits for the strongest that comes in time. */
async function sendAndWatch(line: Line, job: Job, tools: SendTools, signal?: AbortSignal): Promise<PrintResult> {
  const { clock, timing } = tools;
  const before = line.connection.mayHaveLeft?.() ?? null;
  let progress = beginProgress(line, job, tools);
  let watch: Watch = { turn: 0, askedAt: clock.monotonic(), questions: line.heard().missed > 0 ? WATCH_UNSURE : WATCH };
  const { lead = new Uint8Array(), after = new Uint8Array() } = job;
  // Of a printer that knows no GS ( H letters may stand on its line; the ESC @ that begins every job takes them back.
  const bytes = [lead, askPrinted(progress.headId), job.bytes, askPrinted(progress.id), askInOrder(), after];
  void line.connection.send(concat(bytes)).then((out) => {
    if (out) progress = afterFlush(progress, line.heard().inOrder.length, clock.monotonic());
    line.nudge();
  });
  for (;;) {
    const now = clock.monotonic();
    const heard = line.heard();
    if (progress.acceptedAt === null && inOrderAnswer(heard, progress) !== null) {
      progress = { ...progress, acceptedAt: now };
    }
    progress = { ...progress, cancelled: signal?.aborted === true };
    const result = judge(heard, progress, now, timing);
    if (result !== null) {
      const unsent = result.kind === 'possibly-printed' && progress.flushedAt === null;
      return unsent ? throwAwayRest(line, before, result, tools) : result;
    }
    watch = poll(line, progress, watch, now, timing);
    if (timeToHalfClose(line, progress, now, timing)) {
      line.connection.endSending();
      progress = { ...progress, halfClosedAt: now, peerFirst: heard.peerEnded };
    }
    await line.next(timing.pollMs / 4);
  }
}

function notPrinted(trouble: PrinterTrouble, detail: string): PrintResult {
  return { kind: 'not-printed', trouble, detail };
}

/**
 * Prints one job on an open line. What `prepare` and `onSend` throw goes on to the caller; nothing was sent then.
 * @returns `not-printed` when the printer said beforehand that it cannot or the job cannot be made, with nothing of
 * it sent; else what `judge` says. The line is still open: `release` it.
 */
export async function runSession(
  line: Line,
  prepare: Prepare,
  tools: SessionTools,
  { signal, onSend }: PrintOptions = {},
): Promise<PrintResult> {
  const status = await preflight(line, tools.clock, tools.timing);
  if (status.state === 'trouble') return notPrinted(status.trouble, status.detail);
  const unasked = line.heard().inOrder.length;
  const job = await prepare(line);
  if (!job.ok) return notPrinted(job.trouble, job.detail);
  // It may have told of something, or have gone, since it was asked.
  const still = stateOf(line.heard());
  if (still.state === 'trouble') return notPrinted(still.trouble, still.detail);
  if (signal?.aborted === true) return notPrinted('no-answer', 'cancelled');
  onSend?.();
  return sendAndWatch(line, job, { ...tools, unasked }, signal);
}
