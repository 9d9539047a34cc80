/** A text field with its label, and at it whatever main found wrong with it. */
import { type InputHTMLAttributes, useId } from 'react';
import type { NotOk, Words } from '../../shared/outcome.ts';
import { useText } from '../i18n/use-text.ts';
import styles from './field.module.css';

/** What an `invalid` outcome says of a field. */
export function problemOf(outcome: NotOk | null, path: string): Words | null {
  return outcome?.outcome === 'invalid' ? (outcome.fields.find((field) => field.path === path)?.words ?? null) : null;
}

interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly problem?: Words | null;
  readonly hint?: string;
  readonly type?: 'text' | 'tel' | 'search';
  readonly inputMode?: InputHTMLAttributes<HTMLInputElement>['inputMode'];
  readonly autoFocus?: boolean;
  readonly onType: (value: string) => void;
}

export function Field(props: FieldProps) {
  const { said } = useText();
  const id = useId();
  const problem = props.problem ?? null;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {props.label}
      </label>
      <input
        id={id}
        className={styles.input}
        name={props.name}
        type={props.type ?? 'text'}
        inputMode={props.inputMode}
        value={props.value}
        placeholder={props.hint}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={problem !== null || undefined}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        // biome-ignore lint/a11y/noAutofocus: a till's first field is where a scanner or a cashier begins
        autoFocus={props.autoFocus}
        onChange={(event) => props.onType(event.currentTarget.value)}
      />
      {problem !== null && (
        <p id={`${id}-problem`} className={styles.problem}>
          {said(problem)}
        </p>
      )}
    </div>
  );
}

/** Puts the focus on the first field that main refused. */
export function focusFirstProblem(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLInputElement>('input[aria-invalid="true"]')?.focus();
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, text: string])[];
  readonly onChoose: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, onChoose }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={styles.input}
        value={value}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.currentTarget.value);
          if (chosen !== undefined) onChoose(chosen[0]);
        }}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onSwitch: (on: boolean) => void;
}

export function Switch({ label, hint, on, disabled = false, onSwitch }: SwitchProps) {
  const id = useId();
  return (
    <div className={styles.switch}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={styles.box}
        checked={on}
        aria-checked={on}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
      />
      <span className={styles.switchText}>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
    </div>
  );
}
