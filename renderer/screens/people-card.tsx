/** The till's people, in the settings: who may log in, as what, and what a supervisor can change about it. */
import { useEffect, useRef, useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import type { Role } from '../../shared/rights.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Card } from '../components/facts.tsx';
import { FormDialog } from '../components/form-dialog.tsx';
import { OutcomeNotice } from '../components/notice.tsx';
import { useDeed, useWaits } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot, useTill } from '../store.ts';
import { ask, type Person } from '../till.ts';
import styles from './people-card.module.css';
import { OwnPinForm, PersonForm, SetPinForm } from './people-forms.tsx';
import screen from './screen.module.css';

/** What is asked above the screen. */
type Asked = { readonly what: 'add' | 'own' } | { readonly what: 'pin' | 'role' | 'remove'; readonly person: Person };

const other = (role: Role): Role => (role === 'supervisor' ? 'cashier' : 'supervisor');

interface PeopleProps {
  readonly may: boolean;
  readonly onAsk: (asked: Asked) => void;
}

function People({ may, onAsk }: PeopleProps) {
  const { t, format } = useText();
  const { session, operator } = useSnapshot();
  const waitOf = useWaits(session.people);
  const deed = (text: string, what: 'pin' | 'role' | 'remove', person: Person) => (
    <Button small label={t.people.act(text, person.name)} onPress={() => onAsk({ what, person })}>
      {text}
    </Button>
  );
  return (
    <ul className={styles.people} aria-label={t.people.title}>
      {session.people.map((person) => {
        const wait = waitOf(person.name);
        const you = person.name === operator;
        return (
          <li key={person.name} className={styles.person}>
            <span className={styles.name}>
              <strong>{person.name}</strong> {you && `(${t.people.you})`}{' '}
              <Badge tone={person.role === 'supervisor' ? 'good' : 'plain'}>{t.people.roles[person.role]}</Badge>{' '}
              {wait > 0 && <Badge tone="doubt">{t.people.wait(format.left(wait))}</Badge>}
            </span>
            {may && !you && (
              <span className={screen.together}>
                {deed(t.people.setPin, 'pin', person)}
                {deed(t.people.changeRole, 'role', person)}
                {deed(t.people.remove, 'remove', person)}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

interface DialogProps {
  readonly asked: Asked;
  readonly first: boolean;
  readonly onSaid: (said: Outcome<unknown>) => void;
  readonly onClose: () => void;
}

function PersonDialog({ asked, first, onSaid, onClose }: DialogProps) {
  const { t } = useText();
  const [act, acting] = useDeed(async (deed: () => Promise<Outcome<unknown>>) => {
    onSaid(await deed());
    onClose();
  });
  const done = (said: Outcome<unknown>): void => {
    onSaid(said);
    onClose();
  };
  switch (asked.what) {
    case 'add':
      return (
        <FormDialog
          title={first ? t.people.addFirst : t.people.add}
          body={first ? t.people.addFirstBody : undefined}
          onClose={onClose}
        >
          <PersonForm first={first} cancel={t.app.cancel} onDone={done} onCancel={onClose} />
        </FormDialog>
      );
    case 'own':
      return (
        <FormDialog title={t.people.ownPin} onClose={onClose}>
          <OwnPinForm onDone={done} onCancel={onClose} />
        </FormDialog>
      );
    case 'pin':
      return (
        <FormDialog title={t.people.setPinFor(asked.person.name)} onClose={onClose}>
          <SetPinForm name={asked.person.name} onDone={done} onCancel={onClose} />
        </FormDialog>
      );
    case 'role': {
      const { name, role } = asked.person;
      const wanted = other(role);
      return (
        <Confirm
          open
          title={t.people.roleTitle(name, t.people.roles[wanted])}
          body={t.people.roleBody[wanted]}
          yes={t.people.save}
          busy={acting}
          onNo={onClose}
          onYes={() => void act(() => ask('operators.role', { operator: name, role: wanted }))}
        />
      );
    }
    case 'remove': {
      const { name } = asked.person;
      return (
        <Confirm
          open
          title={t.people.removeTitle(name)}
          body={t.people.removeBody(name)}
          yes={t.people.remove}
          busy={acting}
          onNo={onClose}
          onYes={() => void act(() => ask('operators.remove', { operator: name }))}
        />
      );
    }
  }
}

/** Takes the focus where the operators were asked for from elsewhere. */
function useAskedTitle() {
  const asked = useTill((state) => state.peopleAsked);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!asked) return;
    title.current?.focus();
    title.current?.scrollIntoView({ block: 'start' });
    useTill.setState({ peopleAsked: false });
  }, [asked]);
  return title;
}

export function PeopleCard() {
  const { t } = useText();
  const { session, sandbox } = useSnapshot();
  const title = useAskedTitle();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const free = session.state === 'free';
  const may = session.may.includes('operators');
  const open = (wanted: Asked): void => {
    setSaid(null);
    setAsked(wanted);
  };
  return (
    <Card title={t.people.title} titleRef={title}>
      {free && <p>{sandbox ? t.people.freeSandbox : t.people.free}</p>}
      {!free && <People may={may} onAsk={open} />}
      {!free && !may && <p className={screen.soft}>{t.people.askSupervisor}</p>}
      {said !== null && <OutcomeNotice outcome={said} />}
      <div className={screen.actions}>
        {may && <Button onPress={() => open({ what: 'add' })}>{free ? t.people.make : t.people.add}</Button>}
        {!free && <Button onPress={() => open({ what: 'own' })}>{t.people.ownPin}</Button>}
      </div>
      {asked !== null && <PersonDialog asked={asked} first={free} onSaid={setSaid} onClose={() => setAsked(null)} />}
    </Card>
  );
}
