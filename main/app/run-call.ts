/** Takes a wish through the journal to a provider and back: intent on disk, attempts on disk, then what is known. */

import type { JsonObject, NewOperation, Operation, Settling } from '../ports/operations.ts';
import type { Service } from '../providers/service.ts';
import { type CallDeps, type CallResult, makeCall, type ServiceCall } from '../snap/call.ts';
import type { Http } from '../snap/http.ts';
import type { TokenSource } from '../snap/token.ts';
import type { Till } from './till.ts';

/** PayCools' page, rows 16 and 17; the same for all services. */
const MAX_ATTEMPTS = 3;

type Called = Pick<ServiceCall<unknown>, 'provider' | 'service'>;
type Attempts = Pick<CallDeps, 'beginAttempt' | 'endAttempt'>;

/** The provider that a call goes to: its tokens, and the only way to it. */
interface From {
  readonly http: Http;
  readonly tokens: TokenSource;
}

function callDeps(till: Till, from: From, call: Called, attempts: Attempts): CallDeps {
  const { provider, service } = call;
  return {
    http: from.http,
    tokens: from.tokens,
    clock: till.clock,
    beginAttempt: attempts.beginAttempt,
    endAttempt: (row, end, last) => {
      attempts.endAttempt(row, end, last);
      const { outcome, code, httpStatus } = end;
      const correction = till.time.correction();
      till.log({
        at: till.clock.now(),
        provider,
        service,
        externalId: row.externalId,
        outcome,
        code,
        httpStatus,
        ...(correction === 0 ? {} : { clockCorrectedMs: correction }),
      });
    },
    onServerTime: (serverTime) => till.time.heard(serverTime),
    onProgress: till.onProgress,
  };
}

/** A call that changes nothing at the provider (status, list, query): its attempts are journaled, it is no operation. */
export async function runRead<Input, Data>(
  till: Till,
  from: From,
  service: Service<Input, Data>,
  input: Input,
  options: { readonly operationId?: string; readonly maxAttempts?: number } = {},
): Promise<CallResult<Data>> {
  const call = service.call(service.body(input));
  const { provider, service: code } = call;
  const { journal } = till;
  const deps = callDeps(till, from, call, {
    beginAttempt: () => journal.beginAttempt({ operationId: options.operationId ?? null, provider, service: code }),
    endAttempt: (row, end) => journal.endAttempt(row.id, end),
  });
  return makeCall(call, deps, { maxAttempts: options.maxAttempts ?? MAX_ATTEMPTS, inDoubt: false });
}

/**
 * The operation to run for a wish: the same one again where its last is still open, so that what is not certain is
 * settled and not left behind; else a new one.
 */
export function resumeOrBegin(till: Till, wanted: NewOperation): Operation | NewOperation {
  const last = till.journal.operationByReference(wanted.kind, wanted.merchantId, wanted.reference);
  return last !== null && last.state === 'unknown' && last.body === wanted.body ? last : wanted;
}

export interface OperationRun<Input, Data> {
  readonly from: From;
  readonly service: Service<Input, Data>;
  /** An operation that is taken up again, or the one to begin. */
  readonly operation: Operation | NewOperation;
  readonly toResult: (data: Data) => JsonObject;
  /** What an ok means besides the operation itself (a registration, a retired QR): on disk in the same write, or not at all. */
  readonly onOk?: (settled: Operation, data: Data) => void;
  /** Asks what became of an attempt that nobody can speak for; null: still not known. */
  readonly ask?: (operation: Operation) => Promise<Data | null>;
  /** Default: as many as the page allows. */
  readonly maxAttempts?: number;
  /** What is asked then. Default: the provider's query. */
  readonly asks?: 'query' | 'list';
  /**
   * Writes to the journal what follows from an ok, in one with it, so that the disk is waited for once. Where that
   * fails the ok is written alone: what was done outside must never be lost for what comes after it.
   */
  readonly alongside?: (operation: Operation, data: Data) => void;
}

function isKept(operation: Operation | NewOperation): operation is Operation {
  return 'id' in operation;
}

/**
 * The journal's side of one run, in as few writes as what is on disk when allows: the intent and the first attempt are
 * one write where nothing goes out between them (the token is at hand), and so are the last attempt's end and what the
 * operation is settled to.
 */
function keepRun(till: Till, begun: Operation | NewOperation, call: Called) {
  const { journal } = till;
  const { provider, service } = call;
  let operation: Operation | null = isKept(begun) ? begun : null;
  let lastEnd: (() => void) | null = null;
  const intend = (): Operation => {
    operation ??= journal.intend(begun);
    return operation;
  };
  const attempts: Attempts = {
    beginAttempt: () => journal.atomically(() => journal.beginAttempt({ operationId: intend().id, provider, service })),
    endAttempt: (row, end, last) => {
      if (last) lastEnd = () => journal.endAttempt(row.id, end);
      else journal.endAttempt(row.id, end);
    },
  };
  const settle = (to: Settling, besides: (settled: Operation) => void): Operation =>
    journal.atomically(() => {
      lastEnd?.();
      const settled = journal.settle(intend().id, to);
      besides(settled);
      return settled;
    });
  return { intend, attempts, settle };
}

interface OperationRan<Data> {
  readonly operation: Operation;
  readonly result: CallResult<Data>;
  /** What was to be written alongside is not there. */
  readonly alongsideLost: boolean;
}

/**
 * Runs an operation: on disk before the first byte leaves, settled on disk before anybody is told. An operation that is
 * taken up again sends the bytes it was begun with; if it was in doubt, the provider is asked first.
 */
export async function runOperation<Input, Data>(
  till: Till,
  run: OperationRun<Input, Data>,
): Promise<OperationRan<Data>> {
  const { ask, from, operation: begun } = run;
  const inDoubt = isKept(begun) && (begun.state === 'unknown' || begun.state === 'sent');
  const call = run.service.call(begun.body);
  const kept = keepRun(till, begun, call);
  // A token has to be fetched first: that is something that leaves, so the intent stands before it.
  if (!from.tokens.ready()) kept.intend();
  const known = inDoubt && ask !== undefined ? await ask(kept.intend()) : null;
  const result: CallResult<Data> =
    known !== null
      ? { outcome: 'ok', by: 'asked', code: null, row: null, data: known }
      : await makeCall(call, callDeps(till, from, call, kept.attempts), {
          maxAttempts: run.maxAttempts ?? MAX_ATTEMPTS,
          inDoubt,
          ...(ask === undefined ? {} : { ask: () => ask(kept.intend()) }),
        });
  const to: Settling = {
    state: result.outcome,
    by: result.outcome === 'ok' && result.by === 'asked' ? (run.asks ?? 'query') : 'answer',
    code: result.code,
    ...(result.outcome === 'ok' ? { result: run.toResult(result.data) } : {}),
  };
  const meant = (settled: Operation): void => {
    if (result.outcome === 'ok') run.onOk?.(settled, result.data);
  };
  const { alongside } = run;
  if (result.outcome !== 'ok' || alongside === undefined) {
    return { operation: kept.settle(to, meant), result, alongsideLost: false };
  }
  try {
    const operation = kept.settle(to, (settled) => {
      meant(settled);
      alongside(settled, result.data);
    });
    return { operation, result, alongsideLost: false };
  } catch (error) {
    till.onFault(error);
    return { operation: kept.settle(to, meant), result, alongsideLost: true };
  }
}
