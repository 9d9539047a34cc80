/** Buttons: one primary a screen, the others quiet; all of them large enough for a thumb. */
import type { ReactNode, Ref } from 'react';
import type { Right } from '../../shared/rights.ts';
import { useText } from '../i18n/use-text.ts';
import { useNeedsSupervisor } from '../rights.ts';
import styles from './button.module.css';
import { Icon } from './icon.tsx';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly look?: 'primary' | 'quiet' | 'danger';
  readonly submit?: boolean;
  /** What it does is under way: it stays focusable and does nothing. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** Where the text alone does not say what it acts on. */
  readonly label?: string;
  readonly small?: boolean;
  /** For stepping: every press counts, however fast. */
  readonly repeats?: boolean;
  /** What it does may need a supervisor: marked where it does, and pressed all the same. */
  readonly right?: Right;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly onPress?: () => void;
}

export function Button(props: ButtonProps) {
  const { children, look = 'quiet', submit = false, busy = false, disabled = false, label } = props;
  const { small = false, repeats = false } = props;
  const { t } = useText();
  const locked = useNeedsSupervisor(props.right);
  return (
    <button
      ref={props.ref}
      type={submit ? 'submit' : 'button'}
      className={[styles.button, styles[look], small ? styles.small : ''].join(' ')}
      aria-label={label}
      aria-description={locked ? t.people.needs : undefined}
      title={locked ? t.people.needs : undefined}
      aria-disabled={busy || undefined}
      disabled={disabled}
      onClick={(event) => {
        // The second half of a double click may land on what the first half brought up: it is nobody's wish.
        if (busy || (event.detail > 1 && !repeats)) event.preventDefault();
        else props.onPress?.();
      }}
    >
      {locked && (
        <span className={styles.mark}>
          <Icon name="lock" />
        </span>
      )}
      {children}
    </button>
  );
}
