/** What the journal keeps of the people at a till. */
import type { Right, Role } from '../../shared/rights.ts';

/** A PIN as it is kept: scrypt (RFC 7914) with a salt of its own, and the cost that it was made with. */
export interface PinHash {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  readonly cost: { readonly n: number; readonly r: number; readonly p: number };
}

export interface Operator {
  /** As it stands on slips; no two of a journal are alike, also not one who is gone. */
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** When this person was taken off the till; null: may log in. */
  readonly removedAt: number | null;
  /** Wrong PINs in a row. */
  readonly wrong: number;
  /** When the last of them was counted, milliseconds since this machine's start; null: none was. */
  readonly wrongAt: number | null;
}

/**
 * rehashed: the same PIN at another cost · locked-out: a wrong PIN that makes one wait · guessed: wrong ones before the
 * right one, or before another PIN
 */
export type OperatorChange = 'added' | 'pin' | 'role' | 'removed' | 'recovered' | 'rehashed' | 'locked-out' | 'guessed';

/** A supervisor let somebody do one thing that needs a right. */
export interface OverrideNote {
  readonly operator: string;
  readonly supervisor: string;
  readonly right: Right;
  /** What was allowed: the action and what it is about, a line. */
  readonly what: string;
}

/** What may be tried now: the PIN to compare with, its try counted on disk already, or how long that has to wait. */
export type PinTry =
  | { readonly try: 'now'; readonly operator: Operator; readonly pin: PinHash }
  | { readonly try: 'wait'; readonly operator: Operator; readonly waitMs: number }
  | { readonly try: 'nobody' };

/** Who it is now, and how many wrong PINs there were since the last right one. */
export interface Forgiven {
  readonly operator: Operator;
  readonly guesses: number;
}

/** Every change is a link of the journal's chain, under the name of who made it. Names are found whatever their case. */
export interface People {
  /** Those who may log in, the oldest first. */
  list(): readonly Operator[];
  /** Also one who is gone: his name stays his. */
  find(name: string): Operator | null;
  /** @param by who made the change; fails where the name is somebody's */
  add(operator: { readonly name: string; readonly role: Role; readonly pin: PinHash }, by: string): Operator;
  /** A PIN of one's own, or another one by a supervisor, or by who brought the profile file; wrong tries are forgotten. */
  setPin(name: string, pin: PinHash, by: string, change?: Extract<OperatorChange, 'pin' | 'recovered'>): void;
  setRole(name: string, role: Role, by: string): void;
  remove(name: string, by: string): void;
  /**
   * Before a PIN is compared: counts the try as a wrong one, on disk, so that pulling the plug meanwhile gains nothing.
   * @param sinceBoot milliseconds since this machine's start, a clock that nobody can set and all processes share; asked
   * once the row is held, so that what another process counted just before is never later than now
   * @param waitAfter how long one has to wait after so many wrong PINs in a row, milliseconds
   */
  tryPin(name: string, sinceBoot: () => number, waitAfter: (wrong: number) => number): PinTry;
  /** The PIN that was tried is wrong, and from now on this person has to wait: noted. */
  lockOut(operator: Operator): void;
  /**
   * The PIN that was tried is right: the wrong ones before it are noted and forgotten. `pin`: the same PIN, hashed at a
   * new cost. @returns null: was given another PIN meanwhile, or taken off, and nothing was changed
   */
  forgive(tried: Extract<PinTry, { readonly try: 'now' }>, pin?: PinHash): Forgiven | null;
  noteOverride(note: OverrideNote): void;
}
