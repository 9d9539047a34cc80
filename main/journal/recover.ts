/** Says of everything that a dead process left open what can be said of it, in one transaction. */
import type { Journal } from '../ports/journal.ts';
import type { WritingParts } from './operations.ts';
import { int, toOperation } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';

const LEFT_OPEN = `SELECT EXISTS (SELECT 1 FROM operations WHERE state IN ('intended', 'sent'))
  OR EXISTS (SELECT 1 FROM attempts WHERE ended_at IS NULL) AS found`;

const END_ATTEMPTS = `UPDATE attempts SET ended_at = ?, outcome = 'unknown', note = 'the program ended before the answer'
  WHERE ended_at IS NULL`;

/** Nothing left: no attempt was begun, and one is begun before a byte leaves. */
const END_INTENDED = `UPDATE operations SET state = 'not-sent', settled_from = 'intended', updated_at = ?
  WHERE state = 'intended' RETURNING *`;

/** Even where the last attempt's end is known: nobody was told, and the next look settles it. */
const END_SENT = `UPDATE operations SET state = 'unknown', settled_from = 'sent', in_doubt = 1, updated_at = ?
  WHERE state = 'sent' RETURNING *`;

/** `recover` of the journal; where nothing is open it writes nothing. */
export function recovery({ db, clock, append }: WritingParts): Pick<Journal, 'recover'> {
  const leftOpen = db.prepare(LEFT_OPEN);
  const endAttempts = db.prepare(END_ATTEMPTS);
  const endOperations = [db.prepare(END_INTENDED), db.prepare(END_SENT)];
  return {
    recover: () => {
      if (leftOpen.get()?.found !== 1) return { operations: [] };
      return inTransaction(db, () => {
        const now = clock.now();
        endAttempts.run(now);
        const rows: readonly Row[] = endOperations.flatMap((statement) => statement.all(now));
        const operations = rows.map((row) => {
          const operation = toOperation(row);
          const { id, state: to, code } = operation;
          append(int(row, 'seq'), { event: 'start', operation: id, to, at: now, code });
          return operation;
        });
        return { operations };
      });
    },
  };
}
