/** What a job comes to in Windows' spooler, against a spooler made by hand: no Windows is here to try it on. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toWinSpool, type Win32, type WinSpool } from '../../../../main/printing/transports/winspool.ts';

interface Hand {
  readonly spool: WinSpool;
  readonly calls: readonly string[];
  readonly taken: () => Uint8Array;
}

type Fault = number | 'never' | 'takes nothing' | { readonly atMost: number };
type Faults = Partial<Record<keyof WinSpool | 'secondWrite', Fault>> & { readonly bits?: number };

/** A spooler that writes down what it is asked, and fails where it is told to. */
function spoolerWith(faults: Faults = {}, onCall: (name: string) => void = () => undefined): Hand {
  const calls: string[] = [];
  let taken: number[] = [];
  const answer = <T>(name: keyof WinSpool, value: T, fault = faults[name]): Promise<Win32<T>> => {
    calls.push(name);
    onCall(name);
    if (fault === 'never') return new Promise(() => undefined);
    return Promise.resolve(typeof fault === 'number' ? { ok: false, code: fault } : { ok: true, value });
  };
  const spool: WinSpool = {
    openPrinter: () => answer('openPrinter', 7n),
    getStatus: () => answer('getStatus', faults.bits ?? 0),
    startDoc: () => answer('startDoc', 1),
    startPage: () => answer('startPage', null),
    write: (_printer, bytes) => {
      const fault = calls.includes('write') ? (faults.secondWrite ?? faults.write) : faults.write;
      const most = fault === 'takes nothing' ? 0 : typeof fault === 'object' ? fault.atMost : bytes.length;
      if (typeof fault !== 'number' && fault !== 'never') taken = [...taken, ...bytes.subarray(0, most)];
      return answer('write', Math.min(most, bytes.length), fault);
    },
    endPage: () => answer('endPage', null),
    endDoc: () => answer('endDoc', null),
    abort: () => answer('abort', null),
    close: () => answer('close', null),
  };
  return { spool, calls, taken: () => Uint8Array.from(taken) };
}

const JOB = Uint8Array.from({ length: 40_000 }, (_none, at) => at % 251);
const BEGUN = ['openPrinter', 'getStatus', 'startDoc'];
const DONE = [...BEGUN, 'startPage', 'write', 'write', 'write', 'endPage', 'endDoc', 'close'];
const PATIENT = { ms: 60_000 };

it('spooled, never more, and every byte is handed over', async () => {
  const { spool, calls, taken } = spoolerWith();
  expect(await toWinSpool(spool, 'kasir').deliver(JOB, PATIENT)).toEqual({ kind: 'done', proof: 'spooled' });
  expect(calls).toEqual(DONE);
  expect(taken()).toEqual(JOB);
});

it('a write that takes a part is followed by the rest', async () => {
  const { spool, taken } = spoolerWith({ write: { atMost: 1_000 } });
  expect(await toWinSpool(spool, 'kasir').deliver(JOB, PATIENT)).toEqual({ kind: 'done', proof: 'spooled' });
  expect(taken()).toEqual(JOB);
});

it.each([
  [1801, 'unreachable', 'no such queue'],
  [5, 'unreachable', 'the spooler refuses this user'],
  [1722, 'unreachable', 'the spooler does not run'],
  [4711, 'error', 'Windows error 4711'],
] as const)('not opened (%i): not printed', async (code, trouble, detail) => {
  const { spool, calls } = spoolerWith({ openPrinter: code });
  const way = toWinSpool(spool, 'kasir');
  expect(await way.deliver(JOB, PATIENT)).toEqual({ kind: 'not-printed', trouble, detail });
  expect(await way.status(PATIENT)).toEqual({ state: 'trouble', trouble, detail });
  expect(calls).toEqual(['openPrinter', 'openPrinter']);
});

it.each([
  ['startDoc', 1804, "the queue's driver takes no RAW jobs"],
  ['startPage', 112, "the spooler's disk is full"],
] as const)('%s fails: taken back, not printed', async (name, code, detail) => {
  const { spool, calls } = spoolerWith({ [name]: code });
  const result = await toWinSpool(spool, 'kasir').deliver(JOB, PATIENT);
  expect(result).toEqual({ kind: 'not-printed', trouble: 'error', detail });
  expect(calls.slice(-2)).toEqual(['abort', 'close']);
  expect(calls).not.toContain('write');
});

it.each([
  ['the first write fails', { write: 112 }],
  ['a later write fails', { secondWrite: 112 }],
  ['the page does not end', { endPage: 112 }],
  ['the document does not end', { endDoc: 112 }],
])('%s: taken back, but it may be on paper', async (_name, faults) => {
  const { spool, calls } = spoolerWith(faults);
  const result = await toWinSpool(spool, 'kasir').deliver(JOB, PATIENT);
  expect(result).toEqual({ kind: 'possibly-printed', trouble: 'error', detail: "the spooler's disk is full" });
  expect(calls.slice(-2)).toEqual(['abort', 'close']);
});

it('a spooler that takes nothing more is not asked for ever', async () => {
  const { spool, calls } = spoolerWith({ secondWrite: 'takes nothing' });
  const result = await toWinSpool(spool, 'kasir').deliver(JOB, PATIENT);
  expect(result).toEqual({ kind: 'possibly-printed', trouble: 'error', detail: 'the spooler takes no more' });
  expect(calls.slice(-2)).toEqual(['abort', 'close']);
});

