/** A supervisor lets somebody do one thing: chooses a name, types a PIN, and whoever is in stays in. */
import * as AlertDialog from '@radix-ui/react-alert-dialog';
import { useRef, useState } from 'react';
import type { NotOk } from '../../shared/outcome.ts';
import { useDeed, useDialogFocus, useWaits } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { type Asking, useOverride } from '../override.ts';
import { useSnapshot } from '../store.ts';
import { ask } from '../till.ts';
import { wishFacts } from '../wish-facts.ts';
import { Button } from './button.tsx';
import dialogStyles from './confirm.module.css';
import { Facts } from './facts.tsx';
import styles from './override-dialog.module.css';
import { PeopleChoice } from './people-choice.tsx';
import { PinField, PinPad, PinTrouble, takePin } from './pin.tsx';
import { useTroubleText } from './pin-trouble.ts';

function OverrideForm({ asking }: { readonly asking: Asking }) {
  const { t } = useText();
  const facts = wishFacts(t, asking.wish);
  const { operator, session } = useSnapshot();
  const supervisors = session.people.filter(({ role }) => role === 'supervisor');
  const [name, setName] = useState<string | null>(null);
  const [said, setSaid] = useState<NotOk | null>(null);
  const pin = useRef<HTMLInputElement>(null);
  const waitOf = useWaits(session.people);
  const chosen = name ?? supervisors[0]?.name ?? null;
  const wait = chosen === null ? 0 : waitOf(chosen);
  const trouble = useTroubleText(said, wait);
  const [allow, allowing] = useDeed(async (supervisor: string, typed: string) => {
    const { channel, wish } = asking;
    const outcome = await ask('session.override', { operator: supervisor, pin: typed, channel, wish });
    if (outcome.outcome === 'ok') asking.answer(true);
    else setSaid(outcome);
    pin.current?.focus();
  });
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen === null || wait > 0 || pin.current?.value === '') pin.current?.focus();
        else allow(chosen, takePin(pin.current));
      }}
    >
      {facts.length > 0 && (
        <div className={styles.whole}>
          <Facts facts={facts} />
        </div>
      )}
      <div className={styles.side}>
        <AlertDialog.Description>{t.people.overrideBody(operator)}</AlertDialog.Description>
        <PeopleChoice
          label={t.people.roles.supervisor}
          people={supervisors}
          chosen={chosen}
          waitOf={waitOf}
          onChoose={(wanted) => {
            takePin(pin.current);
            setSaid(null);
            setName(wanted);
            pin.current?.focus();
          }}
        />
        <PinField label={t.people.pin} name="supervisor-pin" ref={pin} disabled={wait > 0} />
        <PinTrouble text={trouble} />
      </div>
      <PinPad target={pin} disabled={wait > 0} />
      <div className={[dialogStyles.actions, styles.whole].join(' ')}>
        <Button onPress={() => asking.answer(false)}>{t.app.cancel}</Button>
        <Button submit look="primary" busy={allowing} disabled={wait > 0}>
          {allowing ? t.people.allowing : t.people.allow}
        </Button>
      </div>
    </form>
  );
}

export function OverrideDialog() {
  const { said } = useText();
  const asking = useOverride((state) => state.asking);
  // By the kit's own event: what is open behind holds the focus until then.
  const focus = useDialogFocus((dialog) => dialog?.querySelector<HTMLInputElement>('input[type="password"]')?.focus());
  return (
    <AlertDialog.Root open={asking !== null} onOpenChange={(wanted) => !wanted && asking?.answer(false)}>
      <AlertDialog.Portal>
        {/* Not the kit's overlay: it writes a style element, which the window's policy rightly refuses. */}
        <div className={dialogStyles.cover}>
          <AlertDialog.Content className={[dialogStyles.dialog, styles.wide].join(' ')} {...focus}>
            <AlertDialog.Title asChild>
              <h2>{asking === null ? '' : said(asking.words)}</h2>
            </AlertDialog.Title>
            {asking !== null && <OverrideForm asking={asking} />}
          </AlertDialog.Content>
        </div>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
