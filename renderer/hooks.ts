/** Small hooks that several screens share: a reading from main, the time, keys that switch screens. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Outcome } from '../shared/outcome.ts';
import { SCREENS, useTill } from './store.ts';
import { ask, type Data, type Input, type Name, type Person } from './till.ts';
import { type Wait, waitsAfter } from './waits.ts';

export interface Reading<N extends Name> {
  /** What main answered last; null before the first answer. */
  readonly outcome: Outcome<Data<N>> | null;
  /** When it answered, milliseconds since the epoch by this machine's clock. */
  readonly at: number | null;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Asks again whenever the input changes; an answer that was overtaken by a later question is dropped. */
export function useReading<N extends Name>(name: N, input: Input<N>): Reading<N> {
  const key = JSON.stringify(input);
  const [outcome, setOutcome] = useState<Outcome<Data<N>> | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again; `key` stands for the input
  useEffect(() => {
    let current = true;
    setLoading(true);
    void ask(name, JSON.parse(key) as Input<N>).then((answer) => {
      if (!current) return;
      setOutcome(answer);
      setAt(Date.now());
      setLoading(false);
    });
    return () => {
      current = false;
    };
  }, [name, key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { outcome, at, loading, reload };
}

/** Milliseconds since the epoch by this machine's clock, anew every second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** @returns milliseconds that somebody has to wait, 0 for none; anew every second */
export function useWaits(people: readonly Person[]): (name: string) => number {
  useNow();
  // Main counts by a clock that nobody sets, and so does this.
  const now = performance.now();
  const [kept, setKept] = useState<ReadonlyMap<string, Wait>>(new Map());
  const waits = waitsAfter(kept, people, now);
  if (waits !== kept) setKept(waits);
  return (name) => Math.max(0, (waits.get(name)?.until ?? 0) - now);
}

/** One deed at a time: while it runs, calling again does nothing. `run` tells whether it began. */
export function useDeed<A extends readonly unknown[]>(
  deed: (...args: A) => Promise<void>,
): readonly [run: (...args: A) => boolean, busy: boolean] {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const run = (...args: A): boolean => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    void deed(...args).finally(() => {
      running.current = false;
      setBusy(false);
    });
    return true;
  };
  return [run, busy];
}

function screenOf(event: KeyboardEvent): (typeof SCREENS)[number] | undefined {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  const match = event.altKey ? /^Digit([1-6])$/.exec(event.code) : /^F([1-6])$/.exec(event.key);
  return match === null ? undefined : SCREENS[Number(match[1]) - 1];
}

/** Whether Chromium would do something of its own at this key: its find bar, a reload, caret browsing. Alt+F4 stays the system's. */
function isBrowsers({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return /^F[1-9]$/.test(key) && !altKey && !ctrlKey && !metaKey;
}

/** F1–F9 are the till's, also where they do nothing. */
export function useOwnKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (isBrowsers(event)) event.preventDefault();
    };
    window.addEventListener('keydown', pressed, { capture: true });
    return () => window.removeEventListener('keydown', pressed, { capture: true });
  }, []);
}

/** F1–F6 and Alt+1–6 open the screens, unless a dialog asks something. */
export function useScreenKeys(on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      const screen = screenOf(event);
      if (screen === undefined) return;
      event.preventDefault();
      if (document.querySelector('[role="alertdialog"], [role="dialog"]') === null) useTill.getState().open(screen);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [on]);
}

/** F9 locks the till, whatever is open: who goes away is in a hurry. */
export function useLockKey(on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'F9' || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      void ask('session.lock', {});
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [on]);
}

/** Takes the focus when it appears, so that what changed is read out and Tab goes on from there. */
export function useFocusOnShow<E extends HTMLElement>(): React.RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => ref.current?.focus(), []);
  return ref;
}

/** The focus goes back to an element unless somebody else has taken it meanwhile; what only holds the element has not. */
export function giveBack(element: Element | null): void {
  if (element instanceof HTMLElement && document.activeElement?.contains(element) === true) element.focus();
}

/** What a dialog does about the focus: where it begins, and where it goes back to; the kit alone leaves it on nothing. */
export interface DialogFocus {
  readonly onOpenAutoFocus: (event: Event) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
}

/**
 * @param begin where the focus begins, once the dialog is there
 * @param back goes back elsewhere than to where the focus was
 */
export function useDialogFocus(begin: (dialog: HTMLElement | null) => void, back?: () => void): DialogFocus {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event) => {
      event.preventDefault();
      before.current = document.activeElement;
      begin(event.currentTarget instanceof HTMLElement ? event.currentTarget : null);
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (back !== undefined) back();
      else giveBack(before.current);
    },
  };
}

/** Does something every so many milliseconds while somebody can see the page, and at once when it is seen again. */
export function useEvery(everyMs: number, on: boolean, act: () => void): void {
  useEffect(() => {
    if (!on) return undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    const start = (): void => {
      timer = setInterval(act, everyMs);
    };
    const seen = (): void => {
      clearInterval(timer);
      if (document.hidden) return;
      start();
      act();
    };
    if (!document.hidden) start();
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [everyMs, on, act]);
}
