/** A queue of Windows' spooler: the bytes go to it unchanged, as a RAW document. */
import type { PrinterStatus, PrinterTrouble, PrintResult } from '../../../shared/printing.ts';
import type { Allowance, OneWay } from './one-way.ts';

/** What a Win32 call came to. `code`: GetLastError right after it, 0 when the call itself could not be made. */
export type Win32<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: number };

export type PrinterHandle = number | bigint;

/** The spooler's functions that are used, in Microsoft's names without their W; none of them holds up the event loop. */
export interface WinSpool {
  readonly openPrinter: (queue: string) => Promise<Win32<PrinterHandle>>;
  /** PRINTER_INFO_6: the queue's status bits. */
  readonly getStatus: (printer: PrinterHandle) => Promise<Win32<number>>;
  /** @returns the job's number */
  readonly startDoc: (printer: PrinterHandle, name: string, datatype: 'RAW') => Promise<Win32<number>>;
  readonly startPage: (printer: PrinterHandle) => Promise<Win32<null>>;
  /** @returns how many of the bytes it took */
  readonly write: (printer: PrinterHandle, bytes: Uint8Array) => Promise<Win32<number>>;
  readonly endPage: (printer: PrinterHandle) => Promise<Win32<null>>;
  readonly endDoc: (printer: PrinterHandle) => Promise<Win32<null>>;
  /** Takes back what of the document the spooler has not passed on yet. */
  readonly abort: (printer: PrinterHandle) => Promise<Win32<null>>;
  readonly close: (printer: PrinterHandle) => Promise<Win32<null>>;
}

interface Failure {
  readonly trouble: PrinterTrouble;
  readonly detail: string;
}
type Called<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Failure);

/** What the spooler's list of jobs shows. */
const DOCUMENT = 'Slip';
/** Small enough that a deadline or a cancellation is noticed between two writes. */
const SLICE = 16_384;
/** For taking a document back and letting go; past it this goes on by itself. */
const LETTING_GO_MS = 1000;

const NO_QUEUE: Failure = { trouble: 'unreachable', detail: 'no such queue' };
const NO_SPOOLER: Failure = { trouble: 'unreachable', detail: 'the spooler does not run' };
const CANCELLED: Failure = { trouble: 'no-answer', detail: 'cancelled' };
const HANGS: Failure = { trouble: 'no-answer', detail: 'the spooler has not answered an earlier call yet' };
const LATE: Failure = { trouble: 'no-answer', detail: 'the spooler does not answer' };

/** By the numbers of winerror.h. */
const CODES: ReadonlyMap<number, Failure> = new Map([
  [0, { trouble: 'error', detail: 'the spooler could not be called' }],
  [2, NO_QUEUE],
  [5, { trouble: 'unreachable', detail: 'the spooler refuses this user' }],
  [53, NO_QUEUE],
  [63, { trouble: 'error', detail: 'the job was deleted in the queue' }],
  [112, { trouble: 'error', detail: "the spooler's disk is full" }],
  [123, NO_QUEUE],
  [1722, NO_SPOOLER],
  [1726, NO_SPOOLER],
  [1753, NO_SPOOLER],
  [1801, NO_QUEUE],
  [1804, { trouble: 'error', detail: "the queue's driver takes no RAW jobs" }],
  [1905, NO_QUEUE],
  [1906, { trouble: 'offline', detail: 'the queue does not accept jobs' }],
]);

function failureOf(code: number): Failure {
  return CODES.get(code) ?? { trouble: 'error', detail: `Windows error ${code}` };
}

type Bits = readonly (readonly [bits: number, Failure])[];

/** A person has stopped the queue: a job would lie there and come out whenever it goes on. */
const SHUT: Bits = [
  [0x1, { trouble: 'offline', detail: 'the queue is paused' }],
  [0x4, { trouble: 'unreachable', detail: 'the queue is being deleted' }],
];

