/** Whether the slip is out, in one glance: a sign, a colour, a few large words, and what can be done about it. */
import { useEffect, useRef, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useText } from '../i18n/use-text.ts';
import { useAskingSupervisor } from '../override.ts';
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

/** The focus of a button that went away with what it was for comes to the panel. */
function useKeptFocus(panel: React.RefObject<HTMLElement | null>, stamp: string): void {
  const held = useRef<Element | null>(null);
  useEffect(() => {
    const moved = ({ target }: FocusEvent): void => {
      held.current = target instanceof Element && panel.current?.contains(target) === true ? target : null;
    };
    document.addEventListener('focusin', moved);
    return () => document.removeEventListener('focusin', moved);
  }, [panel]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever the slip changed
  useEffect(() => {
    const lost = held.current !== null && !held.current.isConnected;
    if (lost && document.activeElement === document.body) panel.current?.focus();
  }, [panel, stamp]);
}

/** The same slip on its way to paper once more: nothing that was true of it before is said meanwhile. */
function underWay(slip: SlipNow): SlipNow {
  return { ...slip, state: 'printing', proof: null, trouble: null };
}

interface PanelProps {
  readonly slip: SlipNow;
  /** A copy of it was asked for, and main has not answered yet. */
  readonly printing?: boolean;
  /** Keeps the height of its largest usual look, so that nothing below it moves. */
  readonly steady?: boolean;
}

export function SlipPanel({ slip: known, printing = false, steady = false }: PanelProps) {
  const { t } = useText();
  /** What it was when it was sent again; from the next that main says of it on, that is shown. */
  const [resumed, setResumed] = useState<string | null>(null);
  const waits = useAskingSupervisor();
  const begun = printing || resumed === `${known.jobId} ${known.state}`;
  const slip = begun && !waits ? underWay(known) : known;
  const inWords = useSlipWords();
  const where = useWhere()(slip);
  const panel = useRef<HTMLElement>(null);
  useSoundOfChange(slip);
  const look = lookOf(slip);
  useKeptFocus(panel, `${slip.jobId} ${look}`);
  const { title, hint } = inWords(slip);
  const copy = slip.copy > 0 ? t.made.copy(slip.copy) : null;
  const small = [copy, where].filter((part) => part !== null).join(' · ');
  return (
    <section
      ref={panel}
      className={[styles.panel, styles[LOOK_TONES[look]], steady ? styles.steady : ''].join(' ')}
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
      <SlipDeeds
        key={slip.jobId}
        slip={slip}
        onResume={(begun) => setResumed(begun ? `${known.jobId} ${known.state}` : null)}
        onDone={() => panel.current?.focus()}
      />
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
export function NoSlip({ printing = false }: { readonly printing?: boolean }) {
  const { t } = useText();
  return (
    <section className={[styles.panel, styles.plain, styles.steady].join(' ')} aria-label={t.made.slip}>
      <div className={styles.says}>
        <Icon name={printing ? 'printer' : 'info'} />
        <p className={styles.words} role="status">
          {printing ? t.slip.looks.printing : t.slip.none}
        </p>
      </div>
    </section>
  );
}
