/** Whether the slip is out, in one glance: a sign, a colour, a few large words, and what can be done about it. */
import { useEffect, useRef } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useText } from '../i18n/use-text.ts';
import { LOOK_TONES, lookOf, type SlipNow, slipAfter } from '../slips.ts';
import { play } from '../sounds.ts';
import { useSnapshot } from '../store.ts';
import type { Data } from '../till.ts';
import { Icon } from './icon.tsx';
import { OutcomeNotice } from './notice.tsx';
import styles from './slip.module.css';
import { SlipDeeds } from './slip-deeds.tsx';
import { LOOK_ICONS, useSlipWords } from './slip-words.ts';

/** A sound when a slip that is looked at comes out, or comes to need a person, whoever did it. */
function useSoundOfChange(slip: SlipNow): void {
  const look = lookOf(slip);
  const before = useRef({ jobId: slip.jobId, look });
  useEffect(() => {
    const { jobId, look: former } = before.current;
    before.current = { jobId: slip.jobId, look };
    if (jobId !== slip.jobId || former === look) return;
    if (look === 'out') play('success');
    else if (look === 'sent' || look === 'maybe' || look === 'expired' || look === 'failed') play('failure');
  }, [slip.jobId, look]);
}

/** Where a slip went, or goes; null where that is plain, as with a single printer. */
export function useWhere(): (slip: SlipNow) => string | null {
  const { t } = useText();
  const several = (useSnapshot().profile?.printers.length ?? 0) > 1;
  return ({ printer, printedOn }) => {
    if (printer === undefined) return null;
    if (printedOn != null && printedOn !== printer) return t.slip.substitute(printedOn, printer);
    return several ? t.slip.at(printer) : null;
  };
}

export function SlipPanel({ slip }: { readonly slip: SlipNow }) {
  const { t } = useText();
  const inWords = useSlipWords();
  const where = useWhere()(slip);
  const panel = useRef<HTMLElement>(null);
  useSoundOfChange(slip);
  const look = lookOf(slip);
  const { title, hint } = inWords(slip);
  const copy = slip.copy > 0 ? t.made.copy(slip.copy) : null;
  const small = [copy, where].filter((part) => part !== null).join(' · ');
  return (
    <section
      ref={panel}
      className={[styles.panel, styles[LOOK_TONES[look]]].join(' ')}
      aria-label={t.made.slip}
      tabIndex={-1}
    >
      <div className={styles.says}>
        <Icon name={LOOK_ICONS[look]} />
        <div className={styles.words} role="status">
          <p className={styles.title}>{title}</p>
          <p>{hint}</p>
          {small !== '' && <p className={styles.small}>{small}</p>}
        </div>
      </div>
      {/* The pressed button may be gone with what it was for: the focus stays here. */}
      <SlipDeeds key={slip.jobId} slip={slip} onDone={() => panel.current?.focus()} />
    </section>
  );
}

/** What a print was answered: its slip as it is now, or why there is none. */
export function PrintSaid({ outcome }: { readonly outcome: Outcome<Data<'qr.print'>> }) {
  const { slips } = useSnapshot();
  const told = slipAfter(outcome);
  if (told === null) return <OutcomeNotice outcome={outcome} />;
  return <SlipPanel slip={slips.find(({ jobId }) => jobId === told.jobId) ?? told} />;
}

/** There is no slip that this screen knows of. */
export function NoSlip() {
  const { t } = useText();
  return (
    <section className={[styles.panel, styles.plain].join(' ')} aria-label={t.made.slip}>
      <div className={styles.says}>
        <Icon name="info" />
        <p className={styles.words}>{t.slip.none}</p>
      </div>
    </section>
  );
}
