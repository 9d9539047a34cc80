/** A connection to a printer together with all that was heard on it so far. */
import type { Clock } from '../ports/world.ts';
import type { Connection, ConnectionEnd, Open } from './connection.ts';
import { askStatus, type StatusQuestion } from './escpos.ts';
import {
  afterAsb,
  afterRealtime,
  type BlockMeaning,
  blockMeaning,
  type Condition,
  createDemultiplexer,
  type Demultiplexer,
  type PrinterEvent,
  WELL,
} from './status.ts';

export interface Heard {
  readonly condition: Condition;
  /** Status questions without an answer yet, oldest first. */
  readonly open: readonly StatusQuestion[];
  /** Status answers so far; 0 means that it may be mute. */
  readonly answers: number;
  /** How often in a row it called itself offline. */
  readonly offlineInARow: number;
  /** Questions that are not waited for any more; their answers may still come. */
  readonly missed: number;
  /** Ids that GS ( H brought back. */
  readonly printed: ReadonlySet<string>;
  /** What GS I brought back. */
  readonly identities: readonly string[];
  /** What GS ( k fn 82 brought back: whether the stored QR can be printed. */
  readonly qrPrintable: readonly boolean[];
  /** Answers that look like one to GS r. */
  readonly inOrder: readonly number[];
  /** Bytes that no printer sends. */
  readonly noise: number;
  /** Questions in a row that had no answer in time, up to now. */
  readonly silent: number;
  /** All bytes so far. */
  readonly bytes: number;
  /** It sends more than any printer has to say: nothing is listened to any more, and the connection is dropped. */
  readonly floods: boolean;
  readonly peerEnded: boolean;
  readonly end: ConnectionEnd | null;
}

const SILENCE: Heard = {
  condition: WELL,
  open: [],
  answers: 0,
  offlineInARow: 0,
  missed: 0,
  printed: new Set(),
  identities: [],
  qrPrintable: [],
  inOrder: [],
  noise: 0,
  silent: 0,
  bytes: 0,
  floods: false,
  peerEnded: false,
  end: null,
};

/**
 * More than a printer says on one connection; what is kept, and the time that it takes, must not grow with what a peer
 * likes to send. Automatic status every 2 ms for a minute is 120 kB.
 */
const MOST_BYTES = 256 * 1024;
const MOST_NOISE = 4096;
const MOST_ANSWERS = 64;

function isFlood({ noise, inOrder, identities, qrPrintable, printed }: Heard): boolean {
  const answers = Math.max(inOrder.length, identities.length, qrPrintable.length, printed.size);
  return noise > MOST_NOISE || answers > MOST_ANSWERS;
}

export interface Line {
  readonly connection: Connection;
  readonly heard: () => Heard;
  /** Sends one real-time status question. */
  readonly ask: (question: StatusQuestion) => void;
  /** Waits for no answer to the open questions any more: some printers drop them while they are busy. */
  readonly forget: () => void;
  /** Waits until something is heard, `nudge` is called or `ms` have passed. */
  readonly next: (ms: number) => Promise<void>;
  readonly nudge: () => void;
}

function afterAnswer(heard: Heard, value: number): Heard {
  const [question, ...open] = heard.open;
  if (question === undefined) {
    // An answer that nobody asked for on this connection says nothing that could be relied on.
    return heard.missed > 0 ? { ...heard, missed: heard.missed - 1 } : { ...heard, noise: heard.noise + 1 };
  }
  const condition = afterRealtime(heard.condition, question, value);
  const offlineInARow = question !== 1 ? heard.offlineInARow : condition.offline ? heard.offlineInARow + 1 : 0;
  return { ...heard, condition, open, offlineInARow, answers: heard.answers + 1, silent: 0 };
}

function afterBlock(heard: Heard, meaning: BlockMeaning | null): Heard {
  switch (meaning?.kind) {
    case 'printed':
      return { ...heard, printed: new Set([...heard.printed, meaning.id]) };
    case 'identity':
      return { ...heard, identities: [...heard.identities, meaning.text] };
    case 'qr-size':
      return { ...heard, qrPrintable: [...heard.qrPrintable, meaning.printable] };
    case undefined:
      return heard;
  }
}

