/** Where the cashier stands while making an ATM QR, and how main's answers move that on. Pure: no window, no clock. */
import type { NotOk, Outcome, Words } from '../shared/outcome.ts';
import { type SlipNow, slipAfter } from './slips.ts';
import type { AtmQr, AtmQrMade, Data, Wish } from './till.ts';

/** What the form holds; `null` where the profile's own is meant until somebody types another. */
export interface Draft {
  readonly courierNo: string;
  readonly courierName: string;
  readonly courierMobile: string;
  readonly regionNo: string | null;
  readonly branchNo: string | null;
  readonly print: boolean;
}

export const EMPTY: Draft = {
  courierNo: '',
  courierName: '',
  courierMobile: '',
  regionNo: null,
  branchNo: null,
  print: true,
};

export type Home =
  | { readonly at: 'form'; readonly trouble: NotOk | null; readonly again: Wish | null }
  | { readonly at: 'working'; readonly wish: Wish; readonly since: number }
  | {
      readonly at: 'made';
      readonly qr: AtmQr;
      readonly courier: string | null;
      /** What main said last about this QR; no words where the slip says it all, and goes on saying what is so. */
      readonly last: { readonly good: boolean; readonly words: Words | null };
      /** A wish that was made already, by an earlier press. */
      readonly already: boolean;
      /** The slip as main's answer left it; what the snapshot says of it is newer. */
      readonly slip: SlipNow | null;
      /** `earlier`: before this window looked at it, so it does not know where. */
      readonly retired: 'local' | 'provider' | 'earlier' | null;
      readonly busy: 'print' | 'retire' | null;
    }
  | {
      readonly at: 'unknown';
      readonly reference: string | null;
      /** What to repeat; null when this window does not know what was asked for. */
      readonly wish: Wish | null;
      readonly words: Words;
      readonly code: string | null;
      readonly checked: { readonly at: number; readonly outcome: NotOk } | null;
      readonly busy: boolean;
    };

export type Made = Extract<Home, { at: 'made' }>;
export type Doubt = Extract<Home, { at: 'unknown' }>;

export const FRESH: Home = { at: 'form', trouble: null, again: null };

/** What is sent for a form; the profile's region and branch are left to main. */
export function wishOf(draft: Draft, hasPrinter: boolean): Wish {
  const { courierNo, courierName, courierMobile, regionNo, branchNo } = draft;
  return {
    courierNo,
    courierName,
    courierMobile,
    ...(regionNo === null ? {} : { regionNo }),
    ...(branchNo === null ? {} : { branchNo }),
    print: draft.print && hasPrinter,
  };
}

/** The reference that main tells beside an outcome that is not ok. */
export function referenceOf(outcome: NotOk): string | null {
  const reference = outcome.outcome === 'invalid' ? null : outcome.about?.reference;
  return typeof reference === 'string' ? reference : null;
}

function slipOf({ jobId, proof, copy, state, trouble }: NonNullable<AtmQrMade['print']>): SlipNow {
  return { jobId, state, proof: state === 'done' ? proof : null, copy, trouble: trouble ?? null, outs: 0 };
}

/** Proved, or on its way with nothing in it: what comes of that one is told by the slip itself. */
function goesWell({ state, proof, trouble }: SlipNow): boolean {
  return proof === 'printed' || ((state === 'queued' || state === 'printing') && trouble === null);
}

/** After a Generate: only an ok outcome leads to a QR, and only not-sent may be sent again under its own reference. */
export function afterGenerate(wish: Wish, outcome: Outcome<AtmQrMade>): Home {
  if (outcome.outcome === 'ok') {
    const { print, ...qr } = outcome.data;
    const slip = print === undefined ? null : slipOf(print);
    return {
      at: 'made',
      qr,
      courier: wish.courierName,
      last: { good: slip === null || goesWell(slip), words: slip === null ? outcome.words : null },
      already: outcome.words.key === 'generate.already',
      slip,
      retired: null,
      busy: null,
    };
  }
  const reference = referenceOf(outcome) ?? wish.reference ?? null;
  if (outcome.outcome === 'unknown') {
    const { words, code } = outcome;
    return { at: 'unknown', reference, wish, words, code, checked: null, busy: false };
  }
  const same = reference === null ? wish : { ...wish, reference };
  return { at: 'form', trouble: outcome, again: outcome.outcome === 'not-sent' ? same : null };
}

/** After a Check again: doubt ends only by an answer that ends it. */
export function afterCheck(doubt: Doubt, outcome: Outcome<AtmQr>, at: number): Home {
  if (outcome.outcome === 'ok') {
    return {
      at: 'made',
      qr: outcome.data,
      courier: doubt.wish?.courierName ?? null,
      last: { good: true, words: outcome.words },
      already: false,
      slip: null,
      retired: null,
      busy: null,
    };
  }
  if (outcome.outcome === 'refused') return { at: 'form', trouble: outcome, again: null };
  return { ...doubt, checked: { at, outcome }, busy: false };
}

/** After a print: the slip that it was about, where main named one; what became of that one is told by the slip. */
export function afterPrint(made: Made, outcome: Outcome<Data<'qr.print'>>): Made {
  const slip = slipAfter(outcome);
  if (slip === null) return { ...made, last: { good: false, words: outcome.words }, busy: null };
  return { ...made, slip, last: { good: slip.proof === 'printed', words: null }, busy: null };
}

export function afterRetire(made: Made, outcome: Outcome<Data<'qr.expire'>>): Made {
  const { words } = outcome;
  if (outcome.outcome !== 'ok') return { ...made, last: { good: false, words }, busy: null };
  return { ...made, retired: outcome.data.retired ?? 'provider', last: { good: true, words }, busy: null };
}
