/** Says which terminal this machine is; reads only, and works before a profile is there. */
import { jakartaSeconds } from '../../shared/jakarta-time.ts';
import type { Ok } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import type { Registration } from '../ports/journal.ts';

export interface TerminalShown {
  readonly terminalId: string | null;
  readonly description: string | null;
  readonly registered: boolean;
  /** ISO 8601 with +07:00 */
  readonly registeredAt: string | null;
  readonly merchantId: string | null;
}

export function showTerminal(
  machineId: string | null,
  merchantId: string | null,
  registration: Registration | null,
): Ok<TerminalShown> {
  const terminalId = registration?.terminalId ?? machineId;
  return {
    outcome: 'ok',
    code: null,
    operationId: null,
    words: words(registration === null ? 'terminal.unregistered' : 'terminal.shown', { terminalId: terminalId ?? '-' }),
    data: {
      terminalId,
      description: registration?.description ?? null,
      registered: registration !== null,
      registeredAt: registration === null ? null : jakartaSeconds(registration.registeredAt),
      merchantId,
    },
  };
}
