/** Copies the journal, or a part of it, to a file: begins with what the list shows, asks where by the system's dialog. */
import { useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { DateField } from '../components/date-field.tsx';
import { Card } from '../components/facts.tsx';
import { Choice } from '../components/field.tsx';
import { FieldProblems, OutcomeNotice } from '../components/notice.tsx';
import { useDeed, useFocusOnShow } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { ask, type Input, OPERATION_STATES, type StateChoice } from '../till.ts';
import styles from './screen.module.css';

type Format = Input<'journal.export'>['format'];

interface OperationsExportProps {
  readonly state: StateChoice;
  readonly day: string;
  readonly onClose: () => void;
}

export function OperationsExport(props: OperationsExportProps) {
  const { t } = useText();
  const title = useFocusOnShow<HTMLHeadingElement>();
  const [format, setFormat] = useState<Format>('csv');
  const [state, setState] = useState(props.state);
  const [since, setSince] = useState(props.day);
  const [until, setUntil] = useState(props.day);
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [save, saving] = useDeed(async () => {
    setSaid(null);
    const outcome = await ask('journal.export', {
      format,
      ...(state === 'all' ? {} : { state }),
      ...(since === '' ? {} : { since }),
      ...(until === '' ? {} : { until }),
    });
    // The dialog was closed: nobody needs to be told.
    if (outcome.outcome !== 'ok' || outcome.data !== null) setSaid(outcome);
  });
  return (
    <div className={styles.apart}>
      <Card title={t.copy.title} titleRef={title}>
        <p className={styles.soft}>{t.copy.hint}</p>
        <div className={styles.bar}>
          <DateField label={t.copy.since} date={since} onPick={setSince} emptiable />
          <DateField label={t.copy.until} date={until} onPick={setUntil} emptiable />
          <Choice<StateChoice>
            label={t.operations.state}
            value={state}
            options={[
              ['all', t.operations.all],
              ...OPERATION_STATES.map((name) => [name, t.operations.states[name]] as const),
            ]}
            onChoose={setState}
          />
          <Choice<Format>
            label={t.copy.format}
            value={format}
            options={[
              ['csv', t.copy.formats.csv],
              ['jsonl', t.copy.formats.jsonl],
            ]}
            onChoose={setFormat}
          />
        </div>
        {said !== null && <OutcomeNotice outcome={said} />}
        {said !== null && <FieldProblems outcome={said} />}
        <div className={styles.actions}>
          <Button right="export" busy={saving} onPress={save}>
            {saving ? t.copy.saving : t.copy.save}
          </Button>
          <Button onPress={props.onClose}>{t.app.close}</Button>
        </div>
      </Card>
    </div>
  );
}
