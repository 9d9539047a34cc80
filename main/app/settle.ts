/** Settles one operation that nobody can speak for, by the rules of its service; docs/settling.md has them as a table. */
import type { Operation, SettledBy } from '../ports/operations.ts';
import type { CallResult } from '../snap/call.ts';
import { askAboutAtmQr, atmQrToJson } from './atm-qr.ts';
import { daysOfBill, finishExpire, judgeOnDay } from './judge-bill.ts';
import { isSuperseded, keepRegistration } from './register-terminal.ts';
import { runOperation } from './run-call.ts';
import { provider, SETTLING, type Till } from './till.ts';

/** Why an operation is still open after a round. */
export type OpenReason =
  /** The provider does not know it (yet): that does not prove that an unanswered request will never be done. */
  | 'not-found'
  /** The provider knows it and did not send what came of it. */
  | 'no-content'
  /** The bill can still be paid. */
  | 'active'
  /** The bill is in no list that was asked for; `hidden`: but there were rows that cannot be read. */
  | 'nowhere'
  | 'hidden'
  /** A later registration stands in its place: this one is repeated for nobody. */
  | 'superseded'
  /** It was repeated, and that was not answered either, or refused. */
  | 'repeat-unknown'
  /** The question was not answered, could not be sent, or was refused. */
  | 'no-answer'
  | 'question-refused'
  /** No keychain, no such provider in the profile. */
  | 'unavailable';

export type SettleOutcome =
  | {
      readonly is: 'settled';
      readonly by: Extract<SettledBy, 'query' | 'list' | 'repeat'>;
      readonly operation: Operation;
    }
  | {
      readonly is: 'open';
      readonly why: OpenReason;
      readonly code: string | null;
      /** What the round says about whether the provider can be reached; null: nothing. */
      readonly reach: 'reachable' | 'unreachable' | null;
    }
  /** Somebody acts at this till now. */
  | { readonly is: 'busy' }
  /** It is open no more: somebody else settled it. */
  | { readonly is: 'gone' };

/** The right to ask one question: `busy` and `gone` as in `SettleOutcome`. */
export type Turn = <T>(
  operation: Operation,
  ask: () => Promise<T>,
) => Promise<{ readonly held: true; readonly value: T } | { readonly held: false; readonly why: 'busy' | 'gone' }>;

export interface SettleOptions {
  /** How each question gets its turn: waiting for it, or only where nobody acts. */
  readonly turn: Turn;
  /**
   * Whether a person wants it done: then an ATM QR that PayCools does not know is asked for once more, with the same
   * reference and the same bytes, and so is a registration that a later one replaced.
   */
  readonly wanted: boolean;
}

type Rules = (till: Till, operation: Operation, options: SettleOptions) => Promise<SettleOutcome>;

function reachOf(result: CallResult<unknown>): 'reachable' | 'unreachable' {
  if (result.outcome === 'not-sent') return 'unreachable';
  return result.outcome === 'unknown' && result.code === null ? 'unreachable' : 'reachable';
}

function open(why: OpenReason, result: CallResult<unknown> | null): SettleOutcome {
  return { is: 'open', why, code: result?.code ?? null, reach: result === null ? null : reachOf(result) };
}

/** The question itself failed: that says nothing about the operation. */
function unheard(result: Exclude<CallResult<unknown>, { outcome: 'ok' }>): SettleOutcome {
  return open(result.outcome === 'refused' ? 'question-refused' : 'no-answer', result);
}

/**
 * PayCools is asked about the reference; an answer with the QR settles it. "Not found" does not: the request may be on
 * its way still. It is repeated only where a person wants the QR now: nobody waits for a QR in the background, the page
 * stops after three attempts, and a QR that nobody sees is one that nobody can retire.
 */
const settleGenerate: Rules = async (till, operation, { turn, wanted }) => {
  const found = await provider(till, 'paycools');
  if (!found.ok) return open('unavailable', null);
  const paycools = found.provider;
  const asked = await turn(operation, async () => {
    const result = await askAboutAtmQr(till, paycools, operation, { maxAttempts: 1 });
    const qr = result.outcome === 'ok' ? result.data.qr : null;
    if (qr === null) return { result, settled: null };
    const settled = till.journal.settle(operation.id, {
      state: 'ok',
      code: result.code,
      result: atmQrToJson(qr),
      by: 'query',
    });
    return { result, settled };
  });
  if (!asked.held) return { is: asked.why };
  const { result, settled } = asked.value;
  if (settled !== null) return { is: 'settled', by: 'query', operation: settled };
  const missing = result.outcome === 'refused' && result.row?.code === '4049101';
  if (result.outcome !== 'ok' && !missing) return unheard(result);
  if (!wanted) return open(missing ? 'not-found' : 'no-content', result);
  const repeated = await turn(operation, () =>
    runOperation(till, {
      from: paycools,
      service: paycools.generate,
      operation,
      toResult: atmQrToJson,
      maxAttempts: 1,
    }),
  );
  return repeated.held ? afterRepeat(repeated.value) : { is: repeated.why };
};

