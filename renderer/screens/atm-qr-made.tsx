/** The QR itself, large enough to scan from the screen, with what is known of it and of its slip. */
import { useCallback, useEffect, useState } from 'react';
import { useHold } from '../activity.tsx';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Code, Facts } from '../components/facts.tsx';
import { Notice } from '../components/notice.tsx';
import { PrintButton } from '../components/print-button.tsx';
import { QrPicture } from '../components/qr-picture.tsx';
import { NoSlip, SlipPanel } from '../components/slip-panel.tsx';
import { print, retire, tellSeen, useHome } from '../home.ts';
import type { Made } from '../home-flow.ts';
import { useFocusOnShow } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { isOpen, isPrintingAnother, lookOf, slipNow } from '../slips.ts';
import { useSnapshot } from '../store.ts';
import styles from './atm-qr.module.css';

/** F1, which opens this screen from elsewhere, begins anew on it; never by a key held down, nor while a dialog asks. */
function useFreshKey(fresh: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'F1' || event.repeat || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
        return;
      if (document.querySelector('[role="alertdialog"]') === null) fresh();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [fresh]);
}

export function AtmQrMadeView({ made }: { readonly made: Made }) {
  useHold();
  const { t } = useText();
  const { profile, slips } = useSnapshot();
  const fresh = useHome((state) => state.fresh);
  const [asking, setAsking] = useState(false);
  const title = useFocusOnShow<HTMLHeadingElement>();
  const { qr, courier, last, already, retired, busy } = made;
  // Main goes on with a slip that waits: what it says now is newer than what it answered.
  const slip = slipNow(slips, qr.reference, made.slip);
  const hasPrinter = profile !== null && profile.printers.length > 0;
  // Only once main has begun: it may have to ask for a supervisor first.
  const printing = busy === 'print' && isPrintingAnother(slips, qr.reference, slip);
  useFreshKey(fresh);
  const drawn = useCallback(() => tellSeen(qr.reference), [qr.reference]);
  const gone = retired !== null;
  const active = qr.qrStatus === 'ACTIVE';
  const heading = gone ? t.made.retiredTitle : active ? t.made.title : t.made.inactiveTitle;
  const where = retired === 'local' || retired === 'provider' ? t.made.retiredBy[retired] : null;
  return (
    <section className={styles.made} aria-labelledby="made-title">
      <div className={styles.picture}>
        <div className={styles.square}>
          <QrPicture content={qr.qrContent} faded={gone} onDrawn={drawn} />
        </div>
        {/* Below nothing that comes, goes or grows: no other button ever takes its place. */}
        <div className={styles.go}>
          <Button look="primary" label={t.made.fresh} onPress={fresh}>
            {t.made.fresh}
            <kbd>F1</kbd>
          </Button>
        </div>
        {!gone && (
          <div className={styles.actions}>
            {hasPrinter && (
              // While the slip is open its own deeds speak of it; this one keeps its place.
              <PrintButton
                slip={slip}
                printing={printing}
                idle={busy !== null || (slip !== null && isOpen(lookOf(slip)))}
                onPrint={() => void print()}
              />
            )}
            <Button right="expire" busy={busy !== null} onPress={() => setAsking(true)}>
              {busy === 'retire' ? t.made.retiring : t.made.retire}
            </Button>
          </div>
        )}
      </div>
      <div className={styles.side}>
        <h1 id="made-title" ref={title} tabIndex={-1}>
          {heading}
        </h1>
        {slip === null ? <NoSlip printing={printing} /> : <SlipPanel slip={slip} printing={printing} steady />}
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
