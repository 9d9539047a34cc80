/** What a pseudo-terminal lacks of a serial port: modem lines, a driver that hangs, another system's words. */
import { describe, expect, it } from 'vitest';
import { reach } from '../../../main/printing/reach.ts';
import { TIMING } from '../../../main/printing/timing.ts';
import { openSerial, type SerialBinding, type SerialPortHandle } from '../../../main/printing/transports/serial.ts';

interface Watched {
  readonly port: SerialPortHandle;
  readonly calls: string[];
}

/** A port on which nothing happens; `cts`: what the line says, one look after the other, the last one for ever. */
function quietPort(cts: readonly boolean[]): Watched {
  const calls: string[] = [];
  const closed = Promise.withResolvers<never>();
  closed.promise.catch(() => undefined);
  let looks = 0;
  return {
    calls,
    port: {
      fd: null,
      read: () => closed.promise,
      write: (buffer) => Promise.resolve(void calls.push(`write ${buffer.length}`)),
      drain: () => Promise.resolve(void calls.push('drain')),
      flush: () => Promise.resolve(void calls.push('flush')),
      get: () => Promise.resolve({ cts: cts[Math.min(looks++, cts.length - 1)] ?? true }),
      close: () => {
        calls.push('close');
        closed.reject(new Error('canceled'));
        return Promise.resolve();
      },
    },
  };
}

type Options = Parameters<SerialBinding['open']>[0];

const EVENTS = { onBytes: () => undefined, onPeerEnded: () => undefined, onEnd: () => undefined };
const open = (
  binding: SerialBinding,
  more: {
    readonly handshake?: 'hardware' | 'software';
    readonly connectMs?: number;
    readonly signal?: AbortSignal;
  } = {},
) => {
  const { handshake = 'hardware', connectMs = 60, signal } = more;
  return openSerial({ path: 'COM3', baudRate: 9600, handshake, connectMs }, binding)(EVENTS, signal);
};

describe('clear to send', () => {
  it('is waited for, and then the port is ours', async () => {
    const { port, calls } = quietPort([false, false, true]);
    const opened = await open({ open: () => Promise.resolve(port) }, { connectMs: 3000 });
    expect(opened.ok).toBe(true);
    expect(calls).toEqual(['flush']);
  });

  it('never given: not opened, nothing written, the port closed', async () => {
    const { port, calls } = quietPort([false]);
    const opened = await open({ open: () => Promise.resolve(port) });
    expect(opened).toMatchObject({ ok: false, detail: expect.stringContaining('CTS') });
    expect(calls).toEqual(['close']);
  });

  it('is not asked for on a cable of three wires', async () => {
    const options: Options[] = [];
    const { port } = quietPort([false]);
    const opened = await open(
      {
        open: (given) => {
          options.push(given);
          return Promise.resolve(port);
        },
      },
      { handshake: 'software' },
    );
    expect(opened.ok).toBe(true);
    expect(options).toEqual([
      {
        path: 'COM3',
        baudRate: 9600,
        dataBits: 8,
        parity: 'none',
        stopBits: 1,
        lock: true,
        rtscts: false,
        xon: true,
        xoff: false,
        hupcl: false,
      },
    ]);
  });

  it('a cancelled wait closes the port', async () => {
    const { port, calls } = quietPort([false]);
    const cancel = new AbortController();
    const opening = open({ open: () => Promise.resolve(port) }, { connectMs: 60_000, signal: cancel.signal });
    cancel.abort();
    expect(await opening).toEqual({ ok: false, detail: 'cancelled' });
    expect(calls).toEqual(['close']);
  });
});

