/** Rights that one process at a time has, as locks of the operating system: whoever dies lets go, whatever killed him. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ActingLock } from '../ports/journal.ts';
import type { PrinterLocks } from '../ports/printing.ts';
import type { Clock } from '../ports/world.ts';
import { fileTrouble } from './sqlite.ts';

export const LOCK_FILE = 'acting.lock';
/** Who holds it, for people; the lock itself never depends on it. */
export const HOLDER_FILE = 'acting.json';

const WAIT_MS = 2_000;
const POLL_MS = 20;

type Acquired = Awaited<ReturnType<ActingLock['acquire']>>;
type Holder = Extract<Acquired, { readonly held: false }>['holder'];

export interface ActingLockOptions {
  readonly folder: string;
  readonly clock: Clock;
}

interface LockPlace {
  readonly folder: string;
  readonly lockFile: string;
  /** Where the holder says who it is; null: nobody asks. */
  readonly holderFile: string | null;
}

/** The lock's file as it is kept open between two turns; `inode`: which file that is. */
interface Kept {
  readonly db: DatabaseSync;
  readonly inode: number;
}

/** Never the folders above it: a data folder that vanished is not made anew by one who wants a lock in it. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function openFile({ folder, lockFile }: LockPlace): Kept {
  makeFolder(folder);
  const file = join(folder, lockFile);
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    chmodSync(file, 0o600);
    // The empty database would otherwise get a rollback journal beside it.
    db.exec('PRAGMA journal_mode = MEMORY');
    return { db, inode: statSync(file).ino };
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Takes SQLite's write lock on a database that stays empty: a lock on a byte range (or its like on Windows) that the
 * system releases with the process. Nothing is ever written, so nothing is synced. While it is held no other code of
 * this process may open and close the file, for on POSIX that would release it; SQLite itself knows that.
 * @returns null while somebody else has it
 */
function tryLock(place: LockPlace, kept: Kept | null): Kept | null {
  // Whoever removed or replaced the file locks another one by now.
  const inode = statSync(join(place.folder, place.lockFile), { throwIfNoEntry: false })?.ino;
  if (kept?.db.isOpen === true && kept.inode !== inode) kept.db.close();
  const own = kept?.db.isOpen === true ? kept : openFile(place);
  try {
    own.db.exec('BEGIN IMMEDIATE');
    return own;
  } catch (error) {
    own.db.close();
    if (fileTrouble(error) === 'locked') return null;
    throw error;
  }
}

/** Written in place: who reads it half-written, or not at all, says nobody. */
function writeHolder({ folder, holderFile }: LockPlace, holder: NonNullable<Holder>): void {
  if (holderFile === null) return;
  try {
    writeFileSync(join(folder, holderFile), `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  } catch {
    // It only tells others who acts; to act is allowed without it.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** What the holder said of himself; null where that is missing or from one who is dead. */
function readHolder({ folder, holderFile }: LockPlace): Holder {
  if (holderFile === null) return null;
  let said: unknown;
  try {
    said = JSON.parse(readFileSync(join(folder, holderFile), 'utf8'));
  } catch {
    // Not written yet, or just removed.
    return null;
  }
  if (typeof said !== 'object' || said === null || !('pid' in said) || !('what' in said) || !('since' in said))
    return null;
  const { pid, what, since } = said;
  if (typeof pid !== 'number' || typeof what !== 'string' || typeof since !== 'number') return null;
  return isAlive(pid) ? { pid, what, since } : null;
}

function removeHolder({ folder, holderFile }: LockPlace): void {
  if (holderFile === null) return;
  try {
    rmSync(join(folder, holderFile), { force: true });
  } catch {
    // Where another process reads it at this moment (Windows) the next holder writes over it.
  }
}

function hold(place: LockPlace, db: DatabaseSync, holder: NonNullable<Holder>, done: () => void): Acquired {
  let over = false;
  writeHolder(place, holder);
  return {
    held: true,
    release: () => {
      if (over) return;
      over = true;
      removeHolder(place);
      // A till that was closed meanwhile has let go of it already.
      if (db.isOpen) db.exec('ROLLBACK');
      done();
    },
  };
}

/** Lets go of the lock's file, and of the lock with it; one that is asked for again opens it again. */
interface Closing {
  close(): void;
}

/**
 * Those who ask in one process get it in the order in which they asked. The file stays open between two turns, which
 * costs a third of opening it each time. Waiting never blocks the event loop. A folder that cannot be written to cannot
 * be locked: that throws, for the journal was opened in it before.
 */
function openLock(place: LockPlace, clock: Clock): ActingLock & Closing {
  const line: symbol[] = [];
  let kept: Kept | null = null;
  const leave = (ticket: symbol): void => {
    line.splice(line.indexOf(ticket), 1);
  };
  return {
    acquire: async (what, waitMs = WAIT_MS) => {
      const ticket = Symbol(what);
      line.push(ticket);
      let until = Number.POSITIVE_INFINITY;
      try {
        for (;;) {
          const first = line[0] === ticket;
          // Those before us in this process will be done; only another process is waited for with a limit.
          if (first) until = Math.min(until, clock.monotonic() + waitMs);
          kept = first ? tryLock(place, kept) : kept;
          if (first && kept !== null) {
            return hold(place, kept.db, { pid: process.pid, what, since: clock.now() }, () => leave(ticket));
          }
          if (clock.monotonic() >= until) break;
          await clock.sleep(POLL_MS);
        }
      } catch (error) {
        leave(ticket);
        throw error;
      }
      leave(ticket);
      return { held: false, holder: readHolder(place) };
    },
    close: () => {
      if (kept?.db.isOpen === true) kept.db.close();
    },
  };
}

/** The acting lock of a data folder: the right to send. */
export function openActingLock({ folder, clock }: ActingLockOptions): ActingLock & Closing {
  return openLock({ folder, lockFile: LOCK_FILE, holderFile: HOLDER_FILE }, clock);
}

/** A name of any characters as a part of a file's name. */
function fileSafe(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

/** The locks of a data folder's printers, one for each name, in a folder of their own. */
export function openPrinterLocks({ folder, clock }: ActingLockOptions): PrinterLocks & Closing {
  const locks = new Map<string, ActingLock & Closing>();
  const lockOf = (name: string): ActingLock => {
    const safe = fileSafe(name);
    const place = { folder: join(folder, 'printers'), lockFile: `${safe}.lock`, holderFile: null };
    const lock = locks.get(name) ?? openLock(place, clock);
    locks.set(name, lock);
    return lock;
  };
  return {
    acquire: (name, waitMs) => lockOf(name).acquire(name, waitMs),
    close: () => {
      for (const lock of locks.values()) lock.close();
    },
  };
}
