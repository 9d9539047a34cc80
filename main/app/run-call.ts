/** Takes a wish through the journal to a provider and back: intent on disk, attempts on disk, then what is known. */

import type { AttemptEnd, AttemptRow, JsonObject, NewOperation, Operation, ProviderName } from '../ports.ts';
import type { Service } from '../providers/service.ts';
import { type CallResult, makeCall } from '../snap/call.ts';
import type { TokenSource } from '../snap/token.ts';
import type { Till } from './till.ts';

/** PayCools' page, rows 16 and 17; the same for all services. */
const MAX_ATTEMPTS = 3;

function callDeps(
  till: Till,
  tokens: TokenSource,
  operationId: string | null,
  provider: ProviderName,
  service: string,
) {
  return {
    http: till.http,
    tokens,
    clock: till.clock,
    beginAttempt: () => till.journal.beginAttempt({ operationId, provider, service }),
    endAttempt: (row: AttemptRow, end: AttemptEnd) => {
      till.journal.endAttempt(row.id, end);
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
    onServerTime: till.time.heard,
    onProgress: till.onProgress,
  };
}

/** A call that changes nothing at the provider (status, list, query): its attempts are journaled, it is no operation. */
export async function runRead<Input, Data>(
  till: Till,
  from: { readonly tokens: TokenSource },
  service: Service<Input, Data>,
  input: Input,
  options: { readonly operationId?: string; readonly maxAttempts?: number } = {},
): Promise<CallResult<Data>> {
  const call = service.call(service.body(input));
  const deps = callDeps(till, from.tokens, options.operationId ?? null, call.provider, call.service);
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
  readonly from: { readonly tokens: TokenSource };
  readonly service: Service<Input, Data>;
  /** An operation that is taken up again, or the one to begin. */
  readonly operation: Operation | NewOperation;
  readonly toResult: (data: Data) => JsonObject;
  /** Asks what became of an attempt that nobody can speak for. */
  readonly ask?: (operation: Operation) => Promise<Data | null>;
  /** Default: as many as the page allows. */
  readonly maxAttempts?: number;
}

function isKept(operation: Operation | NewOperation): operation is Operation {
  return 'id' in operation;
}

/**
 * Runs an operation: on disk before the first byte leaves, settled on disk before anybody is told. An operation that is
 * taken up again sends the bytes it was begun with; if it was in doubt, the provider is asked first.
 */
export async function runOperation<Input, Data>(
  till: Till,
  run: OperationRun<Input, Data>,
): Promise<{ readonly operation: Operation; readonly result: CallResult<Data> }> {
  const operation = isKept(run.operation) ? run.operation : till.journal.intend(run.operation);
  const inDoubt = operation.state === 'unknown' || operation.state === 'sent';
  const { ask } = run;
  const call = run.service.call(operation.body);
  const known = inDoubt && ask !== undefined ? await ask(operation) : null;
  const result: CallResult<Data> =
    known !== null
      ? { outcome: 'ok', code: null, row: null, data: known }
      : await makeCall(call, callDeps(till, run.from.tokens, operation.id, call.provider, call.service), {
          maxAttempts: run.maxAttempts ?? MAX_ATTEMPTS,
          inDoubt,
          ...(ask === undefined ? {} : { ask: () => ask(operation) }),
        });
  const settled = till.journal.settle(operation.id, {
    state: result.outcome,
    code: result.code,
    ...(result.outcome === 'ok' ? { result: run.toResult(result.data) } : {}),
  });
  return { operation: settled, result };
}
