/** A till that is set up: what every action works with, and the rule that one process acts at a time. */
import type { Outcome, Unavailable } from '../../shared/outcome.ts';
import type { StoreProfile } from '../../shared/profile.ts';
import type { Right, Role } from '../../shared/rights.ts';
import { words } from '../../shared/words.ts';
import type { ActingLock, Journal } from '../ports/journal.ts';
import type { AttemptOutcome, ProviderName } from '../ports/operations.ts';
import type { Printing } from '../ports/printing.ts';
import type { Clock, ProviderTime, Random } from '../ports/world.ts';
import type { PrintQueue } from '../printing/queue.ts';
import type { Paycools } from '../providers/paycools.ts';
import type { Speedcash } from '../providers/speedcash.ts';
import type { CallProgress } from '../snap/call.ts';
import { atJournalEdge, journalNotReady } from './journal-edge.ts';
import type { PeopleMark } from './people-mark.ts';

export interface Providers {
  readonly speedcash: Speedcash | null;
  readonly paycools: Paycools | null;
}

/** What may be written to a log: these facts and no others. */
export interface LogEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly provider: ProviderName;
  readonly service: string;
  readonly externalId: string;
  readonly outcome: AttemptOutcome;
  readonly code: string | null;
  readonly httpStatus: number | null;
  /** Only where this machine's clock is off: what was added to it for the request's timestamp, milliseconds. */
  readonly clockCorrectedMs?: number;
}

export interface Till {
  readonly profile: StoreProfile;
  /** The providers are a sandbox: said on every slip. */
  readonly sandbox: boolean;
  readonly journal: Journal;
  readonly lock: ActingLock;
  readonly clock: Clock;
  /** The providers' time, for what is compared with theirs. */
  readonly time: ProviderTime;
  readonly random: Random;
  readonly printing: Printing;
  readonly queue: PrintQueue;
  /** Who stands at the till. */
  readonly operator: string;
  /** Whether whoever stands there may do this; whoever runs a command may do everything unless the profile says else. */
  readonly may: (right: Right) => boolean;
  /** The role that its operator proved to have: with another one by now, nothing that it gave holds. */
  readonly provedRole?: Role;
  /** That this till knows its people, beside the journal that holds them. */
  readonly mark: PeopleMark;
  /** Milliseconds since this machine's start, by a clock that nobody can set and that every process shares. */
  readonly sinceBoot: () => number;
  /** The id derived from this machine, null where it has none. */
  readonly machineTerminalId: () => string | null;
  /** The providers with their keys, from the keychain at first use. */
  readonly providers: () => Promise<
    { readonly ok: true; readonly providers: Providers } | { readonly ok: false; readonly outcome: Unavailable }
  >;
  /** When the present wish was pressed, milliseconds since the epoch: a command's own start, or now. */
  readonly pressedAt: () => number;
  readonly onProgress: (progress: CallProgress) => void;
  /** Told of a fault of the program or the machine in what must not change an answer. */
  readonly onFault: (error: unknown) => void;
  readonly log: (entry: LogEntry) => void;
}

export function unavailable(said: Unavailable['words']): Unavailable {
  return { outcome: 'unavailable', code: null, words: said, operationId: null };
}

/** What the right to act is held for by a question in the background. */
export const SETTLING = 'settle';
/** A question in the background is over by then: it is one request. */
const SETTLING_MS = 9_000;

/**
 * Runs what sends or prints while holding the acting lock, after settling what a process that died left behind. Nothing
 * is begun where the journal could not take the whole of it.
 * @returns `unavailable`, with who is acting, when another process does not finish in time; for a journal in trouble
 * what `atJournalEdge` makes of it
 */
export function acting<T>(till: Till, what: string, act: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return atJournalEdge(till.journal, async () => {
    const before = await journalNotReady(till);
    if (before !== null) return before;
    let lock = await till.lock.acquire(what);
    // What nobody waits for must not be why a command of another process fails.
    if (!lock.held && lock.holder?.what === SETTLING) lock = await till.lock.acquire(what, SETTLING_MS);
    if (!lock.held) {
      const holder = lock.holder === null ? '?' : `${lock.holder.what}, pid ${lock.holder.pid}`;
      return unavailable(words('till.busy', { holder }));
    }
    try {
      // Whoever acted while this one waited for its turn may have filled the disk.
      const now = await journalNotReady(till);
      if (now !== null) return now;
      till.journal.recover();
      return await act();
    } finally {
      lock.release();
    }
  });
}

/** The terminal that this till acts as: the registered one, else the one derived from the machine. */
export function terminalOf(till: Till): string {
  const merchantId = till.profile.speedcash?.merchantId;
  const registered = merchantId === undefined ? null : till.journal.registration(merchantId);
  return registered?.terminalId ?? till.machineTerminalId() ?? '-';
}

type Wanted<Name extends keyof Providers> =
  | { readonly ok: true; readonly provider: NonNullable<Providers[Name]> }
  | { readonly ok: false; readonly outcome: Unavailable };

export const PROVIDER_TITLES = { speedcash: 'SpeedCash', paycools: 'PayCools' } as const;

/** The provider an action needs, or the outcome that says why there is none. */
export async function provider<Name extends keyof Providers>(till: Till, name: Name): Promise<Wanted<Name>> {
  if (till.profile[name] === null) {
    return { ok: false, outcome: unavailable(words('till.no-provider', { provider: PROVIDER_TITLES[name] })) };
  }
  const loaded = await till.providers();
  if (!loaded.ok) return loaded;
  const found = loaded.providers[name];
  if (found === null) {
    return { ok: false, outcome: unavailable(words('till.no-provider', { provider: PROVIDER_TITLES[name] })) };
  }
  return { ok: true, provider: found };
}