function afterRepeat(run: { readonly operation: Operation; readonly result: CallResult<unknown> }): SettleOutcome {
  return run.operation.state === 'ok'
    ? { is: 'settled', by: 'repeat', operation: run.operation }
    : open('repeat-unknown', run.result);
}

/**
 * The day's list is the judge. Ended is ended, whoever ended it: that is what was wanted. A bill that is still active is
 * ended again with the same bytes, also in the background: the deed can be done twice and means the same, and as long as
 * it is not done somebody can pay. A bill that is nowhere is left as it is.
 */
const settleExpire: Rules = async (till, operation, { turn }) => {
  const found = await provider(till, 'speedcash');
  if (!found.ok) return open('unavailable', null);
  const speedcash = found.provider;
  let hidden = false;
  let active = false;
  for (const date of daysOfBill(till, operation)) {
    const asked = await turn(operation, async () => {
      const verdict = await judgeOnDay(till, speedcash, operation, date);
      if (verdict.is !== 'ended') return { verdict, settled: null };
      const result = { billNumber: operation.reference };
      const settled = till.journal.atomically(() => {
        const ended = till.journal.settle(operation.id, { state: 'ok', code: verdict.code, result, by: 'list' });
        finishExpire(till, ended);
        return ended;
      });
      return { verdict, settled };
    });
    if (!asked.held) return { is: asked.why };
    const { verdict, settled } = asked.value;
    if (settled !== null) return { is: 'settled', by: 'list', operation: settled };
    if (verdict.is === 'unheard' && verdict.result.outcome !== 'ok') return unheard(verdict.result);
    active = verdict.is === 'active';
    if (active) break;
    hidden ||= verdict.is === 'elsewhere' && verdict.hidden;
  }
  if (!active) return { is: 'open', why: hidden ? 'hidden' : 'nowhere', code: null, reach: 'reachable' };
  const repeated = await turn(operation, () =>
    runOperation(till, {
      from: speedcash,
      service: speedcash.expire,
      operation,
      toResult: ({ billNumber }) => ({ billNumber }),
      onOk: (settled) => finishExpire(till, settled),
      maxAttempts: 1,
    }),
  );
  return repeated.held ? afterRepeat(repeated.value) : { is: repeated.why };
};

/** The same registration again does: one and the same terminal has one id. */
const settleRegister: Rules = async (till, operation, { turn, wanted }) => {
  const found = await provider(till, 'speedcash');
  if (!found.ok) return open('unavailable', null);
  const speedcash = found.provider;
  const superseded = isSuperseded(till, operation);
  if (!wanted && superseded) return open('superseded', null);
  const repeated = await turn(operation, () =>
    runOperation(till, {
      from: speedcash,
      service: speedcash.register,
      operation,
      toResult: ({ terminalId, description }) => ({ terminalId, description }),
      // A machine that became another terminal since then stays that one.
      onOk: (settled, data) => {
        if (!superseded) keepRegistration(till, settled, data);
      },
      maxAttempts: 1,
    }),
  );
  return repeated.held ? afterRepeat(repeated.value) : { is: repeated.why };
};

const RULES: Readonly<Record<Operation['kind'], Rules>> = {
  generate: settleGenerate,
  expire: settleExpire,
  retire: settleExpire,
  register: settleRegister,
};

/**
 * One round for one operation: what it takes to ask, and at most one repeat, each in its own turn.
 * @returns settled, or why it is still open; never sends anything under a new reference
 */
export async function settleOperation(
  till: Till,
  operation: Operation,
  options: SettleOptions,
): Promise<SettleOutcome> {
  const ours = till.profile[operation.provider]?.merchantId;
  // Another merchant's keys can neither ask nor repeat it.
  if (ours !== undefined && ours !== operation.merchantId) return open('unavailable', null);
  return RULES[operation.kind](till, operation, options);
}

/** Every question waits for whoever acts, as a command does. */
export function patientTurn(till: Till): Turn {
  return takeTurn(till, undefined);
}

/** Questions are asked only while nobody acts: for what nobody waits for. */
export function politeTurn(till: Till): Turn {
  return takeTurn(till, 0);
}

function takeTurn(till: Till, waitMs: number | undefined): Turn {
  return async (operation, ask) => {
    // In the background nothing is asked whose answer the journal could not take; who asks himself is told why.
    if (waitMs === 0 && till.journal.ready() !== null) return { held: false, why: 'busy' };
    const lock = await till.lock.acquire(SETTLING, waitMs);
    if (!lock.held) return { held: false, why: 'busy' };
    try {
      till.journal.recover();
      if (till.journal.operation(operation.id)?.state !== 'unknown') return { held: false, why: 'gone' };
      return { held: true, value: await ask() };
    } finally {
      lock.release();
    }
  };
}
