/** Where the journal cannot be used at all: what is the matter, and, for a damaged one, a question to a person. */
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Facts } from '../components/facts.tsx';
import { Notice, OutcomeNotice } from '../components/notice.tsx';
import { SupportFiles } from '../components/support-files.tsx';
import { useText } from '../i18n/use-text.ts';
import { useTill } from '../store.ts';
import { ask, type JournalSetAside } from '../till.ts';
import styles from './setup.module.css';

/** What became of the old journal; stays until a person has read it. */
function Done({ outcome }: { readonly outcome: JournalSetAside & { readonly outcome: 'ok' } }) {
  const { t } = useText();
  const setAside = useTill((state) => state.setAside);
  const { kept, readable, operations, printJobs, incomplete, open } = outcome.data;
  return (
    <>
      <OutcomeNotice outcome={outcome}>
        <Button look="primary" onPress={() => setAside(null)}>
          {t.journal.goOn}
        </Button>
      </OutcomeNotice>
      <Facts
        facts={[
          [t.journal.kept, kept.join(', ')],
          [t.journal.readable, readable ?? '–'],
          [t.journal.takenOver, t.journal.counts(operations, printJobs)],
          [t.journal.open, open.map((one) => one.reference).join(', ') || t.journal.none],
        ]}
      />
      {incomplete && <p>{t.journal.incomplete}</p>}
    </>
  );
}

interface TroubleProps {
  /** Told what became of a damaged journal that a person agreed to set aside. */
  readonly onSetAside: (aside: JournalSetAside) => void;
  /** Has the journal opened once more. */
  readonly onAgain: () => void;
}

export function JournalTrouble({ onSetAside, onAgain }: TroubleProps) {
  const { t } = useText();
  const trouble = useTill((state) => state.snapshot?.journalTrouble ?? null);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);

  async function agree(): Promise<void> {
    setBusy(true);
    onSetAside(await ask('journal.setAside', {}));
    setBusy(false);
    setAsked(false);
  }

  if (trouble === null) return null;
  return (
    <>
      <Notice tone="bad" words={trouble.words}>
        <Button onPress={onAgain}>{t.journal.again}</Button>
        {trouble.damaged && (
          <Button look="danger" onPress={() => setAsked(true)}>
            {t.journal.setAside}
          </Button>
        )}
      </Notice>
      <div>
        <SupportFiles />
      </div>
      <Confirm
        open={asked}
        title={t.journal.setAsideTitle}
        body={t.journal.setAsideBody}
        yes={busy ? t.journal.settingAside : t.journal.setAsideYes}
        busy={busy}
        onYes={() => void agree()}
        onNo={() => setAsked(false)}
      />
    </>
  );
}

export function JournalScreen() {
  const { t } = useText();
  const aside = useTill((state) => state.aside);
  const setAside = useTill((state) => state.setAside);
  return (
    <div className={styles.setup}>
      <h1>{aside?.outcome === 'ok' ? t.journal.done : t.journal.title}</h1>
      {aside !== null && aside.outcome !== 'ok' && <OutcomeNotice outcome={aside} />}
      {aside?.outcome === 'ok' ? (
        <Done outcome={aside} />
      ) : (
        <JournalTrouble onSetAside={setAside} onAgain={() => void ask('setup.check', {})} />
      )}
    </div>
  );
}

/** Above the other screens: a disk that is full, a folder that is gone; and what was done at the start, until it is read. */
export function JournalStrip() {
  const { t } = useText();
  const trouble = useTill((state) => state.snapshot?.journalTrouble ?? null);
  const notice = useTill((state) => state.snapshot?.notice ?? null);
  const [read, setRead] = useState<string | null>(null);
  return (
    <>
      {trouble !== null && <Notice tone="bad" words={trouble.words} />}
      {notice !== null && notice.id !== read && (
        <Notice tone="plain" words={notice}>
          <Button onPress={() => setRead(notice.id)}>{t.journal.understood}</Button>
        </Notice>
      )}
    </>
  );
}
