/** Checks that the journal adds up: the file as SQLite sees it, and states, attempts and ids as this program writes them. */
import type { DatabaseSync } from 'node:sqlite';
import type { JournalCheck } from '../ports/journal.ts';
import { int, text } from './rows.ts';
import { errorText, onSnapshot, type Row, sqliteCode } from './sqlite.ts';
import { chainProblems } from './verify-chain.ts';
import { SHIFT_RULES } from './verify-shifts.ts';

/** Enough to see what is wrong; a journal with more than that is not read line by line. */
const MOST = 50;

const LAST_DEED = `(SELECT a.outcome FROM attempts a WHERE a.operation_id = o.id AND a.asks = 0 ORDER BY a.id DESC LIMIT 1)`;
const HAS_DEED = `EXISTS (SELECT 1 FROM attempts a WHERE a.operation_id = o.id AND a.asks = 0)`;

/** Each query names in `what` the rows for which its sentence is true; all of them find nothing in a sound journal. */
const RULES: readonly { readonly says: string; readonly sql: string }[] = [
  {
    says: 'is ok, but no attempt of it was, and nothing settled it',
    sql: `SELECT o.id AS what FROM operations o WHERE o.state = 'ok' AND o.settled_from IS NOT 'unknown'
      AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.operation_id = o.id AND a.outcome = 'ok')
      AND NOT EXISTS (SELECT 1 FROM events e WHERE e.operation = o.seq AND e.content ->> '$.to' = 'ok'
        AND e.content ->> '$.event' IN ('query', 'list', 'repeat', 'person'))`,
  },
  {
    says: 'is an ATM QR that is ok, but its QR is not there',
    sql: `SELECT o.id AS what FROM operations o WHERE o.state = 'ok' AND o.kind = 'generate' AND o.result IS NULL`,
  },
  {
    says: 'is settled, but an attempt of it is open',
    sql: `SELECT o.id AS what FROM operations o WHERE o.state <> 'sent' AND EXISTS
      (SELECT 1 FROM attempts a WHERE a.operation_id = o.id AND a.asks = 0 AND a.ended_at IS NULL)`,
  },
  {
    says: 'is intended, but an attempt of it was made',
    sql: `SELECT o.id AS what FROM operations o WHERE o.state = 'intended' AND ${HAS_DEED}`,
  },
  {
    says: 'is sent or unknown, but no attempt of it was made',
    sql: `SELECT o.id AS what FROM operations o WHERE o.state IN ('sent', 'unknown') AND NOT ${HAS_DEED}`,
  },
  {
    says: 'is refused or not sent, but its last attempt was ok',
    sql: `SELECT o.id AS what FROM operations o WHERE o.state IN ('refused', 'not-sent') AND ${LAST_DEED} = 'ok'`,
  },
  {
    says: 'is not sent, but its last attempt may have arrived',
    sql: `SELECT o.id AS what FROM operations o WHERE o.state = 'not-sent' AND o.settled_from = 'sent'
      AND ${LAST_DEED} = 'unknown'`,
  },
  {
    says: 'counts another number of attempts than there are',
    sql: `SELECT o.id AS what FROM operations o WHERE o.attempts <>
      (SELECT count(*) FROM attempts a WHERE a.operation_id = o.id AND a.asks = 0)`,
  },
  {
    says: 'is no external id (1 to 36 digits)',
    sql: `SELECT external_id AS what FROM attempts
      WHERE length(external_id) NOT BETWEEN 1 AND 36 OR external_id GLOB '*[^0-9]*'`,
  },
  {
    says: 'is an external id that was used more than once',
    sql: `SELECT external_id AS what FROM attempts NOT INDEXED GROUP BY external_id HAVING count(*) > 1`,
  },
  {
    says: 'is a later attempt than the counter of external ids knows of',
    sql: `SELECT 'attempt ' || max(id) AS what FROM attempts
      HAVING max(id) > coalesce((SELECT value FROM meta WHERE key = 'external-sequence'), 0)`,
  },
  {
    says: 'is the reference of more than one ATM QR of its merchant',
    sql: `SELECT reference AS what FROM operations NOT INDEXED WHERE kind = 'generate'
      GROUP BY merchant_id, reference HAVING count(*) > 1`,
  },
  {
    says: 'holds data that cannot be read',
    sql: `SELECT id AS what FROM operations WHERE NOT json_valid(wish) OR (result IS NOT NULL AND NOT json_valid(result))
      UNION ALL SELECT id FROM print_jobs WHERE NOT json_valid(slip)`,
  },
  ...SHIFT_RULES,
];

/** How a problem's line of these rules ends, whatever it names before. */
export const RULE_SENTENCES: readonly string[] = RULES.map(({ says }) => says);

function fileProblems(db: DatabaseSync): readonly string[] {
  const integrity: readonly Row[] = db.prepare(`PRAGMA integrity_check(${MOST})`).all();
  const keys: readonly Row[] = db.prepare('PRAGMA foreign_key_check').all();
  return [
    ...integrity.map((row) => text(row, 'integrity_check')).filter((line) => line !== 'ok'),
    ...keys
      .slice(0, MOST)
      .map((row) => `row ${String(row.rowid)} of ${text(row, 'table')} belongs to nothing in ${text(row, 'parent')}`),
  ];
}

function ruleProblems(db: DatabaseSync, { says, sql }: (typeof RULES)[number]): readonly string[] {
  const rows: readonly Row[] = db.prepare(`${sql} LIMIT ${MOST}`).all();
  return rows.map((row) => `${text(row, 'what')} ${says}`);
}

function count(db: DatabaseSync, table: 'operations' | 'attempts' | 'print_jobs' | 'events'): number {
  const row: Row | undefined = db.prepare(`SELECT count(*) AS n FROM ${table}`).get();
  return row === undefined ? 0 : int(row, 'n');
}

/** The first thing that is wrong with the file as SQLite sees it, whatever is written in it; null: nothing. */
export function fileDamage(db: DatabaseSync): string | null {
  try {
    const row: Row | undefined = db.prepare('PRAGMA integrity_check(1)').get();
    const said = row?.integrity_check;
    // Above the finding stands the name of the database.
    return said === 'ok' ? null : (String(said).split('\n').at(-1) ?? 'damaged');
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    return errorText(error);
  }
}

/** `verify` of the journal: reads only and keeps nobody from writing, on one snapshot, and says of a damaged file what it can. */
export function verifyJournal(db: DatabaseSync, onStep?: (done: number, of: number) => void): JournalCheck {
  const steps = [
    () => fileProblems(db),
    ...RULES.map((rule) => () => ruleProblems(db, rule)),
    () => chainProblems(db, MOST),
  ];
  const problems: string[] = [];
  const counts = { operations: 0, attempts: 0, printJobs: 0, events: 0 };
  try {
    onSnapshot(db, () => {
      counts.operations = count(db, 'operations');
      counts.attempts = count(db, 'attempts');
      counts.printJobs = count(db, 'print_jobs');
      counts.events = count(db, 'events');
      for (const [index, step] of steps.entries()) {
        onStep?.(index, steps.length);
        problems.push(...step());
      }
    });
  } catch (error) {
    // A damaged page stops the reading; that is what this check is there to say.
    if (sqliteCode(error) === null) throw error;
    problems.push(`The file cannot be read to its end: ${errorText(error)}`);
  }
  return { ok: problems.length === 0, ...counts, problems };
}
