/** A PIN that somebody chooses, typed twice; taken out of its fields once both are alike. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { NotOk } from '../../shared/outcome.ts';
import { useText } from '../i18n/use-text.ts';
import { problemOf } from './field.tsx';
import styles from './pin.module.css';
import { PinField, takePin } from './pin.tsx';

export interface NewPin {
  readonly first: RefObject<HTMLInputElement | null>;
  readonly second: RefObject<HTMLInputElement | null>;
  readonly differs: boolean;
  /** Empties both fields. @returns the PIN; null: they are not alike, and the second is to be typed again */
  readonly take: () => string | null;
}

export function useNewPin(): NewPin {
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [differs, setDiffers] = useState(false);
  const take = (): string | null => {
    const same = takePin(second.current) === first.current?.value;
    setDiffers(!same);
    if (same) return takePin(first.current);
    second.current?.focus();
    return null;
  };
  return { first, second, differs, take };
}

interface NewPinFieldsProps {
  readonly pin: NewPin;
  /** What main said of the last try, and its name for the field. */
  readonly refused: NotOk | null;
  readonly path?: 'pin' | 'newPin';
}

export function NewPinFields({ pin, refused, path = 'pin' }: NewPinFieldsProps) {
  const { t, said } = useText();
  const problem = problemOf(refused, path);
  const { first } = pin;
  useEffect(() => {
    if (problem !== null) first.current?.focus();
  }, [problem, first]);
  return (
    <div className={styles.twice}>
      <PinField
        label={t.people.newPin}
        name="new-pin"
        ref={pin.first}
        problem={problem === null || pin.differs ? null : said(problem)}
      />
      <PinField
        label={t.people.pinAgain}
        name="new-pin-again"
        ref={pin.second}
        problem={pin.differs ? t.people.pinsDiffer : null}
      />
    </div>
  );
}
