/** Above every screen after a login before which somebody else guessed at the PIN, until a person has read it. */
import { useText } from '../i18n/use-text.ts';
import { useTill } from '../store.ts';
import { Button } from './button.tsx';
import styles from './keys-strip.module.css';
import { Notice } from './notice.tsx';

export function GuessedStrip() {
  const { t } = useText();
  const guessed = useTill((state) => state.guessed);
  const tell = useTill((state) => state.tellGuessed);
  if (guessed === null) return null;
  return (
    <div className={styles.strip}>
      <Notice tone="doubt" words={guessed}>
        <Button onPress={() => tell(null)}>{t.app.close}</Button>
      </Notice>
    </div>
  );
}
