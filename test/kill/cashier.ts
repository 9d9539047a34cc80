/** The cashier: presses what a busy day brings, presses again what was never answered, and looks after open slips. */
import type { JournalBook, Press } from './books.ts';
import type { Chance } from './chance.ts';
import type { Action, Answer } from './protocol.ts';

export type Pressed = Exclude<Action, { do: 'quit' }>;

/** Something that is wanted: pressed until it was answered. */
interface Wish {
  readonly name: string;
  readonly action: Pressed;
  /** null: not answered yet, its till died. */
  answer: Answer | null;
}

export interface Cashier {
  /** What comes next. @param towards a failpoint: what leads there is likelier */
  next(towards: string | null): { readonly action: Pressed; readonly wish: string };
  /**
   * What a cashier does to bring everything that is open to an end. Whoever acts first says what can be said of what a
   * dead till left, so something always acts first.
   */
  settling(journal: JournalBook, round: number): readonly { readonly action: Pressed; readonly wish: string }[];
  note(press: Press): void;
  /** How the journal was when the till had died. */
  look(journal: JournalBook): void;
}

const WANTED = ['generate', 'expire', 'register'];
const BILLS = ['81', '78', '76', '73', '70', '66'];

function isFinal(answer: Answer | null): boolean {
  return answer !== null && answer.outcome !== 'unavailable' && answer.outcome !== 'unknown';
}

