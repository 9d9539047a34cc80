/** The journal's tables, as numbered steps; a step that was released is never edited, only followed by another. */
import type { DatabaseSync } from 'node:sqlite';
import { addEvents } from './schema-3-events.ts';
import { STEP_4_SEARCH } from './schema-4-search.ts';
import { SCHEMA_SHIFTS } from './schema-5-shifts.ts';
import { SCHEMA_OPERATORS } from './schema-6-operators.ts';
import { inTransaction, type Row } from './sqlite.ts';

/** In the file's header, so that no other program's database is taken for a journal: "QTJ1". */
export const APPLICATION_ID = 0x51544a31;

const VERSION_1 = `
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE operations (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('register', 'generate', 'expire', 'retire')),
  provider TEXT NOT NULL CHECK (provider IN ('speedcash', 'paycools')),
  merchant_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  wish TEXT NOT NULL CHECK (json_valid(wish)),
  body TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  operator TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('intended', 'sent', 'ok', 'refused', 'not-sent', 'unknown')),
  settled_from TEXT CHECK (settled_from IN ('intended', 'sent', 'refused', 'not-sent', 'unknown')),
  in_doubt INTEGER NOT NULL DEFAULT 0 CHECK (in_doubt IN (0, 1)),
  code TEXT,
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  retired_at INTEGER,
  told_at INTEGER,
  CHECK (state = 'ok' OR (result IS NULL AND retired_at IS NULL)),
  CHECK (in_doubt = 0 OR state IN ('sent', 'unknown'))
) STRICT;
CREATE UNIQUE INDEX one_generate_per_reference ON operations (merchant_id, reference) WHERE kind = 'generate';
CREATE INDEX operations_by_reference ON operations (kind, merchant_id, reference);
CREATE INDEX operations_by_state ON operations (state, kind);
CREATE INDEX operations_by_creation ON operations (created_at);

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation_id TEXT REFERENCES operations (id),
  provider TEXT NOT NULL CHECK (provider IN ('speedcash', 'paycools')),
  service TEXT NOT NULL CHECK (service GLOB '[0-9][0-9]'),
  asks INTEGER NOT NULL CHECK (asks IN (0, 1)),
  external_id TEXT NOT NULL UNIQUE CHECK (length(external_id) BETWEEN 1 AND 36 AND external_id NOT GLOB '*[^0-9]*'),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT CHECK (outcome IN ('ok', 'refused', 'not-sent', 'unknown')),
  code TEXT,
  http_status INTEGER,
  note TEXT,
  CHECK ((ended_at IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX attempts_by_operation ON attempts (operation_id, id);
CREATE INDEX open_attempts ON attempts (id) WHERE ended_at IS NULL;

CREATE TABLE print_jobs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  operation_id TEXT REFERENCES operations (id),
  reference TEXT,
  printer TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('slip', 'test')),
  copy INTEGER NOT NULL CHECK (copy >= 0),
  slip TEXT NOT NULL CHECK (json_valid(slip)),
  state TEXT NOT NULL CHECK (state IN ('queued', 'printing', 'done', 'not-printed', 'possibly-printed')),
  proof TEXT CHECK (proof IN ('printed', 'accepted', 'delivered', 'written', 'spooled', 'unconfirmed')),
  reason TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((state = 'done') = (proof IS NOT NULL))
) STRICT;
CREATE INDEX print_jobs_by_operation ON print_jobs (operation_id, seq);
CREATE INDEX print_jobs_by_state ON print_jobs (state, seq);

CREATE TABLE registrations (
  merchant_id TEXT NOT NULL,
  terminal_id TEXT NOT NULL,
  description TEXT NOT NULL,
  registered_at INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, terminal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX registrations_by_turn ON registrations (merchant_id, turn);

INSERT INTO meta (key, value) VALUES ('external-sequence', 0), ('registration-turn', 0);
`;

