/** One operation of the journal: every attempt at the provider, every print with its proof, and what can be done. */
import { useEffect, useRef, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useHold } from '../activity.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Decide } from '../components/decide.tsx';
import { Card, Code, Facts } from '../components/facts.tsx';
import { OutcomeNotice } from '../components/notice.tsx';
import { PrintButton } from '../components/print-button.tsx';
import { SlipPanel } from '../components/slip-panel.tsx';
import { useHome } from '../home.ts';
import { useDeed, useFocusOnShow, useReading } from '../hooks.ts';
import type { Catalogue } from '../i18n/catalogue.ts';
import { useText } from '../i18n/use-text.ts';
import { isOpen, isPrintingAnother, lookOf, newestPrint, slipAfter, slipNow } from '../slips.ts';
import { play } from '../sounds.ts';
import { useSnapshot, useTill } from '../store.ts';
import { ask, type Data, type Operation, type OperationDetail } from '../till.ts';
import { AttemptsTable, PrintsTable } from './operation-tables.tsx';
import { STATE_TONES } from './operations-screen.tsx';
import styles from './screen.module.css';

interface DeedsProps {
  readonly operation: Operation;
  readonly prints: OperationDetail['prints'];
  readonly reload: () => void;
}

function Deeds({ operation, prints, reload }: DeedsProps) {
  const { t } = useText();
  const { profile, slips } = useSnapshot();
  const take = useHome((state) => state.take);
  const busyHome = useHome((state) => state.home.at === 'working');
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [printed, setPrinted] = useState<Outcome<Data<'qr.print'>> | null>(null);
  const { kind, state, reference } = operation;
  const open = state === 'unknown' || state === 'sent';
  useHold(open);
  const told = printed === null ? null : slipAfter(printed);
  // An answer is newer than the prints only until these have been asked for anew.
  const newest = told === null || prints.some(({ jobId }) => jobId === told.jobId) ? newestPrint(prints) : told;
  const slip = slipNow(slips, reference, newest);
  const [look, looking] = useDeed(async () => {
    // What is certain is in this till's own journal: it can be shown again without the network.
    const outcome = await ask(open ? 'qr.check' : 'qr.show', { reference });
    if (outcome.outcome === 'ok') take(operation, outcome, slip);
    else setSaid(outcome);
    reload();
  });
  const [print, busyPrint] = useDeed(async () => {
    const outcome = await ask('qr.print', { reference });
    play(outcome.outcome === 'ok' && outcome.data.proof === 'printed' ? 'success' : 'failure');
    setPrinted(outcome);
    reload();
  });
  // Only once main has begun: it may have to ask for a supervisor first.
  const printing = busyPrint && isPrintingAnother(slips, reference, slip);
  // An open slip has deeds of its own.
  const mayPrint = profile !== null && profile.printers.length > 0 && (slip === null || !isOpen(lookOf(slip)));
  const [settle, settling] = useDeed(async () => {
    setSaid(await ask('operations.ask', { id: operation.id }));
    reload();
  });
  const decided = (outcome: Outcome<unknown>): void => {
    setSaid(outcome);
    reload();
  };
  if (kind !== 'generate') {
    return (
      <div className={styles.stack}>
        {open && (
          <div className={styles.actions}>
            <Button look="primary" busy={settling} onPress={settle}>
              {settling ? t.settle.askingNow : t.settle.ask}
            </Button>
            <Decide operation={operation} onDecided={decided} />
          </div>
        )}
        {open && said === null && (
          <p className={styles.soft}>{kind === 'register' ? t.operations.registerAgain : t.operations.seeDay}</p>
        )}
        {said !== null && <OutcomeNotice outcome={said} />}
      </div>
    );
  }
  return (
    <div className={styles.stack}>
      {(open || state === 'ok') && (
        <div className={styles.actions}>
          <Button look={open ? 'primary' : 'quiet'} busy={looking || busyHome} onPress={look}>
            {looking ? t.unknown.checking : open ? t.operations.check : t.operations.showQr}
          </Button>
          {open && <Decide operation={operation} onDecided={decided} />}
          {state === 'ok' && mayPrint && (
            <PrintButton slip={slip} printing={printing} idle={busyPrint} onPrint={() => void print()} />
          )}
        </div>
      )}
      {open && said === null && <p className={styles.soft}>{t.unknown.noRepeat}</p>}
      {said !== null && <OutcomeNotice outcome={said} />}
      {state === 'ok' && slip !== null && <SlipPanel slip={slip} printing={printing} />}
      {printed !== null && told === null && <OutcomeNotice outcome={printed} />}
    </div>
  );
}

