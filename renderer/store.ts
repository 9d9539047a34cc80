/** What main said last, and which screen is open. Nothing here is decided by the window. */
import { create } from 'zustand';
import type { NotOk } from '../shared/outcome.ts';
import { ask, listen, type Snapshot } from './till.ts';

export const SCREENS = ['atm-qr', 'day', 'operations', 'terminal', 'settings'] as const;
export type ScreenName = (typeof SCREENS)[number];

export interface TillState {
  readonly snapshot: Snapshot | null;
  /** Why there is no snapshot, where main could not give one. */
  readonly trouble: NotOk | null;
  readonly screen: ScreenName;
  /** The set-up was opened by a person, or goes on although a profile is there now. */
  readonly settingUp: boolean;
  readonly sounds: boolean;
  /** An operation whose detail another screen asked to see. */
  readonly operationShown: string | null;
  readonly open: (screen: ScreenName) => void;
  readonly showOperation: (id: string | null) => void;
  readonly setUp: (on: boolean) => void;
  readonly switchSounds: (on: boolean) => void;
}

const SOUNDS_KEY = 'sounds';

function soundsKept(): boolean {
  try {
    return window.localStorage.getItem(SOUNDS_KEY) !== 'off';
  } catch {
    return true; // a window without storage keeps the choice until it closes
  }
}

function keepSounds(on: boolean): void {
  try {
    window.localStorage.setItem(SOUNDS_KEY, on ? 'on' : 'off');
  } catch {
    // see soundsKept
  }
}

export const useTill = create<TillState>()((set) => ({
  snapshot: null,
  trouble: null,
  screen: 'atm-qr',
  settingUp: false,
  sounds: soundsKept(),
  operationShown: null,
  open: (screen) => set({ screen, operationShown: null }),
  showOperation: (operationShown) =>
    set(operationShown === null ? { operationShown } : { operationShown, screen: 'operations' }),
  setUp: (settingUp) => set({ settingUp }),
  switchSounds: (sounds) => {
    keepSounds(sounds);
    set({ sounds });
  },
}));

function take(snapshot: Snapshot): void {
  const { documentElement } = document;
  documentElement.lang = snapshot.language;
  documentElement.dataset.theme = snapshot.theme;
  useTill.setState(({ settingUp }) => ({
    snapshot,
    trouble: null,
    // Once it has begun the set-up is left by a person, not because a profile has come.
    settingUp: settingUp || snapshot.profile === null,
  }));
}

/** Asks main for everything once and is told of changes from then on. @returns ends the subscription */
export function connect(): () => void {
  let heard = false;
  const end = listen('state.changed', (snapshot) => {
    heard = true;
    take(snapshot);
  });
  void ask('app.snapshot', {}).then((outcome) => {
    // What was heard meanwhile is newer than this answer.
    if (heard) return;
    if (outcome.outcome === 'ok') take(outcome.data);
    else useTill.setState({ trouble: outcome });
  });
  return end;
}

/** For the components behind the first snapshot: there is one. */
export function useSnapshot(): Snapshot {
  const snapshot = useTill((state) => state.snapshot);
  if (snapshot === null) throw new Error('nothing is shown before the first snapshot');
  return snapshot;
}
