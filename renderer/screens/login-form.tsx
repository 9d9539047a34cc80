/** Logging in: a name and its PIN, by keyboard alone or by fingers alone. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { NotOk } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { PeopleChoice } from '../components/people-choice.tsx';
import { PinField, PinPad, PinTrouble, takePin } from '../components/pin.tsx';
import { useTroubleText } from '../components/pin-trouble.ts';
import { useDeed, useWaits } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { chosenBy } from '../lock-keys.ts';
import { useSnapshot, useTill } from '../store.ts';
import { ask, type Person } from '../till.ts';
import styles from './lock.module.css';

interface LockKeys {
  readonly people: readonly Person[];
  readonly chosen: string | null;
  readonly pin: RefObject<HTMLInputElement | null>;
  readonly onChoose: (name: string) => void;
}

/** Keys work wherever the focus is: a digit goes into the PIN, what chooses a name chooses it. */
function useLockKeys({ people, chosen, pin, onChoose }: LockKeys): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLSelectElement) return;
      // What is typed goes where the focus is once this has been heard.
      if (/^[0-9]$/.test(event.key) && !event.altKey) pin.current?.focus();
      const name = chosenBy(event, people, chosen);
      const letter = /^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey;
      if (name !== null || letter) event.preventDefault();
      if (name !== null) onChoose(name);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [people, chosen, pin, onChoose]);
}

/** Who was in last, as long as nobody has chosen another. */
function useChosen(people: readonly Person[]) {
  const lastIn = useTill((state) => state.lastIn);
  const [name, choose] = useState<string | null>(null);
  const found = [name, lastIn].find((wanted) => people.some((person) => person.name === wanted));
  return [found ?? people[0]?.name ?? null, choose] as const;
}

export function LoginForm() {
  const { t } = useText();
  const { people } = useSnapshot().session;
  const [chosen, setChosen] = useChosen(people);
  const [said, setSaid] = useState<NotOk | null>(null);
  const pin = useRef<HTMLInputElement>(null);
  const waitOf = useWaits(people);
  const wait = chosen === null ? 0 : waitOf(chosen);
  const tellGuessed = useTill((state) => state.tellGuessed);
  const trouble = useTroubleText(said, wait);
  const [login, entering] = useDeed(async (operator: string, typed: string) => {
    const outcome = await ask('session.login', { operator, pin: typed });
    // Once somebody is in, the till is there and this is gone.
    if (outcome.outcome !== 'ok') setSaid(outcome);
    else if (outcome.words.key === 'people.in-guessed') tellGuessed(outcome.words);
  });
  const choose = (name: string): void => {
    if (name !== chosen) {
      takePin(pin.current);
      setSaid(null);
      setChosen(name);
    }
    pin.current?.focus();
  };
  useLockKeys({ people, chosen, pin, onChoose: choose });
  // Not before it may be typed into again.
  useEffect(() => {
    if (wait === 0 && !entering) pin.current?.focus();
  }, [wait, entering]);
  return (
    <form
      className={styles.login}
      noValidate
      aria-label={t.people.locked}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen === null || wait > 0 || pin.current?.value === '') pin.current?.focus();
        else login(chosen, takePin(pin.current));
      }}
    >
      <div className={styles.names}>
        <h2>{t.people.who}</h2>
        <PeopleChoice label={t.people.who} people={people} chosen={chosen} waitOf={waitOf} onChoose={choose} />
        <p className={styles.soft}>{t.people.keys}</p>
      </div>
      <div className={styles.entry}>
        <PinField label={t.people.pin} name="pin" ref={pin} disabled={wait > 0} autoFocus />
        <PinTrouble text={trouble} />
        <PinPad target={pin} disabled={wait > 0} />
        <Button submit look="primary" busy={entering} disabled={wait > 0}>
          {entering ? t.people.entering : t.people.enter}
          {!entering && <kbd>Enter</kbd>}
        </Button>
      </div>
    </form>
  );
}