describe('opening', () => {
  it('that hangs is given up, and closed should it still come about', async () => {
    const { port, calls } = quietPort([true]);
    const late = Promise.withResolvers<SerialPortHandle>();
    const opened = await open({ open: () => late.promise });
    expect(opened).toEqual({ ok: false, detail: 'the port did not open in time' });
    late.resolve(port);
    await new Promise(setImmediate);
    expect(calls).toEqual(['close']);
  });

  it.each([
    ['Opening COM3: Access denied', 'EBUSY: another program has the port'],
    ['Opening COM3: File not found', 'ENOENT: no such port'],
  ])("Windows' %s", async (said, detail) => {
    expect(await open({ open: () => Promise.reject(new Error(said)) })).toEqual({ ok: false, detail });
  });

  it('a port that fails at once is not opened', async () => {
    const { port } = quietPort([true]);
    const broken = { ...port, read: () => Promise.reject(new Error('EIO')) };
    expect(await open({ open: () => Promise.resolve(broken) })).toEqual({ ok: false, detail: 'EIO' });
  });
});

describe('an open port', () => {
  it('what comes in right after opening answers nobody; what comes later is heard', async () => {
    const { port } = quietPort([true]);
    const later = Promise.withResolvers<number>();
    const chunks = [Promise.resolve(1), Promise.resolve(2), later.promise];
    const heard: number[] = [];
    const talking: SerialPortHandle = {
      ...port,
      read: async (buffer, offset) => {
        const value = await (chunks.shift() ?? new Promise<never>(() => undefined));
        buffer[offset] = value;
        return { bytesRead: 1 };
      },
    };
    const address = { path: 'COM3', baudRate: 9600, handshake: 'hardware', connectMs: 3000 } as const;
    const events = { ...EVENTS, onBytes: (chunk: Uint8Array) => heard.push(...chunk) };
    const opened = await openSerial(address, { open: () => Promise.resolve(talking) })(events);
    expect(opened.ok).toBe(true);
    later.resolve(3);
    await new Promise(setImmediate);
    expect(heard).toEqual([3]);
  });

  it('let go of in the middle of a job: not one slice follows, and what had not left is thrown away before it closes', async () => {
    const { port, calls } = quietPort([true]);
    const room = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    const full: SerialPortHandle = {
      ...port,
      write: async (buffer) => {
        await port.write(buffer);
        await room.promise;
      },
    };
    const address = { path: 'COM3', baudRate: 9600, handshake: 'hardware', connectMs: 3000 } as const;
    const events = { ...EVENTS, onEnd: ended.resolve };
    const opened = await openSerial(address, { open: () => Promise.resolve(full) })(events);
    if (!opened.ok) throw new Error(opened.detail);
    const sent = opened.connection.send(new Uint8Array(1000));
    await new Promise(setImmediate);
    opened.connection.drop();
    room.resolve();
    expect(await sent).toBe(false);
    expect(await ended.promise).toEqual({ kind: 'closed' });
    expect(calls).toEqual(['flush', 'write 256', 'flush', 'flush', 'close']);
  });
});

describe('reach', () => {
  const transport = { kind: 'serial', path: 'COM3', baudRate: 9600 } as const;
  const binding: SerialBinding = { open: () => Promise.reject(new Error('not asked to')) };

  it("a byte takes ten bits of the line's time, or the usual time where that is longer", async () => {
    const at = async (baudRate: number) =>
      reach({ ...transport, baudRate }, TIMING, { loadSerial: () => Promise.resolve(binding) });
    expect(await at(9600)).toMatchObject({ kind: 'two-way', timing: { ...TIMING, perByteMs: 10_000 / 9600 } });
    expect(await at(4_000_000)).toMatchObject({ kind: 'two-way', timing: TIMING });
  });

  it('the same port however it is spelled', async () => {
    const at = (path: string) => reach({ ...transport, path }, TIMING, { loadSerial: () => Promise.resolve(binding) });
    expect(await at('COM3')).toMatchObject({ address: 'device com3' });
    expect(await at('com3')).toMatchObject({ address: 'device com3' });
  });

  it('without its native part: unsupported here', async () => {
    const reached = await reach(transport, TIMING, { loadSerial: () => Promise.resolve({ detail: 'no binary' }) });
    expect(reached).toEqual({ kind: 'none', trouble: 'transport-unsupported', detail: 'no binary' });
  });
});
