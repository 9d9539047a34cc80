/** Ends a QR: read first what was typed or scanned, then ask, naming the number, then do it once. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { NotOk, Outcome } from '../../shared/outcome.ts';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Code, type Fact, Facts } from '../components/facts.tsx';
import { Field, focusFirstProblem, problemOf } from '../components/field.tsx';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { play } from '../sounds.ts';
import { useTill } from '../store.ts';
import { ask, type DayQr } from '../till.ts';
import styles from './screen.module.css';

/** What somebody is asked to confirm. */
export interface Expiring {
  /** A bill number; for an ATM QR its reference. */
  readonly number: string;
  readonly type: DayQr['type'] | null;
  readonly merchantName: string | null;
  /** Whole rupiah, or the QRIS's own text. */
  readonly amount: number | string | null;
}

interface FieldProps {
  /** The form; whatever else takes the focus gives it back to its field. */
  readonly form: RefObject<HTMLFormElement | null>;
  readonly onRead: (expiring: Expiring) => void;
  readonly onSaid: (outcome: Outcome<unknown> | null) => void;
}

/** A scanner types wherever the focus is: here, as soon as nothing else is asked. */
export function focusScan(form: HTMLFormElement | null): void {
  form?.querySelector('input')?.focus();
}

/** Takes a bill number or a whole QRIS; a wedge scanner types it and ends with Enter. */
export function ExpireField({ form, onRead, onSaid }: FieldProps) {
  const { t } = useText();
  const [scanned, setScanned] = useState('');
  const [refused, setRefused] = useState<NotOk | null>(null);
  // Its own key once more, or its name in the rail.
  const opened = useTill((state) => state.opened);
  const before = useRef(opened);
  useEffect(() => {
    if (before.current !== opened) focusScan(form.current);
    before.current = opened;
  }, [opened, form]);
  const [read, reading] = useDeed(async (text: string) => {
    const outcome = await ask('qr.read', { scanned: text });
    if (outcome.outcome === 'ok') {
      const { billNumber, reference, merchantName, amount } = outcome.data;
      setRefused(null);
      setScanned('');
      onRead({ number: reference ?? billNumber, type: reference === null ? null : 'atm', merchantName, amount });
      return;
    }
    setRefused(outcome);
    if (outcome.outcome !== 'invalid') onSaid(outcome);
    // After the problem is on the screen.
    requestAnimationFrame(() => focusFirstProblem(form.current));
  });
  return (
    <form
      ref={form}
      className={styles.bar}
      noValidate
      aria-label={t.day.scan}
      onSubmit={(event) => {
        event.preventDefault();
        onSaid(null);
        read(scanned);
      }}
    >
      <Field
        label={t.day.scan}
        name="scanned"
        hint={t.day.scanHint}
        value={scanned}
        problem={problemOf(refused, 'scanned')}
        autoFocus
        onType={(value) => {
          setScanned(value);
          setRefused(null);
        }}
      />
      <Button submit busy={reading}>
        {reading ? t.day.reading : t.day.read}
      </Button>
    </form>
  );
}

interface ConfirmProps {
  readonly expiring: Expiring | null;
  readonly onClose: () => void;
  /** The question is gone from the screen. */
  readonly onShut: () => void;
  readonly onSaid: (outcome: Outcome<unknown>) => void;
}

export function ExpireConfirm({ expiring, onClose, onShut, onSaid }: ConfirmProps) {
  const { t, format } = useText();
  const [expire, running] = useDeed(async (number: string) => {
    const outcome = await ask('qr.expire', { billNumber: number });
    play(outcome.outcome === 'ok' ? 'success' : 'failure');
    onSaid(outcome);
  });
  const atm = expiring?.type === 'atm';
  const amount = expiring?.amount ?? null;
  const facts: readonly Fact[] =
    expiring === null
      ? []
      : [
          [atm ? t.made.reference : t.day.confirmNumber, <Code key="number">{expiring.number}</Code>],
          ...(expiring.merchantName === null ? [] : [[t.day.confirmMerchant, expiring.merchantName] as const]),
          ...(amount === null || Number.isNaN(Number(amount))
            ? []
            : [[t.day.confirmAmount, format.rupiah(Number(amount))] as const]),
        ];
  return (
    <Confirm
      open={expiring !== null}
      title={atm ? t.made.retireTitle : t.day.confirmTitle}
      body={atm ? t.made.retireBody(expiring.number) : t.day.confirmBody}
      busy={running}
      yes={atm ? t.made.retireYes : t.day.confirmYes}
      onNo={onClose}
      onShut={onShut}
      onYes={() => {
        // While one is under way another cannot begin: the question then stays, instead of a deed that never was.
        if (expiring !== null && expire(expiring.number)) onClose();
      }}
    >
      <Facts facts={facts} />
    </Confirm>
  );
}
