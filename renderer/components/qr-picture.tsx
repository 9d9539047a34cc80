/** A QR as main computed it, drawn sharp: always dark on white, with four modules of quiet zone (ISO/IEC 18004). */
import { useEffect, useMemo } from 'react';
import { useReading } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { OutcomeNotice } from './notice.tsx';
import { modulesPath, QUIET_ZONE } from './qr-path.ts';
import styles from './qr-picture.module.css';

interface QrPictureProps {
  readonly content: string;
  readonly faded?: boolean;
  /** The QR is on the screen. */
  readonly onDrawn?: () => void;
}

export function QrPicture({ content, faded = false, onDrawn }: QrPictureProps) {
  const { t } = useText();
  const { outcome } = useReading('qr.matrix', { content });
  const rows = outcome?.outcome === 'ok' ? outcome.data.rows : null;
  const path = useMemo(() => (rows === null ? '' : modulesPath(rows)), [rows]);
  const drawn = rows !== null;
  useEffect(() => {
    if (drawn) onDrawn?.();
  }, [drawn, onDrawn]);
  if (outcome !== null && outcome.outcome !== 'ok') return <OutcomeNotice outcome={outcome} title={t.made.noPicture} />;
  const size = (rows?.length ?? 0) + 2 * QUIET_ZONE;
  return (
    <div className={[styles.paper, faded ? styles.faded : ''].join(' ')}>
      {rows !== null && (
        <svg className={styles.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t.made.picture}>
          <path d={path} />
        </svg>
      )}
    </div>
  );
}