describe('a spooler that never answers', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function outwaited<T>(result: Promise<T>): Promise<T> {
    await vi.advanceTimersByTimeAsync(PATIENT.ms + 1_000);
    return result;
  }

  it.each(['openPrinter', 'getStatus', 'startDoc', 'startPage'] as const)('to %s: not printed', async (name) => {
    const { spool, calls } = spoolerWith({ [name]: 'never' });
    const result = await outwaited(toWinSpool(spool, 'kasir').deliver(JOB, PATIENT));
    expect(result).toEqual({ kind: 'not-printed', trouble: 'no-answer', detail: 'the spooler does not answer' });
    expect(calls).not.toContain('write');
    expect(calls).not.toContain('close');
    // Where no document was begun there is none to take back.
    expect(calls.includes('abort')).toBe(calls.includes('startDoc'));
  });

  it.each(['write', 'secondWrite', 'endDoc'] as const)('to %s: taken back, possibly printed', async (name) => {
    const { spool, calls } = spoolerWith({ [name]: 'never' });
    const result = await outwaited(toWinSpool(spool, 'kasir').deliver(JOB, PATIENT));
    expect(result).toEqual({ kind: 'possibly-printed', trouble: 'no-answer', detail: 'the spooler does not answer' });
    expect(calls.at(-1)).toBe('abort');
  });

  it('when asked how it is', async () => {
    const { spool } = spoolerWith({ getStatus: 'never' });
    const status = await outwaited(toWinSpool(spool, 'kasir').status(PATIENT));
    expect(status).toEqual({ state: 'trouble', trouble: 'no-answer', detail: 'the spooler does not answer' });
  });

  it('is not called again on that queue before it has; what it opened meanwhile is closed', async () => {
    const { spool, calls } = spoolerWith();
    const gate = Promise.withResolvers<void>();
    const slow: WinSpool = { ...spool, openPrinter: (queue) => gate.promise.then(() => spool.openPrinter(queue)) };
    await outwaited(toWinSpool(slow, 'kasir').deliver(JOB, PATIENT));
    expect(await toWinSpool(slow, 'kasir').deliver(JOB, PATIENT)).toEqual({
      kind: 'not-printed',
      trouble: 'no-answer',
      detail: 'the spooler has not answered an earlier call yet',
    });
    gate.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toEqual(['openPrinter', 'close']);
    expect(await toWinSpool(slow, 'kasir').deliver(JOB, PATIENT)).toEqual({ kind: 'done', proof: 'spooled' });
  });
});

it.each([
  [null, 'not-printed', []],
  ['openPrinter', 'not-printed', ['openPrinter', 'close']],
  ['startDoc', 'not-printed', [...BEGUN, 'abort', 'close']],
  ['write', 'possibly-printed', [...BEGUN, 'startPage', 'write', 'abort', 'close']],
] as const)('cancelled at %s: %s', async (at, kind, expected) => {
  const cancel = new AbortController();
  if (at === null) cancel.abort();
  const { spool, calls } = spoolerWith({}, (name) => {
    if (name === at) cancel.abort();
  });
  const result = await toWinSpool(spool, 'kasir').deliver(JOB, { ...PATIENT, signal: cancel.signal });
  expect(result).toEqual({ kind, trouble: 'no-answer', detail: 'cancelled' });
  expect(calls).toEqual(expected);
});

it.each([
  [0x1, 'offline', 'the queue is paused'],
  [0x4, 'unreachable', 'the queue is being deleted'],
] as const)(
  'a queue that was stopped (%i): not printed, for it would come out later',
  async (bits, trouble, detail) => {
    const { spool, calls } = spoolerWith({ bits });
    const result = await toWinSpool(spool, 'kasir').deliver(JOB, PATIENT);
    expect(result).toEqual({ kind: 'not-printed', trouble, detail });
    expect(calls).toEqual(['openPrinter', 'getStatus', 'close']);
  },
);

it.each([
  ['it is offline, which may be of yesterday', { bits: 0x80 }],
  ['nothing', { getStatus: 124 }],
])('a queue whose bits say %s gets the job', async (_name, faults) => {
  const { spool } = spoolerWith(faults);
  expect(await toWinSpool(spool, 'kasir').deliver(JOB, PATIENT)).toEqual({ kind: 'done', proof: 'spooled' });
});

it.each([
  [0, { state: 'mute' }],
  [0x1, { state: 'trouble', trouble: 'offline', detail: 'the queue is paused' }],
  [0x90, { state: 'trouble', trouble: 'paper-out', detail: 'the spooler says so' }],
  [0x400080, { state: 'trouble', trouble: 'cover-open', detail: 'the spooler says so' }],
  [0x80, { state: 'trouble', trouble: 'offline', detail: 'the spooler says so' }],
  [0x2, { state: 'trouble', trouble: 'error', detail: 'the spooler says so' }],
  // busy, printing, toner low: it would take a job
  [0x200 | 0x400 | 0x20000, { state: 'mute' }],
])('status bits %i', async (bits, expected) => {
  const { spool, calls } = spoolerWith({ bits });
  expect(await toWinSpool(spool, 'kasir').status(PATIENT)).toEqual(expected);
  expect(calls).toEqual(['openPrinter', 'getStatus', 'close']);
});
