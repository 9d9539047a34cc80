/** Above every screen while the store's keys cannot be had: what it means, and the one thing that helps. */
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useTill } from '../store.ts';
import { ask } from '../till.ts';
import { Button } from './button.tsx';
import styles from './keys-strip.module.css';
import { Notice } from './notice.tsx';

/** Where nothing but the profile file brings the keys back. */
const GONE: readonly string[] = ['absent', 'lost', 'moved', 'corrupt'];

export function KeysStrip() {
  const { t } = useText();
  const keys = useTill((state) => state.snapshot?.keys ?? null);
  const setUp = useTill((state) => state.setUp);
  // What comes of it is told by the state.
  const [again, asking] = useDeed(async () => {
    await ask('keys.ask', {});
  });
  if (keys === null) return null;
  const gone = GONE.includes(keys.state);
  return (
    <div className={styles.strip}>
      {keys.state === 'waiting' ? (
        <Notice tone="plain" title={t.keys.waiting} words={keys.words} />
      ) : (
        <Notice tone={gone ? 'bad' : 'doubt'} title={t.keys.title} words={keys.words}>
          {gone && (
            <Button look="primary" onPress={() => setUp('profile')}>
              {t.keys.install}
            </Button>
          )}
          <Button busy={asking} onPress={again}>
            {asking ? t.keys.asking : t.keys.again}
          </Button>
        </Notice>
      )}
    </div>
  );
}
