/** A printer on the network: raw bytes over TCP, usually port 9100. */
import { connect, type Socket } from 'node:net';
import type { Connection, ConnectionEnd, ConnectionEvents, Open, Opened } from '../connection.ts';

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
  readonly connectMs: number;
}

function reasonOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/**
 * How long answers are still taken from a printer that nobody waits for any more. Closed under it, this side would
 * answer them with a reset, and the printer would throw away what it has not worked through.
 */
const LINGER_MS = 30_000;

/**
 * Goes on reading in the background; holds no process back. Whoever has not ended its side by then is reset: it may have
 * room for no other connection, and what it has not taken in half a minute must not come out later still.
 */
function linger(socket: Socket): void {
  socket.unref();
  const timer = setTimeout(() => socket.resetAndDestroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}

function connectionOn(socket: Socket): Connection {
  let left = 0;
  return {
    kind: 'network',
    send: (bytes) =>
      new Promise((resolve) => {
        if (!socket.writable) return resolve(false);
        left += bytes.length;
        socket.write(bytes, (error) => resolve(error === undefined || error === null));
      }),
    endSending: () => {
      if (socket.writable) socket.end();
    },
    drop: () => {
      if (socket.destroyed) return;
      if (socket.writableEnded && socket.writableLength === 0) linger(socket);
      else socket.destroy();
    },
    // A reset makes the kernel forget what the printer had no room for yet.
    abort: () => {
      if (!socket.destroyed) socket.resetAndDestroy();
    },
    mayHaveLeft: () => left,
  };
}

function listen(socket: Socket, events: ConnectionEvents): void {
  let end: ConnectionEnd = { kind: 'closed' };
  socket.on('data', (chunk: Buffer) => events.onBytes(chunk));
  socket.on('end', () => events.onPeerEnded());
  socket.on('error', (error) => {
    end = { kind: 'lost', detail: reasonOf(error) };
  });
  socket.on('close', () => events.onEnd(end));
}

/**
 * @param address `connectMs`: how long a connection may take to be made
 * @returns how to open it. The peer's end does not end our side: a printer may go on taking bytes.
 */
export function openTcp(address: TcpAddress): Open {
  return (events, signal) =>
    new Promise<Opened>((resolve) => {
      const socket = connect({ host: address.host, port: address.port, allowHalfOpen: true, noDelay: true });
      const giveUp = (detail: string): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        // Destroying it while it connects makes it report once more; nobody needs that.
        socket.removeAllListeners().on('error', () => undefined);
        socket.destroy();
        resolve({ ok: false, detail });
      };
      const onAbort = (): void => giveUp('cancelled');
      const timer = setTimeout(() => giveUp('no connection in time'), address.connectMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      socket.once('error', (error) => giveUp(reasonOf(error)));
      socket.once('connect', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        socket.removeAllListeners('error');
        listen(socket, events);
        resolve({ ok: true, connection: connectionOn(socket) });
      });
      if (signal?.aborted === true) onAbort();
    });
}
