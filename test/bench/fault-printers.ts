/** Printers that fail, each on its own loopback socket: the sandbox's emulator, and two that it cannot be. */
import { type ChildProcess, fork } from 'node:child_process';
import { readSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrinterFaults } from '../../main/sandbox/printer/condition.ts';
import { type SandboxPrinter, startSandboxPrinter } from '../../main/sandbox/printer/start-sandbox-printer.ts';
import { bytesOfJob } from './slip.ts';

export interface FaultPrinter {
  readonly host: string;
  readonly port: number;
  /** Bytes of the job that reached the printer. */
  readonly delivered: () => number;
  /** Bytes of the job that are on paper. */
  readonly printed: () => number;
  /** When the fault came, on the system's monotonic clock in milliseconds; null: it was there from the start. */
  readonly faultAt: () => number | null;
  readonly close: () => Promise<void>;
}

/** Milliseconds on a clock that all processes of a machine share. */
export function sharedClock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function asFaultPrinter(printer: SandboxPrinter, faultAt: () => number | null): FaultPrinter {
  return {
    host: printer.host,
    port: printer.port,
    delivered: () => bytesOfJob(printer.control.received().toString('latin1')),
    printed: () => {
      // What is printed and not cut is on paper, too.
      printer.control.tear();
      return bytesOfJob(
        printer
          .slips()
          .flatMap(({ text }) => text)
          .join('\n'),
      );
    },
    faultAt,
    close: () => {
      // A throttled printer with bytes left would go on ticking.
      printer.control.reset();
      return printer.close();
    },
  };
}

/** The emulator in a state that it is in from the start. */
export async function emulated(faults: Partial<PrinterFaults>): Promise<FaultPrinter> {
  const printer = await startSandboxPrinter({ paper: 80 });
  printer.control.set(faults);
  return asFaultPrinter(printer, () => null);
}

/** The emulator with a head of 10,000 bytes a second; its paper ends 100 ms after the job began to arrive. */
export async function paperEndsInTheMiddle(): Promise<FaultPrinter> {
  const printer = await startSandboxPrinter({ paper: 80 });
  printer.control.set({ bytesPerSecond: 10_000 });
  let faultAt: number | null = null;
  const watch = setInterval(() => {
    if (!printer.control.received().includes('0000a')) return;
    clearInterval(watch);
    setTimeout(() => {
      printer.control.set({ paperOut: true });
      faultAt = sharedClock();
    }, 100);
  }, 2);
  const asked = asFaultPrinter(printer, () => faultAt);
  return {
    ...asked,
    close: () => {
      clearInterval(watch);
      return asked.close();
    },
  };
}

const WELL = Uint8Array.of(0x12);
const AUTOMATIC_STATUS = Uint8Array.of(0x10, 0, 0, 0x0f);

interface Question {
  readonly begins: string;
  /** Bytes with its arguments. */
  readonly length: number;
  readonly answer: (command: string) => Uint8Array;
}

/** DLE EOT, GS a, GS r, GS I and GS ( H fn 48: what the contestants ask. */
const QUESTIONS: readonly Question[] = [
  { begins: '\x10\x04', length: 3, answer: () => WELL },
  { begins: '\x1da', length: 3, answer: () => AUTOMATIC_STATUS },
  { begins: '\x1dr', length: 3, answer: () => Uint8Array.of(0) },
  { begins: '\x1dI', length: 3, answer: () => Buffer.from('_BENCH\0', 'latin1') },
  { begins: '\x1d(H', length: 11, answer: (command) => Buffer.from(`\x37\x22${command.slice(7)}\0`, 'latin1') },
];

/** What a printer answers when it has just worked through `chunk`. @param before what it read before that */
function answersTo(before: string, chunk: string): readonly Uint8Array[] {
  // A command may lie across the edge of two chunks; it is answered when its last byte is there.
  const tail = before.slice(-10);
  const text = tail + chunk;
  const answers: Uint8Array[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const asked = QUESTIONS.find(({ begins }) => text.startsWith(begins, at));
    if (asked === undefined) continue;
    const end = at + asked.length;
    if (end > tail.length && end <= text.length) answers.push(asked.answer(text.slice(at, end)));
  }
  return answers;
}

