/** What a two-way line to a printer must be able to do, whatever carries the bytes: transports/ has one file for each. */

/** How a connection ended. `closed`: the peer had said that it sends no more, or we let go ourselves. */
export type ConnectionEnd =
  | { readonly kind: 'closed' }
  /** It broke: what had not arrived yet is lost. */
  | { readonly kind: 'lost'; readonly detail: string };

export interface ConnectionEvents {
  readonly onBytes: (chunk: Uint8Array) => void;
  /** The peer sends no more; it may still take. */
  readonly onPeerEnded: () => void;
  /** Once, last of all. */
  readonly onEnd: (end: ConnectionEnd) => void;
}

export interface Connection {
  /**
   * network: what was sent is somewhere on the way until the peer closes its side after ours.
   * device: nothing to close on the other side; once `send` resolved the device itself has the bytes.
   */
  readonly kind: 'network' | 'device';
  /**
   * Sends bytes after those sent before. From this call on some of them may have left the machine.
   * @returns when the device or the kernel has all of them: true; false when the connection ended before that
   */
  readonly send: (bytes: Uint8Array) => Promise<boolean>;
  /** Says that nothing more comes, once all bytes are out; goes on reading. */
  readonly endSending: () => void;
  /** Lets go at once, of a connection that has nothing left to send; what the kernel already has may still arrive. */
  readonly drop: () => void;
  /** Lets go at once, and throws away what has not left yet: for a job that ended before all of it was out. */
  readonly abort: () => void;
  /**
   * How many bytes may have left this machine so far, final once the connection has ended. Where it is absent,
   * everything that was sent may have.
   */
  readonly mayHaveLeft?: () => number;
}

export type Opened =
  | { readonly ok: true; readonly connection: Connection }
  /** No byte can have left the machine. */
  | { readonly ok: false; readonly detail: string };

/** Opens a way to a printer; events come only after it resolved with a connection. */
export type Open = (events: ConnectionEvents, signal?: AbortSignal) => Promise<Opened>;
