/** The facts of the store's profile; of its keys only fingerprints, to compare. */
import { Button } from '../components/button.tsx';
import { Card, Code, type Fact, Facts } from '../components/facts.tsx';
import { Revoke } from '../components/revoke.tsx';
import { useText } from '../i18n/use-text.ts';
import { useSnapshot, useTill } from '../store.ts';
import styles from './screen.module.css';

export function ProfileCard() {
  const { t } = useText();
  const { profile } = useSnapshot();
  const setUp = useTill((state) => state.setUp);
  if (profile === null) {
    return (
      <Card title={t.settings.profile}>
        <p className={styles.soft}>{t.settings.noProfile}</p>
      </Card>
    );
  }
  const { store, speedcash, paycools, fingerprints } = profile;
  const secrets: Readonly<Record<string, string>> = t.settings.secrets;
  const code = (text: string) => <Code>{text}</Code>;
  const common = ({ baseUrl, clientId, merchantId }: { baseUrl: string; clientId: string; merchantId: string }) =>
    [
      [t.settings.server, code(baseUrl)],
      [t.settings.clientId, code(clientId)],
      [t.settings.merchantId, code(merchantId)],
    ] satisfies readonly Fact[];
  return (
    <Card title={t.settings.profile}>
      <Facts
        facts={[
          [t.settings.store, store.name],
          [t.settings.address, store.address],
        ]}
      />
      {speedcash !== null && (
        <>
          <h3>SpeedCash</h3>
          <Facts facts={[...common(speedcash), [t.settings.ownerPhone, speedcash.ownerPhone]]} />
        </>
      )}
      {paycools !== null && (
        <>
          <h3>PayCools</h3>
          <Facts
            facts={[
              ...common(paycools),
              [t.settings.region, paycools.regionNo],
              [t.settings.branch, paycools.branchNo],
              [t.settings.expire, t.settings.expireHow[paycools.expireAtmQr]],
            ]}
          />
        </>
      )}
      <h3>{t.settings.fingerprints}</h3>
      <Facts
        facts={fingerprints.map(
          ({ name, fingerprint }) => [secrets[name] ?? name, code(fingerprint.replace(/(.{4})(?=.)/g, '$1 '))] as const,
        )}
      />
      <p className={styles.soft}>{t.settings.fingerprintsHint}</p>
      <div className={styles.actions}>
        <Button right="settings" onPress={() => setUp('profile')}>
          {t.settings.installOther}
        </Button>
        <Revoke store={store.name} />
      </div>
    </Card>
  );
}
