/** Always in sight: terminal, merchant, printer, reach of the providers, what is not certain, and a clock that is off. */
import type { ReactNode } from 'react';
import { useText } from '../i18n/use-text.ts';
import { countSlips } from '../slips.ts';
import { useSnapshot, useTill } from '../store.ts';
import type { PrinterShown, Snapshot } from '../till.ts';
import type { Tone } from './notice.tsx';
import styles from './status-bar.module.css';

/** Signatures made with a clock further away than this may be refused, milliseconds. */
const CLOCK_LIMIT_MS = 60_000;

function Item({ name, tone, children }: { readonly name: string; readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <li className={styles.item}>
      <span className={[styles.dot, styles[tone]].join(' ')} aria-hidden="true" />
      <span className={styles.words}>
        <span className={styles.name}>{name}</span> <span className={styles.value}>{children}</span>
      </span>
    </li>
  );
}

export function printerTone(printer: PrinterShown): Tone {
  if (printer.state === 'trouble') return 'bad';
  return printer.state === 'ready' && printer.paper !== 'near-end' ? 'good' : 'doubt';
}

/** A printer's state in words, without its name. */
export function usePrinterWords(): (printer: PrinterShown) => string {
  const { t } = useText();
  return (printer) => {
    if (printer.state === 'trouble') return t.printer.trouble[printer.trouble ?? 'error'];
    if (printer.state === 'mute') return t.printer.mute;
    return printer.paper === 'near-end' ? t.printer.nearEnd : t.printer.ready;
  };
}

const REACH_TONES = { untried: 'plain', reachable: 'good', unreachable: 'bad' } as const;
const MERCHANT_TONES = { pending: 'doubt', accepted: 'good', rejected: 'bad' } as const;

function Printer({ snapshot }: { readonly snapshot: Snapshot }) {
  const { t } = useText();
  const inWords = usePrinterWords();
  const { printer, profile } = snapshot;
  if (printer !== null) {
    return (
      <Item name={t.status.printer} tone={printerTone(printer)}>
        {inWords(printer)}
      </Item>
    );
  }
  const none = profile === null || profile.printers.length === 0;
  return (
    <Item name={t.status.printer} tone="plain">
      {none ? t.status.noPrinter : t.status.notAsked}
    </Item>
  );
}

/** What waits at the printers; a press opens the queue. */
function Queue({ snapshot }: { readonly snapshot: Snapshot }) {
  const { t } = useText();
  const askQueue = useTill((state) => state.askQueue);
  const settingUp = useTill((state) => state.settingUp !== null);
  const { waiting, person } = countSlips(snapshot.slips);
  const look = person > 0 ? styles.must : waiting > 0 ? styles.some : '';
  // What a person must decide comes first; all of it is read out, and stands in the queue.
  const parts = [...(person > 0 ? [t.queue.person(person)] : []), ...(waiting > 0 ? [t.queue.waiting(waiting)] : [])];
  const none = parts.length === 0;
  return (
    <li className={styles.item} aria-live="polite">
      <button
        type="button"
        className={[styles.open, styles.queue, look].join(' ')}
        aria-label={`${t.queue.item}: ${none ? t.queue.none : parts.join(', ')}`}
        disabled={settingUp}
        onClick={() => askQueue(true)}
      >
        <span className={styles.name}>{t.queue.item}</span>
        <span>{none ? t.queue.none : parts[0]}</span>
      </button>
    </li>
  );
}

/** What is not certain, and what is being done about it. */
function OpenOperations({ snapshot }: { readonly snapshot: Snapshot }) {
  const { t, format } = useText();
  const { openOperations: count, settling } = snapshot;
  const open = useTill((state) => state.open);
  const settingUp = useTill((state) => state.settingUp !== null);
  return (
    <li className={styles.item}>
      <button
        type="button"
        className={[styles.open, styles.queue, count > 0 ? styles.some : ''].join(' ')}
        disabled={settingUp}
        onClick={() => open('operations')}
      >
        <span>{t.status.open(count)}</span>
        {count > 0 && settling.asking !== null && <span className={styles.name}>{t.settle.asking}</span>}
        {count > 0 && settling.nextAt !== null && (
          <span className={styles.name}>{t.settle.nextAt(format.time(settling.nextAt))}</span>
        )}
      </button>
    </li>
  );
}

export function StatusBar() {
  const { t } = useText();
  const snapshot = useSnapshot();
  const { terminal, merchant, profile, reach, clockOffsetMs, clockCorrected } = snapshot;
  const clockOff = clockOffsetMs !== null && Math.abs(clockOffsetMs) > CLOCK_LIMIT_MS ? clockOffsetMs : null;
  return (
    <footer className={styles.bar}>
      <ul className={styles.items} aria-label={t.status.title}>
        <Item
          name={terminal.registered ? t.status.terminal : `${t.status.terminal} (${t.status.notRegistered})`}
          tone={terminal.registered ? 'good' : 'doubt'}
        >
          {terminal.terminalId ?? t.status.noTerminal}
        </Item>
        <Item name={t.status.merchant} tone={merchant === null ? 'plain' : MERCHANT_TONES[merchant.status]}>
          {merchant === null ? t.status.notAsked : t.merchant[merchant.status]}
        </Item>
        <Printer snapshot={snapshot} />
        {(['speedcash', 'paycools'] as const).map((name) => (
          <Item
            key={name}
            name={t.settings.checks[name]}
            tone={profile?.[name] == null ? 'plain' : REACH_TONES[reach[name]]}
          >
            {profile !== null && profile[name] === null ? t.status.noPrinter : t.status.reach[reach[name]]}
          </Item>
        ))}
        {clockOff !== null && (
          <Item name={t.status.clock} tone={clockCorrected ? 'doubt' : 'bad'}>
            {t.status.clockOff(Math.round(Math.abs(clockOff) / 60_000), clockOff > 0)}
            {clockCorrected && `, ${t.settle.clockCorrected}`}
          </Item>
        )}
        {/* Without a profile nobody has looked: "all certain" would be a guess. */}
        {profile !== null && <Queue snapshot={snapshot} />}
        {profile !== null && <OpenOperations snapshot={snapshot} />}
      </ul>
    </footer>
  );
}
