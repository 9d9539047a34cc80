/** The form: courier, region, branch, slip; Enter makes the QR. What was typed survives every refusal. */
import { useEffect, useRef } from 'react';
import type { NotOk } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { CourierSearch } from '../components/courier-search.tsx';
import { Field, focusFirstProblem, problemOf, Switch } from '../components/field.tsx';
import { OutcomeNotice } from '../components/notice.tsx';
import { usePrinterWords } from '../components/status-bar.tsx';
import { generate, sendAgain, useHome } from '../home.ts';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot } from '../store.ts';
import styles from './atm-qr.module.css';
import { usePhaseWords } from './atm-qr-working.tsx';

interface FormProps {
  readonly trouble: NotOk | null;
  /** What was not sent can be sent once more. */
  readonly again: boolean;
}

export function AtmQrForm({ trouble, again }: FormProps) {
  const { t } = useText();
  const { profile, acting, printer: asked } = useSnapshot();
  const draft = useHome((state) => state.draft);
  const type = useHome((state) => state.type);
  const form = useRef<HTMLFormElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const submit = useRef<HTMLButtonElement>(null);
  const inWords = usePhaseWords();
  const printerInWords = usePrinterWords();
  useEffect(() => {
    if (trouble === null) return;
    // Not the button: a second Enter that was meant for the first request must not send another.
    title.current?.focus();
    focusFirstProblem(form.current);
  }, [trouble]);

  const printer = profile?.printers[0];
  const ill = asked?.state === 'trouble' && draft.print && printer !== undefined ? asked : null;
  // Begun before this page was loaded anew: main still works on it.
  const elsewhere = acting?.action === 'qr.generate';
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      aria-labelledby="atm-qr-title"
      onSubmit={(event) => {
        event.preventDefault();
        if (!elsewhere) void generate(printer !== undefined);
      }}
    >
      <h1 id="atm-qr-title" ref={title} tabIndex={-1}>
        {t.atm.title}
      </h1>
      {trouble !== null && (
        <OutcomeNotice
          outcome={trouble}
          title={trouble.outcome === 'invalid' ? undefined : t.atm.outcome[trouble.outcome]}
        >
          {again && <Button onPress={() => void sendAgain()}>{t.atm.again}</Button>}
        </OutcomeNotice>
      )}
      <CourierSearch
        onPick={(courier) => {
          type(courier);
          submit.current?.focus();
        }}
      />
      <div className={styles.couriers}>
        {(['courierNo', 'courierName', 'courierMobile'] as const).map((name) => (
          <Field
            key={name}
            name={name}
            label={t.atm[name]}
            value={draft[name]}
            problem={problemOf(trouble, name)}
            type={name === 'courierMobile' ? 'tel' : 'text'}
            autoFocus={name === 'courierNo' && trouble === null}
            onType={(value) => type({ [name]: value })}
          />
        ))}
      </div>
      <div className={styles.couriers}>
        {(['regionNo', 'branchNo'] as const).map((name) => (
          <Field
            key={name}
            name={name}
            label={t.atm[name]}
            value={draft[name] ?? profile?.paycools?.[name] ?? ''}
            problem={problemOf(trouble, name)}
            onType={(value) => type({ [name]: value })}
          />
        ))}
        <div className={styles.slipSwitch}>
          <Switch
            label={t.atm.print}
            hint={printer === undefined ? t.atm.printNone : t.atm.printOn(printer.name)}
            on={draft.print && printer !== undefined}
            disabled={printer === undefined}
            onSwitch={(print) => type({ print })}
          />
          {ill !== null && (
            <p className={styles.ill} role="status">
              {t.atm.printWaits(ill.printer, printerInWords(ill))}
            </p>
          )}
        </div>
      </div>
      <div className={styles.go}>
        <Button ref={submit} submit look="primary" right="generate" busy={elsewhere}>
          {elsewhere && acting !== null ? inWords(acting) : t.atm.generate}
          {!elsewhere && <kbd>Enter</kbd>}
        </Button>
      </div>
    </form>
  );
}