/** Bits of PRINTER_STATUS_* (winspool.h), what to see to first coming first; many ports never set any but the first. */
const BITS: Bits = [
  ...SHUT,
  [0x10, { trouble: 'paper-out', detail: 'the spooler says so' }],
  [0x400000, { trouble: 'cover-open', detail: 'the spooler says so' }],
  [0x80 | 0x1000 | 0x800000, { trouble: 'offline', detail: 'the spooler says so' }],
  [0x2 | 0x8 | 0x40 | 0x100000, { trouble: 'error', detail: 'the spooler says so' }],
];

function seenIn(bits: number, among: Bits): Failure | null {
  return among.find(([mask]) => (bits & mask) !== 0)?.[1] ?? null;
}

/** Calls one after the other, until the time is over or the job is cancelled. */
interface Caller {
  readonly call: <T>(act: () => Promise<Win32<T>>) => Promise<Called<T>>;
  /** A call that is not waited for. */
  readonly alongside: (calling: Promise<unknown>) => void;
  /** When no call is out any more. */
  readonly out: () => Promise<unknown>;
  readonly cancelled: () => boolean;
}

function createCaller({ ms, signal }: Allowance): Caller {
  const deadline = performance.now() + ms;
  let last: Promise<unknown> = Promise.resolve();
  let beside: Promise<unknown> = Promise.resolve();
  const call = async <T>(act: () => Promise<Win32<T>>): Promise<Called<T>> => {
    if (signal?.aborted === true) return { ok: false, ...CANCELLED };
    const left = deadline - performance.now();
    if (left <= 0) return { ok: false, ...LATE };
    const stop = Promise.withResolvers<Failure>();
    const timer = setTimeout(() => stop.resolve(LATE), left);
    const onAbort = (): void => stop.resolve(CANCELLED);
    signal?.addEventListener('abort', onAbort, { once: true });
    const calling = act();
    last = calling;
    const came = await Promise.race([calling, stop.promise]);
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    if ('trouble' in came) return { ok: false, ...came };
    return came.ok ? came : { ok: false, ...failureOf(came.code) };
  };
  return {
    call,
    alongside: (calling) => {
      beside = calling;
    },
    out: () => Promise.all([last, beside]),
    cancelled: () => signal?.aborted === true,
  };
}

/** Waits for it, but not for ever: a spooler that hangs must not hang the till. */
async function atMost(work: Promise<unknown>, ms: number): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, ms);
  await Promise.race([work, over.promise]);
  clearTimeout(timer);
}

/** `left`: when no call is out any more. */
interface Turn<T> {
  readonly value: T;
  readonly left: Promise<unknown>;
}

/** Opens the queue, works with it, and closes it once no call is out: closed earlier it could be somebody else's handle. */
async function withQueue<T>(
  spool: WinSpool,
  queue: string,
  caller: Caller,
  work: (printer: PrinterHandle) => Promise<T>,
  notOpened: (why: Failure) => T,
): Promise<Turn<T>> {
  if (caller.cancelled()) return { value: notOpened(CANCELLED), left: Promise.resolve() };
  const opening = spool.openPrinter(queue);
  const opened = await caller.call(() => opening);
  if (!opened.ok) {
    // One that is opened after nobody waits any more is closed again.
    const left = opening.then((late) => (late.ok ? spool.close(late.value) : null));
    return { value: notOpened({ trouble: opened.trouble, detail: opened.detail }), left };
  }
  const value = await work(opened.value);
  return { value, left: caller.out().then(() => spool.close(opened.value)) };
}

