/** Registers this machine as a terminal of the merchant (SpeedCash, service 92); doing it again is safe. */
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
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
    });
    if (result.outcome === 'ok') {
      // An earlier registration of this terminal that nobody could speak for is settled by this one.
      for (const open of till.journal.operations({ kind: 'register', state: 'unknown' })) {
        if (open.merchantId === merchantId && open.reference === terminalId) {
          till.journal.settle(open.id, { state: 'ok', by: 'repeat', code: result.code });
        }
      }
      till.journal.register({ merchantId, ...result.data, registeredAt: operation.updatedAt });
    }
    return sayResult(result, {
      provider: 'SpeedCash',
      operationId: operation.id,
      about: { terminalId },
      unknown: (cause) => words('register.unknown', { reference: terminalId }, CAUSE_WORDS[cause]),
    });
  });
}
