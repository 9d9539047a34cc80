/** Who is in at the window, and since when nobody has touched it: kept in main, and nowhere else. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Outcome, Refused } from '../../shared/outcome.ts';
import { RIGHTS, type Right, type Role, rightsOf } from '../../shared/rights.ts';
import { words } from '../../shared/words.ts';
import type { Opened } from '../app/app.ts';
import { type LoggedIn, needsRight, type PeopleTill, peopleState, waitLeft } from '../app/people.ts';
import { isWithoutProfile } from '../app/profile-store.ts';
import type { Till } from '../app/till.ts';
import type { Operator } from '../ports/people.ts';
import type { Snapshot } from './state.ts';

export interface SessionTimes {
  /** Without a touch; null: as the profile says, or two minutes. */
  readonly lockAfterMs: number | null;
  /** The same while a QR, or what is not certain, is on screen. */
  readonly holdMs: number;
  /** Until when what a supervisor allowed has to be done. */
  readonly grantMs: number;
}

const TIMES: SessionTimes = { lockAfterMs: null, holdMs: 15 * 60_000, grantMs: 60_000 };
const LOCK_AFTER_MINUTES = 2;
/** While something is under way when the time is up: how soon it is looked at again. */
const AGAIN_MS = 1_000;

export interface SessionNeeds {
  readonly times?: Partial<SessionTimes>;
  /** Whether something that somebody pressed is under way: then nothing is locked. */
  readonly isBusy: () => boolean;
  readonly show: (session: Snapshot['session']) => void;
  /** Milliseconds that never run backwards. */
  readonly now: () => number;
  /** @returns what calls it off */
  readonly later: (run: () => void, ms: number) => () => void;
}

/** Under whose name an action runs, and what it may do. */
export type Actor = Pick<Till, 'operator' | 'may' | 'provedRole'>;

interface Grant {
  readonly wish: string;
  readonly right: Right;
  readonly supervisor: string;
  readonly until: number;
}

interface Inside extends LoggedIn {
  readonly may: readonly Right[];
}

export interface Session {
  /** Who is in; null: nobody is, or nobody has to be. */
  who(): Inside | null;
  /** Another number after each lock and each login. */
  epoch(): number;
  /** The same, and another one after a move to another till. */
  stamp(): string;
  /** Its people are lost, and so is the profile that would bring them back: all that is left is to install one. */
  isBare(): boolean;
  /** Takes over what the till says of its people now. @param marked whether the data folder says that there are some */
  look(till: Opened<PeopleTill>, marked: () => boolean): void;
  enter(person: LoggedIn): void;
  lock(): void;
  /** Forgets everything: another till. */
  reset(): void;
  /** Somebody touched the till. @param holding what is on screen has to stay there */
  active(holding: boolean): void;
  /** Whoever is in may do this one thing within the time. @param wish channel and input, as text */
  grant(right: Right, wish: string, supervisor: string): void;
  /** @returns why this may not be done now; null: it may */
  refusal(right: 'anyone' | 'in' | Right, wish: string): Refused | null;
  /** Runs an action as whoever is in, with what a supervisor allowed for this very wish. */
  as<T>(wish: string, run: () => Promise<Outcome<T>>): Promise<Outcome<T>>;
  /** In the course of such an action: as whom it runs; null: as the till itself says. */
  actor(): Actor | null;
  stop(): void;
}

const refused = (key: 'people.locked' | 'people.lost'): Refused => ({
  outcome: 'refused',
  code: null,
  operationId: null,
  words: words(key),
});

/** What is known of the till's people: as its journal and the mark beside it say. */
type Known = { readonly state: 'free' | 'some' | 'lost' | 'shut'; readonly till: PeopleTill | null };

function known(till: Opened<PeopleTill>, marked: () => boolean): Known {
  if (till.ok) {
    const state = peopleState(till.value);
    return { state: state === 'none' ? 'free' : state, till: till.value };
  }
  // Where there were never people there is nothing to guard but the set-up; without a journal nobody can say who there is.
  return { state: isWithoutProfile(till.outcome) || !marked() ? 'free' : 'shut', till: null };
}

