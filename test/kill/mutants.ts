/** The product, broken on purpose: each of these the suite has to catch (`npm run test:kill -- --mutants`). */

export interface Mutant {
  readonly file: string;
  /** What stands in the source, and what takes its place. */
  readonly from: string;
  readonly to: string;
  readonly says: string;
}

export const MUTANTS = {
  'no-recover': {
    file: 'main/app/till.ts',
    from: 'till.journal.recover();',
    to: '',
    says: 'what a dead process left open is not looked at',
  },
} as const satisfies Record<string, Mutant>;

export type MutantName = keyof typeof MUTANTS;
