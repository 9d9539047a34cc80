/** Tells main that somebody is there, so that it locks the till when nobody is; and says so shortly before it does. */
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import styles from './app.module.css';
import { useText } from './i18n/use-text.ts';
import { useTill } from './store.ts';
import { ask } from './till.ts';
import { watchTouches } from './touches.ts';

/** How long before the lock it is announced, milliseconds. */
const SOON_MS = 15_000;
const TOUCHES = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

const useHolds = create<{ readonly count: number }>()(() => ({ count: 0 }));

/** For what must stay on the screen although nobody touches the till: a QR that is being scanned, what is not certain. */
export function useHold(on = true): void {
  useEffect(() => {
    if (!on) return undefined;
    const add = (by: number): void => useHolds.setState(({ count }) => ({ count: count + by }));
    add(1);
    return () => add(-1);
  }, [on]);
}

function later(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** @returns whether main is about to lock the till */
function useActivity(lockAfterMs: number): boolean {
  const holding = useHolds(({ count }) => count > 0);
  const [soon, setSoon] = useState(false);
  useEffect(() => {
    let callOff = (): void => undefined;
    const tell = (): void => {
      callOff();
      setSoon(false);
      // While something holds it open main alone knows for how long.
      if (!holding && lockAfterMs > 2 * SOON_MS) callOff = later(() => setSoon(true), lockAfterMs - SOON_MS);
      // Untold, main locks a till too early: that is safe, and the next touch tells it.
      void ask('session.active', { holding });
    };
    const { touched, stop } = watchTouches({ tell, now: () => performance.now(), later });
    for (const name of TOUCHES) window.addEventListener(name, touched, { capture: true, passive: true });
    return () => {
      for (const name of TOUCHES) window.removeEventListener(name, touched, { capture: true });
      stop();
      callOff();
    };
  }, [holding, lockAfterMs]);
  return soon;
}

function Watching({ lockAfterMs }: { readonly lockAfterMs: number }) {
  const { t } = useText();
  const soon = useActivity(lockAfterMs);
  return soon ? (
    <p className={styles.soon} role="status">
      {t.people.soon}
    </p>
  ) : null;
}

/** While somebody is in. */
export function Activity() {
  const lockAfterMs = useTill(({ snapshot }) =>
    snapshot?.session.state === 'in' ? snapshot.session.lockAfterMs : null,
  );
  return lockAfterMs === null ? null : <Watching lockAfterMs={lockAfterMs} />;
}
