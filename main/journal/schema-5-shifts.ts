/** Step 5 of the journal's tables: shifts, as intervals of the journal's own numbers, and reports among the papers. */

/**
 * A shift begins after the last operation and print of the one before, and ends at its Z: so that every row is in
 * exactly one, whatever the clock says. The newest row is the present shift; it is there from the beginning, whether or
 * not anybody opened it. What the triggers refuse is a fault of the program, or a hand in the file.
 */
const SHIFTS = `
CREATE TABLE shifts (
  number INTEGER PRIMARY KEY CHECK (number >= 1),
  opened_by TEXT,
  opened_at INTEGER,
  opened_after INTEGER CHECK (opened_after >= after_operation),
  after_operation INTEGER NOT NULL CHECK (after_operation >= 0),
  after_print INTEGER NOT NULL CHECK (after_print >= 0),
  until_operation INTEGER CHECK (until_operation >= after_operation AND until_operation >= coalesce(opened_after, 0)),
  until_print INTEGER CHECK (until_print >= after_print),
  closed_by TEXT,
  closed_at INTEGER,
  report TEXT CHECK (report IS NULL OR json_valid(report)),
  CHECK ((opened_by IS NULL) = (opened_at IS NULL) AND (opened_by IS NULL) = (opened_after IS NULL)),
  CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (report IS NULL)
    AND (closed_at IS NULL) = (until_operation IS NULL) AND (closed_at IS NULL) = (until_print IS NULL))
) STRICT;
CREATE UNIQUE INDEX one_present_shift ON shifts ((closed_at IS NULL)) WHERE closed_at IS NULL;
CREATE INDEX shifts_by_closing ON shifts (closed_at);

CREATE TRIGGER shifts_follow_each_other BEFORE INSERT ON shifts
WHEN NEW.number <> 1 + (SELECT count(*) FROM shifts) OR (NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM shifts before
  WHERE before.number = NEW.number - 1 AND before.until_operation = NEW.after_operation
    AND before.until_print = NEW.after_print))
BEGIN SELECT RAISE(ABORT, 'a shift begins where the one before ended'); END;
CREATE TRIGGER closed_shifts_stay BEFORE UPDATE ON shifts WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a Z that was made does not change'); END;
CREATE TRIGGER shifts_keep_their_beginning BEFORE UPDATE ON shifts
WHEN NEW.number <> OLD.number OR NEW.after_operation <> OLD.after_operation OR NEW.after_print <> OLD.after_print
  OR (OLD.opened_by IS NOT NULL AND (NEW.opened_by IS NOT OLD.opened_by OR NEW.opened_at IS NOT OLD.opened_at
    OR NEW.opened_after IS NOT OLD.opened_after))
BEGIN SELECT RAISE(ABORT, 'a shift keeps its beginning'); END;
CREATE TRIGGER shifts_are_kept BEFORE DELETE ON shifts
BEGIN SELECT RAISE(ABORT, 'a shift is never deleted'); END;

INSERT INTO shifts (number, after_operation, after_print) VALUES (1, 0, 0);

-- What the last Z could not call final: the next one says what became of it.
CREATE TABLE shift_left (
  what TEXT NOT NULL CHECK (what IN ('operation', 'print')),
  seq INTEGER NOT NULL,
  shift INTEGER NOT NULL REFERENCES shifts (number),
  was TEXT NOT NULL CHECK (was IN ('open', 'refused', 'not-sent')),
  PRIMARY KEY (what, seq),
  CHECK (what = 'operation' OR was = 'open')
) STRICT, WITHOUT ROWID;
`;

/** The papers once more, with the kind `report`; every index that an earlier step made on them is made again. */
const PAPERS = `
CREATE TABLE print_jobs_5 (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  operation_id TEXT REFERENCES operations (id),
  reference TEXT,
  printer TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('slip', 'test', 'report')),
  copy INTEGER NOT NULL CHECK (copy >= 0),
  slip TEXT NOT NULL CHECK (json_valid(slip)),
  state TEXT NOT NULL CHECK (state IN
    ('queued', 'printing', 'done', 'paused', 'possibly-printed', 'expired', 'dropped', 'not-printed')),
  proof TEXT CHECK (proof IN ('printed', 'accepted', 'delivered', 'written', 'spooled', 'unconfirmed')),
  reason TEXT,
  printed_on TEXT,
  outs INTEGER NOT NULL DEFAULT 0 CHECK (outs >= 0),
  queued_at INTEGER NOT NULL,
  turn INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((state = 'done') = (proof IS NOT NULL)),
  CHECK (state NOT IN ('printing', 'done', 'possibly-printed') OR outs > 0),
  CHECK (kind <> 'report' OR (operation_id IS NULL AND reference IS NOT NULL))
) STRICT;
INSERT INTO print_jobs_5 (seq, id, operation_id, reference, printer, kind, copy, slip, state, proof, reason, printed_on,
    outs, queued_at, turn, created_at, updated_at)
  SELECT seq, id, operation_id, reference, printer, kind, copy, slip, state, proof, reason, printed_on,
    outs, queued_at, turn, created_at, updated_at
  FROM print_jobs ORDER BY seq;
-- The numbers go on where they were, also after rows that are gone.
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'print_jobs')
  WHERE name = 'print_jobs_5' AND EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'print_jobs');
DROP TABLE print_jobs;
ALTER TABLE print_jobs_5 RENAME TO print_jobs;
CREATE INDEX print_jobs_by_operation ON print_jobs (operation_id, seq);
CREATE INDEX print_jobs_by_state ON print_jobs (state, seq);
CREATE INDEX waiting_prints ON print_jobs (seq)
  WHERE state IN ('queued', 'printing', 'paused', 'possibly-printed', 'expired');
CREATE INDEX reports_on_paper ON print_jobs (reference, seq) WHERE kind = 'report';
`;

export const SCHEMA_SHIFTS = `${SHIFTS}${PAPERS}`;
