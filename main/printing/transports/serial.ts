/** A printer on a serial port: 8 data bits, no parity, one stop bit, with flow control, for a printer's buffer is small. */
import type { SerialPort } from 'serialport';
import type { Connection, ConnectionEnd, ConnectionEvents, Open, Opened } from '../connection.ts';

export interface SerialAddress {
  /** `/dev/ttyUSB0`, `/dev/tty.usbserial-1`, `COM3` … */
  readonly path: string;
  readonly baudRate: number;
  readonly connectMs: number;
}

/** Bits on the wire for one byte: start, eight, stop. */
const BITS_A_BYTE = 10;

/** How long one byte takes on the line, milliseconds. */
export function serialByteMs(baudRate: number): number {
  return (BITS_A_BYTE * 1000) / baudRate;
}

/** What the binding says, in the words that the other transports use. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/lock|resource temporarily|busy|access denied/i, 'EBUSY'],
  [/no such file|file not found|unknown error code 2\b/i, 'ENOENT'],
  [/permission denied/i, 'EACCES'],
  [/inappropriate ioctl|not a typewriter|invalid argument/i, 'ENOTTY'],
];

function reasonOf(error: Error): string {
  return REASONS.find(([says]) => says.test(error.message))?.[1] ?? error.message;
}

function connectionOn(port: SerialPort, events: ConnectionEvents): Connection {
  let end: ConnectionEnd | null = null;
  const waiting = new Set<(sent: boolean) => void>();
  const finish = (how: ConnectionEnd): void => {
    if (end !== null) return;
    end = how;
    for (const resolve of waiting) resolve(false);
    waiting.clear();
    events.onEnd(how);
  };
  port.on('data', (chunk: Buffer) => {
    if (end === null) events.onBytes(chunk);
  });
  port.on('error', (error) => finish({ kind: 'lost', detail: reasonOf(error) }));
  port.on('close', (error: Error | null) => {
    finish(error === null || error === undefined ? { kind: 'closed' } : { kind: 'lost', detail: reasonOf(error) });
  });
  const letGo = (): void => {
    if (end !== null || !port.isOpen) {
      finish({ kind: 'closed' });
      return;
    }
    // What a device does not take would keep the port from closing, and is too late anyway.
    port.flush(() => port.close(() => finish({ kind: 'closed' })));
  };
  return {
    kind: 'device',
    send: (bytes) =>
      new Promise((resolve) => {
        if (end !== null || !port.isOpen) {
          resolve(false);
          return;
        }
        waiting.add(resolve);
        const settle = (sent: boolean): void => {
          if (waiting.delete(resolve)) resolve(sent);
        };
        port.write(bytes, (failed) => {
          if (failed !== null && failed !== undefined) settle(false);
          // Written means that the system has it; drained, that the line has carried it.
          else port.drain((stuck) => settle(stuck === null || stuck === undefined));
        });
      }),
    endSending: () => undefined,
    drop: letGo,
    abort: letGo,
  };
}

/** The native part is loaded by the first till that has a serial printer, and by no other. */
async function loadSerialPort(): Promise<typeof SerialPort | null> {
  try {
    return (await import('serialport')).SerialPort;
  } catch {
    return null; // not made for this system
  }
}

/**
 * Flow control by RTS/CTS (a printer's DTR or RTS at our CTS) and XON/XOFF, whichever the printer uses: without it a
 * slip is longer than its buffer. A cable without CTS takes nothing, and the job ends at its deadline.
 * @returns how to open it. One that another program has (EBUSY), a missing one (ENOENT), one without permission (EACCES:
 * group dialout) and what is no serial port (ENOTTY) are not opened.
 */
export function openSerial({ path, baudRate, connectMs }: SerialAddress): Open {
  return async (events, signal): Promise<Opened> => {
    const Port = await loadSerialPort();
    if (Port === null) return { ok: false, detail: 'the serialport package is not made for this system' };
    const port = new Port({ path, baudRate, autoOpen: false, lock: true, rtscts: true, xon: true });
    return new Promise((resolve) => {
      let late = false;
      const giveUp = (detail: string): void => {
        late = true;
        resolve({ ok: false, detail });
      };
      const timer = setTimeout(() => giveUp('no connection in time'), connectMs);
      port.open((failed) => {
        clearTimeout(timer);
        if (failed !== null && failed !== undefined) return giveUp(reasonOf(failed));
        if (late || signal?.aborted === true) {
          port.close(() => undefined);
          return giveUp('cancelled');
        }
        // What lay in it before we asked answers nobody's question.
        port.flush(() => resolve({ ok: true, connection: connectionOn(port, events) }));
      });
    });
  };
}
