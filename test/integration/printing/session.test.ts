/** One session with a printer: what leaves and what does not, slow readers, and what follows when the paper ended. */
import { existsSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrintOptions } from '../../../main/ports/printing.ts';
import { openLine } from '../../../main/printing/line.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import {
  endingOf,
  type Job,
  type Prepared,
  release,
  runSession,
  type SessionTools,
} from '../../../main/printing/session.ts';
import { TIMING } from '../../../main/printing/timing.ts';
import { openTcp } from '../../../main/printing/transports/tcp.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import type { PrintResult } from '../../../shared/printing.ts';
import { startRawServer } from '../../support/raw-server.ts';
import { answersStatus, eventually, HASTY, memoryOf, printingWith, random, realClock, SLIP, settings } from './rig.ts';

let printer: SandboxPrinter;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(() => printer.close());

const TOOLS: SessionTools = { clock: realClock, random, timing: { ...TIMING, ...HASTY } };

const ready = (job: Job) => async (): Promise<Prepared> => ({ ok: true, ...job });

/** One session on its own line, from the opening to the release. */
async function session(port: number, job: Job, options: PrintOptions = {}, tools = TOOLS): Promise<PrintResult> {
  const opened = await openLine(openTcp({ host: '127.0.0.1', port, connectMs: 3000 }), tools.clock);
  if (!opened.ok) throw new Error(opened.detail);
  const result = await runSession(opened.line, ready(job), tools, options);
  await release(opened.line, tools, endingOf(result));
  return result;
}

/** Answers how it is, or nothing; takes the beginning of the job and then nothing more until it is woken. */
async function startSleeper(how: 'answers' | 'mute' = 'answers') {
  let woken = 0;
  let taken = 0;
  let asleep: Socket | null = null;
  let end: string | null = null;
  const server = await startRawServer((socket) => {
    if (how === 'answers') answersStatus(socket);
    socket.on('data', (chunk) => {
      if (asleep !== null) woken += chunk.length;
      else if (chunk.includes('\x1b@')) {
        asleep = socket;
        taken = chunk.length;
        socket.pause();
      }
    });
    socket.on('end', () => (end = 'end'));
    socket.on('error', (error) => (end = error.message));
  });
  return {
    ...server,
    isAsleep: () => asleep !== null,
    wake: () => asleep?.resume(),
    taken: () => taken,
    tell: (bytes: Uint8Array) => asleep?.write(bytes),
    afterWaking: () => woken,
    /** Read from the kernel, and not looked at yet. */
    inHand: () => asleep?.readableLength ?? 0,
    ending: () => end,
  };
}

/** Bytes that the kernel holds for a reader on this port that does not read (Linux). */
function unread(port: number): number {
  const here = port.toString(16).toUpperCase().padStart(4, '0');
  for (const line of readFileSync('/proc/net/tcp', 'latin1').split('\n')) {
    const [, local, , state, queues] = line.trim().split(/\s+/);
    if (local?.endsWith(`:${here}`) && state !== '0A') return Number.parseInt(queues?.split(':')[1] ?? '0', 16);
  }
  return 0;
}

/** Whether this side of a connection to that port still sends or waits (Linux). */
function isHeld(port: number): boolean {
  const there = port.toString(16).toUpperCase().padStart(4, '0');
  const ESTABLISHED_AND_FIN_WAIT = ['01', '04', '05'];
  return readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .some(([, , remote, state]) => remote?.endsWith(`:${there}`) && ESTABLISHED_AND_FIN_WAIT.includes(state ?? ''));
}

