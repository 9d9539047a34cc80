/** A printer on a serial port (RS-232, or what a USB adapter or Bluetooth makes of it): 8N1, under flow control, always. */
import { constants, read as readFd, write as writeFd } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ConnectionEvents, Open, Opened } from '../connection.ts';
import { type DeviceWork, openDevice } from './device.ts';
import { inTime } from './in-time.ts';
import { openNonBlocking, reasonOf, writeAll } from './non-blocking.ts';

/**
 * hardware: the printer holds us off by CTS, and by XOFF should it send one (no answer of ESC/POS contains that byte).
 * software: by XOFF alone, for cables of three wires.
 */
export type Handshake = 'hardware' | 'software';

export interface SerialAddress {
  readonly path: string;
  readonly baudRate: number;
  readonly handshake: Handshake;
  readonly connectMs: number;
}

/** What is used of a port that `serialport` opened. */
export interface SerialPortHandle {
  /** On Linux and macOS a descriptor that never waits; of no use elsewhere. */
  readonly fd: number | null;
  read(buffer: Buffer, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  /** Resolves when the system has the bytes. */
  write(buffer: Buffer): Promise<void>;
  /** Resolves when they have left through the line. */
  drain(): Promise<void>;
  /** Throws away what was not read, and what has not left yet. */
  flush(): Promise<void>;
  get(): Promise<{ readonly cts: boolean }>;
  close(): Promise<void>;
}

export interface SerialBinding {
  open(options: {
    readonly path: string;
    readonly baudRate: number;
    readonly dataBits: 8;
    readonly parity: 'none';
    readonly stopBits: 1;
    readonly lock: boolean;
    readonly rtscts: boolean;
    readonly xon: boolean;
    readonly xoff: boolean;
    readonly hupcl: boolean;
  }): Promise<SerialPortHandle>;
}

/** A till without a serial printer never loads the native part. @returns it, or why it cannot be had here */
export async function loadSerial(): Promise<SerialBinding | { readonly detail: string }> {
  try {
    return (await import('serialport')).SerialPort.binding;
  } catch (error) {
    return { detail: `serial ports cannot be used on this system: ${reasonOf(error)}` };
  }
}

/** Bits of one byte on the line: a start bit, eight, a stop bit. @returns milliseconds a byte takes */
export function serialByteMs(baudRate: number): number {
  return 10_000 / baudRate;
}

/** Small enough that letting go in the middle of one leaves little to throw away. */
const SLICE = 256;
const READ_AT_ONCE = 256;
/** Between two looks for an answer. */
const LOOK_MS = 10;
/** What is on its way when the port is opened answers nobody's question: thrown away until it was quiet for so long. */
const QUIET_MS = 30;
const STALE_MS = 200;
const CTS_LOOK_MS = 20;
/** For calls under way to notice that their bytes were thrown away. */
const SETTLE_MS = 50;

const BUSY = 'EBUSY: another program has the port';
const MISSING = 'ENOENT: no such port';

/** Words come from the system in its own language: why it fails is found out by a call that gives a code. */
async function whyNot(path: string, error: unknown): Promise<string> {
  const said = reasonOf(error);
  if (/Access denied/.test(said)) return BUSY;
  if (/File not found/.test(said)) return MISSING;
  if (process.platform === 'win32') return said;
  const handle = await openNonBlocking(path, constants.O_RDWR);
  if ('detail' in handle) {
    if (handle.detail === 'ENOENT') return MISSING;
    if (handle.detail === 'EBUSY') return BUSY;
    if (handle.detail === 'EACCES') return 'EACCES: no permission for the port (on Linux: join group dialout)';
    return handle.detail;
  }
  const isDevice = (await handle.stat()).isCharacterDevice();
  await handle.close();
  if (!isDevice) return 'no device';
  return /lock/.test(said) ? BUSY : said;
}

/** @returns null once the printer lets us send, or why it does not */
async function waitForClearance(
  port: SerialPortHandle,
  deadline: number,
  signal?: AbortSignal,
): Promise<string | null> {
  for (;;) {
    // What has no such lines (a pseudo-terminal, some adapters) says so, and cannot hold us off by them either.
    const cts = await port.get().then(
      (lines) => lines.cts,
      () => true,
    );
    if (cts) return null;
    if (signal?.aborted === true) return 'cancelled';
    if (performance.now() >= deadline) {
      return 'it does not let us send (CTS): switched off, not ready, or a cable without that line (handshake "software")';
    }
    await sleep(CTS_LOOK_MS);
  }
}

interface Wire {
  /** @returns null: nothing there now. Rejects when there never will be. */
  read(): Promise<Uint8Array | null>;
  /** Resolves when the system has all of it, or `goOn` said no. */
  write(bytes: Uint8Array, goOn: () => boolean): Promise<void>;
}

/** Through serialport's own calls, which wait. */
function waitingWire(port: SerialPortHandle): Wire {
  return {
    read: async () => {
      const buffer = Buffer.alloc(READ_AT_ONCE);
      const { bytesRead } = await port.read(buffer, 0, buffer.length);
      return buffer.subarray(0, bytesRead);
    },
    write: async (bytes, goOn) => {
      for (let at = 0; at < bytes.length && goOn(); at += SLICE) {
        await port.write(Buffer.from(bytes.subarray(at, at + SLICE)));
      }
    },
  };
}

const readOnce = promisify(readFd);
const writeOnce = promisify(writeFd);

/**
 * Past serialport's own calls: as long as a write waits for room, it hears nothing (its poller forgets the reader), and
 * a printer that holds us off is the one to listen to. It would also read an unplugged port for ever.
 */
function wireOnDescriptor(fd: number): Wire {
  const handle = {
    write: (buffer: Uint8Array, offset: number, length: number) => writeOnce(fd, buffer, offset, length, null),
  };
  return {
    read: async () => {
      try {
        const { bytesRead, buffer } = await readOnce(fd, new Uint8Array(READ_AT_ONCE), 0, READ_AT_ONCE, null);
        if (bytesRead === 0) throw new Error('unplugged');
        return buffer.subarray(0, bytesRead);
      } catch (error) {
        if (reasonOf(error) === 'EAGAIN') return null;
        throw error;
      }
    },
    write: async (bytes, goOn) => {
      const { failure } = await writeAll(handle, bytes, goOn);
      if (failure !== null && failure !== 'stopped') throw new Error(failure);
    },
  };
}

function wireOf(port: SerialPortHandle): Wire {
  return port.fd === null || process.platform === 'win32' ? waitingWire(port) : wireOnDescriptor(port.fd);
}

function workOn(port: SerialPortHandle, hear: ConnectionEvents['onBytes']): DeviceWork {
  const wire = wireOf(port);
  // What was unplugged can neither be flushed nor closed, and need not be.
  const quietly = (work: Promise<void>): Promise<void> => work.catch(() => undefined);
  return {
    listen: async ({ ended, lose }) => {
      try {
        while (!ended()) {
          const chunk = await wire.read();
          if (ended()) return;
          if (chunk === null) await sleep(LOOK_MS);
          else hear(chunk);
        }
      } catch (error) {
        lose(reasonOf(error));
      }
    },
    write: async (bytes, { ended, lose }) => {
      try {
        await wire.write(bytes, () => !ended());
        if (!ended()) await port.drain();
      } catch (error) {
        lose(reasonOf(error));
      }
      return !ended();
    },
    letGo: async (underWay) => {
      // Closing with bytes left would wait until they are gone, half a minute where the printer takes nothing. Flushing
      // frees a drain, and a write that waits for room; what such a write still had in hand is flushed after it.
      await quietly(port.flush());
      await Promise.race([underWay(), sleep(SETTLE_MS)]);
      await quietly(port.flush());
      await quietly(port.close());
    },
  };
}

/** Begins to listen, and returns once nothing came for a while. */
async function startFresh(port: SerialPortHandle, events: ConnectionEvents): Promise<Opened> {
  const began = performance.now();
  let lastAt = began;
  let fresh = false;
  const hear = (chunk: Uint8Array): void => {
    lastAt = performance.now();
    if (fresh) events.onBytes(chunk);
  };
  const { connection, ended } = openDevice(workOn(port, hear), (end) => {
    if (fresh) events.onEnd(end);
  });
  const due = (): number => Math.min(lastAt + QUIET_MS, began + STALE_MS) - performance.now();
  for (let ms = due(); ms > 0; ms = due()) await sleep(ms);
  const end = ended();
  if (end !== null) return { ok: false, detail: end.kind === 'lost' ? end.detail : 'closed' };
  fresh = true;
  return { ok: true, connection };
}

/**
 * @param address `path` such as /dev/ttyUSB0, /dev/cu.usbserial-1 or COM3; `connectMs`: how long opening, and the
 * printer's first clear-to-send, may take
 * @returns how to open it. The port is locked: a second program that asks for the lock is refused. `send` resolves when
 * the bytes have left through the line.
 */
export function openSerial({ path, baudRate, handshake, connectMs }: SerialAddress, binding: SerialBinding): Open {
  return async (events, signal): Promise<Opened> => {
    const deadline = performance.now() + connectMs;
    const opening = binding.open({
      path,
      baudRate,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      lock: true,
      rtscts: handshake === 'hardware',
      // We obey XOFF and never send one: it would be data to the printer.
      xon: true,
      xoff: false,
      // DTR falling between two jobs resets printers that are set to be reset by it, with a slip in their buffer.
      hupcl: false,
    });
    const opened = await inTime(opening, connectMs, signal);
    if (opened === 'late' || opened === 'cancelled') {
      // Nobody waits for it any more; one that cannot be opened needs no closing.
      void opening.then((port) => port.close()).catch(() => undefined);
      return { ok: false, detail: opened === 'late' ? 'the port did not open in time' : 'cancelled' };
    }
    if ('error' in opened) return { ok: false, detail: await whyNot(path, opened.error) };
    const port = opened.value;
    const refused = handshake === 'hardware' ? await waitForClearance(port, deadline, signal) : null;
    if (refused !== null) {
      await port.close().catch(() => undefined); // nothing was written that could be lost
      return { ok: false, detail: refused };
    }
    await port.flush().catch(() => undefined); // what is wrong with the port shows once somebody listens
    return startFresh(port, events);
  };
}
