/** The way back in where no supervisor's PIN is known: a name, a new PIN, and the store's profile file. */
import { useEffect, useState } from 'react';
import type { NotOk } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { Field, problemOf } from '../components/field.tsx';
import { NewPinFields, useNewPin } from '../components/new-pin.tsx';
import { FieldProblems, OutcomeNotice } from '../components/notice.tsx';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot } from '../store.ts';
import { ask } from '../till.ts';
import styles from './lock.module.css';

const OWN_FIELDS: readonly string[] = ['operator', 'pin'];

/** Whether something is wrong with what is not on this form: the file. */
function isAboutFile(refused: NotOk): boolean {
  return refused.outcome !== 'invalid' || refused.fields.some(({ path }) => !OWN_FIELDS.includes(path));
}

export function RecoverForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useText();
  const { people } = useSnapshot().session;
  const [name, setName] = useState(() => people.find(({ role }) => role === 'supervisor')?.name ?? '');
  const [refused, setRefused] = useState<NotOk | null>(null);
  const [notChosen, setNotChosen] = useState(false);
  const pin = useNewPin();
  const [recover, recovering] = useDeed(async (typed: string) => {
    const outcome = await ask('operators.recover', { operator: name, pin: typed });
    setRefused(outcome.outcome === 'ok' ? null : outcome);
    setNotChosen(outcome.outcome === 'ok' && outcome.data === null);
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onBack();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [onBack]);
  return (
    <form
      className={styles.recover}
      noValidate
      aria-labelledby="recover-title"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = pin.take();
        if (typed !== null) recover(typed);
      }}
    >
      <h2 id="recover-title">{t.people.recover}</h2>
      <p>{t.people.recoverBody}</p>
      <Field
        label={t.people.supervisor}
        name="operator"
        value={name}
        problem={problemOf(refused, 'operator')}
        autoFocus={name === ''}
        onType={setName}
      />
      <NewPinFields pin={pin} refused={refused} />
      {notChosen && <p role="status">{t.people.notChosen}</p>}
      {refused !== null && isAboutFile(refused) && (
        <OutcomeNotice outcome={refused}>
          <FieldProblems outcome={refused} />
        </OutcomeNotice>
      )}
      <div className={styles.actions}>
        <Button submit look="primary" busy={recovering}>
          {recovering ? t.people.entering : t.people.chooseFile}
        </Button>
        <Button onPress={onBack}>{t.app.back}</Button>
      </div>
    </form>
  );
}
