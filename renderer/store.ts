/** What main said last, and which screen is open. Nothing here is decided by the window. */
import { create } from 'zustand';
import type { NotOk, Words } from '../shared/outcome.ts';
import { leave } from './leaving.ts';
import { ask, type JournalSetAside, listen, type Snapshot } from './till.ts';

export const SCREENS = ['atm-qr', 'day', 'operations', 'shift', 'terminal', 'settings'] as const;
export type ScreenName = (typeof SCREENS)[number];

/** Where the set-up can be entered. */
export type SetUpFrom = 'profile' | 'check';

export interface TillState {
  readonly snapshot: Snapshot | null;
  /** Why there is no snapshot, where main could not give one. */
  readonly trouble: NotOk | null;
  readonly screen: ScreenName;
  /** How often a screen was opened, also the one that is open already. */
  readonly opened: number;
  /** Where the set-up began: a person opened it, or it goes on although a profile is there now; null: it is shut. */
  readonly settingUp: SetUpFrom | null;
  /** An operation whose detail another screen asked to see. */
  readonly operationShown: string | null;
  /** The print queue was asked for from elsewhere: it takes the focus as soon as it is there. */
  readonly queueAsked: boolean;
  /** The operators were asked for from elsewhere: they take the focus as soon as they are there. */
  readonly peopleAsked: boolean;
  /** What became of a damaged journal, until a person has read it. */
  readonly aside: JournalSetAside | null;
  /** That somebody else guessed at the PIN of who is in now, until a person has read it. */
  readonly guessed: Words | null;
  /** Who was in last, until the program ends; alone of all this it outlives a lock. */
  readonly lastIn: string | null;
  readonly setAside: (aside: JournalSetAside | null) => void;
  readonly tellGuessed: (guessed: Words | null) => void;
  readonly open: (screen: ScreenName) => void;
  readonly askPeople: () => void;
  readonly askQueue: (asked: boolean) => void;
  readonly showOperation: (id: string | null) => void;
  /** Opens the set-up at a step; null shuts it. */
  readonly setUp: (from: SetUpFrom | null) => void;
}

/** Where the window begins, and begins again after every lock. */
const BEGIN = {
  screen: 'atm-qr',
  settingUp: null,
  operationShown: null,
  queueAsked: false,
  peopleAsked: false,
  aside: null,
  guessed: null,
} as const;

export const useTill = create<TillState>()((set) => ({
  ...BEGIN,
  snapshot: null,
  trouble: null,
  opened: 0,
  lastIn: null,
  setAside: (aside) => set({ aside }),
  tellGuessed: (guessed) => set({ guessed }),
  open: (screen) =>
    set(({ opened }) => ({
      screen,
      opened: opened + 1,
      operationShown: null,
      queueAsked: false,
      peopleAsked: false,
    })),
  askPeople: () => set({ peopleAsked: true, screen: 'settings', operationShown: null }),
  askQueue: (queueAsked) => set(queueAsked ? { queueAsked, screen: 'settings', operationShown: null } : { queueAsked }),
  showOperation: (operationShown) =>
    set(operationShown === null ? { operationShown } : { operationShown, screen: 'operations' }),
  setUp: (settingUp) => set({ settingUp }),
}));

/** Whether the till may be seen: somebody is in, or nobody has to be. */
export function isOpen({ session }: Snapshot): boolean {
  return session.state === 'free' || session.state === 'in';
}

/** Where the set-up stands after such a snapshot. */
function setUpAfter(settingUp: SetUpFrom | null, { profile, journalTrouble }: Snapshot): SetUpFrom | null {
  // Once it has begun the set-up is left by a person, not because a profile has come.
  // A journal that cannot be opened hides the profile: it is there.
  return settingUp ?? (profile === null && journalTrouble === null ? 'profile' : null);
}

function take(snapshot: Snapshot): void {
  const { documentElement } = document;
  documentElement.lang = snapshot.language;
  documentElement.dataset.theme = snapshot.theme;
  const before = useTill.getState();
  if (isOpen(snapshot)) {
    const lastIn = snapshot.session.state === 'in' ? snapshot.operator : before.lastIn;
    useTill.setState({ snapshot, trouble: null, lastIn, settingUp: setUpAfter(before.settingUp, snapshot) });
    return;
  }
  useTill.setState({ ...BEGIN, snapshot, trouble: null });
  if (before.snapshot !== null && isOpen(before.snapshot)) leave();
}

/** Asks main for everything; where that failed it may be asked again. */
export async function load(): Promise<void> {
  const before = useTill.getState().snapshot;
  useTill.setState({ trouble: null });
  const outcome = await ask('app.snapshot', {});
  // What was heard meanwhile is newer than this answer.
  if (useTill.getState().snapshot !== before) return;
  if (outcome.outcome === 'ok') take(outcome.data);
  else useTill.setState({ trouble: outcome });
}

/** Once a page: is told of every change for as long as the page lives, and asks for everything. */
export async function connect(): Promise<void> {
  listen('state.changed', take);
  await load();
}

/** For the components behind the first snapshot: there is one. */
export function useSnapshot(): Snapshot {
  const snapshot = useTill((state) => state.snapshot);
  if (snapshot === null) throw new Error('nothing is shown before the first snapshot');
  return snapshot;
}
