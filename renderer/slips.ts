/** What a slip's state means to the person at the till. Pure: no window, no clock. */
import type { Outcome } from '../shared/outcome.ts';
import { PRINT_REASONS } from '../shared/printing.ts';
import type { Data, OperationDetail, SlipShown } from './till.ts';

/** As much of a slip as an answer tells, and where it is known, where it goes. */
export type SlipNow = Pick<SlipShown, 'jobId' | 'state' | 'proof' | 'copy' | 'trouble' | 'outs'> & {
  readonly printer?: string;
  readonly printedOn?: string | null;
};

/**
 * out: on paper, the printer proved it · sent: handed over, nobody proved it · waits: comes out by itself ·
 * printing: under way · maybe: may be on paper, a person has to look · expired: waited too long, a person has to want it ·
 * settled: may have been on paper, a person said that no more is wanted · dropped: taken out before anything left ·
 * failed: it can never be printed
 */
export type SlipLook = 'out' | 'sent' | 'waits' | 'printing' | 'maybe' | 'expired' | 'settled' | 'dropped' | 'failed';

/** `out` only by the printer's own word: no other proof, and no other state, may look like paper. */
export function lookOf({
  state,
  proof,
  outs,
  trouble,
}: Pick<SlipNow, 'state' | 'proof' | 'outs'> & Partial<Pick<SlipNow, 'trouble'>>): SlipLook {
  switch (state) {
    case 'done':
      return proof === 'printed' ? 'out' : 'sent';
    case 'queued':
      // The first of its queue, with nothing in its way: its printer is being asked this very moment.
      return trouble === null ? 'printing' : 'waits';
    case 'paused':
      return 'waits';
    case 'printing':
      return 'printing';
    case 'possibly-printed':
      return 'maybe';
    case 'expired':
      return 'expired';
    case 'dropped':
      return outs > 0 ? 'settled' : 'dropped';
    case 'not-printed':
      return 'failed';
  }
}

export const LOOK_TONES = {
  out: 'good',
  sent: 'doubt',
  waits: 'doubt',
  printing: 'plain',
  maybe: 'bad',
  expired: 'bad',
  settled: 'plain',
  dropped: 'plain',
  failed: 'bad',
} as const satisfies Record<SlipLook, 'good' | 'doubt' | 'bad' | 'plain'>;

/** It has not ended: it goes out by itself, or a person decides about it. */
export function isOpen(look: SlipLook): boolean {
  return look === 'waits' || look === 'printing' || needsPerson(look);
}

export function needsPerson(look: SlipLook): boolean {
  return look === 'maybe' || look === 'expired';
}

/** Nothing of it can be on paper: printing it now is no copy. */
export function isFirst(slip: SlipNow | null): boolean {
  if (slip === null) return true;
  const look = lookOf(slip);
  return slip.copy === 0 && (look === 'dropped' || look === 'failed');
}

/** The newest of an operation's prints, as its journal has it; null: it has none. */
export function newestPrint(prints: OperationDetail['prints']): SlipNow | null {
  const [first, ...others] = prints;
  if (first === undefined) return null;
  const print = others.reduce((newest, other) => (other.createdAt >= newest.createdAt ? other : newest), first);
  const { jobId, state, proof, copy, outs, printer, printedOn, reason } = print;
  // What once held up a slip that has ended since is its trouble no more.
  const trouble = state === 'done' ? null : (PRINT_REASONS.find((name) => name === reason) ?? null);
  return { jobId, state, proof, copy, outs, printer, printedOn, trouble };
}

export interface SlipCount {
  /** Go out by themselves. */
  readonly waiting: number;
  /** Only a person can decide about them. */
  readonly person: number;
}

export function countSlips(slips: readonly SlipShown[]): SlipCount {
  const looks = slips.map(lookOf);
  const person = looks.filter(needsPerson).length;
  return { person, waiting: looks.filter(isOpen).length - person };
}

/** The slip of a QR as it is now: the one that an answer named, else the newest of its reference; null: none is known. */
export function slipNow(slips: readonly SlipShown[], reference: string, told: SlipNow | null): SlipNow | null {
  if (told !== null) return slips.find(({ jobId }) => jobId === told.jobId) ?? told;
  const own = slips.filter((slip) => slip.reference === reference);
  return own.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0] ?? null;
}

/** Whether main is printing another slip of this reference than the one that is shown: it has accepted to. */
export function isPrintingAnother(slips: readonly SlipShown[], reference: string, shown: SlipNow | null): boolean {
  return slips.some(
    (slip) => slip.reference === reference && slip.jobId !== shown?.jobId && lookOf(slip) === 'printing',
  );
}

const STATES = ['queued', 'printing', 'paused', 'possibly-printed', 'expired', 'dropped', 'not-printed'] as const;

/** The slip that a print's answer is about; null where main named none. */
export function slipAfter(outcome: Outcome<Data<'qr.print'>>): SlipNow | null {
  if (outcome.outcome === 'ok') {
    const { jobId, proof, copy } = outcome.data;
    return { jobId, state: 'done', proof, copy, trouble: null, outs: 1 };
  }
  const about = outcome.outcome === 'invalid' ? undefined : outcome.about;
  const state = STATES.find((name) => name === about?.state);
  if (about === undefined || typeof about.jobId !== 'string' || state === undefined) return null;
  const trouble = PRINT_REASONS.find((name) => name === about.trouble) ?? null;
  const copy = typeof about.copy === 'number' ? about.copy : 0;
  return { jobId: about.jobId, state, proof: null, copy, trouble, outs: state === 'possibly-printed' ? 1 : 0 };
}
