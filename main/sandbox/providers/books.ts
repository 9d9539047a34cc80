/** What the sandbox's providers know: terminals, ATM QRs, bills of each day, and every request they saw. */
import { randomInt } from 'node:crypto';
import type { FaultName } from './faults.ts';
import type { ServiceName } from './services.ts';
import { dayAfter, dayOf, listTime, midnightOf } from './time.ts';

export interface TerminalRecord {
  readonly terminalId: string;
  readonly description: string;
  /** How often it was registered. */
  readonly registered: number;
}

export interface AtmQrRecord {
  readonly reference: string;
  /** The first request's body, as it came. */
  readonly body: string;
  readonly cdmReferenceId: string;
  readonly cdmQrcode: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** How many requests took effect under this reference: the first made the QR, the others got it again. */
  readonly processed: number;
}

export interface BillRecord {
  readonly billNumber: string;
  readonly type: 'dynamic' | 'static';
  /** Decimal string in rupiah, null for a static QR. */
  readonly amount: string | null;
  /** Milliseconds since the epoch. */
  readonly generatedAt: number;
  /** Null while a static QR has no end. */
  readonly expiresAt: number | null;
  /** How many expire requests took effect. */
  readonly expired: number;
  /** Which of the page's two spellings its list row uses. */
  readonly spelling: 'table' | 'sample';
}

export interface RequestRecord {
  readonly provider: 'speedcash' | 'paycools';
  readonly service: ServiceName;
  /** X-EXTERNAL-ID, null where none came. */
  readonly externalId: string | null;
  /** Partner reference, terminal id, bill number, phone or day; null where the request was refused before. */
  readonly reference: string | null;
  /** 1 for the first request of this service with this reference; 0 without a reference. */
  readonly attempt: number;
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly at: number;
  readonly body: string;
  /** Counts the TCP connections from 1: two requests with the same number shared one. */
  readonly connection: number;
  /** What was answered; both null when nothing readable was. */
  readonly httpStatus: number | null;
  readonly code: string | null;
  /** Whether it took effect. */
  readonly processed: boolean;
  readonly fault: FaultName | null;
}

export interface SandboxBooks {
  readonly terminals: readonly TerminalRecord[];
  readonly atmQrs: readonly AtmQrRecord[];
  readonly bills: readonly (BillRecord & { readonly state: 'active' | 'expired' })[];
  readonly requests: readonly RequestRecord[];
  /** What came to no service: method and path. */
  readonly strays: readonly string[];
}

/** The providers' memory; single-threaded, so every change is whole. */
export interface Books {
  readonly terminals: Map<string, TerminalRecord>;
  readonly atmQrs: Map<string, AtmQrRecord>;
  readonly bills: Map<string, BillRecord>;
  readonly requests: RequestRecord[];
  readonly strays: string[];
  /** `day externalId`: what was used on which day in Jakarta. */
  readonly externalIds: Set<string>;
  nextCdmReference(): string;
}

export function openBooks(): Books {
  // Another start of the sandbox must not give out a reference that a till's journal already holds.
  let cdm = randomInt(1_000_000, 9_000_000) * 1000;
  return {
    terminals: new Map(),
    atmQrs: new Map(),
    bills: new Map(),
    requests: [],
    strays: [],
    externalIds: new Set(),
    nextCdmReference: () => {
      cdm += 1;
      return `CDM${cdm}`;
    },
  };
}

/** A copy for tests and for the command line. @param now milliseconds since the epoch */
export function snapshot(books: Books, now: number): SandboxBooks {
  return {
    terminals: [...books.terminals.values()],
    atmQrs: [...books.atmQrs.values()],
    bills: [...books.bills.values()].map((bill) => ({ ...bill, state: isExpired(bill, now) ? 'expired' : 'active' })),
    requests: [...books.requests],
    strays: [...books.strays],
  };
}

function isExpired(bill: BillRecord, now: number): boolean {
  return bill.expiresAt !== null && bill.expiresAt <= now;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Each day's QRs: share of the day (or of what has passed of it) at which it was made, and how long it lives. */
const SEEDS = [
  { id: 81, share: 0.95, type: 'dynamic', amount: '9000.00', lives: DAY, spelling: 'sample' },
  { id: 78, share: 0.8, type: 'dynamic', amount: '71430.00', lives: DAY, spelling: 'table' },
  { id: 76, share: 0.6, type: 'dynamic', amount: '150000.00', lives: 0, spelling: 'table' },
  { id: 73, share: 0.5, type: 'static', amount: null, lives: null, spelling: 'table' },
  { id: 70, share: 0.4, type: 'static', amount: null, lives: null, spelling: 'sample' },
  { id: 66, share: 0.2, type: 'dynamic', amount: '25000.00', lives: 0, spelling: 'sample' },
] as const;

/** Writes a day's QRs, once. @param from where the day's ids start @param until nothing was made after this moment */
function seedDay(books: Books, day: string, from: number, until: number): void {
  const midnight = midnightOf(day);
  const length = Math.min(DAY, until - midnight);
  for (const seed of SEEDS) {
    const billNumber = String(from + seed.id);
    if (books.bills.has(billNumber)) continue;
    const generatedAt = Math.floor((midnight + length * seed.share) / 1000) * 1000;
    books.bills.set(billNumber, {
      billNumber,
      type: seed.type,
      amount: seed.amount,
      generatedAt,
      // A short-lived QR is over before the day has gone on: the list shows expired rows too.
      expiresAt: seed.lives === null ? null : generatedAt + (seed.lives === 0 ? Math.floor(length / 10) : seed.lives),
      expired: 0,
      spelling: seed.spelling,
    });
  }
}

/** Number of the first day's QRs: today's are 10092066 … 10092081, each other day's a hundred up or down. */
const FIRST_ID = 10_092_000;

/**
 * Makes sure that a merchant's usual QRs exist for the sandbox's first day, the day before it and today.
 * @param startedAt when the sandbox started @param now milliseconds since the epoch
 */
export function seedBills(books: Books, startedAt: number, now: number): void {
  const first = dayOf(startedAt);
  seedDay(books, dayAfter(first, -1), FIRST_ID - 100, midnightOf(first));
  seedDay(books, first, FIRST_ID, startedAt);
  const today = dayOf(now);
  const later = Math.round((midnightOf(today) - midnightOf(first)) / DAY);
  if (later > 0) seedDay(books, today, FIRST_ID + later * 100, now);
}

/** The bills made on a day in Jakarta, newest first. */
export function billsOf(books: Books, day: string): readonly BillRecord[] {
  return [...books.bills.values()]
    .filter((bill) => dayOf(bill.generatedAt) === day)
    .sort((a, b) => b.generatedAt - a.generatedAt);
}

/** A bill as a row of the list; the page spells two of its fields in two ways, and both occur. */
export function listRow(bill: BillRecord): Readonly<Record<string, string | null>> {
  const made = listTime(bill.generatedAt);
  const ends = bill.expiresAt === null ? null : listTime(bill.expiresAt);
  const times =
    bill.spelling === 'table'
      ? { generated_time: made, expired_time: ends }
      : { generate_time: made, expired_date: ends };
  return { id_qr: bill.billNumber, type: bill.type, ...times, amount: bill.amount };
}

/** Ends a bill now; one that has ended already keeps its end. @param now milliseconds since the epoch */
export function expireBill(books: Books, bill: BillRecord, now: number): void {
  const expiresAt = isExpired(bill, now) ? bill.expiresAt : Math.floor(now / 1000) * 1000;
  books.bills.set(bill.billNumber, { ...bill, expiresAt, expired: bill.expired + 1 });
}
