/** Above every screen of a store's own till where nobody has a PIN: what that means, and where it can be changed. */
import { useText } from '../i18n/use-text.ts';
import { useTill } from '../store.ts';
import styles from './people-strip.module.css';

export function PeopleStrip() {
  const { t } = useText();
  const on = useTill(
    ({ snapshot }) =>
      snapshot !== null && !snapshot.sandbox && snapshot.profile !== null && snapshot.session.state === 'free',
  );
  const askPeople = useTill((state) => state.askPeople);
  if (!on) return null;
  return (
    <p className={styles.strip}>
      <span>{t.people.free}</span>
      <button type="button" className={styles.link} onClick={askPeople}>
        {t.people.make}
      </button>
    </p>
  );
}
