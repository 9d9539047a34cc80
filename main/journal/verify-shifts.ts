/** What must be true of the journal's shifts; the tables' own checks hold it too, unless somebody took them off. */

/** As in verify.ts: each query names in `what` the rows for which its sentence is true. */
export const SHIFT_RULES: readonly { readonly says: string; readonly sql: string }[] = [
  {
    says: 'shifts are present, where there is one',
    sql: `SELECT CAST(count(*) AS TEXT) AS what FROM shifts WHERE closed_at IS NULL HAVING count(*) <> 1`,
  },
  {
    says: 'is followed by no Z of the next number',
    sql: `SELECT 'shift ' || s.number AS what FROM shifts s WHERE s.closed_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM shifts n WHERE n.number = s.number + 1)`,
  },
  {
    says: 'does not begin where the one before ended',
    sql: `SELECT 'shift ' || s.number AS what FROM shifts s LEFT JOIN shifts b ON b.number = s.number - 1
      WHERE s.after_operation IS NOT (CASE WHEN s.number = 1 THEN 0 ELSE b.until_operation END)
        OR s.after_print IS NOT (CASE WHEN s.number = 1 THEN 0 ELSE b.until_print END)`,
  },
  {
    says: 'ends after the last row of the journal',
    sql: `SELECT 'shift ' || number AS what FROM shifts
      WHERE until_operation > coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'operations'), 0)
        OR until_print > coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'print_jobs'), 0)`,
  },
  {
    says: 'bears a report of another shift or another closing',
    sql: `SELECT 'shift ' || number AS what FROM shifts WHERE report IS NOT NULL AND (NOT json_valid(report)
      OR json_extract(report, '$.report') IS NOT 'Z' OR json_extract(report, '$.number') IS NOT number
      OR json_extract(report, '$.made.by') IS NOT closed_by OR json_extract(report, '$.made.at') IS NOT closed_at
      OR json_extract(report, '$.opened.by') IS NOT opened_by OR json_extract(report, '$.opened.at') IS NOT opened_at)`,
  },
  {
    // Fewer are right where old operations were let go.
    says: 'reports fewer operations than the journal has of it',
    sql: `SELECT 'shift ' || s.number AS what FROM shifts s WHERE s.report IS NOT NULL AND json_valid(s.report)
      AND json_extract(s.report, '$.operations.total') <
        (SELECT count(*) FROM operations o WHERE o.seq > s.after_operation AND o.seq <= s.until_operation)`,
  },
  {
    says: 'reports operations that do not add up',
    sql: `SELECT 'shift ' || s.number AS what FROM shifts s WHERE s.report IS NOT NULL AND json_valid(s.report)
      AND json_extract(s.report, '$.operations.total') IS NOT coalesce((SELECT sum(json_extract(c.value, '$.count'))
        FROM json_each(s.report, '$.operations.cells') c), 0)`,
  },
  {
    // What was written over together with its chain is found by the links that stood at each Z. A journal that was set
    // aside began a new chain.
    says: 'bears a link that the chain of events does not have at that place',
    sql: `SELECT 'shift ' || s.number AS what FROM shifts s WHERE s.report IS NOT NULL AND json_valid(s.report)
      AND s.number >= coalesce((SELECT value FROM meta WHERE key = 'chain-from-shift'), 0)
      AND json_extract(s.report, '$.chain.events') > 0
      AND json_extract(s.report, '$.chain.link') IS NOT (SELECT lower(hex(e.link)) FROM events e
        WHERE e.seq = json_extract(s.report, '$.chain.events'))`,
  },
  {
    says: 'was left over by a Z that is not there',
    sql: `SELECT what || ' ' || seq AS what FROM shift_left l WHERE NOT EXISTS
      (SELECT 1 FROM shifts s WHERE s.number = l.shift AND s.closed_at IS NOT NULL)`,
  },
];
