/** The window's presses on what is not certain: ask now, or let a supervisor decide. */
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import { settleByPerson } from '../app/settle-by-person.ts';
import { settleOne } from '../app/settle-open.ts';
import type { Act } from './act.ts';

export function settleActions(act: Act): Pick<Actions<TillContract>, 'operations.ask' | 'operations.settle'> {
  return {
    'operations.ask': (input) => act('operations.ask', input, null, (till) => settleOne(till, { operation: input.id })),
    'operations.settle': (input) =>
      act('operations.settle', input, null, (till) =>
        settleByPerson(till, { operation: input.id, as: input.as, reason: input.reason }),
      ),
  };
}
