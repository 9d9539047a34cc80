/** Settings: the print queue, printers, language and sounds, the profile's facts, a check of every part, help, the sandbox. */
import { useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Card } from '../components/facts.tsx';
import { Switch } from '../components/field.tsx';
import { Findings } from '../components/findings.tsx';
import { LanguageChoice } from '../components/language-choice.tsx';
import { OutcomeNotice } from '../components/notice.tsx';
import { PrinterRow } from '../components/printer-row.tsx';
import { SupportFiles } from '../components/support-files.tsx';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot, useTill } from '../store.ts';
import { ask, type Finding } from '../till.ts';
import { PeopleCard } from './people-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { QueueCard } from './queue-card.tsx';
import styles from './screen.module.css';

function LanguageCard() {
  const { t } = useText();
  const { sounds } = useSnapshot();
  return (
    <Card title={t.settings.language}>
      <LanguageChoice />
      <Switch
        label={t.settings.sounds}
        hint={t.settings.soundsHint}
        on={sounds}
        onSwitch={(wanted) => void ask('app.sounds', { sounds: wanted })}
      />
    </Card>
  );
}

function PrintersCard() {
  const { t } = useText();
  const { profile } = useSnapshot();
  const printers = profile?.printers ?? [];
  return (
    <Card title={t.settings.printers}>
      {printers.length === 0 && <p className={styles.soft}>{t.settings.noPrinters}</p>}
      {printers.map((printer) => (
        <PrinterRow key={printer.name} printer={printer} live />
      ))}
    </Card>
  );
}

function CheckCard() {
  const { t } = useText();
  const setUp = useTill((state) => state.setUp);
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [check, checking] = useDeed(async () => {
    const outcome = await ask('setup.check', {});
    setSaid(outcome.outcome === 'ok' ? null : outcome);
    if (outcome.outcome === 'ok') setFindings(outcome.data.findings);
  });
  return (
    <Card title={t.settings.check}>
      {said !== null && <OutcomeNotice outcome={said} />}
      <Findings findings={findings} />
      <div className={styles.actions}>
        <Button busy={checking} onPress={check}>
          {checking ? t.settings.checking : t.setup.checkNow}
        </Button>
        <Button onPress={() => setUp('check')}>{t.settings.setUp}</Button>
      </div>
    </Card>
  );
}

function SandboxCard() {
  const { t } = useText();
  const { sandbox } = useSnapshot();
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [start, starting] = useDeed(async () => {
    const outcome = await ask('sandbox.start', {});
    setSaid(outcome.outcome === 'ok' ? null : outcome);
  });
  return (
    <Card title={t.settings.sandbox}>
      <p>{sandbox ? t.settings.sandboxOn : t.settings.sandboxOff}</p>
      {said !== null && <OutcomeNotice outcome={said} />}
      {!sandbox && (
        <div className={styles.actions}>
          <Button right="settings" busy={starting} onPress={() => setAsking(true)}>
            {starting ? t.settings.sandboxStarting : t.settings.sandboxStart}
          </Button>
        </div>
      )}
      <Confirm
        open={asking}
        title={t.settings.sandbox}
        body={t.settings.sandboxConfirm}
        yes={t.settings.sandboxStart}
        onNo={() => setAsking(false)}
        onYes={() => {
          setAsking(false);
          start();
        }}
      />
    </Card>
  );
}

function SupportCard() {
  const { t } = useText();
  return (
    <Card title={t.support.title}>
      <p className={styles.soft}>{t.support.hint}</p>
      <div className={styles.actions}>
        <SupportFiles />
      </div>
    </Card>
  );
}

export function SettingsScreen() {
  const { t } = useText();
  const { version, profile } = useSnapshot();
  return (
    <>
      <div className={styles.head}>
        <h1>{t.settings.title}</h1>
        <p className={styles.soft}>
          {t.app.name} · {t.settings.version(version)}
        </p>
      </div>
      <div className={styles.cards}>
        <div className={styles.column}>
          <QueueCard />
          <PrintersCard />
          <CheckCard />
          <SupportCard />
        </div>
        <div className={styles.column}>
          <LanguageCard />
          {profile !== null && <PeopleCard />}
          <SandboxCard />
          <ProfileCard />
        </div>
      </div>
    </>
  );
}
