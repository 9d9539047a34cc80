/** What a person can do about a slip that waits or is in doubt; asked before only where a second paper can come of it. */
import { useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useHold } from '../activity.tsx';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { lookOf, needsPerson, type SlipNow, slipAfter } from '../slips.ts';
import { play } from '../sounds.ts';
import { useSnapshot } from '../store.ts';
import { ask } from '../till.ts';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import { OutcomeNotice } from './notice.tsx';
import styles from './slip.module.css';

interface SlipDeedsProps {
  readonly slip: SlipNow;
  /** Among others: the name that tells its buttons from those of the others. */
  readonly name?: string;
  /** Where nobody else tells by a sound what came of it. */
  readonly sounds?: boolean;
  /** It is being printed again: main has been asked to, and has not answered yet. */
  readonly onResume?: (underWay: boolean) => void;
  /** Something was done about it; it may be gone now. */
  readonly onDone?: () => void;
}

/** One that may be on paper already, so that printing it now may be the second. */
function mayBeSecond(slip: SlipNow): boolean {
  const look = lookOf(slip);
  return look === 'maybe' || (look === 'expired' && slip.outs > 0);
}

const nothing = (): void => undefined;

export function SlipDeeds(props: SlipDeedsProps) {
  const { slip, name, sounds = false, onResume = nothing, onDone = nothing } = props;
  const { t } = useText();
  const { profile } = useSnapshot();
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  /** Where it shall go once a person has confirmed; null: nothing is asked. */
  const [asking, setAsking] = useState<{ readonly printer: string | null } | null>(null);
  useHold(asking !== null);
  const [act, acting] = useDeed(async (deed: () => Promise<Outcome<unknown>>) => {
    const outcome = await deed();
    setSaid(outcome);
    onDone();
  });
  const { jobId } = slip;
  const look = lookOf(slip);
  const drop = (): void => void act(() => ask('slips.drop', { jobId }));
  const resume = (printer: string | null): void =>
    void act(async () => {
      onResume(true);
      const outcome = await ask('slips.resume', { jobId, ...(printer === null ? {} : { printer }) });
      onResume(false);
      if (sounds) play(outcome.outcome === 'ok' && outcome.data.proof === 'printed' ? 'success' : 'failure');
      // What became of it stands at the slip itself.
      return slipAfter(outcome) === null ? outcome : { ...outcome, outcome: 'ok' as const, data: null };
    });
  const wish = (printer: string | null): void => {
    if (mayBeSecond(slip)) setAsking({ printer });
    else resume(printer);
  };
  const elsewhere = mayBeSecond(slip) ? t.slip.elsewhereAgain : t.slip.elsewhere;
  const button = (text: string, onPress: () => void) => (
    <Button
      key={text}
      busy={acting}
      {...(name === undefined ? {} : { label: t.slip.labelled(text, name) })}
      onPress={onPress}
    >
      {text}
    </Button>
  );
  const others = (profile?.printers ?? []).filter(
    (printer) => slip.printer !== undefined && printer.name !== slip.printer,
  );
  return (
    <>
      {(look === 'waits' || needsPerson(look)) && (
        <div className={styles.deeds}>
          {look === 'maybe' && button(t.slip.whole, drop)}
          {look === 'maybe' && button(t.slip.again, () => wish(null))}
          {look === 'expired' && button(slip.outs > 0 ? t.slip.again : t.slip.print, () => wish(null))}
          {look === 'waits' && name !== undefined && button(t.slip.now, () => wish(null))}
          {look === 'expired' && button(t.slip.drop, drop)}
          {look === 'waits' && button(t.slip.cancel, drop)}
          {others.map((printer) => button(elsewhere(printer.name), () => wish(printer.name)))}
        </div>
      )}
      {said !== null && said.outcome !== 'ok' && <OutcomeNotice outcome={said} />}
      <Confirm
        open={asking !== null}
        title={t.slip.confirmTitle}
        body={t.slip.confirmBody}
        yes={t.slip.confirmYes}
        onNo={() => setAsking(null)}
        onYes={() => {
          const printer = asking?.printer ?? null;
          setAsking(null);
          resume(printer);
        }}
      />
    </>
  );
}
