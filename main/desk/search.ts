/** Finds couriers and operations in this till's journal by what a cashier would type. */
import type { Journal, Operation, OperationState } from '../ports.ts';
import { courierName, courierView } from './views.ts';

/** How far back couriers are remembered, in operations. */
const COURIER_WINDOW = 2_000;
const MOST_COURIERS = 8;
const OPERATION_WINDOW = 5_000;
const DAY_MS = 86_400_000;

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

export interface CourierFound {
  readonly courierNo: string;
  readonly courierName: string;
  readonly courierMobile: string;
}

/** Couriers used before, the latest first, one row for a courier number. */
export function findCouriers(journal: Journal, search: string): CourierFound[] {
  const wanted = plain(search);
  const found = new Map<string, CourierFound>();
  for (const operation of journal.operations({ kind: 'generate', limit: COURIER_WINDOW })) {
    const courier = courierView(operation);
    if (courier === null || found.has(courier.courierNo)) continue;
    if (plain(Object.values(courier).join(' ')).includes(wanted)) found.set(courier.courierNo, courier);
    if (found.size === MOST_COURIERS) break;
  }
  return [...found.values()];
}

export interface OperationSearch {
  /** Part of a reference or of a courier's name. */
  readonly search?: string;
  readonly state?: OperationState;
  /** YYYY-MM-DD, a day in Jakarta */
  readonly day?: string;
  readonly limit: number;
}

/** Open ones (unknown, under way) first, then the newest. */
export function findOperations(journal: Journal, wanted: OperationSearch): Operation[] {
  const search = plain(wanted.search ?? '');
  const from = wanted.day === undefined ? null : Date.parse(`${wanted.day}T00:00:00+07:00`);
  const open = (operation: Operation): number => Number(operation.state === 'unknown' || operation.state === 'sent');
  return journal
    .operations({
      limit: OPERATION_WINDOW,
      ...(wanted.state === undefined ? {} : { state: wanted.state }),
      ...(from === null || Number.isNaN(from) ? {} : { since: from }),
    })
    .filter((operation) => from === null || operation.createdAt < from + DAY_MS)
    .filter((operation) => plain(`${operation.reference} ${courierName(operation) ?? ''}`).includes(search))
    .toSorted((a, b) => open(b) - open(a) || b.createdAt - a.createdAt)
    .slice(0, wanted.limit);
}
