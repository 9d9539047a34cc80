/** One host's connection to the sandbox printer: reads no more than there is room for, and answers at the pace it is told. */
import type { Socket } from 'node:net';
import { createReader, type Reader } from './reader.ts';
import type { Realtime } from './realtime.ts';
import type { Dialect } from './setup.ts';

export interface Pace {
  readonly answerDelayMs: number;
  readonly fragmentAnswers: boolean;
}

export interface ChannelEvents {
  readonly dialect: () => Dialect;
  readonly pace: () => Pace;
  /** Every byte as it is read. */
  readonly onBytes: (chunk: Buffer) => void;
  /** So many bytes of a job were read; real-time commands are none. */
  readonly onJob: (bytes: number) => void;
  readonly onRealtime: (channel: Channel, command: Realtime) => void;
}

export interface Channel {
  /** Bytes read so far. */
  readonly received: () => number;
  /** Reads at most so many bytes of what has arrived. @returns how many */
  readonly take: (room: number) => number;
  readonly buffer: Pick<Reader, 'peek' | 'drop' | 'waiting' | 'clear' | 'unfinished' | 'beginWith'>;
  /** The host said that it sends no more, or is gone. */
  ended: boolean;
  /** Which groups of automatic status it gets, as in GS a. */
  mask: number;
  readonly answer: (bytes: Uint8Array) => void;
  /** Closes our side when the last answer has left. */
  readonly close: () => void;
  readonly reset: () => void;
}

const BETWEEN_FRAGMENTS_MS = 4;

/** Writes at once, or later and piece by piece; in order, always. */
function createOutbox(socket: Socket, pace: () => Pace) {
  const pending: { readonly due: number; readonly bytes: Uint8Array }[] = [];
  let timer: NodeJS.Timeout | null = null;
  let closing = false;
  const write = (bytes: Uint8Array): void => {
    if (socket.writable) socket.write(bytes);
  };
  const run = (): void => {
    timer = null;
    for (let next = pending[0]; next !== undefined; next = pending[0]) {
      const wait = next.due - performance.now();
      if (wait > 0) {
        timer = setTimeout(run, wait);
        return;
      }
      pending.shift();
      write(next.bytes);
      // Two writes in one turn may leave in one packet.
      if (pending.length > 0 && pace().fragmentAnswers) {
        timer = setTimeout(run, BETWEEN_FRAGMENTS_MS);
        return;
      }
    }
    if (closing && socket.writable) socket.end();
  };
  socket.once('close', () => {
    if (timer !== null) clearTimeout(timer);
    pending.length = 0;
  });
  return {
    send: (bytes: Uint8Array): void => {
      const { answerDelayMs, fragmentAnswers } = pace();
      if (pending.length === 0 && answerDelayMs === 0 && !fragmentAnswers) {
        write(bytes);
        return;
      }
      const due = performance.now() + answerDelayMs;
      const pieces = fragmentAnswers ? Array.from(bytes, (byte) => Uint8Array.of(byte)) : [bytes];
      for (const piece of pieces) pending.push({ due, bytes: piece });
      if (timer === null) run();
    },
    close: (): void => {
      closing = true;
      if (pending.length === 0 && socket.writable) socket.end();
    },
  };
}

export function createChannel(socket: Socket, events: ChannelEvents): Channel {
  const reader = createReader(events.dialect, (command) => events.onRealtime(channel, command));
  const outbox = createOutbox(socket, events.pace);
  let received = 0;
  const channel: Channel = {
    received: () => received,
    take: (room) => {
      // What a reset caught unread is lost, as it is on a network.
      if (socket.destroyed) return 0;
      const size = Math.min(room, socket.readableLength);
      const chunk: unknown = size > 0 ? socket.read(size) : null;
      const taken = Buffer.isBuffer(chunk) ? chunk.length : 0;
      if (Buffer.isBuffer(chunk)) {
        received += taken;
        events.onBytes(chunk);
        const job = reader.push(chunk);
        if (job > 0) events.onJob(job);
      }
      // Asks for more, and learns of the end.
      if (socket.readableLength === 0 && room > 0) socket.read(0);
      return taken;
    },
    buffer: reader,
    ended: false,
    mask: 0,
    answer: outbox.send,
    close: outbox.close,
    reset: () => socket.resetAndDestroy(),
  };
  return channel;
}
