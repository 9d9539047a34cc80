/** What whoever is in may do; main decides, here it is only shown. */
import type { Right } from '../shared/rights.ts';
import { useTill } from './store.ts';

/** @returns whether this needs a supervisor now; never where nobody has a PIN */
export function useNeedsSupervisor(right: Right | undefined): boolean {
  return useTill(
    ({ snapshot }) =>
      right !== undefined &&
      snapshot !== null &&
      snapshot.session.state === 'in' &&
      !snapshot.session.may.includes(right),
  );
}
