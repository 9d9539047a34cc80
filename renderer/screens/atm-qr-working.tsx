/** While main works: what is happening, which attempt it is and for how long, in words. */
import { useEffect, useState } from 'react';
import { useHold } from '../activity.tsx';
import { useFocusOnShow, useNow } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useAskingSupervisor } from '../override.ts';
import { useSnapshot } from '../store.ts';
import type { Acting, Wish } from '../till.ts';
import styles from './atm-qr.module.css';

/** A phase with its attempt, where there is more than one to come. */
export function usePhaseWords(): (acting: Acting) => string {
  const { t } = useText();
  return ({ phase, attempt, of }) => {
    const what = t.working.phase[phase];
    const counted = phase === 'sending' || phase === 'waiting' || phase === 'asking';
    return counted && attempt > 0 && of > 0 ? `${what} (${t.working.attempt(attempt, of)})` : what;
  };
}

const STARTING: Acting = { action: 'qr.generate', phase: 'starting', attempt: 0, of: 0 };

export function AtmQrWorking({ wish, since }: { readonly wish: Wish; readonly since: number }) {
  useHold();
  const { t } = useText();
  const { acting } = useSnapshot();
  const inWords = usePhaseWords();
  const waits = useAskingSupervisor();
  const now = useNow();
  const title = useFocusOnShow<HTMLHeadingElement>();
  const [doing, setDoing] = useState<Acting>(STARTING);
  useEffect(() => {
    // What else main does on the way (asking the printer) is no step of this.
    if (acting?.action === STARTING.action) setDoing(acting);
  }, [acting]);
  return (
    <section className={styles.working} aria-labelledby="working-title">
      <h1 id="working-title" ref={title} tabIndex={-1}>
        {waits ? t.people.needs : t.working.title}
      </h1>
      <p className={styles.courier}>
        {wish.courierName} · {wish.courierNo}
      </p>
      <div className={styles.bar} aria-hidden="true" />
      <p className={styles.phase} role="status">
        {waits ? t.people.needs : inWords(doing)}
      </p>
      <p className={styles.soft}>{t.working.since(Math.max(0, Math.floor((now - since) / 1_000)))}</p>
      <p className={styles.soft}>{t.working.calm}</p>
    </section>
  );
}
