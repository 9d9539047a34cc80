/** The QRs of a day: the provider's list, merged with the ATM QRs that this till made. */
import { jakartaDate, jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { listQrs } from '../app/list-qrs.ts';
import type { Operation } from '../app/ports.ts';
import type { Till } from '../app/till.ts';
import type { ListedQr } from '../providers/speedcash.ts';
import { courierName } from './views.ts';

export interface DayQr {
  readonly source: 'provider' | 'till';
  readonly id: string;
  readonly type: 'dynamic' | 'static' | 'atm';
  readonly amount: number | null;
  readonly madeAt: string;
  readonly expiresAt: string | null;
  readonly state: 'active' | 'ended' | 'retired' | 'unknown';
  readonly courier: string | null;
}

const DAY_MS = 86_400_000;

/** @param now by the provider's clock, milliseconds since the epoch */
function providerRow(qr: ListedQr, now: number): DayQr {
  const ended = qr.expiresAt !== null && Date.parse(qr.expiresAt) <= now;
  return {
    source: 'provider',
    id: qr.idQr,
    type: qr.type,
    amount: qr.amount,
    madeAt: qr.generatedAt,
    expiresAt: qr.expiresAt,
    state: ended ? 'ended' : 'active',
    courier: null,
  };
}

function tillRow(operation: Operation): DayQr {
  const state = operation.retiredAt !== null ? 'retired' : operation.state === 'ok' ? 'active' : 'unknown';
  return {
    source: 'till',
    id: operation.reference,
    type: 'atm',
    amount: null,
    madeAt: jakartaMillis(operation.createdAt),
    expiresAt: null,
    state,
    courier: courierName(operation),
  };
}

/** What this till made that day and what nobody can speak for yet; refused ones are no QRs. */
function madeHere(till: Till, date: string): readonly DayQr[] {
  const from = Date.parse(`${date}T00:00:00+07:00`);
  return till.journal
    .operations({ kind: 'generate', since: from, limit: 5_000 })
    .filter((operation) => operation.createdAt < from + DAY_MS)
    .filter((operation) => operation.state === 'ok' || operation.state === 'unknown' || operation.state === 'sent')
    .map(tillRow);
}

/**
 * @param clockOffset how far the provider's clock is ahead, milliseconds
 * @returns the provider's outcome; where the profile has no SpeedCash, only what this till made
 */
export async function qrsOfDay(
  till: Till,
  date: string | undefined,
  clockOffset: number,
): Promise<Outcome<{ readonly date: string; readonly qrs: readonly DayQr[] }>> {
  const own = till.profile.speedcash === null;
  const day = date ?? jakartaDate(till.clock.now());
  const listed = await listQrs(till, { date: day });
  if (listed.outcome !== 'ok') {
    if (!own || listed.outcome !== 'unavailable') return listed;
    return {
      outcome: 'ok',
      code: null,
      operationId: null,
      words: listed.words,
      data: { date: day, qrs: madeHere(till, day) },
    };
  }
  const now = till.clock.now() + clockOffset;
  const rows = [...listed.data.qrs.map((qr) => providerRow(qr, now)), ...madeHere(till, day)];
  return { ...listed, data: { date: day, qrs: rows.toSorted((a, b) => b.madeAt.localeCompare(a.madeAt)) } };
}
