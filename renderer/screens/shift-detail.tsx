/** What an X or a Z says, as tables: by kind, by operator, what is open, what was settled since. */
import { useEffect, useRef } from 'react';

import { paperTotals, type StateTotals, totalsByKind, totalsByOperator, totalsOf } from '../../shared/shift-sums.ts';
import { Badge } from '../components/badge.tsx';
import { Card, Code, type Fact, Facts } from '../components/facts.tsx';
import { LookButton } from '../components/look-button.tsx';
import { useText } from '../i18n/use-text.ts';
import type { ShiftReport } from '../till.ts';
import styles from './screen.module.css';

function TotalsTable({
  title,
  rows,
  sum,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [string, StateTotals])[];
  readonly sum: StateTotals;
}) {
  const { t } = useText();
  const cells = ({ ok, refused, notSent, unknown, underWay, total }: StateTotals) => [
    ok,
    refused,
    notSent,
    unknown + underWay,
    total,
  ];
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {[t.shift.ok, t.shift.refused, t.shift.notSent, t.shift.unknown, t.shift.total].map((name) => (
              <th key={name} scope="col" className={styles.number}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...rows, [t.shift.total, sum] as const].map(([name, totals]) => (
            <tr key={name}>
              <td>{name}</td>
              {cells(totals).map((value, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column has no other name here
                <td key={column} className={styles.number}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Operations that nobody can speak for, each with the way to look at it. */
export function OpenOperations({ report }: { readonly report: ShiftReport }) {
  const { t, format } = useText();
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t.shift.unsure}>
        <tbody>
          {report.open.map((operation) => (
            <tr key={operation.id}>
              <td>
                <Code>{operation.reference}</Code>
                <span className={styles.second}>{t.operations.kinds[operation.kind]}</span>
              </td>
              <td className={styles.breakable}>{operation.courier ?? t.app.none}</td>
              <td className={styles.nowrap}>
                {format.dayTime(new Date(operation.at).toISOString())}
                {operation.shift !== report.number && (
                  <span className={styles.second}>{t.shift.from(operation.shift)}</span>
                )}
              </td>
              <td>
                <LookButton id={operation.id} reference={operation.reference} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Settled({ report }: { readonly report: ShiftReport }) {
  const { t } = useText();
  if (report.settledSince.length === 0) return null;
  return (
    <>
      <h3>{t.shift.settled}</h3>
      <ul className={styles.list} aria-label={t.shift.settled}>
        {report.settledSince.map(({ id, reference, courier, shift, now }) => (
          <li key={id}>
            <Code>{reference}</Code> {courier} · {t.shift.from(shift)}{' '}
            <Badge tone={now === 'ok' ? 'good' : 'plain'}>{t.shift.states[now]}</Badge>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Of a Z who had the shift and when, and how its papers stood: of the present shift that stands above already. */
function useMade({ opened, made, ...report }: ShiftReport): readonly Fact[] {
  const { t, format } = useText();
  const moment = ({ by, at }: { readonly by: string; readonly at: number }): string =>
    `${format.moment(new Date(at).toISOString())}, ${by}`;
  const papers = paperTotals(report);
  return [
    [t.shift.openedAt, opened === null ? t.shift.nobody : moment(opened)],
    [t.shift.closedAt, moment(made)],
    [t.shift.papers, papers.total === 0 ? t.app.none : t.shift.papersOut(papers.printed, papers.total)],
  ];
}

interface DetailProps {
  readonly report: ShiftReport;
  /** Somebody asked for it: it comes into sight and takes the focus. */
  readonly asked?: boolean;
}

export function ShiftDetail({ report, asked = false }: DetailProps) {
  const { t } = useText();
  const { operations, chain } = report;
  const facts = useMade(report);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!asked) return;
    title.current?.focus();
    title.current?.scrollIntoView({ block: 'start' });
  }, [asked]);
  const sum = totalsOf(report);
  const byKind = totalsByKind(report)
    .filter(([, totals]) => totals.total > 0)
    .map(([kind, totals]) => [t.operations.kinds[kind], totals] as const);
  return (
    <Card title={t.shift.detail(report.report, report.number)} titleRef={title}>
      {report.report === 'Z' && <Facts facts={facts} />}
      {sum.total > 0 && <TotalsTable title={t.shift.kind} rows={byKind} sum={sum} />}
      {sum.total > 0 && <TotalsTable title={t.shift.operator} rows={totalsByOperator(report)} sum={sum} />}
      {operations.retired > 0 && <p className={styles.small}>{t.shift.retired(operations.retired)}</p>}
      {operations.beforeOpening > 0 && (
        <p className={styles.small}>{t.shift.beforeOpening(operations.beforeOpening)}</p>
      )}
      {report.report === 'Z' && report.open.length > 0 && (
        <>
          <h3>{t.shift.openTitle(report.open.length)}</h3>
          <OpenOperations report={report} />
        </>
      )}
      <Settled report={report} />
      <Facts
        facts={[
          [t.shift.first, operations.first === null ? t.app.none : <Code key="first">{operations.first}</Code>],
          [t.shift.last, operations.last === null ? t.app.none : <Code key="last">{operations.last}</Code>],
          [t.shift.chain, <Code key="chain">{`${chain.events} ${chain.link.slice(0, 16)}`}</Code>],
        ]}
      />
    </Card>
  );
}
