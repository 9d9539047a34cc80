/** One job on one connection: ask, send, wait for proof, and only then let go. */
import type { PrintResult } from '../../shared/printing.ts';
import type { Clock, PrintOptions, Random } from '../ports.ts';
import { askInOrder, askPrinted, concat, type StatusQuestion } from './escpos.ts';
import { inOrderAnswer, judge, lengthMs, type Progress } from './judge.ts';
import { type Line, waitUntil } from './line.ts';
import { preflight } from './preflight.ts';
import type { Timing } from './timing.ts';

export interface Job {
  readonly bytes: Uint8Array;
  readonly heightDots: number;
}

export interface SessionTools {
  readonly clock: Clock;
  readonly random: Pick<Random, 'pick'>;
  readonly timing: Timing;
}

/** What is asked while the job prints; 2 and 4 both tell of paper, so that no gap is longer than two questions. */
const WATCH: readonly StatusQuestion[] = [4, 2, 1];
const ID_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Ends a connection in order, so that bytes on their way still arrive; drops it when the printer does not end its side. */
export async function release(line: Line, tools: SessionTools): Promise<void> {
  line.connection.endSending();
  // A device has what it took, and never ends by itself; the next job may open it once it is really free.
  if (line.connection.kind === 'device') line.connection.drop();
  await waitUntil(line, tools.clock, (heard) => heard.end !== null, tools.timing.releaseMs);
  line.connection.drop();
}

function beginProgress(line: Line, job: Job, tools: SessionTools): Progress {
  const { timing, clock } = tools;
  const heard = line.heard();
  const allowed = lengthMs(timing, job.bytes.length, job.heightDots);
  const device = line.connection.kind === 'device';
  return {
    id: tools.random.pick(ID_ALPHABET, 4),
    inOrderBefore: heard.inOrder.length,
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

/** Whether our side should be closed now, which makes the peer's close a proof. */
function timeToHalfClose(line: Line, progress: Progress, now: number, timing: Timing): boolean {
  if (progress.halfClosedAt !== null || progress.flushedAt === null) return false;
  const { peerEnded, answers } = line.heard();
  const mute = answers === 0 && now >= progress.flushedAt + timing.muteHalfCloseMs;
  return peerEnded || mute || now >= progress.deadlineAt;
}

interface Watch {
  readonly turn: number;
  readonly askedAt: number;
}

/** Asks the next status question when it is due and the one before was answered. */
function poll(line: Line, progress: Progress, watch: Watch, now: number, timing: Timing): Watch {
  const { answers, open, condition } = line.heard();
  if (answers === 0 || open.length > 0 || progress.halfClosedAt !== null) return watch;
  // Once it says that it is offline, the reason is asked for at once.
  const due = watch.askedAt + (condition.offline ? timing.pollMs / 4 : timing.pollMs);
  const question = WATCH[watch.turn % WATCH.length];
  if (now < due || question === undefined) return watch;
  line.ask(question);
  return { turn: watch.turn + 1, askedAt: now };
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
async function sendAndWatch(line: Line, job: Job, tools: SessionTools, signal?: AbortSignal): Promise<PrintResult> {
  const { clock, timing } = tools;
  const before = line.connection.mayHaveLeft?.() ?? null;
  let progress = beginProgress(line, job, tools);
  let watch: Watch = { turn: 0, askedAt: clock.monotonic() };
  void line.connection.send(concat([job.bytes, askPrinted(progress.id), askInOrder()])).then((out) => {
    if (out) progress = { ...progress, flushedAt: clock.monotonic() };
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

/**
 * Prints one job on an open line. What `onSend` throws goes on to the caller; nothing of the job was sent then.
 * @returns `not-printed` when the printer said beforehand that it cannot, with nothing of the job sent; else what
 * `judge` says. The line is still open: `release` it.
 */
export async function runSession(
  line: Line,
  job: Job,
  tools: SessionTools,
  { signal, onSend }: PrintOptions = {},
): Promise<PrintResult> {
  const status = await preflight(line, tools.clock, tools.timing);
  if (status.state === 'trouble') return { kind: 'not-printed', trouble: status.trouble, detail: status.detail };
  if (signal?.aborted === true) return { kind: 'not-printed', trouble: 'no-answer', detail: 'cancelled' };
  onSend?.();
  return sendAndWatch(line, job, tools, signal);
}
