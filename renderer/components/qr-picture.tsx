/** A QR as main computed it, drawn sharp: always dark on white, with four modules of quiet zone (ISO/IEC 18004). */
import { useMemo } from 'react';
import { useReading } from '../hooks.ts';
import { useText } from '../i18n/use-text.ts';
import { OutcomeNotice } from './notice.tsx';
import { modulesPath, QUIET_ZONE } from './qr-path.ts';
import styles from './qr-picture.module.css';

export function QrPicture({ content, faded = false }: { readonly content: string; readonly faded?: boolean }) {
  const { t } = useText();
  const { outcome } = useReading('qr.matrix', { content });
  const rows = outcome?.outcome === 'ok' ? outcome.data.rows : null;
  const path = useMemo(() => (rows === null ? '' : modulesPath(rows)), [rows]);
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