describe('bytes that have not left when the job ends', () => {
  const HUGE: Job = { bytes: Buffer.concat([Buffer.from('\x1b@'), Buffer.alloc(32_000_000, 'x')]), heightDots: 0 };

  async function endsAsleep(options: PrintOptions & { readonly onAsleep?: () => void } = {}) {
    const sleeper = await startSleeper();
    let over = false;
    let held = 0;
    const printing = session(sleeper.port, HUGE, options).finally(() => {
      over = true;
    });
    await eventually(() => sleeper.isAsleep());
    options.onAsleep?.();
    await eventually(() => {
      if (existsSync('/proc/net/tcp')) held = Math.max(held, unread(sleeper.port) + sleeper.inHand());
      return over;
    });
    const result = await printing;
    sleeper.wake();
    await eventually(() => sleeper.ending() !== null);
    await sleeper.close();
    return { result, held, got: sleeper.afterWaking(), ending: sleeper.ending() };
  }

  it('never leave after the deadline: a reader that wakes up finds what its own side held, and a reset', async () => {
    const { result, held, got, ending } = await endsAsleep();
    expect(result).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
    expect(ending).toContain('ECONNRESET');
    expect(got).toBeLessThan(HUGE.bytes.length);
    if (existsSync('/proc/net/tcp')) expect(got).toBeLessThanOrEqual(held);
  });

  it('nor after a cancellation in the middle', async () => {
    const cancel = new AbortController();
    const { result, ending } = await endsAsleep({ signal: cancel.signal, onAsleep: () => cancel.abort() });
    expect(result).toMatchObject({ kind: 'possibly-printed', detail: 'cancelled while it printed' });
    expect(ending).toContain('ECONNRESET');
  });

  it('a connection that ended before the first of them: not printed', async () => {
    let peer: Socket | null = null;
    const server = await startRawServer((socket) => {
      peer = socket;
      answersStatus(socket);
    });
    const opened = await openLine(openTcp({ host: '127.0.0.1', port: server.port, connectMs: 3000 }), realClock);
    if (!opened.ok) throw new Error(opened.detail);
    const { line } = opened;
    // The way breaks between the last look at it and the first byte.
    const onSend = () => line.connection.abort();
    expect(await runSession(line, ready(HUGE), TOOLS, { onSend })).toMatchObject({ kind: 'not-printed' });
    expect(peer).not.toBeNull();
    await server.close();
  });
});

describe('after paper that ended in the middle', () => {
  it('the next slip is kept back until there is paper, and each is on paper once', async () => {
    const printing = printingWith(HASTY);
    const to = settings(printer.port);
    const second = { ...SLIP, parts: [...SLIP.parts.slice(0, 3), { kind: 'rule' } as const] };
    printer.control.set({ paperOutAfterLines: 10 });
    expect(await printing.print(SLIP, to)).toMatchObject({ kind: 'possibly-printed', trouble: 'paper-out' });
    expect(await printing.print(second, to)).toMatchObject({ kind: 'not-printed', trouble: 'paper-out' });
    printer.control.reset();
    expect(await printing.print(second, to)).toEqual({ kind: 'done', proof: 'printed' });
    await eventually(() => printer.slips().length === 2);
    expect(printer.slips()[0]?.text.join()).toContain('Operator');
    expect(printer.slips()[1]?.text.join()).not.toContain('Operator');
  });

  it('late answers to the former job prove nothing of the next', async () => {
    let answer = '';
    const server = await startRawServer((socket, number) => {
      if (number === 2) socket.write(`7"${answer}\0\0`, 'latin1');
      answersStatus(socket);
      socket.on('data', (chunk: Buffer) => {
        const at = chunk.indexOf('\x1d(H');
        if (at < 0 || number === 2) return;
        answer = chunk.toString('latin1', at + 7, at + 11);
        socket.write('\x18\0\x0c\x0f', 'latin1');
      });
    });
    const printing = printingWith(HASTY);
    expect(await printing.print(SLIP, settings(server.port))).toMatchObject({ trouble: 'paper-out' });
    expect(answer).toHaveLength(4);
    expect(await printing.print(SLIP, settings(server.port))).toEqual({ kind: 'done', proof: 'unconfirmed' });
    await server.close();
  });
});

describe('a printer with one connection that never ends its side', () => {
  it('is free for the next slip once it has proved that it has this one', async () => {
    printer.control.set({ connections: 'one', holdsOpen: true });
    const printing = printingWith({ ...HASTY, graceMs: 20 });
    for (const completion of ['printed', 'in-order', 'printed'] as const) {
      printer.control.set({ completion });
      const proof = completion === 'printed' ? 'printed' : 'accepted';
      expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof });
    }
    expect(printer.slips()).toHaveLength(3);
  });
});

