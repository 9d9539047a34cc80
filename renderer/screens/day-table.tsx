/** The rows of a day, with what can be done about each. */
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Code } from '../components/facts.tsx';
import type { Tone } from '../components/notice.tsx';
import { useNow } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot } from '../store.ts';
import type { DayQr } from '../till.ts';
import styles from './screen.module.css';

const TONES: Readonly<Record<DayQr['state'], Tone>> = {
  active: 'good',
  ended: 'plain',
  retired: 'plain',
  unknown: 'doubt',
};

/** Whether it ends on the day it was made; the provider's times are Jakarta's (ISO 8601 with +07:00). */
function sameDay(qr: DayQr): boolean {
  return qr.expiresAt?.slice(0, 10) === qr.madeAt.slice(0, 10);
}

/** @param now by the provider's clock, milliseconds */
function Expiry({ qr, now }: { readonly qr: DayQr; readonly now: number }) {
  const { t, format } = useText();
  if (qr.expiresAt === null) {
    // PayCools tells no end of an ATM QR, which is not the same as none; of one that may not be there nothing is said.
    const live = qr.state === 'active' || qr.state === 'ended';
    const words = !live ? t.app.none : qr.type === 'atm' ? t.day.endNotSaid : t.day.noEnd;
    return <span className={styles.soft}>{words}</span>;
  }
  const left = Date.parse(qr.expiresAt) - now;
  return (
    <>
      {sameDay(qr) ? format.time(qr.expiresAt) : format.dayTime(qr.expiresAt)}
      {qr.state === 'active' && (
        <span className={styles.second}>{left > 0 ? t.day.left(format.left(left)) : t.day.over}</span>
      )}
    </>
  );
}

interface TableProps {
  readonly qrs: readonly DayQr[];
  readonly onExpire: (qr: DayQr) => void;
  readonly onCheck: (qr: DayQr) => void;
}

function Deed({ qr, onExpire, onCheck }: { readonly qr: DayQr } & Pick<TableProps, 'onExpire' | 'onCheck'>) {
  const { t } = useText();
  if (qr.state === 'unknown') {
    return (
      <Button small label={t.day.checkLabel(qr.id)} onPress={() => onCheck(qr)}>
        {t.day.check}
      </Button>
    );
  }
  if (qr.state !== 'active') return null;
  const own = qr.type === 'atm';
  return (
    <Button
      small
      right="expire"
      label={own ? t.day.retireLabel(qr.id) : t.day.expireLabel(qr.id)}
      onPress={() => onExpire(qr)}
    >
      {own ? t.day.retire : t.day.expire}
    </Button>
  );
}

export function DayTable({ qrs, onExpire, onCheck }: TableProps) {
  const { t, format } = useText();
  const { clockOffsetMs } = useSnapshot();
  const now = useNow() + (clockOffsetMs ?? 0);
  const { columns } = t.day;
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t.day.title}>
        <thead>
          <tr>
            <th scope="col">{columns.number}</th>
            <th scope="col" className={styles.number}>
              {columns.amount}
            </th>
            <th scope="col">{columns.made}</th>
            <th scope="col">{columns.expires}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.act}</th>
          </tr>
        </thead>
        <tbody>
          {qrs.map((qr) => (
            <tr key={`${qr.source} ${qr.id}`}>
              <td>
                <span className={styles.key}>
                  <Code>{qr.id}</Code>
                </span>
                <span className={styles.second}>
                  {t.day.types[qr.type]}
                  {qr.courier !== null && ` · ${qr.courier}`}
                </span>
              </td>
              <td className={styles.number}>
                {qr.amount !== null ? format.rupiah(qr.amount) : qr.type === 'atm' ? t.app.none : t.day.open}
              </td>
              <td>{format.time(qr.madeAt)}</td>
              <td>
                <Expiry qr={qr} now={now} />
              </td>
              <td className={styles.nowrap}>
                <Badge tone={TONES[qr.state]}>{t.day.states[qr.state]}</Badge>
              </td>
              <td>
                <Deed qr={qr} onExpire={onExpire} onCheck={onCheck} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
