/** The QRs of a day: the provider's list, merged with the ATM QRs that this till made. */
import { jakartaDate, jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Outcome, Words } from '../../shared/outcome.ts';
import { listQrs } from '../app/list-qrs.ts';
import type { Till } from '../app/till.ts';
import type { Operation } from '../ports/operations.ts';
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
    .operations({ kind: 'generate', since: from, until: from + DAY_MS })
    .filter((operation) => operation.state === 'ok' || operation.state === 'unknown' || operation.state === 'sent')
    .map(tillRow);
}

export interface Day {
  readonly date: string;
  readonly qrs: DayQr[];
  readonly unreadable: number;
  /** Why only this till's own QRs are there; null where the provider's are too. */
  readonly trouble: Words | null;
}

/**
 * @param clockOffset how far the provider's clock is ahead, milliseconds
 * @returns both lists as one; where the provider's cannot be had, this till's own and the reason. Only input that cannot
 * be used is no list.
 */
export async function qrsOfDay(till: Till, wanted: string | undefined, clockOffset: number): Promise<Outcome<Day>> {
  const date = wanted ?? jakartaDate(till.time.now());
  const listed = await listQrs(till, { date });
  if (listed.outcome === 'invalid') return listed;
  const own = madeHere(till, date);
  if (listed.outcome !== 'ok') {
    const base = { outcome: 'ok', code: listed.code, operationId: null, words: listed.words } as const;
    // A store without SpeedCash misses nothing.
    const trouble = till.profile.speedcash === null ? null : listed.words;
    return { ...base, data: { date, qrs: [...own], unreadable: 0, trouble } };
  }
  const now = till.clock.now() + clockOffset;
  const rows = [...listed.data.qrs.map((qr) => providerRow(qr, now)), ...own];
  const qrs = rows.toSorted((a, b) => b.madeAt.localeCompare(a.madeAt));
  return { ...listed, data: { date, qrs, unreadable: listed.data.unreadable ?? 0, trouble: null } };
}
