/** One host's connection to the sandbox printer: what it sent and is not printed yet, and real-time questions at once. */
import type { Socket } from 'node:net';
import { type Cut, cutFirst } from './commands.ts';

export interface Channel {
  readonly socket: Socket;
  /** Bytes received so far. */
  readonly received: () => number;
  readonly receive: (chunk: Buffer) => void;
  /** The next whole command, left in place. */
  readonly peek: () => Cut | null;
  readonly drop: (bytes: number) => void;
  readonly waiting: () => number;
  /** The host said that it sends no more, or is gone. */
  ended: boolean;
  /** Automatic status is on. */
  automatic: boolean;
  readonly answer: (bytes: Uint8Array) => void;
}

const DLE = 0x10;
const EOT = 0x04;

/** @param onRealtime told each DLE EOT question the moment it arrives, wherever in the data it stands */
export function createChannel(socket: Socket, onRealtime: (question: number) => void): Channel {
  let queue: Buffer = Buffer.alloc(0);
  let received = 0;
  let last: readonly [number, number] = [-1, -1];
  return {
    socket,
    received: () => received,
    receive: (chunk) => {
      received += chunk.length;
      queue = Buffer.concat([queue, chunk]);
      for (const byte of chunk) {
        if (last[0] === DLE && last[1] === EOT && byte >= 1 && byte <= 4) onRealtime(byte);
        last = [last[1], byte];
      }
    },
    peek: () => cutFirst(queue),
    drop: (bytes) => {
      queue = queue.subarray(bytes);
    },
    waiting: () => queue.length,
    ended: false,
    automatic: false,
    answer: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
  };
}
