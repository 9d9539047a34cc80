/** What an operation's attempts and prints came to, row by row. */
import { Badge } from '../components/badge.tsx';
import { Code } from '../components/facts.tsx';
import { useText } from '../i18n/use-text.ts';
import { LOOK_TONES, lookOf } from '../slips.ts';
import type { OperationDetail } from '../till.ts';
import { STATE_TONES } from './operations-screen.tsx';
import styles from './screen.module.css';

type Attempt = OperationDetail['attempts'][number];
type Print = OperationDetail['prints'][number];

function AttemptRow({ attempt, number }: { readonly attempt: Attempt; readonly number: number }) {
  const { t, format } = useText();
  const { startedAt, endedAt, outcome, code, note, service, externalId } = attempt;
  return (
    <tr>
      <td>{number}</td>
      <td>{service}</td>
      <td>
        <Code>{externalId}</Code>
      </td>
      <td className={styles.nowrap}>
        {format.moment(startedAt)}
        <span className={styles.second}>
          {endedAt === null ? t.operations.underWay : format.seconds(Date.parse(endedAt) - Date.parse(startedAt))}
        </span>
      </td>
      <td>
        {outcome === null ? (
          t.operations.underWay
        ) : (
          <Badge tone={STATE_TONES[outcome]}>{t.operations.states[outcome]}</Badge>
        )}
        <span className={styles.second}>{[code, note].filter((part) => part !== null).join(' · ')}</span>
      </td>
    </tr>
  );
}

export function AttemptsTable({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const { t } = useText();
  if (attempts.length === 0) return <p className={styles.soft}>{t.operations.noAttempts}</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t.operations.attempts}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t.operations.service}</th>
            <th scope="col">{t.operations.externalId}</th>
            <th scope="col">{t.operations.started}</th>
            <th scope="col">{t.operations.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map((attempt, index) => (
            <AttemptRow key={attempt.externalId} attempt={attempt} number={index + 1} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function PrintsTable({ prints }: { readonly prints: readonly Print[] }) {
  const { t, format } = useText();
  const whys: Readonly<Record<string, string>> = t.slip.why;
  if (prints.length === 0) return <p className={styles.soft}>{t.operations.noPrints}</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t.operations.prints}>
        <thead>
          <tr>
            <th scope="col">{t.operations.copy}</th>
            <th scope="col">{t.operations.printer}</th>
            <th scope="col">{t.operations.columns.when}</th>
            <th scope="col">{t.operations.state}</th>
            <th scope="col">{t.operations.proof}</th>
          </tr>
        </thead>
        <tbody>
          {prints.map((print) => (
            <tr key={print.jobId}>
              <td>{print.copy === 0 ? t.operations.original : t.made.copy(print.copy)}</td>
              <td>
                {print.printedOn ?? print.printer}
                {print.printedOn !== null && print.printedOn !== print.printer && (
                  <span className={styles.second}>{t.slip.substitute(print.printedOn, print.printer)}</span>
                )}
              </td>
              <td className={styles.nowrap}>{format.moment(print.createdAt)}</td>
              <td>
                <Badge tone={LOOK_TONES[lookOf(print)]}>{t.slip.looks[lookOf(print)]}</Badge>
                {/* A reason that the window has no words for is shown as it stands in the journal. */}
                <span className={styles.second}>
                  {print.reason === null ? '' : (whys[print.reason] ?? print.reason)}
                </span>
              </td>
              <td>{print.proof === null ? t.app.none : t.proof[print.proof]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
