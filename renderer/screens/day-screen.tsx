/** The QRs of a day: what the provider lists and what this till made, with their ends counted down by the provider's clock. */
import { useRef, useState } from 'react';
import { jakartaDate } from '../../shared/jakarta-time.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { DateField } from '../components/date-field.tsx';
import { Field } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { Notice, OutcomeNotice } from '../components/notice.tsx';
import { useReading } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot } from '../store.ts';
import { ask, type DayQr } from '../till.ts';
import { usePhaseWords } from './atm-qr-working.tsx';
import { DayTable } from './day-table.tsx';
import { ExpireConfirm, ExpireField, type Expiring, focusScan } from './expire.tsx';
import styles from './screen.module.css';

const DAY_MS = 86_400_000;

function moved(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whether a row holds every word that was typed. */
export function matches(qr: DayQr, filter: string): boolean {
  const text = [qr.id, qr.courier, qr.type, qr.amount].join(' ').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word.replaceAll('.', '')) || text.includes(word));
}

function useToday(): string {
  const { clockOffsetMs } = useSnapshot();
  return jakartaDate(Date.now() + (clockOffsetMs ?? 0));
}

function DayPicker({ date, today, onPick }: { date: string; today: string; readonly onPick: (date: string) => void }) {
  const { t } = useText();
  return (
    <>
      <Button label={t.day.earlier} repeats onPress={() => onPick(moved(date, -1))}>
        <Icon name="left" />
      </Button>
      <DateField label={t.day.date} date={date} onPick={onPick} />
      <Button label={t.day.later} repeats disabled={date >= today} onPress={() => onPick(moved(date, 1))}>
        <Icon name="right" />
      </Button>
      <Button disabled={date === today} onPress={() => onPick(today)}>
        {t.day.today}
      </Button>
    </>
  );
}

export function DayScreen() {
  const { t, format } = useText();
  const { acting } = useSnapshot();
  const inWords = usePhaseWords();
  const today = useToday();
  const scan = useRef<HTMLFormElement>(null);
  const [date, setDate] = useState(today);
  const [filter, setFilter] = useState('');
  const [expiring, setExpiring] = useState<Expiring | null>(null);
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const { outcome, loading, reload } = useReading('qr.list', { date });
  const data = outcome?.outcome === 'ok' && outcome.data.date === date ? outcome.data : null;
  // Where rows are missing nobody can say that the day has none.
  const whole = data?.trouble === null && data.unreadable === 0;
  const shown = data?.qrs.filter((qr) => matches(qr, filter)) ?? [];

  async function checkAgain(reference: string): Promise<void> {
    setSaid(await ask('qr.check', { reference }));
    reload();
  }

  return (
    <>
      <div className={styles.head}>
        <h1>{t.day.title}</h1>
        <p className={styles.soft} role="status">
          {format.day(date)}
          {data !== null && ` · ${t.day.count(shown.length, data.qrs.length)}`}
        </p>
      </div>
      <ExpireField form={scan} onRead={setExpiring} onSaid={setSaid} />
      <div className={styles.bar}>
        <DayPicker date={date} today={today} onPick={setDate} />
        <Field
          label={t.day.filter}
          name="filter"
          type="search"
          hint={t.day.filterHint}
          value={filter}
          onType={setFilter}
        />
        <Button label={t.app.refresh} busy={loading} onPress={reload}>
          <Icon name="again" />
        </Button>
      </div>
      <div className={styles.stack}>
        {acting?.action === 'qr.expire' && (
          <p role="status">
            <strong>{t.day.ending}</strong> {inWords(acting)}
          </p>
        )}
        {said !== null && (
          <OutcomeNotice outcome={said}>
            <Button small onPress={() => setSaid(null)}>
              {t.app.close}
            </Button>
          </OutcomeNotice>
        )}
        {outcome !== null && outcome.outcome !== 'ok' && !loading && (
          <OutcomeNotice outcome={outcome}>
            <Button onPress={reload}>{t.app.tryAgain}</Button>
          </OutcomeNotice>
        )}
        {data === null && loading && <p role="status">{t.app.loading}</p>}
        {data !== null && data.trouble !== null && (
          <Notice tone="doubt" title={t.day.onlyOwn} words={data.trouble}>
            <Button busy={loading} onPress={reload}>
              {t.app.tryAgain}
            </Button>
          </Notice>
        )}
        {data !== null && data.unreadable > 0 && <Notice tone="doubt" words={t.day.unreadable(data.unreadable)} />}
        {data !== null && shown.length === 0 && (whole || data.qrs.length > 0) && (
          <p className={styles.soft}>{data.qrs.length === 0 ? t.day.empty : t.day.emptyFilter}</p>
        )}
        {shown.length > 0 && (
          <DayTable
            qrs={shown}
            onExpire={(qr) => setExpiring({ number: qr.id, type: qr.type, merchantName: null, amount: qr.amount })}
            onCheck={(qr) => void checkAgain(qr.id)}
          />
        )}
      </div>
      <ExpireConfirm
        expiring={expiring}
        onClose={() => setExpiring(null)}
        onShut={() => focusScan(scan.current)}
        onSaid={(answer) => {
          setSaid(answer);
          reload();
        }}
      />
    </>
  );
}
