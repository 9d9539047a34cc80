/** The whole window: the set-up, or the screens with their rail; above them SANDBOX, below them the state of the till. */
import { Activity } from './activity.tsx';
import styles from './app.module.css';
import { Button } from './components/button.tsx';
import { GuessedStrip } from './components/guessed-strip.tsx';
import { KeysStrip } from './components/keys-strip.tsx';
import { Nav } from './components/nav.tsx';
import { OutcomeNotice } from './components/notice.tsx';
import { OverrideDialog } from './components/override-dialog.tsx';
import { PeopleStrip } from './components/people-strip.tsx';
import { StatusBar } from './components/status-bar.tsx';
import { useLockKey, useOwnKeys, useScreenKeys } from './hooks.ts';
import { useText } from './i18n/use-text.ts';
import { AtmQrScreen } from './screens/atm-qr-screen.tsx';
import { DayScreen } from './screens/day-screen.tsx';
import { JournalScreen, JournalStrip } from './screens/journal-screen.tsx';
import { LockScreen } from './screens/lock-screen.tsx';
import { OperationsScreen } from './screens/operations-screen.tsx';
import { SettingsScreen } from './screens/settings-screen.tsx';
import { SetupScreen } from './screens/setup-screen.tsx';
import { ShiftScreen } from './screens/shift-screen.tsx';
import { TerminalScreen } from './screens/terminal-screen.tsx';
import { isOpen, load, type ScreenName, useTill } from './store.ts';
import type { Snapshot } from './till.ts';

const SCREENS: Readonly<Record<ScreenName, () => React.ReactNode>> = {
  'atm-qr': AtmQrScreen,
  day: DayScreen,
  operations: OperationsScreen,
  shift: ShiftScreen,
  terminal: TerminalScreen,
  settings: SettingsScreen,
};

/** Before main has said anything, and when it cannot. */
function Opening() {
  const { t } = useText();
  const trouble = useTill((state) => state.trouble);
  return (
    <main className={styles.opening}>
      {trouble === null ? (
        <p role="status">{t.app.opening}</p>
      ) : (
        <OutcomeNotice outcome={trouble} title={t.app.cannotOpen}>
          <Button look="primary" onPress={() => void load()}>
            {t.app.tryAgain}
          </Button>
        </OutcomeNotice>
      )}
    </main>
  );
}

function SandboxStrip() {
  const { t } = useText();
  return (
    <p className={styles.sandbox}>
      <strong>{t.app.sandbox}</strong> <span>{t.app.sandboxMeans}</span>
    </p>
  );
}

/** Whether nothing can be done before the journal is seen to: it cannot be opened, or is damaged. */
function journalRules(snapshot: Snapshot | null): boolean {
  const trouble = snapshot?.journalTrouble ?? null;
  return trouble !== null && (trouble.damaged || snapshot?.profile === null);
}

/** The till while it may be seen. */
function OpenTill() {
  const settingUp = useTill((state) => state.settingUp !== null);
  const screen = useTill((state) => state.screen);
  const noJournal = useTill(({ snapshot, aside }) => aside?.outcome === 'ok' || journalRules(snapshot));
  const someoneIn = useTill(({ snapshot }) => snapshot?.session.state === 'in');
  useScreenKeys(!settingUp && !noJournal);
  useLockKey(someoneIn);
  const Screen = SCREENS[screen];
  return (
    <>
      {noJournal || settingUp ? (
        <main className={styles.screen}>{noJournal ? <JournalScreen /> : <SetupScreen />}</main>
      ) : (
        <div className={styles.middle}>
          <Nav />
          <main className={styles.screen}>
            <JournalStrip />
            <KeysStrip />
            <PeopleStrip />
            <GuessedStrip />
            <Screen key={screen} />
          </main>
        </div>
      )}
      {/* Of a journal that cannot be read it would say that all is well. */}
      {!noJournal && <StatusBar />}
      <OverrideDialog />
      <Activity />
    </>
  );
}

export function App() {
  const known = useTill((state) => state.snapshot !== null);
  const sandbox = useTill((state) => state.snapshot?.sandbox === true);
  const open = useTill(({ snapshot }) => snapshot !== null && isOpen(snapshot));
  useOwnKeys();
  if (!known) return <Opening />;
  return (
    <div className={styles.window}>
      {sandbox && <SandboxStrip />}
      {/* Not hidden: while the till is locked nothing of it is there. */}
      {open ? <OpenTill /> : <LockScreen />}
    </div>
  );
}
