/** A journal that does not add up says where, whoever changed it. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import { makeOk, opened, printWish, tempFolder, wish } from './world.ts';

/** A journal with one operation of each kind that matters, then changed behind its back. */
function spoilt(sql: string): readonly string[] {
  const folder = tempFolder();
  const journal = opened(folder);
  makeOk(journal, { reference: 'GOOD' });
  journal.beginPrint(printWish(null));
  journal.intend(wish({ reference: 'INTENDED' }));
  const { id } = journal.intend(wish({ reference: 'UNKNOWN' }));
  const attempt = journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
  journal.endAttempt(attempt.id, { outcome: 'unknown', code: null, httpStatus: null, note: null });
  journal.settle(id, { state: 'unknown', by: 'answer', code: null });
  expect(journal.verify()).toEqual({ ok: true, operations: 3, attempts: 2, printJobs: 1, events: 7, problems: [] });
  journal.close();
  const db = new DatabaseSync(join(folder, JOURNAL_FILE), { enableForeignKeyConstraints: false, defensive: false });
  db.exec(`PRAGMA ignore_check_constraints = ON; ${sql}`);
  db.close();
  const check = opened(folder, { readOnly: true }).verify();
  expect(check.ok).toBe(check.problems.length === 0);
  return check.problems;
}

const SPOILT: readonly (readonly [string, string])[] = [
  ['no attempt of it was', "UPDATE attempts SET outcome = 'refused' WHERE outcome = 'ok'"],
  ['its QR is not there', "UPDATE operations SET result = NULL WHERE reference = 'GOOD'"],
  ['an attempt of it is open', "UPDATE attempts SET outcome = NULL, ended_at = NULL WHERE outcome = 'unknown'"],
  ['is intended, but', "UPDATE operations SET state = 'intended', in_doubt = 0 WHERE reference = 'UNKNOWN'"],
  ['no attempt of it was made', "UPDATE operations SET state = 'sent' WHERE reference = 'INTENDED'"],
  ['its last attempt was ok', "UPDATE operations SET state = 'refused' WHERE reference = 'GOOD'"],
  ['may have arrived', "UPDATE operations SET state = 'not-sent', in_doubt = 0 WHERE reference = 'UNKNOWN'"],
  ['counts another number', "UPDATE operations SET attempts = 7 WHERE reference = 'GOOD'"],
  ['is no external id', "UPDATE attempts SET external_id = '12a' WHERE id = 1"],
  ['the counter of external ids', "UPDATE meta SET value = 1 WHERE key = 'external-sequence'"],
  ['belongs to nothing in operations', "UPDATE attempts SET operation_id = 'OP-nobody' WHERE id = 1"],
  ['cannot be read', "UPDATE print_jobs SET slip = '{'"],
  ['wish, body or reference', "UPDATE operations SET body = '{}' WHERE reference = 'GOOD'"],
  ['its result was changed', `UPDATE operations SET result = '{"qrContent":"000202"}' WHERE reference = 'GOOD'`],
  ['refused, not unknown', "UPDATE operations SET state = 'refused', in_doubt = 0 WHERE reference = 'UNKNOWN'"],
  ['code 2009001, not 2009000', "UPDATE operations SET code = '2009001' WHERE reference = 'GOOD'"],
  ['retired or not', "UPDATE operations SET retired_at = 1 WHERE reference = 'GOOD'"],
  ['event 3 was changed', "UPDATE events SET content = replace(content, '2009000', '2009001') WHERE seq = 3"],
  ['event 2 is missing', 'DELETE FROM events WHERE seq = 2'],
  ['event 2 to 4 is missing', 'DELETE FROM events WHERE seq BETWEEN 2 AND 4'],
  ['the last event is 6, but 7 were counted', 'DELETE FROM events WHERE seq = 7'],
  ['the end of the events’ chain', 'DELETE FROM events WHERE seq = 7; UPDATE chain SET events = 6'],
  ['does not follow', 'UPDATE events SET content_hash = zeroblob(32) WHERE seq = 5'],
  ['belongs to an operation that is not there', "DELETE FROM operations WHERE reference = 'INTENDED'"],
  [
    'has no event',
    `INSERT INTO operations SELECT 9, 'OP-9', kind, provider, merchant_id, 'FORGED', wish, body, terminal_id, operator, state,
      settled_from, in_doubt, code, result, attempts, created_at, updated_at, retired_at, told_at
      FROM operations WHERE reference = 'GOOD'`,
  ],
  [
    'was begun beside the chain',
    `INSERT INTO attempts SELECT 99, operation_id, provider, service, 0, external_id + 1, started_at, ended_at, outcome,
      code, http_status, note FROM attempts WHERE id = 1`,
  ],
  ['more than one ATM QR', "DROP INDEX one_generate_per_reference; UPDATE operations SET reference = 'SAME'"],
];

it.each(SPOILT)('sees what %s', (says, sql) => {
  expect(spoilt(sql).join('\n')).toContain(says);
});

it('finds nothing where nothing is wrong', () => {
  expect(spoilt('')).toEqual([]);
});

it('still reads the rest where one cell is damaged', () => {
  const folder = tempFolder();
  const journal = opened(folder);
  const id = makeOk(journal);
  const job = journal.beginPrint(printWish(id));
  journal.close();
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  db.exec("PRAGMA ignore_check_constraints = ON; UPDATE operations SET wish = '{', result = '[1]'");
  db.exec(`UPDATE print_jobs SET slip = '{"title":1}'`);
  db.close();
  const again = opened(folder);
  expect(again.operation(id)).toMatchObject({ wish: {}, result: null, state: 'ok' });
  expect(again.printJob(job.id)?.slip).toEqual({ title: '', parts: [] });
});
