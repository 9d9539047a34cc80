/** One printer of the profile: what it says of itself now, and a test slip with its proof. */
import { useEffect, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useDeed, useEvery, useReading } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { lookOf, slipAfter, slipNow } from '../slips.ts';
import { play } from '../sounds.ts';
import { useSnapshot } from '../store.ts';
import { ask, type Data, type Profile } from '../till.ts';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { OutcomeNotice } from './notice.tsx';
import styles from './printer-row.module.css';
import { PrintSaid } from './slip-panel.tsx';
import { printerTone, usePrinterWords } from './status-bar.tsx';
import { TestPageForm } from './test-page-form.tsx';

/** Short enough to see the paper put in, milliseconds; the next question follows the answer to the one before. */
const LIVE_MS = 3_000;

interface PrinterRowProps {
  readonly printer: Profile['printers'][number];
  readonly primary?: boolean;
  /** It is asked again and again while it is in sight. */
  readonly live?: boolean;
  readonly onTested?: (outcome: Outcome<unknown>) => void;
}

export function PrinterRow({ printer, primary = false, live = false, onTested }: PrinterRowProps) {
  const { t, format } = useText();
  const inWords = usePrinterWords();
  const { outcome, at, loading, reload } = useReading('printers.status', { printer: printer.name });
  const { slips } = useSnapshot();
  const [said, setSaid] = useState<Outcome<Data<'printers.test'>> | null>(null);
  /** A person waits for the answer; the questions that nobody asked for show nothing while they run. */
  const [pressed, setPressed] = useState(false);
  const [print, testing] = useDeed(async () => {
    const answer = await ask('printers.test', { printer: printer.name });
    play(answer.outcome === 'ok' && answer.data.proof === 'printed' ? 'success' : 'failure');
    setSaid(answer);
    onTested?.(answer);
    reload();
  });
  // Never a second question before the answer to the first: that one would be dropped as overtaken.
  useEvery(LIVE_MS, live && !loading && !testing, reload);
  useEffect(() => {
    if (!loading) setPressed(false);
  }, [loading]);
  const told = said === null ? null : slipAfter(said);
  const test = told === null ? null : slipNow(slips, '', told);
  // A test page that waited may have come out since.
  const onPaper = test !== null && ['out', 'sent', 'settled'].includes(lookOf(test));
  return (
    <div className={styles.printer}>
      <div className={styles.head}>
        <span className={styles.name}>
          <strong>{printer.name}</strong>
          <span>
            {printer.connection} · {t.settings.paper(printer.paper)}
          </span>
        </span>
        <span className={styles.state}>
          {outcome === null ? (
            <Badge tone="plain">{t.app.loading}</Badge>
          ) : outcome.outcome === 'ok' ? (
            <Badge tone={printerTone(outcome.data)}>{inWords(outcome.data)}</Badge>
          ) : (
            <Badge tone="doubt">{t.status.notAsked}</Badge>
          )}
          {at !== null && <span>{t.printer.answeredAt(format.clock(at))}</span>}
        </span>
      </div>
      {outcome !== null && outcome.outcome !== 'ok' && <OutcomeNotice outcome={outcome} />}
      {said !== null && <PrintSaid outcome={said} />}
      <div className={styles.actions}>
        <Button
          look={primary ? 'primary' : 'quiet'}
          label={t.settings.testLabel(printer.name)}
          busy={testing}
          onPress={print}
        >
          {testing ? t.made.printing : t.settings.test}
        </Button>
        <Button
          label={t.settings.askLabel(printer.name)}
          busy={pressed && loading}
          onPress={() => {
            setPressed(true);
            if (!loading) reload();
          }}
        >
          {t.settings.ask}
        </Button>
      </div>
      {live && onPaper && <TestPageForm key={told?.jobId} printer={printer.name} />}
    </div>
  );
}