/** How it is known, in a line. */
function settledText(t: Catalogue, { by, operator, reason }: NonNullable<OperationDetail['settled']>): string {
  return by === 'person' ? t.settle.by.person(operator ?? t.app.none, reason ?? t.app.none) : t.settle.by[by];
}

function Detail({ detail, reload }: { readonly detail: OperationDetail; readonly reload: () => void }) {
  const { t, format } = useText();
  const { operation, attempts, prints, settled } = detail;
  return (
    <div className={styles.stack}>
      <Deeds operation={operation} prints={prints} reload={reload} />
      <Card title={t.operations.kinds[operation.kind]}>
        <Facts
          facts={[
            [t.operations.columns.reference, <Code key="reference">{operation.reference}</Code>],
            [
              t.operations.state,
              <Badge key="state" tone={STATE_TONES[operation.state]}>
                {t.operations.states[operation.state]}
              </Badge>,
            ],
            [t.operations.code, operation.code ?? t.app.none],
            ...(settled === null ? [] : [[t.settle.settledBy, settledText(t, settled)] as const]),
            ...(operation.courier === null ? [] : [[t.operations.columns.courier, operation.courier] as const]),
            [t.operations.operator, operation.operator],
            [t.operations.terminal, operation.terminalId],
            [t.operations.made, format.moment(operation.createdAt)],
            [t.operations.changed, format.moment(operation.updatedAt)],
            ...(operation.retiredAt === null
              ? []
              : [[t.operations.retired, format.moment(operation.retiredAt)] as const]),
          ]}
        />
      </Card>
      <Card title={t.operations.attempts}>
        <AttemptsTable attempts={attempts} />
      </Card>
      <Card title={t.operations.prints}>
        <PrintsTable prints={prints} />
      </Card>
    </div>
  );
}

export function OperationDetailView({ id }: { readonly id: string }) {
  const { t } = useText();
  const show = useTill((state) => state.showOperation);
  const { outcome, loading, reload } = useReading('operations.detail', { id });
  const title = useFocusOnShow<HTMLHeadingElement>();
  const { slips, openOperations } = useSnapshot();
  const own = outcome?.outcome === 'ok' ? outcome.data.operation.reference : null;
  const moved = slips.filter(({ reference }) => reference === own).map(({ jobId, state }) => `${jobId} ${state}`);
  const stamp = [...moved, `open ${openOperations}`].join();
  const seen = useRef(stamp);
  useEffect(() => {
    // A slip of this operation moved, or something was settled: it is asked for anew.
    if (seen.current !== stamp && seen.current !== '') reload();
    seen.current = stamp;
  }, [stamp, reload]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      // One that shut a dialog has done what it was for.
      if (event.key === 'Escape' && !event.defaultPrevented) show(null);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [show]);
  return (
    <>
      <div className={styles.head}>
        <h1 ref={title} tabIndex={-1}>
          {t.operations.detail}
        </h1>
        <Button onPress={() => show(null)}>{t.app.back}</Button>
      </div>
      {outcome === null && loading && <p role="status">{t.app.loading}</p>}
      {outcome?.outcome === 'ok' && <Detail detail={outcome.data} reload={reload} />}
      {outcome !== null && outcome.outcome !== 'ok' && <OutcomeNotice outcome={outcome} />}
    </>
  );
}
