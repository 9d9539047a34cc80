/** Asks before a shift is closed, and names what is open in it. */
import { isEmpty } from '../../shared/shift-sums.ts';
import { Confirm } from '../components/confirm.tsx';
import { Code } from '../components/facts.tsx';
import { useText } from '../i18n/use-text.ts';
import type { ShiftReport } from '../till.ts';
import styles from './screen.module.css';

/** As many as a small screen shows beside the question. */
const NAMED = 4;

interface CloseProps {
  /** What it would be closed with; null: nothing is asked. */
  readonly report: ShiftReport | null;
  readonly onYes: (report: ShiftReport) => void;
  readonly onNo: () => void;
}

export function CloseConfirm({ report, onYes, onNo }: CloseProps) {
  const { t } = useText();
  if (report === null) return null;
  const { number, operations, open } = report;
  return (
    <Confirm
      open
      title={t.shift.closeTitle(number)}
      body={isEmpty(report) ? t.shift.closeEmpty : t.shift.closeBody(operations.total)}
      yes={t.shift.closeYes}
      onNo={onNo}
      onYes={() => onYes(report)}
    >
      {open.length > 0 && (
        <div>
          <p>
            <strong>{t.shift.closeOpen(open.length)}</strong>
          </p>
          <ul className={styles.list}>
            {open.slice(0, NAMED).map(({ id, reference, courier }) => (
              <li key={id}>
                <Code>{reference}</Code> {courier}
              </li>
            ))}
          </ul>
          {open.length > NAMED && <p>{t.shift.more(open.length - NAMED)}</p>}
        </div>
      )}
    </Confirm>
  );
}
