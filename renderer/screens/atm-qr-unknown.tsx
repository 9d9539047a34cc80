/** Nobody can say whether the QR was made: what is known, what must not be done, and how the doubt ends. */
import { useEffect } from 'react';
import { useHold } from '../activity.tsx';
import { Button } from '../components/button.tsx';
import { Notice, OutcomeNotice } from '../components/notice.tsx';
import { check, lookAgain, repeat, useHome } from '../home.ts';
import type { Doubt } from '../home-flow.ts';
import { useFocusOnShow } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot, useTill } from '../store.ts';
import styles from './atm-qr.module.css';

export function AtmQrUnknown({ doubt }: { readonly doubt: Doubt }) {
  useHold();
  const { t, format } = useText();
  const fresh = useHome((state) => state.fresh);
  const open = useTill((state) => state.open);
  const title = useFocusOnShow<HTMLHeadingElement>();
  const { reference, wish, words, code, checked, busy } = doubt;
  const { openOperations } = useSnapshot();
  // biome-ignore lint/correctness/useExhaustiveDependencies: one that is open no more may be this one
  useEffect(() => void lookAgain(), [openOperations]);
  return (
    <section className={styles.unknown} aria-labelledby="unknown-title">
      <h1 id="unknown-title" ref={title} tabIndex={-1}>
        {t.unknown.title}
      </h1>
      <p className={styles.never}>{t.unknown.noRepeat}</p>
      <dl className={styles.known}>
        <div>
          <dt>{t.unknown.reference}</dt>
          <dd className={styles.reference}>{reference ?? t.unknown.noReference}</dd>
        </div>
        {wish !== null && (
          <div>
            <dt>{t.unknown.courier}</dt>
            <dd>
              {wish.courierName} · {wish.courierNo} · {wish.courierMobile}
            </dd>
          </div>
        )}
      </dl>
      <div className={styles.doubt}>
        <div className={styles.settle}>
          {checked === null ? (
            <Notice tone="doubt" words={words} code={code} />
          ) : (
            <OutcomeNotice outcome={checked.outcome} title={t.unknown.checkedAt(format.time(checked.at))} />
          )}
          <div className={styles.actions}>
            {reference !== null && (
              <Button look="primary" busy={busy} onPress={() => void check()}>
                {busy ? t.unknown.checking : t.unknown.check}
              </Button>
            )}
            {reference !== null && wish !== null && (
              <Button busy={busy} onPress={() => void repeat()}>
                {t.unknown.repeat}
              </Button>
            )}
            {reference === null && <Button onPress={() => open('operations')}>{t.unknown.toOperations}</Button>}
            <Button busy={busy} onPress={fresh}>
              {t.unknown.later}
            </Button>
          </div>
        </div>
        <div className={styles.meanwhile}>
          <h2>{t.unknown.meanwhile}</h2>
          <ol className={styles.steps}>
            {t.unknown.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}
