/** What a cashier looks for in this till's journal, as the journal's own search. */
import type { Journal } from '../ports/journal.ts';
import type { OperationPage, OperationState } from '../ports/operations.ts';

const MOST_COURIERS = 8;
const DAY_MS = 86_400_000;

export interface CourierFound {
  readonly courierNo: string;
  readonly courierName: string;
  readonly courierMobile: string;
}

/** Couriers used before, the latest first, one row for a courier number. */
export function findCouriers(journal: Journal, search: string): CourierFound[] {
  return [...journal.findCouriers(search, MOST_COURIERS)];
}

export interface OperationWish {
  /** The beginning of a reference, or parts of a courier's number, name or mobile. */
  readonly search?: string;
  readonly state?: OperationState;
  /** YYYY-MM-DD, a day in Jakarta */
  readonly day?: string;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** Open ones (unknown, under way) first, then the newest, a page at a time. */
export function findOperations(journal: Journal, wanted: OperationWish): OperationPage {
  const { search, state, day, limit, cursor } = wanted;
  const from = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00+07:00`);
  return journal.findOperations({
    limit,
    ...(search === undefined ? {} : { text: search }),
    ...(state === undefined ? {} : { state }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(Number.isNaN(from) ? {} : { since: from, until: from + DAY_MS }),
  });
}
