/** What the actions need from the world: time and chance; each can be handed another in a test. */

export interface Clock {
  /** Milliseconds since the epoch, by this machine's clock. */
  now(): number;
  /** Milliseconds that never run backwards; only differences mean something. */
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The providers' time, as far as their answers tell it. */
export interface ProviderTime {
  /** What requests are stamped with, milliseconds since the epoch: this machine's time, corrected where it is off. */
  now(): number;
  /** What is added to this machine's time, milliseconds; 0 while it is right or nothing better is known. */
  correction(): number;
  /** How far the providers' clock is ahead of this machine's, milliseconds; null before any answer. */
  offset(): number | null;
  /** Whether this machine's clock was set since an answer, or is far from a single one: the next answer will tell. */
  unsure(): boolean;
  /** The Date header of an answer that came over a provider's own connection, milliseconds since the epoch. */
  heard(serverTime: number): void;
}

export interface Random {
  uuid(): string;
  /** Decimal digits, uniformly random. */
  digits(count: number): string;
  /** Characters of the alphabet, uniformly random. */
  pick(alphabet: string, count: number): string;
}
