/** A supervisor decides what became of an operation that no provider can speak for: with a reason, and under his name. */
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { allFields, bad, type Field, textField } from './input.ts';
import { finishExpire } from './judge-bill.ts';
import { isSuperseded, keepRegistration } from './register-terminal.ts';
import { namedOperation, type OperationSettled, toSettled } from './settle-open.ts';
import { acting, type Till } from './till.ts';

export interface DecideInput {
  readonly operation?: string | undefined;
  /** ok: it was done, seen with one's own eyes or told by the provider · refused: it is certain that nothing came of it */
  readonly as?: string | undefined;
  /** 3 to 200 characters; kept in the journal with the operator's name. */
  readonly reason?: string | undefined;
}

const SHORTEST = 3;
const LONGEST = 200;

function decisionField(raw: string | undefined): Field<'ok' | 'refused'> {
  if (raw === 'ok' || raw === 'refused') return { ok: true, value: raw };
  return bad('as', 'field.choice', { choices: 'ok, refused' });
}

function reasonField(raw: string | undefined): Field<string> {
  const field = textField('reason', raw, LONGEST);
  if (!field.ok || Array.from(field.value).length >= SHORTEST) return field;
  return bad('reason', 'field.reason-short', { min: SHORTEST });
}

/**
 * Records a person's decision; sends nothing. Only what is uncertain can be decided, and nobody can say that an ATM QR was
 * made: its content is with PayCools alone. A decision "refused" that turns out wrong is put right by the provider's own
 * answer later.
 * @returns ok · refused (it is certain already, or cannot be decided so) · invalid · unavailable (somebody acts)
 */
export async function settleByPerson(till: Till, input: DecideInput): Promise<Outcome<OperationSettled>> {
  const checked = allFields({ as: decisionField(input.as), reason: reasonField(input.reason) });
  if (!checked.ok) return checked.outcome;
  const { as, reason } = checked.values;
  return acting<OperationSettled>(till, 'journal settle', () => {
    const named = namedOperation(till, input.operation);
    if (!named.ok) return Promise.resolve(named.outcome);
    const { operation } = named;
    const { reference, state, id } = operation;
    const no = (said: ReturnType<typeof words>): Promise<Outcome<OperationSettled>> =>
      Promise.resolve({ outcome: 'refused', code: null, words: said, operationId: id, about: { reference, state } });
    if (state !== 'unknown') return no(words('settle.not-open', { reference, state }));
    if (as === 'ok' && operation.kind === 'generate') return no(words('settle.needs-qr', { reference }));
    const superseded = operation.kind === 'register' && isSuperseded(till, operation);
    const by = { by: 'person', operator: till.operator, reason } as const;
    const settled = till.journal.atomically(() => {
      const decided = till.journal.settle(id, { state: as, code: null, ...by });
      const { terminalId, description } = decided.wish;
      if (as === 'ok') finishExpire(till, decided);
      const known = typeof terminalId === 'string' && typeof description === 'string';
      if (as === 'ok' && decided.kind === 'register' && known && !superseded) {
        keepRegistration(till, decided, { terminalId, description });
      }
      return decided;
    });
    const said = words(as === 'ok' ? 'settle.person-ok' : 'settle.person-refused', {
      reference,
      operator: till.operator,
    });
    const data = toSettled(settled, 'person');
    return Promise.resolve({ outcome: 'ok', code: null, words: said, operationId: id, data });
  });
}
