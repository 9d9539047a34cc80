/** The people of a till to choose from, large enough for a thumb. */
import { useEffect, useRef } from 'react';
import { useText } from '../i18n/use-text.ts';
import type { Person } from '../till.ts';
import { Icon } from './icon.tsx';
import styles from './people-choice.module.css';

/** As many as stand below each other on the smallest tills. */
const FEW = 5;

interface PeopleChoiceProps {
  readonly label: string;
  readonly people: readonly Person[];
  readonly chosen: string | null;
  /** Milliseconds that somebody has to wait. */
  readonly waitOf: (name: string) => number;
  readonly onChoose: (name: string) => void;
}

export function PeopleChoice({ label, people, chosen, waitOf, onChoose }: PeopleChoiceProps) {
  const { t, format } = useText();
  const group = useRef<HTMLFieldSetElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: by a key somebody may be chosen who is out of sight
  useEffect(() => {
    group.current?.querySelector('input:checked')?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <fieldset
      ref={group}
      className={[styles.people, people.length > FEW ? styles.many : ''].join(' ')}
      aria-label={label}
    >
      {people.map(({ name, role }) => {
        const wait = waitOf(name);
        return (
          <label key={name} className={[styles.person, name === chosen ? styles.chosen : ''].join(' ')}>
            <input
              type="radio"
              name="operator"
              className={styles.radio}
              checked={name === chosen}
              onChange={() => onChoose(name)}
              // Also for one who is chosen already: whoever presses a name goes on with the PIN.
              onClick={() => onChoose(name)}
            />
            <Icon name="person" />
            <span className={styles.words}>
              <span className={styles.name}>{name}</span>
              <span className={styles.role}>
                {t.people.roles[role]}
                {wait > 0 && ` · ${t.people.wait(format.left(wait))}`}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
