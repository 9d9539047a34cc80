/** The shift: who is on and since when, what was done, what is open; X, close, and the Zs that were made. */
import { useEffect, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { isEmpty, paperTotals } from '../../shared/shift-sums.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Card, Facts } from '../components/facts.tsx';
import { Notice, OutcomeNotice } from '../components/notice.tsx';
import { SlipPanel } from '../components/slip-panel.tsx';
import { useDeed, useReading } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { play } from '../sounds.ts';
import { useSnapshot } from '../store.ts';
import { ask, type ListedShift, type ShiftReport } from '../till.ts';
import styles from './screen.module.css';
import { CloseConfirm } from './shift-close.tsx';
import { OpenOperations, ShiftDetail } from './shift-detail.tsx';

const SHOWN = 30;

interface Said {
  readonly outcome: Outcome<unknown>;
  /** The paper that came with it. */
  readonly jobId: string | null;
  /** It went well, and there is something to be seen to. */
  readonly warns?: boolean;
}

function SaidPanel({ said, onClose }: { readonly said: Said; readonly onClose: () => void }) {
  const { t } = useText();
  const { slips } = useSnapshot();
  const slip = slips.find(({ jobId }) => jobId === said.jobId);
  const close = (
    <Button small onPress={onClose}>
      {t.app.close}
    </Button>
  );
  return (
    <>
      {said.warns === true ? (
        <Notice tone="doubt" words={said.outcome.words}>
          {close}
        </Notice>
      ) : (
        <OutcomeNotice outcome={said.outcome}>{close}</OutcomeNotice>
      )}
      {slip !== undefined && <SlipPanel slip={slip} />}
    </>
  );
}

function NowFacts({ report }: { readonly report: ShiftReport }) {
  const { t, format } = useText();
  const { opened, operations, open, number } = report;
  const papers = paperTotals(report);
  const since = opened === null ? t.shift.sinceZ(number - 1) : format.dayTime(new Date(opened.at).toISOString());
  return (
    <Facts
      facts={[
        [t.shift.who, opened?.by ?? t.shift.nobody],
        [t.shift.since, since],
        [t.shift.operations, String(operations.total)],
        [
          t.shift.unsure,
          <Badge key="unsure" tone={open.length === 0 ? 'good' : 'doubt'}>
            {open.length === 0 ? t.shift.allSure : String(open.length)}
          </Badge>,
        ],
        [t.shift.papers, papers.total === 0 ? t.app.none : t.shift.papersOut(papers.printed, papers.total)],
      ]}
    />
  );
}

interface ZsProps {
  readonly shifts: readonly ListedShift[];
  readonly busy: boolean;
  readonly onSee: (number: number) => void;
  readonly onPrint: ((number: number) => void) | null;
}

function ZTable({ shifts, busy, onSee, onPrint }: ZsProps) {
  const { t, format } = useText();
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={t.shift.zs}>
        <thead>
          <tr>
            <th scope="col">{t.shift.z}</th>
            <th scope="col">{t.shift.closedAt}</th>
            <th scope="col">{t.day.columns.act}</th>
          </tr>
        </thead>
        <tbody>
          {shifts.map(({ number, closedAt, closedBy, operations, open }) => (
            <tr key={number}>
              <td>{number}</td>
              <td>
                {format.dayTime(closedAt)}
                <span className={styles.second}>{closedBy}</span>
                <span className={styles.second}>
                  {t.shift.count(operations)}
                  {open > 0 && `, ${t.status.open(open)}`}
                </span>
              </td>
              <td>
                <span className={styles.together}>
                  <Button small label={t.shift.seeOf(number)} onPress={() => onSee(number)}>
                    {t.shift.see}
                  </Button>
                  {onPrint !== null && (
                    <Button small busy={busy} label={t.shift.reprintOf(number)} onPress={() => onPrint(number)}>
                      {t.shift.reprint}
                    </Button>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A Z as it was made, in the place of the present shift's detail. */
function ZShown({ number, onBack }: { readonly number: number; readonly onBack: () => void }) {
  const { t } = useText();
  const { outcome } = useReading('shifts.show', { number });
  return (
    <div className={styles.stack}>
      {outcome !== null &&
        (outcome.outcome === 'ok' ? (
          <ShiftDetail report={outcome.data.report} asked />
        ) : (
          <OutcomeNotice outcome={outcome} />
        ))}
      <div className={styles.actions}>
        <Button onPress={onBack}>{t.shift.backToNow}</Button>
      </div>
    </div>
  );
}

export function ShiftScreen() {
  const { t } = useText();
  const { profile, openOperations, acting, slips } = useSnapshot();
  const hasPrinter = (profile?.printers.length ?? 0) > 0;
  const [said, setSaid] = useState<Said | null>(null);
  const [closing, setClosing] = useState<ShiftReport | null>(null);
  const [shown, setShown] = useState<number | null>(null);
  const now = useReading('shifts.now', {});
  const list = useReading('shifts.list', { limit: SHOWN });
  const idle = acting === null;
  const papers = slips.map(({ jobId, state }) => `${jobId} ${state}`).join();
  const { reload: reloadNow } = now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever was done or printed meanwhile changes the counts
  useEffect(reloadNow, [reloadNow, openOperations, idle, papers]);

  const [act, busy] = useDeed(async (deed: () => Promise<Said>) => {
    const next = await deed();
    setSaid(next);
    play(next.outcome.outcome === 'ok' ? 'success' : 'failure');
    now.reload();
    list.reload();
  });
  const open = () => act(async () => ({ outcome: await ask('shifts.open', {}), jobId: null }));
  const x = () =>
    act(async () => {
      const outcome = await ask('shifts.x', {});
      return { outcome, jobId: outcome.outcome === 'ok' ? (outcome.data.print?.jobId ?? null) : null };
    });
  const close = (report: ShiftReport) =>
    act(async () => {
      const wish = { shift: report.number, empty: isEmpty(report), print: hasPrinter };
      const outcome = await ask('shifts.close', wish);
      if (outcome.outcome !== 'ok') return { outcome, jobId: null };
      const { print, report: z } = outcome.data;
      return { outcome, jobId: print?.jobId ?? null, warns: z.open.length > 0 };
    });
  const reprint = (number: number) =>
    act(async () => {
      const outcome = await ask('shifts.print', { number });
      return { outcome, jobId: outcome.outcome === 'ok' ? outcome.data.jobId : null };
    });

  const report = now.outcome?.outcome === 'ok' ? now.outcome.data.report : null;
  // Nothing was done yet: to open it is what comes next.
  const begins = report?.opened === null && report.operations.total === 0;
  const shifts = list.outcome?.outcome === 'ok' ? list.outcome.data.shifts : null;
  return (
    <>
      <div className={styles.head}>
        <h1>{t.shift.title}</h1>
        {report?.opened === null && <p className={styles.soft}>{t.shift.optional}</p>}
      </div>
      <div className={styles.column}>
        {now.outcome !== null && now.outcome.outcome !== 'ok' && (
          <OutcomeNotice outcome={now.outcome}>
            <Button onPress={now.reload}>{t.app.tryAgain}</Button>
          </OutcomeNotice>
        )}
        <div className={styles.cards}>
          {report !== null && (
            <Card title={t.shift.now(report.number)}>
              <NowFacts report={report} />
              <div className={styles.actions}>
                <Button
                  look={begins ? 'quiet' : 'primary'}
                  right="close-shift"
                  busy={busy}
                  onPress={() => setClosing(report)}
                >
                  {t.shift.close}
                </Button>
                {hasPrinter && (
                  <Button busy={busy} onPress={x}>
                    {t.shift.x}
                  </Button>
                )}
                {report.opened === null && (
                  <Button look={begins ? 'primary' : 'quiet'} busy={busy} onPress={open}>
                    {t.shift.openIt}
                  </Button>
                )}
              </div>
            </Card>
          )}
          {/* Beside the buttons, which stay where they are. */}
          <div className={styles.column}>
            {said !== null && <SaidPanel said={said} onClose={() => setSaid(null)} />}
            <Card title={t.shift.zs}>
              {shifts === null || shifts.length === 0 ? (
                <p className={styles.soft}>{shifts === null ? t.app.loading : t.shift.noZ}</p>
              ) : (
                <ZTable shifts={shifts} busy={busy} onSee={setShown} onPrint={hasPrinter ? reprint : null} />
              )}
            </Card>
          </div>
        </div>
        {report !== null && report.open.length > 0 && (
          <Notice tone="doubt" title={t.shift.openTitle(report.open.length)} words={t.shift.openHint}>
            <OpenOperations report={report} />
          </Notice>
        )}
        {shown === null ? (
          report !== null && <ShiftDetail report={report} />
        ) : (
          <ZShown key={shown} number={shown} onBack={() => setShown(null)} />
        )}
      </div>
      <CloseConfirm
        report={closing}
        onNo={() => setClosing(null)}
        onYes={(wanted) => {
          setClosing(null);
          close(wanted);
        }}
      />
    </>
  );
}
