/** Takes operations out of the journal that were ended years ago and are kept elsewhere; their place in the chain stays. */
import type { Journal } from '../ports/journal.ts';
import { mustFind, type WritingParts } from './operations.ts';
import { int } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';

/** One that nothing is expected of any more: ended, no attempt under way, no slip that waits for a printer or a person. */
const ENDED = `SELECT seq FROM operations o WHERE id = ? AND state IN ('ok', 'refused', 'not-sent') AND created_at < ?
  AND NOT EXISTS (SELECT 1 FROM attempts WHERE operation_id = o.id AND ended_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM print_jobs WHERE operation_id = o.id
    AND state IN ('queued', 'printing', 'paused', 'possibly-printed', 'expired'))`;

/** `prune` of the journal; one transaction. */
export function pruning({ db, clock, append }: WritingParts): Pick<Journal, 'prune'> {
  const ended = db.prepare(ENDED);
  const empty = db.prepare('UPDATE events SET content = NULL WHERE operation = ? AND content IS NOT NULL');
  const remove = [
    db.prepare('DELETE FROM attempts WHERE operation_id = ?'),
    db.prepare('DELETE FROM print_jobs WHERE operation_id = ?'),
    db.prepare('DELETE FROM operations WHERE id = ?'),
  ];
  return {
    prune: (ids, { operator, before, exported }) =>
      inTransaction(db, () => {
        let events = 0;
        for (const id of ids) {
          const row: Row = mustFind(ended.get(id, before), 'operation that may go', id);
          events += Number(empty.run(int(row, 'seq')).changes);
          for (const statement of remove) statement.run(id);
        }
        if (ids.length === 0) return;
        const at = clock.now();
        append(null, { event: 'prune', at, operator, before, operations: ids.length, events, exported });
      }),
  };
}
