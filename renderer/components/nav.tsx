/** The rail with the six screens, reachable by F1–F6 and Alt+1–6. */
import { useText } from '../i18n/use-text.ts';
import { SCREENS, type ScreenName, useTill } from '../store.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './nav.module.css';
import { Who } from './who.tsx';

const ICONS: Readonly<Record<ScreenName, IconName>> = {
  'atm-qr': 'qr',
  day: 'list',
  operations: 'journal',
  shift: 'clock',
  terminal: 'terminal',
  settings: 'settings',
};

export function Nav() {
  const { t } = useText();
  const screen = useTill((state) => state.screen);
  const open = useTill((state) => state.open);
  return (
    <nav className={styles.nav} aria-label={t.app.screens}>
      {SCREENS.map((name, index) => (
        <button
          key={name}
          type="button"
          className={styles.item}
          aria-label={t.nav[name]}
          aria-current={name === screen ? 'page' : undefined}
          aria-keyshortcuts={`F${index + 1} Alt+${index + 1}`}
          onClick={() => open(name)}
        >
          <Icon name={ICONS[name]} />
          <span>{t.nav[name]}</span>
          <kbd className={styles.key}>F{index + 1}</kbd>
        </button>
      ))}
      <Who />
    </nav>
  );
}
