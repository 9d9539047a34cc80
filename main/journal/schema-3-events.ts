/** Step 3 of the journal's tables: the chain of events, with one event for each operation that is there already. */
import type { DatabaseSync } from 'node:sqlite';
import { adoption, eventWriter } from './events.ts';
import { toOperation } from './rows.ts';
import type { Row } from './sqlite.ts';

/**
 * Each event is hashed (`content_hash`), and each hash goes into the next `link`: a changed, missing or inserted event
 * breaks the chain. `content` may be taken out later (an old operation that is not kept), the hashes stay.
 */
const TABLES = `
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  operation INTEGER,
  at INTEGER NOT NULL,
  content TEXT CHECK (content IS NULL OR json_valid(content)),
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  link BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;
CREATE INDEX events_by_operation ON events (operation, seq);
CREATE TABLE chain (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  events INTEGER NOT NULL,
  link BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;
INSERT INTO chain (one, events, link) VALUES (1, 0, zeroblob(32));
`;

export function addEvents(db: DatabaseSync): void {
  db.exec(TABLES);
  const append = eventWriter(db);
  const page = db.prepare('SELECT * FROM operations WHERE seq > ? ORDER BY seq LIMIT 500');
  let last = 0;
  for (;;) {
    const rows: readonly Row[] = page.all(last);
    for (const row of rows) {
      last = Number(row.seq);
      append(last, adoption(row, toOperation(row)));
    }
    if (rows.length === 0) return;
  }
}
