/** Whether a bill has ended, by the provider's own list of its day: the judge of an expire that nobody can speak for. */
import { isCalendarDate, jakartaDate } from '../../shared/jakarta-time.ts';
import type { Operation } from '../ports/operations.ts';
import type { Listed, Speedcash } from '../providers/speedcash.ts';
import type { CallResult } from '../snap/call.ts';
import { runRead } from './run-call.ts';
import type { Till } from './till.ts';

const DAY_MS = 86_400_000;
/** Days that are asked for at most; more would keep the cashier waiting for what a person can look up. */
const MOST_DAYS = 5;
/** Without the provider's clock a row has ended only if it has by this much, whichever way this machine's clock is off. */
const BLIND_MS = 10 * 60_000;

export type BillVerdict =
  /** Its row says that its end is past, by the provider's clock. By whom is not said: it may have ended by itself. */
  | { readonly is: 'ended'; readonly code: string | null }
  | { readonly is: 'active' }
  /** It is in no list that was asked for; `hidden`: but rows were in them that cannot be read. */
  | { readonly is: 'nowhere'; readonly hidden: boolean }
  /** The list could not be had. */
  | { readonly is: 'unheard'; readonly result: CallResult<Listed> };

/** What is known after one day's list: the verdict, or that the next day has to be asked for. */
export type DayVerdict = BillVerdict | { readonly is: 'elsewhere'; readonly hidden: boolean };

/** Bill numbers often begin with the day on which they were made (`20250101…`): a guess of where to look, never of what is so. */
function dayIn(billNumber: string): string | null {
  const [, year, month, day] = /^(20\d{2})(\d{2})(\d{2})\d/.exec(billNumber) ?? [];
  const date = `${year}-${month}-${day}`;
  return year !== undefined && isCalendarDate(date) ? date : null;
}

/**
 * The days in Jakarta on which the bill of an operation may have been made, the likeliest first: a list holds what was
 * made on its day, and a bill is made before it is ended. The day after is asked for because this machine's clock may
 * have been off when the operation was begun.
 */
export function daysOfBill(till: Till, operation: Pick<Operation, 'createdAt' | 'reference'>): readonly string[] {
  const { createdAt, reference } = operation;
  const now = till.time.now();
  const begun = Math.min(createdAt, now);
  const named = dayIn(reference);
  const days = [
    ...(named === null ? [] : [named]),
    jakartaDate(begun),
    jakartaDate(begun - DAY_MS),
    jakartaDate(Math.min(begun + DAY_MS, now)),
    jakartaDate(now),
  ];
  return [...new Set(days)].filter((day) => day <= jakartaDate(now)).slice(0, MOST_DAYS);
}

/** One question: the list of one day. Nothing is changed by it. */
export async function judgeOnDay(
  till: Till,
  speedcash: Speedcash,
  operation: Pick<Operation, 'id' | 'reference'>,
  date: string,
): Promise<DayVerdict> {
  const result = await runRead(
    till,
    speedcash,
    speedcash.list,
    { date },
    { operationId: operation.id, maxAttempts: 1 },
  );
  if (result.outcome !== 'ok') return { is: 'unheard', result };
  const rows = result.data.qrs.filter(({ idQr }) => idQr === operation.reference);
  if (rows.length === 0) return { is: 'elsewhere', hidden: result.data.unreadable > 0 };
  const now = till.time.offset() === null ? till.time.now() - BLIND_MS : till.time.now();
  // Every row of that number: while one of them is active, the bill can be paid.
  const ended = rows.every(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) <= now);
  return ended ? { is: 'ended', code: result.code } : { is: 'active' };
}

/** Asks for one day after another until the bill is found or a list cannot be had. */
export async function judgeBill(
  till: Till,
  speedcash: Speedcash,
  operation: Pick<Operation, 'id' | 'reference' | 'createdAt'>,
): Promise<BillVerdict> {
  let hidden = false;
  for (const date of daysOfBill(till, operation)) {
    const verdict = await judgeOnDay(till, speedcash, operation, date);
    if (verdict.is !== 'elsewhere') return verdict;
    hidden ||= verdict.hidden;
  }
  return { is: 'nowhere', hidden };
}

/** What an ended bill means besides its own operation: an ATM QR that was to be retired is. */
export function finishExpire(till: Till, operation: Operation): void {
  if (operation.kind !== 'retire' || operation.state !== 'ok') return;
  const merchantId = till.profile.paycools?.merchantId;
  const { reference } = operation.wish;
  if (merchantId === undefined || typeof reference !== 'string') return;
  const own = till.journal.operationByReference('generate', merchantId, reference);
  if (own?.state === 'ok') till.journal.retire(own.id);
}
