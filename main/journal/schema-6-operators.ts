/** Step 6 of the journal's tables: the people who may log in at this till. */

/**
 * `folded` finds a name whatever its case. A person is never deleted: the name stands in the journal, and nobody else may
 * take it. `wrong_at` counts from this machine's start, because that is a clock which nobody can set.
 */
export const SCHEMA_OPERATORS = `
CREATE TABLE operators (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  folded TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('cashier', 'supervisor')),
  salt BLOB NOT NULL CHECK (length(salt) >= 16),
  pin BLOB NOT NULL CHECK (length(pin) = 32),
  cost TEXT NOT NULL CHECK (json_valid(cost)),
  wrong INTEGER NOT NULL DEFAULT 0 CHECK (wrong >= 0),
  wrong_at INTEGER CHECK (wrong_at >= 0),
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  CHECK ((wrong = 0) = (wrong_at IS NULL))
) STRICT;
CREATE INDEX present_operators ON operators (removed_at, seq);
CREATE TRIGGER operators_are_kept BEFORE DELETE ON operators
BEGIN SELECT RAISE(ABORT, 'an operator is never deleted'); END;
CREATE TRIGGER operators_keep_their_names BEFORE UPDATE ON operators
WHEN NEW.name IS NOT OLD.name OR NEW.folded IS NOT OLD.folded
BEGIN SELECT RAISE(ABORT, 'an operator keeps his name'); END;
`;
