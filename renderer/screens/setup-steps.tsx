/** The steps of the set-up, one component each; each says what failed and lets a person go on or try again. */
import { type DragEvent, type ReactNode, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { Findings } from '../components/findings.tsx';
import { FieldProblems, OutcomeNotice } from '../components/notice.tsx';
import { PrinterRow } from '../components/printer-row.tsx';
import { useDeed, useFocusOnShow } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot, useTill } from '../store.ts';
import { ask, type Data, type Finding, pathOf } from '../till.ts';
import { PersonForm } from './people-forms.tsx';
import styles from './setup.module.css';
import { TerminalCard } from './terminal-screen.tsx';

interface StepProps {
  readonly onNext: () => void;
}

function Step({
  title,
  body,
  children,
}: {
  readonly title: string;
  readonly body: string;
  readonly children: ReactNode;
}) {
  const heading = useFocusOnShow<HTMLHeadingElement>();
  return (
    <section className={styles.body} aria-labelledby="step-title">
      <h2 id="step-title" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p>{body}</p>
      {children}
    </section>
  );
}

/** Where a file can be dropped; keeps the window from opening it, which the policy would deny anyway. */
function DropZone({ children, onDrop }: { readonly children: ReactNode; readonly onDrop: (files: FileList) => void }) {
  const [over, setOver] = useState(false);
  const hold = (event: DragEvent, inside: boolean): void => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside does the same
    <div
      className={[styles.drop, over ? styles.over : ''].join(' ')}
      onDragEnter={(event) => hold(event, true)}
      onDragOver={(event) => hold(event, true)}
      onDragLeave={(event) => hold(event, false)}
      onDrop={(event) => {
        hold(event, false);
        onDrop(event.dataTransfer.files);
      }}
    >
      {children}
    </div>
  );
}

export function ProfileStep({ onNext }: StepProps) {
  const { t } = useText();
  const { profile } = useSnapshot();
  const setUp = useTill((state) => state.setUp);
  const [said, setSaid] = useState<Outcome<Data<'profile.choose'>> | null>(null);
  const [hint, setHint] = useState<string | null>(null);
  const [install, installing] = useDeed(async (path: string | null) => {
    setHint(null);
    const outcome = path === null ? await ask('profile.choose', {}) : await ask('profile.provision', { path });
    setSaid(outcome);
    if (outcome.outcome === 'ok' && outcome.data === null) setHint(t.setup.nothingChosen);
  });
  const [startSandbox, starting] = useDeed(async () => {
    const outcome = await ask('sandbox.start', {});
    if (outcome.outcome === 'ok') setUp(null);
    else setSaid(outcome);
  });
  const installed = said?.outcome === 'ok' ? said.data : null;
  return (
    <Step title={t.setup.profileTitle} body={t.setup.profileBody}>
      <DropZone
        onDrop={(files) => {
          const [file, second] = files;
          if (file === undefined || second !== undefined) setHint(t.setup.oneFile);
          else if (pathOf(file) === '') setHint(t.setup.noPath);
          else install(pathOf(file));
        }}
      >
        <Button
          look={installed === null ? 'primary' : 'quiet'}
          right="settings"
          busy={installing}
          onPress={() => install(null)}
        >
          {installing ? t.setup.choosing : t.setup.choose}
        </Button>
        <p className={styles.soft}>{hint ?? t.setup.drop}</p>
      </DropZone>
      {said !== null && said.outcome !== 'ok' && (
        <OutcomeNotice outcome={said}>
          <FieldProblems outcome={said} />
        </OutcomeNotice>
      )}
      {installed !== null && (
        <>
          <p role="status">
            <strong>{t.setup.installed(installed.store)}</strong> {!installed.shredded && t.setup.shred}
          </p>
          <Button look="primary" onPress={onNext}>
            {t.setup.next}
          </Button>
        </>
      )}
      {profile === null && (
        <div className={styles.other}>
          <span>{t.setup.noAccount}</span>
          <Button busy={starting} onPress={startSandbox}>
            {starting ? t.settings.sandboxStarting : t.setup.sandbox}
          </Button>
        </div>
      )}
    </Step>
  );
}

