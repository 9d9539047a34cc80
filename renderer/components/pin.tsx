/** A PIN as it is typed: it stands in its input and nowhere else, and whoever takes it empties that. */
import { type Ref, type RefObject, useId } from 'react';
import { useText } from '../i18n/use-text.ts';
import fieldStyles from './field.module.css';
import { Icon } from './icon.tsx';
import styles from './pin.module.css';

const LONGEST = 8;

const clean = (text: string): string => text.replace(/\D/g, '').slice(0, LONGEST);

/** @returns what was typed; the input is empty afterwards */
export function takePin(input: HTMLInputElement | null): string {
  if (input === null) return '';
  const pin = input.value;
  input.value = '';
  return pin;
}

interface PinFieldProps {
  readonly label: string;
  readonly name: string;
  readonly ref: Ref<HTMLInputElement>;
  readonly problem?: string | null;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
}

export function PinField({ label, name, ref, problem = null, disabled = false, autoFocus = false }: PinFieldProps) {
  const id = useId();
  return (
    <div className={fieldStyles.field}>
      <label className={fieldStyles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        ref={ref}
        className={[fieldStyles.input, styles.pin].join(' ')}
        name={name}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        disabled={disabled}
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        // biome-ignore lint/a11y/noAutofocus: a PIN is all that is asked for here
        autoFocus={autoFocus}
        onInput={(event) => {
          event.currentTarget.value = clean(event.currentTarget.value);
        }}
      />
      {problem !== null && (
        <p id={`${id}-problem`} className={fieldStyles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}

/** What is said of a PIN that was in vain. */
export function PinTrouble({ text }: { readonly text: string | null }) {
  return (
    <p className={styles.trouble} role="alert">
      {text}
    </p>
  );
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** For fingers; a keyboard types into the field itself, so Tab passes by. */
export function PinPad({
  target,
  disabled = false,
}: {
  readonly target: RefObject<HTMLInputElement | null>;
  readonly disabled?: boolean;
}) {
  const { t } = useText();
  const change = (by: (pin: string) => string): void => {
    const { current } = target;
    if (current !== null) current.value = clean(by(current.value));
  };
  const key = (label: string, text: React.ReactNode, by: (pin: string) => string) => (
    <button
      key={label}
      type="button"
      tabIndex={-1}
      className={styles.key}
      aria-label={label}
      disabled={disabled}
      // The focus stays where Enter logs in.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => change(by)}
    >
      {text}
    </button>
  );
  return (
    <fieldset className={styles.pad} aria-label={t.people.pad}>
      {DIGITS.map((digit) => key(digit, digit, (pin) => pin + digit))}
      {key(t.people.clear, <Icon name="cross" />, () => '')}
      {key('0', '0', (pin) => `${pin}0`)}
      {key(t.people.erase, <Icon name="left" />, (pin) => pin.slice(0, -1))}
    </fieldset>
  );
}