/** @returns null when the spooler has every byte and the end of the document; `from` says whether a byte was handed over */
async function handOver(
  spool: WinSpool,
  printer: PrinterHandle,
  bytes: Uint8Array,
  { call }: Caller,
): Promise<({ readonly handed: boolean } & Failure) | null> {
  const begun = await call(() => spool.startDoc(printer, DOCUMENT, 'RAW'));
  if (!begun.ok) return { handed: false, ...begun };
  const page = await call(() => spool.startPage(printer));
  if (!page.ok) return { handed: false, ...page };
  let handed = false;
  for (let at = 0; at < bytes.length; ) {
    const slice = bytes.subarray(at, at + SLICE);
    const wrote = await call(() => {
      // From here on the spooler may have passed some of it on, whatever it answers.
      handed = true;
      return spool.write(printer, slice);
    });
    if (!wrote.ok) return { handed, ...wrote };
    if (wrote.value === 0) return { handed, trouble: 'error', detail: 'the spooler takes no more' };
    at += Math.min(wrote.value, slice.length);
  }
  for (const end of [spool.endPage, spool.endDoc]) {
    const ended = await call(() => end(printer));
    if (!ended.ok) return { handed, ...ended };
  }
  return null;
}

function deliver(spool: WinSpool, queue: string, bytes: Uint8Array, allowance: Allowance): Promise<Turn<PrintResult>> {
  const caller = createCaller(allowance);
  const work = async (printer: PrinterHandle): Promise<PrintResult> => {
    // Of the bits only these are sure: a driver may leave "offline" standing until the next job. One that tells none may print.
    const bits = await caller.call(() => spool.getStatus(printer));
    const shut = bits.ok ? seenIn(bits.value, SHUT) : null;
    if (shut !== null) return { kind: 'not-printed', ...shut };
    if (!bits.ok && bits.trouble === 'no-answer') {
      return { kind: 'not-printed', trouble: bits.trouble, detail: bits.detail };
    }
    const failure = await handOver(spool, printer, bytes, caller);
    if (failure === null) return { kind: 'done', proof: 'spooled' };
    caller.alongside(spool.abort(printer));
    const { handed, trouble, detail } = failure;
    return { kind: handed ? 'possibly-printed' : 'not-printed', trouble, detail };
  };
  return withQueue(spool, queue, caller, work, (why) => ({ kind: 'not-printed', ...why }));
}

function look(spool: WinSpool, queue: string, allowance: Allowance): Promise<Turn<PrinterStatus>> {
  const caller = createCaller(allowance);
  const work = async (printer: PrinterHandle): Promise<PrinterStatus> => {
    const bits = await caller.call(() => spool.getStatus(printer));
    if (!bits.ok) return { state: 'trouble', trouble: bits.trouble, detail: bits.detail };
    const seen = seenIn(bits.value, BITS);
    return seen === null ? { state: 'mute' } : { state: 'trouble', ...seen };
  };
  return withQueue(spool, queue, caller, work, (why) => ({ state: 'trouble', ...why }));
}

/** Queues with a call out. One that hangs gets no second: each would hold a thread of Node's pool, and there are four. */
const underWay = new WeakMap<WinSpool, Set<string>>();

async function oneAtATime<T>(spool: WinSpool, queue: string, busy: T, work: () => Promise<Turn<T>>): Promise<T> {
  const queues = underWay.get(spool) ?? new Set();
  underWay.set(spool, queues);
  if (queues.has(queue)) return busy;
  queues.add(queue);
  const { value, left } = await work();
  await atMost(
    left.finally(() => queues.delete(queue)),
    LETTING_GO_MS,
  );
  return value;
}

/**
 * @param queue its name as Windows shows it; `\\server\\name` for a shared one
 * @returns `deliver` ends in proof `spooled` when the spooler has the job: its "printed" only means that the port took
 * the bytes. `not-printed` before the first WritePrinter, `possibly-printed` after it; a document that failed is taken
 * back as far as the spooler still has it. `status`: whether the queue is there, and what its status bits say.
 */
export function toWinSpool(spool: WinSpool, queue: string): OneWay {
  return {
    deliver: (bytes, allowance) =>
      oneAtATime<PrintResult>(spool, queue, { kind: 'not-printed', ...HANGS }, () =>
        deliver(spool, queue, bytes, allowance),
      ),
    status: (allowance) =>
      oneAtATime<PrinterStatus>(spool, queue, { state: 'trouble', ...HANGS }, () => look(spool, queue, allowance)),
  };
}