/** @param bills the numbers that the provider has */
export function newCashier(chance: Chance, bills: readonly string[], name: string): Cashier {
  const wishes: Wish[] = [];
  /** References of QRs that the cashier was given and has not retired. */
  let known: string[] = [];
  let freshBills = bills.filter((bill) => BILLS.includes(bill.slice(-2)));
  let journal: JournalBook = { operations: [], attempts: [], prints: [], registrations: [] };
  let count = 0;

  const open = (): readonly Wish[] => wishes.filter(({ answer }) => !isFinal(answer));
  const fresh = (action: Pressed): { readonly action: Pressed; readonly wish: string } => {
    const wish = { name: `${action.do}-${count}`, action, answer: null };
    count += 1;
    if (WANTED.includes(action.do)) wishes.push(wish);
    return { action, wish: wish.name };
  };
  const again = ({ action, name: wish }: Wish) => ({ action, wish });
  const jobs = (states: readonly string[]): readonly string[] =>
    journal.prints.filter(({ state }) => states.includes(state)).map(({ id }) => id);

  function register(): Pressed {
    count += 1;
    return { do: 'register', terminalId: `T-${1 + chance.below(3)}`, description: `Kasir ${count}` };
  }
  /** Whether the operation is this wish's, by what the cashier was told, or by the journal. */
  function isOf({ action, answer }: Wish, operationId: string | null): boolean {
    if (operationId === null || action.do !== 'generate') return false;
    if (answer?.operationId === operationId) return true;
    const found = journal.operations.find((one) => one.id === operationId);
    const wish: unknown = found === undefined ? null : JSON.parse(found.wish);
    return (
      typeof wish === 'object' && wish !== null && 'courierNo' in wish && wish.courierNo === action.courier.courierNo
    );
  }
  function generate(): Extract<Pressed, { do: 'generate' }> {
    count += 1;
    const courierNo = `K-${name}-${count}`;
    const courier = { courierNo, courierName: `Budi ${count}`, courierMobile: '081200000345' };
    const print = chance.happens(0.65);
    return { do: 'generate', courier, print, until: chance.happens(0.7) };
  }
  function other(): Pressed {
    const [bill, ...rest] = freshBills;
    const waiting = jobs(['printing', 'possibly-printed', 'expired', 'paused', 'queued']);
    const choice = chance.next();
    if (choice < 0.28 && bill !== undefined) {
      freshBills = rest;
      return { do: 'expire', bill };
    }
    if (choice < 0.3) {
      count += 1;
      return { do: 'expire', bill: `NO-BILL-${count}` };
    }
    if (choice < 0.42) return register();
    if (choice < 0.55 && known.length > 0) return { do: 'print', reference: chance.oneOf(known) };
    if (choice < 0.65 && known.length > 0) return { do: 'check', reference: chance.oneOf(known) };
    if (choice < 0.72) return { do: 'list' };
    if (choice < 0.8 && known.length > 1) return { do: 'retire', reference: chance.oneOf(known) };
    if (choice < 0.9 && waiting.length > 0) {
      const job = chance.oneOf(waiting);
      return chance.happens(0.7) ? { do: 'resume-job', job } : { do: 'drop-job', job };
    }
    return chance.happens(0.5) ? { do: 'resume' } : generate();
  }

  function lead(point: string): Pressed | null {
    const [bill, ...rest] = freshBills;
    if (/expire-billnumber/.test(point) && bill !== undefined) {
      freshBills = rest;
      return { do: 'expire', bill };
    }
    if (/generate-terminal|registrations/.test(point)) return register();
    if (/generate-list/.test(point)) return { do: 'list' };
    const [made] = known;
    if (/query/.test(point) && made !== undefined) return { do: 'check', reference: made };
    const [waiting] = jobs(['possibly-printed', 'expired', 'paused', 'queued', 'printing']);
    if (/print_jobs:dropped/.test(point) && waiting !== undefined) return { do: 'drop-job', job: waiting };
    if (/print_jobs:(queued|possibly)/.test(point) && waiting !== undefined) return { do: 'resume-job', job: waiting };
    if (/print/.test(point)) return { ...generate(), print: true, until: true };
    return null;
  }

  return {
    next: (towards) => {
      const left = open();
      const led = towards !== null && chance.happens(0.8) ? lead(towards) : null;
      if (led !== null) return fresh(led);
      // Most press again what was not answered; some do something else first.
      if (left.length > 0 && chance.happens(0.6)) return again(chance.oneOf(left));
      const unknown = journal.operations.filter(({ kind, state }) => kind === 'generate' && state !== 'ok');
      if (chance.happens(unknown.length > 0 ? 0.25 : 0.03)) return fresh({ do: 'settle', behind: chance.happens(0.6) });
      if (unknown.length > 0 && chance.happens(0.15)) {
        return fresh({ do: 'check', reference: chance.oneOf(unknown).reference });
      }
      return fresh(chance.happens(0.5) ? generate() : other());
    },
    settling: (now, round) => {
      journal = now;
      const unknown = now.operations.filter(({ state }) => ['unknown', 'sent', 'intended'].includes(state));
      const ones = round === 0 ? [] : unknown.map(({ id }) => fresh({ do: 'settle-one', operation: id }));
      const slips = jobs(['printing', 'possibly-printed', 'expired']).map((job) => fresh({ do: 'resume-job', job }));
      const waiting = jobs(['queued', 'paused']).length > 0 ? [fresh({ do: 'resume' })] : [];
      const first = round === 0 ? [fresh({ do: 'settle', behind: false })] : [];
      return [...first, ...open().map(again), ...ones, ...slips, ...waiting];
    },
    note: ({ action, wish, answer }) => {
      const found = wishes.find((one) => one.name === wish);
      if (found !== undefined) found.answer = answer;
      const reference = answer?.data.reference;
      if (action.do === 'generate' && answer?.outcome === 'ok' && typeof reference === 'string') {
        known = [...known.filter((one) => one !== reference), reference];
      }
      // Who checked, or has the slip in his hand, wants no other QR for that courier.
      if (answer?.outcome === 'ok' && action.do !== 'drop-job') {
        const made = wishes.find((one) => one.action.do === 'generate' && isOf(one, answer.operationId));
        if (made !== undefined && !isFinal(made.answer)) made.answer = answer;
      }
      if (action.do === 'retire') known = known.filter((one) => one !== action.reference);
    },
    look: (now) => {
      journal = now;
    },
  };
}
