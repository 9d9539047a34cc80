/** A locked till whose journal cannot be opened: what is the matter, and the offer that a damaged one has. */
import { Notice } from '../components/notice.tsx';
import { useText } from '../i18n/use-text.ts';
import { load, useSnapshot } from '../store.ts';
import type { JournalSetAside } from '../till.ts';
import { JournalTrouble } from './journal-screen.tsx';

export function LockedJournal({ onSetAside }: { readonly onSetAside: (aside: JournalSetAside) => void }) {
  const { t } = useText();
  const { journalTrouble } = useSnapshot();
  return (
    <>
      <h2>{t.people.shut}</h2>
      {journalTrouble === null ? <Notice tone="bad" words={t.people.shutBody} /> : <p>{t.people.shutBody}</p>}
      <JournalTrouble onSetAside={onSetAside} onAgain={() => void load()} />
    </>
  );
}
