/** Which earlier QRs a new press may have meant: found by SQLite, so that a press need not read two hundred rows. */
import type { Journal, Operation } from '../ports.ts';
import type { JournalParts } from './operations.ts';
import { toOperation } from './rows.ts';

const MADE_UNHEARD = `SELECT * FROM operations WHERE seq IN
    (SELECT seq FROM operations WHERE state = 'ok' AND kind = 'generate' ORDER BY seq DESC LIMIT ?)
  AND merchant_id = ? AND retired_at IS NULL AND (told_at IS NULL OR updated_at BETWEEN ? AND ?) ORDER BY seq DESC`;

/** `madeUnheard` of the journal. */
export function takeableOperations({ db }: Pick<JournalParts, 'db'>): Pick<Journal, 'madeUnheard'> {
  const made = db.prepare(MADE_UNHEARD);
  return {
    madeUnheard: ({ merchantId, since, until, among }): readonly Operation[] =>
      made.all(among, merchantId, since, until).map(toOperation),
  };
}