describe('a slow reader', () => {
  it('that tells of itself all the time gets 20,000 bytes, each of them, and confirms them', async () => {
    let got = 0;
    let seen = '';
    const server = await startRawServer((socket) => {
      answersStatus(socket);
      const telling = setInterval(() => socket.write(Uint8Array.of(0x10, 0, 0, 0x0f)), 2);
      socket.on('data', (chunk: Buffer) => {
        got += chunk.length;
        seen += chunk.toString('latin1');
        for (let at = seen.indexOf('\x1d(H'); at >= 0 && at + 11 <= seen.length; at = seen.indexOf('\x1d(H')) {
          socket.write(`7"${seen.slice(at + 7, at + 11)}\0`, 'latin1');
          seen = seen.slice(at + 11);
        }
        socket.pause();
        setTimeout(() => socket.resume(), 5);
      });
      socket.on('close', () => clearInterval(telling));
      socket.on('end', () => socket.end());
    });
    const job: Job = { bytes: Buffer.concat([Buffer.from('\x1b@'), Buffer.alloc(20_000, 'x')]), heightDots: 0 };
    const tools = { ...TOOLS, timing: { ...TOOLS.timing, proofMs: 5000 } };
    expect(await session(server.port, job, {}, tools)).toEqual({ kind: 'done', proof: 'printed' });
    expect(got).toBeGreaterThan(20_000);
    await server.close();
  });

  const LONG: Job = { bytes: Buffer.concat([Buffer.from('\x1b@'), Buffer.alloc(200_000, 'x')]), heightDots: 0 };

  it('that never answered keeps what was sent although it wakes up when nobody waits any more, and answers then', async () => {
    const sleeper = await startSleeper('mute');
    expect(await session(sleeper.port, LONG)).toEqual({ kind: 'done', proof: 'unconfirmed' });
    if (existsSync('/proc/net/tcp')) expect(isHeld(sleeper.port)).toBe(true);
    const before = sleeper.taken();
    sleeper.tell(Uint8Array.of(0x10, 0, 0, 0x0f));
    sleeper.wake();
    await eventually(() => sleeper.ending() !== null);
    expect(sleeper.ending()).toBe('end');
    expect(before + sleeper.afterWaking()).toBeGreaterThan(200_000);
    await sleeper.close();
  });

  it.runIf(existsSync('/proc/net/tcp'))(
    'that fell silent gets nothing more: the kernel holds no connection that could bring it the rest',
    async () => {
      const sleeper = await startSleeper();
      expect(await session(sleeper.port, LONG)).toMatchObject({ kind: 'possibly-printed', trouble: 'no-answer' });
      expect(isHeld(sleeper.port)).toBe(false);
      await sleeper.close();
    },
  );

  it.runIf(existsSync('/proc/net/tcp'))('whose paper ended keeps what it has, and the way to more of it', async () => {
    printer.control.set({ paperOutAfterLines: 3, holdsOpen: true });
    const printing = printingWith(HASTY);
    expect(await printing.print(SLIP, settings(printer.port))).toMatchObject({ trouble: 'paper-out' });
    // The next may ask only when this one has let go.
    expect(await printing.status(settings(printer.port))).toMatchObject({ trouble: 'paper-out' });
    expect(isHeld(printer.port)).toBe(true);
  });

  it('is given more time once it is known to answer', async () => {
    printer.control.set({ bytesPerSecond: 1500 });
    const memory = memoryOf();
    const timing = { ...HASTY, proofMs: 100, slowPerByteMs: 5 };
    const printing = createPrinting({ clock: realClock, random, timing, memory });
    const known = { address: `tcp 127.0.0.1 ${printer.port}`, learned: null };
    memory.keep('kasir', { ...known, asked: { model: null, nativeQr: null, at: Date.now() } });
    expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'unconfirmed' });
    await eventually(() => printer.slips().length === 1);
    memory.keep('kasir', { ...known, asked: { model: 'TM-T88V', nativeQr: null, at: Date.now() } });
    expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
  });
});
