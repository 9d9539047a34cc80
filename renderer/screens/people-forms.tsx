/** The forms about a till's people: somebody new, another PIN for somebody, one's own. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { NotOk, Outcome } from '../../shared/outcome.ts';
import type { Role } from '../../shared/rights.ts';
import { Button } from '../components/button.tsx';
import { Choice, Field, problemOf } from '../components/field.tsx';
import { type NewPin, NewPinFields, useNewPin } from '../components/new-pin.tsx';
import { OutcomeNotice } from '../components/notice.tsx';
import { PinField, takePin } from '../components/pin.tsx';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { ask, type Data } from '../till.ts';
import styles from './screen.module.css';

type Said = Outcome<Data<'operators.add'>>;

interface FormProps {
  readonly label: string;
  readonly pin: NewPin;
  /** What main refused, where that is not at a field. */
  readonly refused: NotOk | null;
  readonly saving: boolean;
  readonly cancel: string;
  readonly children: ReactNode;
  readonly onSave: (pin: string) => void;
  readonly onCancel: () => void;
}

function PinForm({ label, pin, refused, saving, cancel, children, onSave, onCancel }: FormProps) {
  const { t } = useText();
  return (
    <form
      className={styles.stack}
      noValidate
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        const typed = pin.take();
        if (typed !== null) onSave(typed);
      }}
    >
      {children}
      {refused !== null && refused.outcome !== 'invalid' && <OutcomeNotice outcome={refused} />}
      <div className={styles.actions}>
        <Button submit look="primary" busy={saving}>
          {saving ? t.people.saving : t.people.save}
        </Button>
        <Button onPress={onCancel}>{cancel}</Button>
      </div>
    </form>
  );
}

/** @returns what main refused last, and how something is saved: told on only where it is done */
function useSaving(onDone: (said: Said) => void) {
  const [refused, setRefused] = useState<NotOk | null>(null);
  const [save, saving] = useDeed(async (deed: () => Promise<Said>) => {
    const outcome = await deed();
    setRefused(outcome.outcome === 'ok' ? null : outcome);
    if (outcome.outcome === 'ok') onDone(outcome);
  });
  return { refused, save, saving };
}

interface PersonFormProps {
  /** The first one is a supervisor. */
  readonly first: boolean;
  readonly cancel: string;
  readonly onDone: (said: Said) => void;
  readonly onCancel: () => void;
}

export function PersonForm({ first, cancel, onDone, onCancel }: PersonFormProps) {
  const { t } = useText();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>(first ? 'supervisor' : 'cashier');
  const pin = useNewPin();
  const { refused, save, saving } = useSaving(onDone);
  return (
    <PinForm
      label={first ? t.people.addFirst : t.people.add}
      pin={pin}
      refused={refused}
      saving={saving}
      cancel={cancel}
      onCancel={onCancel}
      onSave={(typed) => void save(() => ask('operators.add', { operator: name, role, pin: typed }))}
    >
      <Field
        label={t.people.name}
        name="operator"
        hint={t.people.nameHint}
        value={name}
        problem={problemOf(refused, 'operator')}
        autoFocus
        onType={setName}
      />
      {!first && (
        <Choice<Role>
          label={t.people.role}
          value={role}
          options={[
            ['cashier', t.people.roles.cashier],
            ['supervisor', t.people.roles.supervisor],
          ]}
          onChoose={setRole}
        />
      )}
      <NewPinFields pin={pin} refused={refused} />
    </PinForm>
  );
}

interface SetPinProps {
  readonly name: string;
  readonly onDone: (said: Said) => void;
  readonly onCancel: () => void;
}

export function SetPinForm({ name, onDone, onCancel }: SetPinProps) {
  const { t } = useText();
  const pin = useNewPin();
  const { refused, save, saving } = useSaving(onDone);
  return (
    <PinForm
      label={t.people.setPinFor(name)}
      pin={pin}
      refused={refused}
      saving={saving}
      cancel={t.app.cancel}
      onCancel={onCancel}
      onSave={(typed) => void save(() => ask('operators.pin', { operator: name, pin: typed }))}
    >
      <NewPinFields pin={pin} refused={refused} />
    </PinForm>
  );
}

export function OwnPinForm({ onDone, onCancel }: Omit<SetPinProps, 'name'>) {
  const { t, said } = useText();
  const pin = useNewPin();
  const old = useRef<HTMLInputElement>(null);
  const { refused, save, saving } = useSaving(onDone);
  const problem = problemOf(refused, 'pin');
  useEffect(() => {
    // Whatever was refused, this one is empty again, and comes first.
    if (refused !== null) old.current?.focus();
  }, [refused]);
  return (
    <PinForm
      label={t.people.ownPin}
      pin={pin}
      refused={refused}
      saving={saving}
      cancel={t.app.cancel}
      onCancel={onCancel}
      onSave={(newPin) => void save(() => ask('session.pin', { pin: takePin(old.current), newPin }))}
    >
      <PinField
        label={t.people.oldPin}
        name="old-pin"
        ref={old}
        problem={problem === null ? null : said(problem)}
        autoFocus
      />
      <NewPinFields pin={pin} refused={refused} path="newPin" />
    </PinForm>
  );
}
