/** Registers this machine as a terminal of the merchant (SpeedCash, service 92); doing it again is safe. */
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { Operation } from '../ports/operations.ts';
import type { TerminalRegistered } from '../providers/speedcash.ts';
import { allFields, bad, type Field, terminalIdField, textField } from './input.ts';
import { resumeOrBegin, runOperation } from './run-call.ts';
import { CAUSE_WORDS, sayResult } from './say-result.ts';
import { acting, provider, type Till } from './till.ts';

export interface RegisterTerminalInput {
  /** Default: the one derived from this machine. */
  readonly terminalId?: string | undefined;
  readonly description?: string | undefined;
}

function idField(till: Till, given: string | undefined): Field<string> {
  if (given !== undefined) return terminalIdField('terminalId', given);
  const own = till.machineTerminalId();
  return own === null ? bad('terminalId', 'field.terminal-id-unknown') : terminalIdField('terminalId', own);
}

export async function registerTerminal(till: Till, input: RegisterTerminalInput): Promise<Outcome<TerminalRegistered>> {
  const wanted = await provider(till, 'speedcash');
  if (!wanted.ok) return wanted.outcome;
  const merchantId = till.profile.speedcash?.merchantId ?? '';
  const registered = till.journal.registration(merchantId);
  const id = idField(till, input.terminalId);
  // Registering again without a description keeps the one that stands.
  const known = id.ok && registered?.terminalId === id.value ? registered.description : null;
  const checked = allFields({
    terminalId: id,
    description: textField('description', input.description ?? known ?? (id.ok ? `Kasir ${id.value}` : 'Kasir'), 100),
  });
  if (!checked.ok) return checked.outcome;
  const { terminalId, description } = checked.values;
  const speedcash = wanted.provider;

  return acting(till, 'terminal register', async () => {
    const { operation, result } = await runOperation(till, {
      from: speedcash,
      service: speedcash.register,
      operation: resumeOrBegin(till, {
        kind: 'register',
        provider: 'speedcash',
        merchantId,
        reference: terminalId,
        wish: { terminalId, description },
        body: speedcash.register.body({ terminalId, description }),
        terminalId,
        operator: till.operator,
      }),
      toResult: (data) => ({ terminalId: data.terminalId, description: data.description }),
      onOk: (settled, data) => keepRegistration(till, settled, data),
    });
    return sayResult(result, {
      provider: 'SpeedCash',
      operationId: operation.id,
      about: { terminalId },
      unknown: (cause) => words('register.unknown', { reference: terminalId }, CAUSE_WORDS[cause]),
    });
  });
}

/** Whether a later registration of this merchant stands in this one's place. */
export function isSuperseded(till: Till, operation: Operation): boolean {
  for (const other of till.journal.operations({ kind: 'register' })) {
    // The newest first, by the journal's own order.
    if (other.id === operation.id) return false;
    if (other.merchantId === operation.merchantId && other.state === 'ok') return true;
  }
  return false;
}

/**
 * Takes over a registration that is ok: from now on this machine is that terminal; the very same one, earlier,
 * that nobody could speak for is settled by it. Not one with another description: whether that one ever arrived nobody
 * knows still.
 */
export function keepRegistration(till: Till, operation: Operation, registered: TerminalRegistered): void {
  const { merchantId, reference } = operation;
  for (const open of till.journal.operations({ kind: 'register', state: 'unknown' })) {
    if (open.merchantId === merchantId && open.reference === reference && open.body === operation.body) {
      till.journal.settle(open.id, { state: 'ok', by: 'repeat', code: operation.code });
    }
  }
  till.journal.register({ merchantId, ...registered, registeredAt: operation.updatedAt });
}
