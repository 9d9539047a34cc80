/** A host on a bare socket: writes bytes, keeps what comes back, and knows how the connection ended. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RawHost {
  readonly socket: Socket;
  readonly write: (...parts: readonly (string | Uint8Array)[]) => void;
  /** All that came so far, one code unit a byte. */
  readonly heard: () => string;
  /** Waits until this came, and forgets it with all before. */
  readonly hears: (text: string) => Promise<void>;
  /** What came piece by piece, as it came. */
  readonly pieces: () => readonly string[];
  /** How it ended: `end`, an error's code, or null while it has not. */
  readonly ended: () => string | null;
  readonly gone: () => Promise<string>;
}

/** Bytes as hosts write them down: text is one byte a code unit. */
export function bytes(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}

export async function until(done: () => boolean): Promise<void> {
  while (!done()) await sleep(2);
}

/** Connected, or refused: then it has ended. */
export async function hostTo(port: number): Promise<RawHost> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  let kept = '';
  let ended: string | null = null;
  const pieces: string[] = [];
  socket.on('data', (chunk: Buffer) => {
    pieces.push(chunk.toString('latin1'));
    kept += chunk.toString('latin1');
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    ended = error.code ?? 'error';
  });
  socket.on('end', () => {
    ended ??= 'end';
  });
  let connected = false;
  socket.once('connect', () => {
    connected = true;
  });
  await until(() => connected || ended !== null);
  return {
    socket,
    write: (...parts) => {
      socket.write(bytes(...parts));
    },
    heard: () => kept,
    hears: async (text) => {
      await until(() => kept.includes(text) || ended !== null);
      const at = kept.indexOf(text);
      if (at < 0) throw new Error(`ended (${ended}) after ${Buffer.from(kept, 'latin1').toString('hex')}`);
      kept = kept.slice(at + text.length);
    },
    pieces: () => pieces,
    ended: () => ended,
    gone: async () => {
      await until(() => ended !== null);
      return ended ?? '';
    },
  };
}
