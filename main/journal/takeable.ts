/** Which earlier QRs a new press may have meant: found by SQLite, so that a press need not read two hundred rows. */
import type { Journal, Operation } from '../ports.ts';
import type { JournalParts } from './operations.ts';
import { toOperation } from './rows.ts';

/** One range of the index by state; what is looked at in most rows, and is false in most, comes first. */
const MADE_UNHEARD = `SELECT * FROM operations WHERE state = 'ok' AND kind = 'generate'
  AND seq > coalesce((SELECT seq FROM operations WHERE state = 'ok' AND kind = 'generate'
    ORDER BY seq DESC LIMIT 1 OFFSET ?1), 0)
  AND (told_at IS NULL OR updated_at BETWEEN ?3 AND ?4) AND merchant_id = ?2 AND retired_at IS NULL ORDER BY seq DESC`;

/** `madeUnheard` of the journal. */
export function takeableOperations({ db }: Pick<JournalParts, 'db'>): Pick<Journal, 'madeUnheard'> {
  const made = db.prepare(MADE_UNHEARD);
  return {
    madeUnheard: ({ merchantId, since, until, among }): readonly Operation[] =>
      made.all(among, merchantId, since, until).map(toOperation),
  };
}
