/** Settles what is uncertain because a person asked for it: one operation, or all of them in one round. */
import type { Outcome, Words } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { Operation, OperationKind, OperationState, ProviderName, SettledBy } from '../ports/operations.ts';
import { bad, invalid } from './input.ts';
import { patientTurn, type SettleOutcome, settleOperation } from './settle.ts';
import { acting, type Till } from './till.ts';

export interface OperationSettled {
  readonly id: string;
  readonly kind: OperationKind;
  readonly reference: string;
  readonly state: OperationState;
  /** What settled it; null: nothing did. */
  readonly by: SettledBy | null;
}

export interface SettledRound {
  readonly settled: number;
  readonly open: number;
  readonly operations: readonly (OperationSettled & { readonly words: Words })[];
}

const TITLES: Readonly<Record<ProviderName, string>> = { speedcash: 'SpeedCash', paycools: 'PayCools' };

/** What one round came to, in words. @param now the operation as it is after it */
function saySettling(settling: SettleOutcome, now: Operation): Words {
  const params = { reference: now.reference, provider: TITLES[now.provider], state: now.state };
  switch (settling.is) {
    case 'settled':
      return words(`settle.ok-${settling.by}`, params);
    case 'gone':
      return words('settle.gone', params);
    case 'busy':
      return words('settle.busy', params);
    case 'open':
      return words(`settle.${settling.why}`, params);
  }
}

export function toSettled(operation: Operation, by: SettledBy | null): OperationSettled {
  const { id, kind, reference, state } = operation;
  return { id, kind, reference, state, by };
}

const isSettled = (operation: Operation): boolean => operation.state !== 'unknown' && operation.state !== 'sent';

/** The operation that a person named by its id. */
export function namedOperation(till: Till, id: string | undefined) {
  const operation = till.journal.operation((id ?? '').trim());
  if (operation !== null) return { ok: true, operation } as const;
  const gone = bad('operation', 'field.operation');
  return { ok: false, outcome: invalid(gone.ok ? [] : [gone.problem]) } as const;
}

/**
 * One round for one operation, by the rules of its service. A person wants it: what PayCools does not know is asked for
 * once more under the same reference.
 * @returns ok: settled (whatever it was settled to is in `data`) · unknown: still open · unavailable: somebody acts
 */
export async function settleOne(
  till: Till,
  input: { readonly operation?: string | undefined },
): Promise<Outcome<OperationSettled>> {
  const recovered = await recoverFirst(till);
  if (recovered !== null) return recovered;
  const named = namedOperation(till, input.operation);
  if (!named.ok) return named.outcome;
  const { operation } = named;
  const { reference, id } = operation;
  if (isSettled(operation)) {
    const said = words('settle.gone', { reference, state: operation.state });
    return { outcome: 'ok', code: operation.code, operationId: id, words: said, data: toSettled(operation, null) };
  }
  const settling = await settleOperation(till, operation, { turn: patientTurn(till), wanted: true });
  const now = till.journal.operation(id) ?? operation;
  const said = saySettling(settling, now);
  if (isSettled(now)) {
    const by = settling.is === 'settled' ? settling.by : null;
    return { outcome: 'ok', code: now.code, operationId: id, words: said, data: toSettled(now, by) };
  }
  const code = settling.is === 'open' ? settling.code : null;
  const outcome = settling.is === 'busy' ? 'unavailable' : 'unknown';
  return { outcome, code, operationId: id, words: said, about: { reference, state: now.state } };
}

/** What a dead process left behind is uncertain from here on, and can be settled. */
async function recoverFirst(till: Till): Promise<Exclude<Outcome<null>, { outcome: 'ok' }> | null> {
  const done = await acting<null>(till, 'journal settle', () =>
    Promise.resolve({ outcome: 'ok', code: null, operationId: null, words: words('desk.ok'), data: null }),
  );
  return done.outcome === 'ok' ? null : done;
}

/**
 * One round over everything that is uncertain, the oldest first. A provider that cannot be reached is asked once, not
 * once for each operation. Nothing is asked for again that nobody waits for: an ATM QR that PayCools does not know stays
 * as it is.
 * @param onEach told what came of each operation as soon as it is known
 */
export async function settleAll(
  till: Till,
  onEach: (line: OperationSettled & { readonly words: Words }) => void = () => undefined,
): Promise<{ readonly outcome: Outcome<SettledRound>; readonly round: SettledRound }> {
  const recovered = await recoverFirst(till);
  const operations: SettledRound['operations'][number][] = [];
  if (recovered !== null) return { outcome: recovered, round: { settled: 0, open: 0, operations } };
  const silent = new Map<ProviderName, SettleOutcome>();
  for (const operation of till.journal.operations({ state: 'unknown' }).toReversed()) {
    const settling =
      silent.get(operation.provider) ??
      (await settleOperation(till, operation, { turn: patientTurn(till), wanted: false }));
    if (settling.is === 'open' && settling.reach === 'unreachable') silent.set(operation.provider, settling);
    const now = till.journal.operation(operation.id) ?? operation;
    const by = settling.is === 'settled' ? settling.by : null;
    const line = { ...toSettled(now, by), words: saySettling(settling, now) };
    operations.push(line);
    onEach(line);
  }
  const open = operations.filter(({ state }) => state === 'unknown' || state === 'sent').length;
  const settled = operations.length - open;
  const round = { settled, open, operations };
  const base = { code: null, operationId: null };
  if (open > 0) {
    const said = words('settle.some-open', { settled, open });
    return { outcome: { outcome: 'unknown', ...base, words: said, about: { settled, open } }, round };
  }
  const said = operations.length === 0 ? words('settle.none') : words('settle.all-done', { settled });
  return { outcome: { outcome: 'ok', ...base, words: said, data: round }, round };
}
