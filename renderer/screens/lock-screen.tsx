/** All that is there of a locked till: its store's name, who may log in, and the way back in for who has lost the PIN. */
import { useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { LanguageChoice } from '../components/language-choice.tsx';
import { Notice, OutcomeNotice } from '../components/notice.tsx';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot } from '../store.ts';
import styles from './lock.module.css';
import { LockedJournal } from './locked-journal.tsx';
import { LoginForm } from './login-form.tsx';
import { RecoverForm } from './recover-form.tsx';

function Head() {
  const { t } = useText();
  const { session } = useSnapshot();
  return (
    <header className={styles.head}>
      <Icon name="lock" />
      <div className={styles.store}>
        <h1>{session.store ?? t.app.name}</h1>
        <p>{t.people.locked}</p>
      </div>
      <div className={styles.language}>
        <LanguageChoice />
      </div>
    </header>
  );
}

function Forgotten({ onRecover }: { readonly onRecover: () => void }) {
  const { t } = useText();
  return (
    <button type="button" className={styles.link} onClick={onRecover}>
      {t.people.forgotten}
    </button>
  );
}

function Body() {
  const { t } = useText();
  const { session, journalTrouble } = useSnapshot();
  const [recovering, setRecovering] = useState(false);
  /** What became of a damaged journal; nothing of what is in it. */
  const [aside, setAside] = useState<Outcome<null> | null>(null);
  if (recovering && session.state !== 'shut') return <RecoverForm onBack={() => setRecovering(false)} />;
  const told = aside?.outcome === 'ok' && (
    <OutcomeNotice outcome={aside}>
      <Button onPress={() => setAside(null)}>{t.journal.understood}</Button>
    </OutcomeNotice>
  );
  switch (session.state) {
    case 'lost':
      return (
        <div className={styles.body}>
          {told}
          <Notice tone="bad" title={t.people.lost} words={t.people.lostBody}>
            <Button look="primary" onPress={() => setRecovering(true)}>
              {t.people.recover}
            </Button>
          </Notice>
        </div>
      );
    case 'shut':
      return (
        <div className={styles.body}>
          {aside !== null && aside.outcome !== 'ok' && <OutcomeNotice outcome={aside} />}
          <LockedJournal
            onSetAside={(outcome) => setAside(outcome.outcome === 'ok' ? { ...outcome, data: null } : outcome)}
          />
        </div>
      );
    default:
      return (
        <>
          {told}
          {journalTrouble !== null && <Notice tone="bad" words={journalTrouble.words} />}
          <LoginForm />
          <Forgotten onRecover={() => setRecovering(true)} />
        </>
      );
  }
}

export function LockScreen() {
  return (
    <main className={styles.lock}>
      <Head />
      <Body />
    </main>
  );
}
