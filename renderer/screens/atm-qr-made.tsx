/** The QR itself, large enough to scan from the screen, with what is known of it and of its slip. */
import { useCallback, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Code, Facts } from '../components/facts.tsx';
import { Notice } from '../components/notice.tsx';
import { QrPicture } from '../components/qr-picture.tsx';
import { NoSlip, SlipPanel } from '../components/slip-panel.tsx';
import { print, retire, tellSeen, useHome } from '../home.ts';
import type { Made } from '../home-flow.ts';
import { useFocusOnShow } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { isOpen, lookOf, slipNow } from '../slips.ts';
import { useSnapshot } from '../store.ts';
import styles from './atm-qr.module.css';

export function AtmQrMadeView({ made }: { readonly made: Made }) {
  const { t } = useText();
  const { profile, slips } = useSnapshot();
  const fresh = useHome((state) => state.fresh);
  const [asking, setAsking] = useState(false);
  const title = useFocusOnShow<HTMLHeadingElement>();
  const { qr, courier, last, already, retired, busy } = made;
  // Main goes on with a slip that waits: what it says now is newer than what it answered.
  const slip = slipNow(slips, qr.reference, made.slip);
  const mayPrint = profile !== null && profile.printers.length > 0 && (slip === null || !isOpen(lookOf(slip)));
  const isFirst = slip === null || lookOf(slip) === 'dropped' || lookOf(slip) === 'failed';
  const drawn = useCallback(() => tellSeen(qr.reference), [qr.reference]);
  const gone = retired !== null;
  const active = qr.qrStatus === 'ACTIVE';
  const heading = gone ? t.made.retiredTitle : active ? t.made.title : t.made.inactiveTitle;
  const where = retired === 'local' || retired === 'provider' ? t.made.retiredBy[retired] : null;
  return (
    <section className={styles.made} aria-labelledby="made-title">
      <div className={styles.picture}>
        <QrPicture content={qr.qrContent} faded={gone} onDrawn={drawn} />
      </div>
      <div className={styles.side}>
        <h1 id="made-title" ref={title} tabIndex={-1}>
          {heading}
        </h1>
        {slip === null ? <NoSlip /> : <SlipPanel slip={slip} />}
        {last.words !== null && <Notice tone={last.good ? 'good' : 'doubt'} words={last.words} />}
        {last.words === null && already && <p className={styles.soft}>{t.made.already}</p>}
        <Facts
          facts={[
            [t.made.reference, <Code key="reference">{qr.reference}</Code>],
            [t.made.courier, courier ?? t.app.none],
            [t.made.cdm, <Code key="cdm">{qr.cdmReferenceId}</Code>],
          ]}
        />
        {where !== null && <p className={styles.soft}>{where}</p>}
        <div className={styles.actions}>
          <Button look="primary" onPress={fresh}>
            {t.made.fresh}
          </Button>
          {!gone && (
            <>
              {mayPrint && (
                <Button busy={busy !== null} onPress={() => void print()}>
                  {busy === 'print' ? t.made.printing : isFirst ? t.made.print : t.made.printAgain}
                </Button>
              )}
              <Button busy={busy !== null} onPress={() => setAsking(true)}>
                {busy === 'retire' ? t.made.retiring : t.made.retire}
              </Button>
            </>
          )}
        </div>
      </div>
      <Confirm
        open={asking}
        title={t.made.retireTitle}
        body={t.made.retireBody(qr.reference)}
        yes={t.made.retireYes}
        onNo={() => setAsking(false)}
        onYes={() => {
          setAsking(false);
          void retire();
        }}
      />
    </section>
  );
}
