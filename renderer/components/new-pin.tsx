/** A PIN that somebody chooses, typed twice; taken out of its fields in one piece, or not at all. */
import { type RefObject, useRef, useState } from 'react';
import type { NotOk } from '../../shared/outcome.ts';
import { useText } from '../i18n/use-text.ts';
import { problemOf } from './field.tsx';
import styles from './pin.module.css';
import { PinField, takePin } from './pin.tsx';

export interface NewPin {
  readonly first: RefObject<HTMLInputElement | null>;
  readonly second: RefObject<HTMLInputElement | null>;
  readonly differs: boolean;
  /** Empties both fields. @returns the PIN; null: they are not alike */
  readonly take: () => string | null;
}

export function useNewPin(): NewPin {
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const [differs, setDiffers] = useState(false);
  const take = (): string | null => {
    const pin = takePin(first.current);
    const same = takePin(second.current) === pin;
    setDiffers(!same);
    if (!same) first.current?.focus();
    return same ? pin : null;
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