interface Reading {
  /** Bytes that one read takes. */
  readonly step: number;
  readonly everyMs: number;
  /** Sends automatic status all the time, as Epson's Ethernet boards do after power-up. */
  readonly status: boolean;
  /** Told everything read so far; true: enough. */
  readonly onText: (text: string) => boolean;
}

/** Reads with the system's own read(2), so that the rest waits where it waits with a real printer: in the network. */
function readSlowly(socket: Socket, reading: Reading): void {
  // Node's own stream would take 64 kB at once; the descriptor has no public name.
  const { fd } = (socket as unknown as { readonly _handle: { readonly fd: number } })._handle;
  const buffer = Buffer.alloc(reading.step);
  let text = '';
  const write = (bytes: Uint8Array): void => {
    if (socket.writable) socket.write(bytes);
  };
  const end = (): void => {
    clearInterval(turns);
    socket.end();
  };
  const turns = setInterval(() => {
    if (reading.status) write(AUTOMATIC_STATUS);
    let length = 0;
    try {
      length = readSync(fd, buffer, 0, reading.step, null);
    } catch (error) {
      // Nothing there yet; anything else is the end: reset, and what was not read is gone.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') end();
      return;
    }
    if (length === 0) return end();
    const chunk = buffer.toString('latin1', 0, length);
    for (const answer of answersTo(text, chunk)) write(answer);
    text += chunk;
    if (!reading.onText(text)) return;
    clearInterval(turns);
    socket.resetAndDestroy();
  }, reading.everyMs);
  socket.on('error', () => clearInterval(turns));
  socket.on('close', () => clearInterval(turns));
  if (reading.status) write(AUTOMATIC_STATUS);
}

/** A printer of the bench's own. */
async function slowReader(reading: Omit<Reading, 'onText'>, enough: (text: string) => boolean): Promise<FaultPrinter> {
  let got = '';
  let faultAt: number | null = null;
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    readSlowly(socket, {
      ...reading,
      onText: (text) => {
        got = text;
        if (!enough(text)) return false;
        faultAt = sharedClock();
        return true;
      },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    host: address.address,
    port: address.port,
    delivered: () => bytesOfJob(got),
    printed: () => bytesOfJob(got),
    faultAt: () => faultAt,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Takes 4,096 bytes every 100 ms and sends automatic status all the time. */
export function slowWithStatus(): Promise<FaultPrinter> {
  return slowReader({ step: 4096, everyMs: 100, status: true }, () => false);
}

/** Is well until it has read the first bytes of the job itself, 20 at a time, and then resets. */
export function resetsEarly(): Promise<FaultPrinter> {
  return slowReader({ step: 20, everyMs: 1, status: false }, (text) => text.includes('0000a'));
}

async function connects(port: number): Promise<Socket | null> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), sleep(300)]);
  if (!socket.connecting) return socket;
  socket.destroy();
  return null;
}

/**
 * A blackhole that does not leave the machine: a process that listens and never accepts, its queue filled, so that the
 * kernel drops every further SYN without an answer.
 * @returns null where the kernel does not behave like that
 */
export async function unreachable(): Promise<FaultPrinter | null> {
  const child: ChildProcess = fork(`${import.meta.dirname}/blackhole.ts`, { stdio: 'ignore' });
  const port = await new Promise<number>((resolve) => child.once('message', (said) => resolve(Number(said))));
  const fillers: Socket[] = [];
  let full = false;
  while (!full && fillers.length < 16) {
    const filler = await connects(port);
    if (filler === null) full = true;
    else fillers.push(filler);
  }
  const close = async (): Promise<void> => {
    for (const filler of fillers) filler.destroy();
    child.kill('SIGKILL');
  };
  if (!full) {
    await close();
    return null;
  }
  return { host: '127.0.0.1', port, delivered: () => 0, printed: () => 0, faultAt: () => null, close };
}
