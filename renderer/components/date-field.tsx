/** A day, typed as it is written here; the system's own date field would show it in the system's language. */
import { useEffect, useId, useState } from 'react';
import { dayFromTyped } from '../i18n/format.ts';
import { useText } from '../i18n/use-text.ts';
import styles from './field.module.css';

interface DateFieldProps {
  readonly label: string;
  /** YYYY-MM-DD, or nothing. */
  readonly date: string;
  readonly emptiable?: boolean;
  readonly onPick: (date: string) => void;
}

export function DateField({ label, date, emptiable = false, onPick }: DateFieldProps) {
  const { t, format } = useText();
  const id = useId();
  const [text, setText] = useState('');
  const typed = date === '' ? '' : format.typed(date);
  useEffect(() => setText(typed), [typed]);
  const fine = (emptiable && text.trim() === '') || dayFromTyped(text) !== null;
  const take = (value: string): void => {
    setText(value);
    const day = dayFromTyped(value);
    if (day !== null) onPick(day);
    else if (emptiable && value.trim() === '') onPick('');
  };
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles.input}
        inputMode="numeric"
        placeholder={t.day.dateHint}
        value={text}
        autoComplete="off"
        aria-invalid={(!fine && text !== '') || undefined}
        aria-describedby={fine ? undefined : `${id}-problem`}
        onChange={(event) => take(event.currentTarget.value)}
        onBlur={() => !fine && setText(typed)}
      />
      {!fine && (
        <span id={`${id}-problem`} className={styles.unseen}>
          {t.day.dateWrong}
        </span>
      )}
    </div>
  );
}
