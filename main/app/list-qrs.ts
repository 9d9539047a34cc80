/** The QRs that the merchant made on a day in Jakarta (SpeedCash, service 90). */
import { isCalendarDate, jakartaDate } from '../../shared/jakarta-time.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { ListedQr } from '../providers/speedcash.ts';
import { allFields, bad } from './input.ts';
import { runRead } from './run-call.ts';
import { CAUSE_WORDS, sayResult } from './say-result.ts';
import { acting, provider, type Till } from './till.ts';

export interface ListQrsInput {
  /** YYYY-MM-DD; default: today in Jakarta */
  readonly date?: string | undefined;
}

export interface QrsOfDay {
  readonly date: string;
  readonly qrs: readonly ListedQr[];
  /** Only where there are any: rows of the provider's answer that cannot be read and are not shown. */
  readonly unreadable?: number;
}

export async function listQrs(till: Till, input: ListQrsInput): Promise<Outcome<QrsOfDay>> {
  const wanted = await provider(till, 'speedcash');
  if (!wanted.ok) return wanted.outcome;
  const date = (input.date ?? jakartaDate(till.time.now())).trim();
  const checked = allFields({ date: isCalendarDate(date) ? { ok: true, value: date } : bad('date', 'field.date') });
  if (!checked.ok) return checked.outcome;
  const speedcash = wanted.provider;
  return acting<QrsOfDay>(till, 'qr list', async () => {
    const result = await runRead(till, speedcash, speedcash.list, { date });
    const outcome = sayResult(result, {
      provider: 'SpeedCash',
      operationId: null,
      unknown: (cause) => words('read.unknown', { provider: 'SpeedCash' }, CAUSE_WORDS[cause]),
    });
    if (outcome.outcome !== 'ok') return outcome;
    const { qrs, unreadable } = outcome.data;
    if (unreadable === 0) return { ...outcome, data: { date, qrs } };
    return { ...outcome, words: words('list.partly', { count: unreadable }), data: { date, qrs, unreadable } };
  });
}
