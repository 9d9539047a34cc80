/** The terminals that were registered at this till, by merchant. */
import type { Journal } from '../ports/journal.ts';
import type { JournalParts } from './operations.ts';
import { toRegistration } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';

const TURN = "UPDATE meta SET value = value + 1 WHERE key = 'registration-turn'";

/** `turn` tells which came last even where the clock jumped back. */
const UPSERT = `INSERT INTO registrations (merchant_id, terminal_id, description, registered_at, turn)
  VALUES (?, ?, ?, ?, (SELECT value FROM meta WHERE key = 'registration-turn'))
  ON CONFLICT (merchant_id, terminal_id) DO UPDATE
  SET description = excluded.description, registered_at = excluded.registered_at, turn = excluded.turn`;

const LATEST = 'SELECT * FROM registrations WHERE merchant_id = ? ORDER BY turn DESC LIMIT 1';

/** The registrations' part of the journal. */
export function registrationsTable({ db }: JournalParts): Pick<Journal, 'register' | 'registration'> {
  const nextTurn = db.prepare(TURN);
  const upsert = db.prepare(UPSERT);
  const latest = db.prepare(LATEST);
  return {
    register: ({ merchantId, terminalId, description, registeredAt }) =>
      inTransaction(db, () => {
        nextTurn.run();
        upsert.run(merchantId, terminalId, description, registeredAt);
      }),
    registration: (merchantId) => {
      const row: Row | undefined = latest.get(merchantId);
      return row === undefined ? null : toRegistration(row);
    },
  };
}
