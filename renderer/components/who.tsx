/** At the end of the rail while somebody is in: who it is; a press, or F9, locks the till for the next one. */
import { useText } from '../i18n/use-text.ts';
import { useSnapshot } from '../store.ts';
import { ask } from '../till.ts';
import { Icon } from './icon.tsx';
import styles from './nav.module.css';

export function Who() {
  const { t } = useText();
  const { session, operator } = useSnapshot();
  if (session.state !== 'in' || session.role === null) return null;
  const role = t.people.roles[session.role];
  return (
    <button
      type="button"
      className={[styles.item, styles.who].join(' ')}
      aria-label={t.people.lockLabel(operator, role)}
      aria-keyshortcuts="F9"
      title={operator}
      onClick={() => void ask('session.lock', {})}
    >
      <span className={styles.operator}>{operator}</span>
      <span className={styles.role}>{role}</span>
      <span className={styles.lock}>
        <Icon name="lock" />
        {t.people.lockNow} <kbd>F9</kbd>
      </span>
    </button>
  );
}
