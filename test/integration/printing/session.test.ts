/** One print from the outside: when the job begins to leave, who may write, what is asked, and what follows a failure. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrinterLocks, PrintOptions } from '../../../main/ports.ts';
import { openLine } from '../../../main/printing/line.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import { type Job, type Prepared, release, runSession, type SessionTools } from '../../../main/printing/session.ts';
import { TIMING } from '../../../main/printing/timing.ts';
import { openTcp } from '../../../main/printing/transports/tcp.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../../main/sandbox/printer/start-sandbox-printer.ts';
import type { PrintResult } from '../../../shared/printing.ts';
import { startRawServer } from '../../support/raw-server.ts';
import {
  answersStatus,
  eventually,
  HASTY,
  memoryLocks,
  printingWith,
  random,
  realClock,
  SLIP,
  settings,
  settingsOf,
} from './rig.ts';

let printer: SandboxPrinter;

beforeEach(async () => {
  printer = await startSandboxPrinter({ paper: 80 });
});
afterEach(() => printer.close());

describe('onSend', () => {
  const INIT = '\x1b@';

  it('is called once, when the printer was asked and nothing of the job has left', async () => {
    const received: string[] = [];
    const onSend = () => received.push(printer.control.received().toString('latin1'));
    const result = await printingWith().print(SLIP, settings(printer.port), { onSend });
    expect(result).toEqual({ kind: 'done', proof: 'printed' });
    expect(received).toHaveLength(1);
    expect(received[0]).toContain('\x10\x04\x04');
    expect(received[0]).not.toContain(INIT);
  });

  it('what it throws goes on to the caller: nothing of the job leaves, and the next has the printer', async () => {
    const printing = printingWith(HASTY);
    const onSend = () => {
      throw new Error('the disk is full');
    };
    await expect(printing.print(SLIP, settings(printer.port), { onSend })).rejects.toThrow('the disk is full');
    expect(printer.control.received().toString('latin1')).not.toContain(INIT);
    expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
    expect(printer.slips()).toHaveLength(1);
  });

  it('is not called when the printer cannot print', async () => {
    printer.control.set({ coverOpen: true });
    let calls = 0;
    await printingWith().print(SLIP, settings(printer.port), { onSend: () => (calls += 1) });
    expect(calls).toBe(0);
  });

  it('on a way without answers: right before the delivery', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'session-'));
    const to = settingsOf({ kind: 'file', path: join(folder, 'out.bin') });
    const seen: number[] = [];
    const refuse = () => {
      throw new Error('no');
    };
    await expect(printingWith().print(SLIP, to, { onSend: refuse })).rejects.toThrow('no');
    await printingWith().print(SLIP, to, { onSend: () => seen.push(readdirSync(folder).length) });
    expect(seen).toEqual([0]);
    expect(readdirSync(folder)).toEqual(['out.bin']);
    rmSync(folder, { recursive: true });
  });
});

const TOOLS: SessionTools = { clock: realClock, random, timing: { ...TIMING, ...HASTY } };

const ready = (job: Job) => async (): Promise<Prepared> => ({ ok: true, ...job });

/** One session on its own line, from the opening to the release. */
async function session(port: number, job: Job, options: PrintOptions = {}, tools = TOOLS): Promise<PrintResult> {
  const opened = await openLine(openTcp({ host: '127.0.0.1', port, connectMs: 3000 }), tools.clock);
  if (!opened.ok) throw new Error(opened.detail);
  const result = await runSession(opened.line, ready(job), tools, options);
  await release(opened.line, tools, result.kind !== 'not-printed');
  return result;
}

/** Answers how it is, takes the beginning of the job and then nothing more until it is woken. */
async function startSleeper() {
  let woken = 0;
  let asleep: Socket | null = null;
  let end: string | null = null;
  const server = await startRawServer((socket) => {
    answersStatus(socket);
    socket.on('data', (chunk) => {
      if (asleep !== null) woken += chunk.length;
      else if (chunk.includes('\x1b@')) {
        asleep = socket;
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

describe('one writer for each printer', () => {
  it('waits for another process, and gives the printer back after the line was let go', async () => {
    const locks = memoryLocks();
    const other = await locks.acquire(`tcp 127.0.0.1 ${printer.port}`, 0);
    const printing = createPrinting({ clock: realClock, random, timing: HASTY, locks });
    const print = printing.print(SLIP, settings(printer.port));
    await eventually(() => locks.waiting() === 1);
    expect(printer.control.received()).toHaveLength(0);
    if (other.held) other.release();
    expect(await print).toEqual({ kind: 'done', proof: 'printed' });
    await eventually(() => locks.held() === 0);
  });

  it('kept by another for too long: busy, nothing opened, no lock left behind', async () => {
    const locks = memoryLocks();
    await locks.acquire(`tcp 127.0.0.1 ${printer.port}`, 0);
    const printing = createPrinting({ clock: realClock, random, timing: { ...HASTY, lockMs: 30 }, locks });
    const to = settings(printer.port);
    const results = [await printing.print(SLIP, to), await printing.print(SLIP, to)];
    expect(results).toMatchObject([
      { kind: 'not-printed', trouble: 'busy' },
      { kind: 'not-printed', trouble: 'busy' },
    ]);
    expect(await printing.status(to)).toMatchObject({ state: 'trouble', trouble: 'busy' });
    expect(printer.control.received()).toHaveLength(0);
    expect(locks.held()).toBe(1);
  });

  it('a lock that fails is an error for its caller alone', async () => {
    let broken = true;
    const inner = memoryLocks();
    const locks: PrinterLocks = {
      acquire: async (address, waitMs) => {
        if (broken) throw new Error('disk I/O error');
        return inner.acquire(address, waitMs);
      },
    };
    const printing = createPrinting({ clock: realClock, random, timing: HASTY, locks });
    await expect(printing.print(SLIP, settings(printer.port))).rejects.toThrow('disk I/O error');
    broken = false;
    expect(await printing.print(SLIP, settings(printer.port))).toEqual({ kind: 'done', proof: 'printed' });
  });

  it('two tills on one lock: never two at the printer', async () => {
    const locks = memoryLocks();
    const tills = [1, 2].map(() => createPrinting({ clock: realClock, random, timing: HASTY, locks }));
    const results = await Promise.all(
      tills.flatMap((till) => [1, 2].map(() => till.print(SLIP, settings(printer.port)))),
    );
    expect(results.map((result) => result.kind)).toEqual(['done', 'done', 'done', 'done']);
    expect(locks.most()).toBe(1);
    expect(printer.slips()).toHaveLength(4);
  });
});
