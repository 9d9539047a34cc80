/** The print queue: every slip that waits or is in doubt, why, and what can be done; below, what left it last. */
import { useEffect, useRef } from 'react';
import { Badge } from '../components/badge.tsx';
import { Card, Code } from '../components/facts.tsx';
import { Icon } from '../components/icon.tsx';
import styles from '../components/slip.module.css';
import { SlipDeeds } from '../components/slip-deeds.tsx';
import { useWhere } from '../components/slip-panel.tsx';
import { LOOK_ICONS, useSlipWords } from '../components/slip-words.ts';
import { useText } from '../i18n/use-text.ts';
import { isOpen, LOOK_TONES, lookOf } from '../slips.ts';
import { useSnapshot, useTill } from '../store.ts';
import type { SlipShown } from '../till.ts';

/** How many of those that left the queue are of use to somebody who looks what became of one. */
const LAST = 3;

function useName(): (slip: SlipShown) => string {
  const { t } = useText();
  return (slip) => {
    if (slip.kind === 'test') return t.queue.test;
    if (slip.kind === 'report') return t.shift.paper(slip.reference ?? '');
    return slip.courier ?? slip.reference ?? slip.jobId;
  };
}

function Waiting({ slip, onDone }: { readonly slip: SlipShown; readonly onDone: () => void }) {
  const { t, format } = useText();
  const name = useName()(slip);
  const where = useWhere()(slip) ?? t.slip.at(slip.printer);
  const { title, hint } = useSlipWords()(slip);
  const look = lookOf(slip);
  const copy = slip.copy > 0 ? ` · ${t.made.copy(slip.copy)}` : '';
  return (
    <li className={[styles.item, styles[LOOK_TONES[look]]].join(' ')}>
      <div className={styles.facts}>
        <strong>{name}</strong>
        <span>
          {format.dayTime(slip.createdAt)} · {where}
          {copy}
        </span>
      </div>
      {slip.reference !== null && (
        <span className={styles.small}>
          <Code>{slip.reference}</Code>
        </span>
      )}
      <div className={styles.says}>
        <Icon name={LOOK_ICONS[look]} />
        <div className={styles.words}>
          <p className={styles.title}>{title}</p>
          <p>{hint}</p>
        </div>
      </div>
      <SlipDeeds slip={slip} name={`${name} ${format.dayTime(slip.createdAt)}`} sounds onDone={onDone} />
    </li>
  );
}

function Ended({ slip }: { readonly slip: SlipShown }) {
  const { t, format } = useText();
  const name = useName()(slip);
  const look = lookOf(slip);
  return (
    <li>
      <span>
        {name} <span className={styles.small}>{format.dayTime(slip.createdAt)}</span>
      </span>
      <Badge tone={LOOK_TONES[look]}>{t.slip.looks[look]}</Badge>
    </li>
  );
}

export function QueueCard() {
  const { t } = useText();
  const { slips } = useSnapshot();
  const asked = useTill((state) => state.queueAsked);
  const askQueue = useTill((state) => state.askQueue);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!asked) return;
    title.current?.focus();
    title.current?.scrollIntoView({ block: 'start' });
    askQueue(false);
  }, [asked, askQueue]);
  const waiting = slips.filter((slip) => isOpen(lookOf(slip)));
  const ended = slips.filter((slip) => !isOpen(lookOf(slip))).slice(0, LAST);
  return (
    <Card title={t.queue.title} titleRef={title}>
      {waiting.length === 0 && <p className={styles.small}>{t.queue.empty}</p>}
      {waiting.length > 0 && (
        <ul className={styles.list} aria-label={t.queue.title}>
          {waiting.map((slip) => (
            // The pressed button may be gone with its slip: the focus stays near.
            <Waiting key={slip.jobId} slip={slip} onDone={() => title.current?.focus()} />
          ))}
        </ul>
      )}
      {ended.length > 0 && (
        <>
          <h3>{t.queue.last}</h3>
          <ul className={styles.ended} aria-label={t.queue.last}>
            {ended.map((slip) => (
              <Ended key={slip.jobId} slip={slip} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
