/** A supervisor's decision on what no provider can speak for: asked behind a dialog, with a reason, once. */
import { useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useHold } from '../activity.tsx';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { ask, type Operation } from '../till.ts';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import { Choice, Field, problemOf } from './field.tsx';
import { OutcomeNotice } from './notice.tsx';

interface DecideProps {
  readonly operation: Operation;
  /** Told what main said of a decision that was taken. */
  readonly onDecided: (outcome: Outcome<unknown>) => void;
}

export function Decide({ operation, onDecided }: DecideProps) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  useHold(open);
  const [as, setAs] = useState<'refused' | 'ok'>('refused');
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [decide, deciding] = useDeed(async () => {
    const outcome = await ask('operations.settle', { id: operation.id, as, reason });
    setSaid(outcome);
    if (outcome.outcome !== 'ok') return;
    setOpen(false);
    onDecided(outcome);
  });
  const isQr = operation.kind === 'generate';
  const refused = said === null || said.outcome === 'ok' ? null : said;
  return (
    <>
      <Button
        right="settle"
        onPress={() => {
          setSaid(null);
          setOpen(true);
        }}
      >
        {t.settle.decide}
      </Button>
      <Confirm
        open={open}
        title={t.settle.title}
        body={isQr ? `${t.settle.means} ${t.settle.meansQr}` : t.settle.means}
        yes={t.settle.yes}
        busy={deciding}
        onYes={() => void decide()}
        onNo={() => setOpen(false)}
      >
        <Choice<'refused' | 'ok'>
          label={t.settle.decision}
          value={as}
          options={[['refused', t.settle.refused], ...(isQr ? [] : [['ok', t.settle.ok] as const])]}
          onChoose={setAs}
        />
        <Field
          label={t.settle.reason}
          name="reason"
          hint={t.settle.reasonHint}
          value={reason}
          problem={problemOf(refused, 'reason')}
          onType={setReason}
        />
        {refused !== null && refused.outcome !== 'invalid' && <OutcomeNotice outcome={refused} />}
      </Confirm>
    </>
  );
}
