/** What every device is to a session: bytes in turn, one end, and nothing closed under a call that is under way. */
import type { Connection, ConnectionEnd, ConnectionEvents } from '../connection.ts';

export interface Life {
  /** It was let go, or is lost: nothing more is read or written. */
  readonly ended: () => boolean;
  readonly lose: (detail: string) => void;
}

export interface DeviceWork {
  /** Hears what the device says until its life has ended; one that never will say anything returns at once. */
  readonly listen: (life: Life) => Promise<void>;
  /** @returns whether the device has all of it; one that fails is lost by the work itself */
  readonly write: (bytes: Uint8Array, life: Life) => Promise<boolean>;
  /** Gives it back, once. @param underWay resolves when no call is under way any more: closed before, a call could act on somebody else's device */
  readonly letGo: (underWay: () => Promise<unknown>) => Promise<void>;
}

export interface OpenDevice {
  readonly connection: Connection;
  /** How it ended, at once: `onEnd` comes when it is given back. */
  readonly ended: () => ConnectionEnd | null;
}

/** Begins to listen. `drop` and `abort` are one: bytes that no call has in hand are never tried again. */
export function openDevice({ listen, write, letGo }: DeviceWork, onEnd: ConnectionEvents['onEnd']): OpenDevice {
  let end: ConnectionEnd | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const finish = (how: ConnectionEnd): void => {
    if (end !== null) return;
    end = how;
    // Not before listening has begun, which may be what found it lost.
    void Promise.resolve()
      .then(() => letGo(() => Promise.allSettled([listening, turn])))
      .then(() => onEnd(how));
  };
  const life: Life = { ended: () => end !== null, lose: (detail) => finish({ kind: 'lost', detail }) };
  const listening = listen(life);
  const drop = (): void => finish({ kind: 'closed' });
  const connection: Connection = {
    kind: 'device',
    send: (bytes) => {
      const sent = turn.then(() => write(bytes, life));
      turn = sent;
      return sent;
    },
    endSending: () => undefined,
    drop,
    abort: drop,
  };
  return { connection, ended: () => end };
}
