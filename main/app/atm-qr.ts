/** What the actions on ATM QRs share: the QR as data, the words while it is not certain, and how PayCools is asked. */
import type { Words } from '../../shared/outcome.ts';
import type { JsonObject, Operation } from '../ports/operations.ts';
import type { AtmQr, Paycools } from '../providers/paycools.ts';
import { GENERATE_SILENCE } from '../providers/paycools-codes.ts';
import type { CallResult } from '../snap/call.ts';
import { runRead } from './run-call.ts';
import type { Cause } from './say-result.ts';
import type { Till } from './till.ts';

const DAY_MS = 86_400_000;
/** How far back is looked for what a clock that was ahead began in the future. */
const AHEAD_MS = 6 * DAY_MS;

export function atmQrToJson(qr: AtmQr): JsonObject {
  return { cdmReferenceId: qr.cdmReferenceId, qrContent: qr.qrContent, qrStatus: qr.qrStatus };
}

/** The QR of an operation that is ok; null when it is not, or when the journal's row is not what it must be. */
export function atmQrOf(operation: Operation): AtmQr | null {
  const { state, result } = operation;
  if (state !== 'ok' || result === null) return null;
  const { cdmReferenceId, qrContent, qrStatus } = result;
  if (typeof cdmReferenceId !== 'string' || typeof qrContent !== 'string') return null;
  return qrStatus === 'ACTIVE' || qrStatus === 'INACTIVE' ? { cdmReferenceId, qrContent, qrStatus } : null;
}

export function generateUnknown(cause: Cause): Words {
  return cause === 'unexpected' ? GENERATE_SILENCE.unexpected : GENERATE_SILENCE.timeout;
}

/**
 * Asks PayCools (service 91) about a reference, from a day before it was begun until a day after now, by its clock.
 * @param begunAt by this machine's clock, milliseconds since the epoch
 */
export function queryAtmQr(
  till: Till,
  paycools: Paycools,
  reference: string,
  begunAt: number,
  options: { readonly operationId?: string; readonly maxAttempts?: number } = {},
): Promise<CallResult<{ readonly qr: AtmQr | null }>> {
  const now = till.time.now();
  // A machine whose clock is ahead began it in what is the future for PayCools.
  const around = begunAt <= now ? begunAt : Math.min(begunAt + (till.time.offset() ?? 0), now - AHEAD_MS);
  const window = { from: around - DAY_MS, to: now + DAY_MS };
  return runRead(till, paycools, paycools.query, { reference, ...window }, options);
}

/** What PayCools says of an operation of this till. */
export function askAboutAtmQr(
  till: Till,
  paycools: Paycools,
  operation: Operation,
  options: { readonly maxAttempts?: number } = {},
): Promise<CallResult<{ readonly qr: AtmQr | null }>> {
  return queryAtmQr(till, paycools, operation.reference, operation.createdAt, {
    operationId: operation.id,
    ...options,
  });
}

/** One question after an attempt that nobody can speak for: the QR if PayCools sends it, else null (still not known). */
export async function askForAtmQr(till: Till, paycools: Paycools, operation: Operation): Promise<AtmQr | null> {
  const result = await askAboutAtmQr(till, paycools, operation, { maxAttempts: 1 });
  return result.outcome === 'ok' ? result.data.qr : null;
}
