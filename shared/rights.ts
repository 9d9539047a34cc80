/** Who may do what at a till that knows its operators: the roles, the rights, and the one table that joins them. */

export const ROLES = ['cashier', 'supervisor'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What somebody may be allowed, or not. Looking (status, lists, reports, what is uncertain) needs no right of its own:
 * whoever is in may look.
 */
export const RIGHTS = [
  /** this machine as a terminal at the provider */
  'register',
  'generate',
  'expire',
  /** a slip once more than the profile allows everybody */
  'reprint',
  /** to decide what became of an uncertain operation */
  'settle',
  /** the Z */
  'close-shift',
  /** copies of the journal and the support bundle, out of this till */
  'export',
  /** profile, keys, sandbox, what is known of printers */
  'settings',
  'operators',
] as const;
export type Right = (typeof RIGHTS)[number];

/** What a profile may give to cashiers, or take from them; the keys and the people stay with supervisors. */
export const CASHIER_RIGHTS = ['register', 'generate', 'expire', 'reprint', 'settle', 'close-shift', 'export'] as const;
export type CashierRight = (typeof CASHIER_RIGHTS)[number];

/** A cashier's, where the profile says nothing else. */
export const CASHIER_MAY: readonly CashierRight[] = ['register', 'generate', 'expire'];

/** How often a slip may come out again before that needs the right `reprint`, where the profile says nothing else. */
export const FREE_REPRINTS = 2;

/** @param cashiers what the profile gives them */
export function rightsOf(role: Role, cashiers: readonly CashierRight[] = CASHIER_MAY): readonly Right[] {
  return role === 'supervisor' ? RIGHTS : cashiers;
}
