/** Which earlier QRs a new press may have meant: found by SQLite, so that a press need not read two hundred rows. */
import type { Journal } from '../ports/journal.ts';
import type { Operation } from '../ports/operations.ts';
import type { Clock } from '../ports/world.ts';
import type { JournalParts } from './operations.ts';
import { int, toOperation } from './rows.ts';
import type { Row } from './sqlite.ts';

/** One range of the index by state; what is looked at in most rows, and is false in most, comes first. */
const MADE_UNHEARD = `SELECT * FROM operations AS o WHERE state = 'ok' AND kind = 'generate'
  AND seq > coalesce((SELECT seq FROM operations WHERE state = 'ok' AND kind = 'generate'
    ORDER BY seq DESC LIMIT 1 OFFSET ?1), 0)
  AND (told_at IS NULL OR EXISTS (SELECT 1 FROM events WHERE operation = o.seq AND seq > ?3))
  AND merchant_id = ?2 AND retired_at IS NULL ORDER BY seq DESC`;

const NEWEST_STEPS = `SELECT seq, at FROM events WHERE seq > (SELECT events FROM chain) - 100 ORDER BY seq DESC`;

/**
 * The last step that was there at a moment. What the journal holds is the measure, not the time: a clock that is set
 * while a press waits makes nothing old or new. Only for the moment in which a command's process was starting, and could
 * not look, times have to do; a step that a clock set back shows as later than now is an old one.
 */
function lastStep(rows: readonly Row[], moment: number, now: number): number {
  const before = rows.find((row) => int(row, 'at') < moment || int(row, 'at') >= now);
  const oldest = rows.at(-1);
  if (before !== undefined) return int(before, 'seq');
  return oldest === undefined ? 0 : int(oldest, 'seq') - 1;
}

/** `lastStepBefore` and `madeUnheard` of the journal. */
export function takeableOperations({
  db,
  clock,
}: Pick<JournalParts, 'db'> & { readonly clock: Clock }): Pick<Journal, 'lastStepBefore' | 'madeUnheard'> {
  const made = db.prepare(MADE_UNHEARD);
  const newest = db.prepare(NEWEST_STEPS);
  return {
    lastStepBefore: (moment) => lastStep(newest.all(), moment, clock.now()),
    madeUnheard: ({ merchantId, since, among }): readonly Operation[] =>
      made.all(among, merchantId, since).map(toOperation),
  };
}