export function createSession(needs: SessionNeeds): Session {
  const times = { ...TIMES, ...needs.times };
  const acting = new AsyncLocalStorage<Actor>();
  let world: Known = { state: 'shut', till: null };
  let inside: Inside | null = null;
  let grant: Grant | null = null;
  let touched = needs.now();
  let held = false;
  let told = '';
  let epoch = 0;
  let moves = 0;
  let listed: readonly Operator[] = [];
  let callOff: () => void = () => undefined;

  const settings = () => world.till?.profile?.operators;
  const lockAfter = (): number => times.lockAfterMs ?? (settings()?.lockMinutes ?? LOCK_AFTER_MINUTES) * 60_000;
  const mayDo = (role: Role): readonly Right[] => rightsOf(role, settings()?.cashiers);

  function stateNow(): Snapshot['session']['state'] {
    if (world.state !== 'some') return world.state;
    return inside === null ? 'locked' : 'in';
  }

  /** As the journal said last where it cannot be asked: that a till is locked is shown whatever its disk does. */
  function people(): readonly Operator[] {
    if (world.state !== 'some') return [];
    try {
      listed = world.till?.journal.people.list() ?? [];
    } catch {
      // Whoever looks or acts next meets the trouble, and says so.
    }
    return listed;
  }

  function show(): void {
    const state = stateNow();
    const { till } = world;
    const sinceBoot = till?.sinceBoot() ?? 0;
    const now: Snapshot['session'] = {
      state,
      role: inside?.role ?? null,
      may: [...(state === 'free' ? RIGHTS : (inside?.may ?? []))],
      people: people().map((one) => ({
        name: one.name,
        role: one.role,
        wrong: one.wrong,
        waitMs: Math.ceil(waitLeft(one, sinceBoot) / 1_000) * 1_000,
      })),
      store: till?.profile?.store.name ?? null,
      lockAfterMs: state === 'in' ? lockAfter() : null,
    };
    // Asked before every action: what did not change is not told again.
    const text = JSON.stringify([now, inside?.operator]);
    if (text === told) return;
    told = text;
    needs.show(now);
  }

  function leave(): void {
    inside = null;
    grant = null;
    held = false;
    callOff();
  }

  function watch(): void {
    callOff();
    if (inside === null) return;
    const limit = held ? Math.max(lockAfter(), times.holdMs) : lockAfter();
    const left = touched + limit - needs.now();
    callOff = needs.later(
      () => {
        if (left > 0) watch();
        else if (needs.isBusy()) callOff = needs.later(watch, AGAIN_MS);
        else session.lock();
      },
      Math.max(left, 0),
    );
  }

  const session: Session = {
    who: () => inside,
    epoch: () => epoch,
    stamp: () => `${epoch} ${moves}`,
    isBare: () => world.state === 'lost' && world.till?.profile === null,
    look(till, marked) {
      world = known(till, marked);
      // Taken off, or given another role, by another process or by a supervisor here.
      const present = inside === null ? null : (world.till?.journal.people.find(inside.operator) ?? null);
      if (world.state !== 'some' || present === null || present.removedAt !== null) leave();
      else inside = { operator: present.name, role: present.role, may: mayDo(present.role) };
      show();
    },
    enter({ operator, role }) {
      leave();
      epoch += 1;
      inside = { operator, role, may: mayDo(role) };
      touched = needs.now();
      watch();
      show();
    },
    lock() {
      leave();
      epoch += 1;
      show();
    },
    reset() {
      leave();
      moves += 1;
      world = { state: 'shut', till: null };
    },
    active(holding) {
      touched = needs.now();
      held = holding;
      watch();
    },
    grant(right, wish, supervisor) {
      grant = { right, wish, supervisor, until: needs.now() + times.grantMs };
    },
    refusal(right, wish) {
      const state = stateNow();
      if (right === 'anyone' || state === 'free') return null;
      if (inside === null) return refused(state === 'lost' ? 'people.lost' : 'people.locked');
      if (right === 'in' || inside.may.includes(right)) return null;
      const granted = grant !== null && grant.right === right && grant.wish === wish && needs.now() < grant.until;
      return granted ? null : needsRight(right);
    },
    as(wish, run) {
      if (inside === null) return run();
      const { operator, role: provedRole, may } = inside;
      const lent = grant !== null && grant.wish === wish && needs.now() < grant.until ? grant : null;
      if (lent === null) return acting.run({ operator, provedRole, may: (right) => may.includes(right) }, run);
      // Good for one time, whatever comes of it. Both names go into the journal and onto paper; none has a slash in it.
      grant = null;
      const both = `${operator} / ${lent.supervisor}`;
      return acting.run(
        { operator: both, provedRole, may: (right) => right === lent.right || may.includes(right) },
        run,
      );
    },
    actor: () => acting.getStore() ?? null,
    stop: () => callOff(),
  };
  return session;
}

/** The window's own session: real time. */
export function realTime(): Pick<SessionNeeds, 'now' | 'later'> {
  return {
    now: () => performance.now(),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** What of the state may be seen: while nobody is in, nothing of the till but who may log in. */
export function seen(state: Snapshot, empty: Snapshot): Snapshot {
  const { session, language, theme, sounds, version, sandbox, journalTrouble } = state;
  if (session.state === 'free' || session.state === 'in') return state;
  return { ...empty, session, language, theme, sounds, version, sandbox, journalTrouble };
}