/** A queue that outlives the program: states in which a job waits, where it went out, how often; what is known of printers. */
const VERSION_2 = `
CREATE TABLE print_jobs_2 (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  operation_id TEXT REFERENCES operations (id),
  reference TEXT,
  printer TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('slip', 'test')),
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
  CHECK (state NOT IN ('printing', 'done', 'possibly-printed') OR outs > 0)
) STRICT;
INSERT INTO print_jobs_2 (seq, id, operation_id, reference, printer, kind, copy, slip, state, proof, reason, outs,
    queued_at, created_at, updated_at)
  SELECT seq, id, operation_id, reference, printer, kind, copy, slip, state, proof, reason,
    state IN ('printing', 'done', 'possibly-printed'), created_at, created_at, updated_at
  FROM print_jobs ORDER BY seq;
DROP TABLE print_jobs;
ALTER TABLE print_jobs_2 RENAME TO print_jobs;
CREATE INDEX print_jobs_by_operation ON print_jobs (operation_id, seq);
CREATE INDEX print_jobs_by_state ON print_jobs (state, seq);
CREATE INDEX waiting_prints ON print_jobs (seq)
  WHERE state IN ('queued', 'printing', 'paused', 'possibly-printed', 'expired');

CREATE TABLE printers (
  name TEXT PRIMARY KEY,
  address TEXT NOT NULL,
  asked TEXT CHECK (asked IS NULL OR json_valid(asked)),
  learned TEXT CHECK (learned IS NULL OR json_valid(learned))
) STRICT, WITHOUT ROWID;
`;

/** Step n brings a journal from version n to n + 1. */
const STEPS: readonly (string | ((db: DatabaseSync) => void))[] = [
  VERSION_1,
  VERSION_2,
  addEvents,
  STEP_4_SEARCH,
  SCHEMA_SHIFTS,
  SCHEMA_OPERATORS,
];

/** The version that this program reads and writes. */
export const JOURNAL_VERSION = STEPS.length;

function pragmaNumber(db: DatabaseSync, name: 'application_id' | 'user_version'): number {
  const row: Row | undefined = db.prepare(`PRAGMA ${name}`).get();
  const value = row?.[name];
  return typeof value === 'number' ? value : 0;
}

/** What kind of file this is; `empty`: a database without a table (a journal that nobody has begun yet). */
export type JournalAge =
  | { readonly kind: 'empty' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'current' }
  | { readonly kind: 'older'; readonly version: number }
  | { readonly kind: 'newer'; readonly version: number };

/** Reads, never writes. */
export function journalAge(db: DatabaseSync): JournalAge {
  const version = pragmaNumber(db, 'user_version');
  const id = pragmaNumber(db, 'application_id');
  if (id !== APPLICATION_ID) {
    const tables = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    return id === 0 && version === 0 && tables === undefined ? { kind: 'empty' } : { kind: 'foreign' };
  }
  if (version === JOURNAL_VERSION) return { kind: 'current' };
  return version > JOURNAL_VERSION ? { kind: 'newer', version } : { kind: 'older', version };
}

/** Takes tables of version `from` to version `to`: all of the way to the present one, or as far as an older program went. */
export function takeSteps(db: DatabaseSync, from: number, to: number): void {
  for (const step of STEPS.slice(from, to)) {
    if (typeof step === 'string') db.exec(step);
    else step(db);
  }
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${to}`);
}

/** What a journal of an older version waited for, and did not get: it is left as it is. */
export interface NotMigrated {
  readonly kind: 'no-backup';
  readonly detail: string;
}

/**
 * Brings an empty or older journal to this program's version, all steps or none. What another process did since the
 * caller looked counts: the age is read again under the write lock.
 * @param keep called under that lock with the version of an older journal; it says why that could not be kept, or null
 */
export function migrate(db: DatabaseSync, keep: (version: number) => string | null): JournalAge | NotMigrated {
  return inTransaction(db, () => {
    const age = journalAge(db);
    if (age.kind !== 'empty' && age.kind !== 'older') return age;
    const detail = age.kind === 'older' ? keep(age.version) : null;
    if (detail !== null) return { kind: 'no-backup', detail };
    takeSteps(db, age.kind === 'empty' ? 0 : age.version, JOURNAL_VERSION);
    return { kind: 'current' };
  });
}