function afterEvent(heard: Heard, event: PrinterEvent): Heard {
  switch (event.kind) {
    case 'realtime':
      return afterAnswer(heard, event.value);
    case 'asb':
      return { ...heard, condition: afterAsb(event.bytes) };
    case 'in-order':
      return { ...heard, inOrder: [...heard.inOrder, event.value] };
    case 'block':
      return afterBlock(heard, blockMeaning(event));
    case 'noise':
      return { ...heard, noise: heard.noise + 1 };
  }
}

/** What a chunk adds; beyond the limits not one byte is looked at. */
function afterChunk(before: Heard, chunk: Uint8Array, demultiplex: Demultiplexer): Heard {
  if (before.floods) return before;
  const bytes = before.bytes + chunk.length;
  let heard: Heard = { ...before, bytes };
  if (bytes > MOST_BYTES) return { ...heard, floods: true };
  for (const event of demultiplex(chunk)) {
    heard = afterEvent(heard, event);
    if (isFlood(heard)) return { ...heard, floods: true };
  }
  return heard;
}

/** A reason of our own: without one every wait would make an error with its stack. */
const CUT_SHORT = Symbol('cut short');

/** A wait that ends early when something happens. */
function createWaiting(clock: Clock): Pick<Line, 'next' | 'nudge'> {
  let news = 0;
  let seen = 0;
  let wake: (() => void) | null = null;
  return {
    nudge: () => {
      news += 1;
      wake?.();
    },
    next: async (ms) => {
      if (news === seen && ms > 0) {
        const timer = new AbortController();
        const happened = new Promise<void>((resolve) => {
          wake = resolve;
        });
        // A clock may reject a sleep that was cut short; that is what we asked for.
        await Promise.race([happened, clock.sleep(ms, timer.signal).catch(() => undefined)]);
        wake = null;
        timer.abort(CUT_SHORT);
      }
      seen = news;
    },
  };
}

export type LineOpened = { readonly ok: true; readonly line: Line } | { readonly ok: false; readonly detail: string };

/** Opens a way to the printer and begins to listen. */
export async function openLine(open: Open, clock: Clock, signal?: AbortSignal): Promise<LineOpened> {
  const demultiplex = createDemultiplexer();
  const waiting = createWaiting(clock);
  let heard = SILENCE;
  const learn = (change: (before: Heard) => Heard): void => {
    heard = change(heard);
    waiting.nudge();
  };
  const opened = await open(
    {
      onBytes: (chunk) => {
        learn((before) => afterChunk(before, chunk, demultiplex));
        if (heard.floods && opened.ok) opened.connection.abort();
      },
      onPeerEnded: () => learn((before) => ({ ...before, peerEnded: true })),
      onEnd: (end) => learn((before) => ({ ...before, end })),
    },
    signal,
  );
  if (!opened.ok) return opened;
  const { connection } = opened;
  const ask = (question: StatusQuestion): void => {
    learn((before) => ({ ...before, open: [...before.open, question] }));
    // Whether it left shows in its answer, or in the connection's end.
    void connection.send(askStatus(question));
  };
  const forget = (): void => {
    const given = heard.open.length;
    heard = { ...heard, open: [], missed: heard.missed + given, silent: heard.silent + given };
  };
  return { ok: true, line: { connection, heard: () => heard, ask, forget, ...waiting } };
}

/** Waits until `done` or for `ms`. @returns whether it is done */
export async function waitUntil(
  line: Line,
  clock: Clock,
  done: (heard: Heard) => boolean,
  ms: number,
): Promise<boolean> {
  const deadline = clock.monotonic() + ms;
  for (;;) {
    if (done(line.heard())) return true;
    const left = deadline - clock.monotonic();
    if (left <= 0) return false;
    await line.next(left);
  }
}
