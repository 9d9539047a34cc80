/** A slip's state in words and a sign: what is so, why, and what lets it out. */
import { useText } from '../i18n/use-text.ts';
import { lookOf, type SlipLook, type SlipNow } from '../slips.ts';
import type { IconName } from './icon.tsx';

export const LOOK_ICONS = {
  out: 'check',
  sent: 'eye',
  waits: 'clock',
  printing: 'printer',
  maybe: 'alert',
  expired: 'question',
  settled: 'check',
  dropped: 'cross',
  failed: 'alert',
} as const satisfies Record<SlipLook, IconName>;

export interface SlipWords {
  /** In one glance. */
  readonly title: string;
  /** What to do, or why nothing is to be done. */
  readonly hint: string;
}

export function useSlipWords(): (slip: SlipNow) => SlipWords {
  const { t } = useText();
  return (slip) => {
    const look = lookOf(slip);
    const { trouble, proof, outs } = slip;
    const why = trouble === null ? null : t.slip.why[trouble];
    const because = (text: string): string => (why === null ? text : `${text}: ${why}`);
    const title = t.slip.looks[look];
    switch (look) {
      case 'waits': {
        const byItself: Readonly<Record<string, string>> = t.slip.byItself;
        const hint = byItself[trouble ?? 'busy'] ?? t.slip.byItself.other;
        return { title: because(title), hint: outs > 0 ? `${hint} ${t.slip.willBeMarked}` : hint };
      }
      case 'sent':
        return { title, hint: `${t.proof[proof ?? 'unconfirmed']}. ${t.slip.sentHint}` };
      case 'maybe':
        if (trouble === 'paper-out' || trouble === 'cover-open') return { title, hint: t.slip.maybeBy[trouble] };
        return { title, hint: why === null ? t.slip.maybeHint : `${capital(why)}. ${t.slip.maybeHint}` };
      case 'expired':
        return { title, hint: outs > 0 ? `${t.slip.expiredOutHint} ${t.slip.willBeMarked}` : t.slip.expiredHint };
      case 'failed':
        return { title: because(title), hint: t.slip.failedHint };
      case 'out':
      case 'printing':
      case 'settled':
      case 'dropped':
        return { title, hint: t.slip[`${look}Hint`] };
    }
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
