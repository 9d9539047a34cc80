/** The receive buffer of one connection: bytes in, whole commands out, real-time commands told the moment they arrive. */
import { type Command, type Cut, cutFirst } from './commands.ts';
import { createRealtimeScanner, type Realtime } from './realtime.ts';
import type { Dialect } from './setup.ts';

export interface Reader {
  /** @returns how many of the bytes are a job's: a real-time command between two commands takes no room */
  readonly push: (chunk: Uint8Array) => number;
  /** The next whole command, left in place; its arguments are its own. */
  readonly peek: () => Cut | null;
  readonly drop: () => void;
  /** Bytes that wait, those of an unfinished command included. */
  readonly waiting: () => number;
  readonly clear: () => void;
  /** The unfinished command. */
  readonly unfinished: () => Uint8Array;
  /** Begins with a command that was left unfinished elsewhere; real-time commands in it have been obeyed. */
  readonly beginWith: (bytes: Uint8Array) => void;
}

const FIRST_SIZE = 1024;
const OLD_HEAD = 4096;

function owned(command: Command): Command {
  return command.kind === 'command' ? { ...command, args: command.args.slice() } : command;
}

/** @param onRealtime may clear this very buffer */
export function createReader(dialect: () => Dialect, onRealtime: (command: Realtime) => void): Reader {
  const scan = createRealtimeScanner();
  let queue: Cut[] = [];
  let head = 0;
  let queued = 0;
  /** What is not a whole command yet: from `start` to `end`. */
  let rest = new Uint8Array(FIRST_SIZE);
  let start = 0;
  let end = 0;

  const append = (bytes: Uint8Array): void => {
    if (end + bytes.length > rest.length) {
      const waiting = rest.subarray(start, end);
      const size = Math.max(FIRST_SIZE, (waiting.length + bytes.length) * 2);
      const bigger = size > rest.length ? new Uint8Array(size) : rest;
      if (bigger === rest) rest.copyWithin(0, start, end);
      else bigger.set(waiting);
      rest = bigger;
      end -= start;
      start = 0;
    }
    rest.set(bytes, end);
    end += bytes.length;
  };
  /** @returns bytes of real-time commands, which are not kept */
  const cutAll = (): number => {
    let obeyed = 0;
    while (start < end) {
      const first = rest[start] ?? 0;
      const cut: Cut | null =
        first >= 0x20
          ? { command: { kind: 'char', byte: first }, length: 1 }
          : cutFirst(rest.subarray(start, end), dialect());
      if (cut === null) break;
      start += cut.length;
      if (cut.command.kind === 'command' && cut.command.name.startsWith('DLE')) obeyed += cut.length;
      else {
        queue.push({ command: owned(cut.command), length: cut.length });
        queued += cut.length;
      }
    }
    if (start === end) {
      start = 0;
      end = 0;
    }
    return obeyed;
  };
  const take = (bytes: Uint8Array): number => {
    append(bytes);
    return bytes.length - cutAll();
  };

  return {
    push: (chunk) => {
      let kept = 0;
      let done = 0;
      for (let at = 0; at < chunk.length; at += 1) {
        const realtime = scan(chunk[at] ?? 0);
        if (realtime === null) continue;
        kept += take(chunk.subarray(done, at + 1));
        done = at + 1;
        onRealtime(realtime);
      }
      return kept + take(chunk.subarray(done));
    },
    peek: () => queue[head] ?? null,
    drop: () => {
      queued -= queue[head]?.length ?? 0;
      head += 1;
      if (head < OLD_HEAD && head < queue.length) return;
      queue = queue.slice(head);
      head = 0;
    },
    unfinished: () => rest.slice(start, end),
    beginWith: take,
    waiting: () => queued + end - start,
    clear: () => {
      queue = [];
      head = 0;
      queued = 0;
      start = 0;
      end = 0;
    },
  };
}
