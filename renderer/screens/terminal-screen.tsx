/** This machine as a terminal, and the merchant it belongs to. */
import { useState } from 'react';
import type { Outcome } from '../../shared/outcome.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Card, Code, Facts } from '../components/facts.tsx';
import { FieldProblems, OutcomeNotice } from '../components/notice.tsx';
import { useDeed } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { play } from '../sounds.ts';
import { useSnapshot } from '../store.ts';
import { ask } from '../till.ts';
import styles from './screen.module.css';

const MERCHANT_TONES = { pending: 'doubt', accepted: 'good', rejected: 'bad' } as const;

export function TerminalCard({ primary }: { readonly primary: boolean }) {
  const { t, format } = useText();
  const { terminal } = useSnapshot();
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [register, registering] = useDeed(async () => {
    const outcome = await ask('terminal.register', {});
    play(outcome.outcome === 'ok' ? 'success' : 'failure');
    setSaid(outcome);
  });
  const { terminalId, description, registered, registeredAt } = terminal;
  const since = registeredAt === null ? t.app.none : t.terminal.registeredAt(format.moment(registeredAt));
  return (
    <Card title={t.terminal.machine}>
      <Facts
        facts={[
          [t.terminal.id, terminalId === null ? t.app.none : <Code key="id">{terminalId}</Code>],
          [t.terminal.description, description ?? t.app.none],
          [
            t.terminal.registered,
            <Badge key="registered" tone={registered ? 'good' : 'doubt'}>
              {registered ? since : t.terminal.notRegistered}
            </Badge>,
          ],
        ]}
      />
      {said !== null && (
        <OutcomeNotice outcome={said}>
          <FieldProblems outcome={said} />
        </OutcomeNotice>
      )}
      <div className={styles.actions}>
        <Button
          look={primary && !registered ? 'primary' : 'quiet'}
          right="register"
          busy={registering}
          onPress={register}
        >
          {registering ? t.terminal.registering : registered ? t.terminal.registerAgain : t.terminal.register}
        </Button>
        {registered && <span className={styles.soft}>{t.terminal.registerSafe}</span>}
      </div>
    </Card>
  );
}

function MerchantCard() {
  const { t, format } = useText();
  const { merchant, profile, terminal } = useSnapshot();
  const [said, setSaid] = useState<Outcome<unknown> | null>(null);
  const [refresh, refreshing] = useDeed(async () => {
    const outcome = await ask('merchant.status', {});
    setSaid(outcome.outcome === 'ok' ? null : outcome);
  });
  return (
    <Card title={t.terminal.merchant}>
      {merchant === null ? (
        <p className={styles.soft}>{t.terminal.never}</p>
      ) : (
        <Facts
          facts={[
            [
              t.terminal.status,
              <Badge key="status" tone={MERCHANT_TONES[merchant.status]}>
                {t.merchant[merchant.status]}
              </Badge>,
            ],
            [t.terminal.store, merchant.storeName ?? profile?.store.name ?? t.app.none],
            ['NMID', merchant.nmid === null ? t.app.none : <Code key="nmid">{merchant.nmid}</Code>],
            ['MID', merchant.mid ?? t.app.none],
            [t.terminal.merchantId, merchant.merchantId ?? t.app.none],
            [t.terminal.asked, format.moment(merchant.at)],
          ]}
        />
      )}
      {said !== null && <OutcomeNotice outcome={said} />}
      <div className={styles.actions}>
        <Button look={terminal.registered ? 'primary' : 'quiet'} busy={refreshing} onPress={refresh}>
          {refreshing ? t.terminal.checking : t.terminal.check}
        </Button>
      </div>
    </Card>
  );
}

export function TerminalScreen() {
  const { t } = useText();
  return (
    <>
      <div className={styles.head}>
        <h1>{t.terminal.title}</h1>
      </div>
      <div className={styles.cards}>
        <TerminalCard primary />
        <MerchantCard />
      </div>
    </>
  );
}