export function CheckStep({ onNext }: StepProps) {
  const { t } = useText();
  const [findings, setFindings] = useState<readonly Finding[] | null>(null);
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [check, checking] = useDeed(async () => {
    const outcome = await ask('setup.check', {});
    setSaid(outcome.outcome === 'ok' ? null : outcome);
    if (outcome.outcome === 'ok') setFindings(outcome.data.findings);
  });
  const well = findings?.every(({ health }) => health === 'ok') === true;
  return (
    <Step title={t.setup.checkTitle} body={t.setup.checkBody}>
      {said !== null && <OutcomeNotice outcome={said} />}
      {findings !== null && (
        <>
          <Findings findings={findings} />
          <p role="status">
            <strong>{well ? t.setup.allWell : t.setup.notAllWell}</strong>
          </p>
        </>
      )}
      <div className={styles.actions}>
        <Button look={well ? 'quiet' : 'primary'} busy={checking} onPress={check}>
          {checking ? t.settings.checking : findings === null ? t.setup.checkNow : t.setup.checkAgain}
        </Button>
        <Button look={well ? 'primary' : 'quiet'} onPress={onNext}>
          {findings === null ? t.setup.skip : t.setup.next}
        </Button>
      </div>
    </Step>
  );
}

export function PrinterStep({ onNext }: StepProps) {
  const { t } = useText();
  const { profile } = useSnapshot();
  const [tested, setTested] = useState(false);
  const printers = profile?.printers ?? [];
  return (
    <Step title={t.setup.printerTitle} body={printers.length === 0 ? t.settings.noPrinters : t.setup.printerBody}>
      {printers.map((printer, index) => (
        <PrinterRow
          key={printer.name}
          printer={printer}
          primary={!tested && index === 0}
          onTested={(outcome) => setTested(outcome.outcome === 'ok')}
        />
      ))}
      <div className={styles.actions}>
        <Button look={tested || printers.length === 0 ? 'primary' : 'quiet'} onPress={onNext}>
          {tested || printers.length === 0 ? t.setup.next : t.setup.skip}
        </Button>
      </div>
    </Step>
  );
}

export function RegisterStep({ onNext }: StepProps) {
  const { t } = useText();
  const { terminal, profile } = useSnapshot();
  const can = profile?.speedcash != null;
  const done = terminal.registered || !can;
  return (
    <Step title={t.setup.registerTitle} body={can ? t.setup.registerBody : t.terminal.noSpeedcash}>
      {can && <TerminalCard primary />}
      <div className={styles.actions}>
        <Button look={done ? 'primary' : 'quiet'} onPress={onNext}>
          {done ? t.setup.next : t.setup.skip}
        </Button>
      </div>
    </Step>
  );
}

/** Who has made a supervisor is in as that; whoever leaves it for later goes on as before. */
export function SupervisorStep({ onNext }: StepProps) {
  const { t } = useText();
  const [made, setMade] = useState<string | null>(null);
  return (
    <Step title={t.people.stepTitle} body={t.people.stepBody}>
      {made === null ? (
        <PersonForm
          first
          cancel={t.people.later}
          onCancel={onNext}
          onDone={(said) => setMade(said.outcome === 'ok' ? said.data.operator : null)}
        />
      ) : (
        <>
          <p role="status">
            <strong>{t.people.stepDone(made)}</strong>
          </p>
          <Button look="primary" onPress={onNext}>
            {t.setup.next}
          </Button>
        </>
      )}
    </Step>
  );
}

export function DoneStep({ onNext }: StepProps) {
  const { t } = useText();
  const { terminal, profile } = useSnapshot();
  const whole = terminal.registered || profile?.speedcash == null;
  return (
    <Step title={t.setup.doneTitle} body={whole ? t.setup.doneBody : t.setup.notDone}>
      <Button look="primary" onPress={onNext}>
        {t.setup.begin}
      </Button>
    </Step>
  );
}
