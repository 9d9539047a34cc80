/** Takes the store's keys off this computer: behind a dialog in which the store's name is typed. */
import { useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { ask } from '../till.ts';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import { Field, problemOf } from './field.tsx';
import { OutcomeNotice } from './notice.tsx';

export function Revoke({ store }: { readonly store: string }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  // Once it is done the profile is gone, and this with it.
  const [revoke, revoking] = useDeed(async () => setSaid(await ask('profile.revoke', { store: typed })));
  const refused = said === null || said.outcome === 'ok' ? null : said;
  return (
    <>
      <Button
        right="settings"
        onPress={() => {
          setSaid(null);
          setTyped('');
          setOpen(true);
        }}
      >
        {t.keys.revoke}
      </Button>
      <Confirm
        open={open}
        title={t.keys.revokeTitle}
        body={t.keys.revokeBody}
        yes={t.keys.revokeYes}
        busy={revoking}
        onYes={() => void revoke()}
        onNo={() => setOpen(false)}
      >
        <Field
          label={t.keys.revokeName(store)}
          name="store"
          value={typed}
          problem={problemOf(refused, 'store')}
          onType={setTyped}
        />
        {refused !== null && refused.outcome !== 'invalid' && <OutcomeNotice outcome={refused} />}
      </Confirm>
    </>
  );
}
