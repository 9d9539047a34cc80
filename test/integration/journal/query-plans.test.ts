/** Every question that the till asks its journal is answered by an index, whatever the journal's size. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, it, vi } from 'vitest';
import { COURIER_QUERIES } from '../../../main/journal/find-couriers.ts';
import { QUERIES } from '../../../main/journal/find-operations.ts';
import { forwardQuery, listQuery, RANGE_QUERIES } from '../../../main/journal/list-operations.ts';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import { makeOk, opened, printWish, stepped, tempFolder, wish } from './world.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function plan(db: DatabaseSync, sql: string): readonly string[] {
  return db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => String(row.detail));
}

/** A table that is read from its first row, or sorted; the full-text index is asked for its words (`M`). */
function isSlow(step: string): boolean {
  return (
    (/^SCAN (?!CONSTANT ROW)/.test(step) && !/VIRTUAL TABLE INDEX \d+:M/.test(step)) || step.includes('TEMP B-TREE')
  );
}

/** Tables that stay small whatever is recorded, and an index that holds what is open alone. */
const SMALL = /^SCAN (?:sqlite_sequence|sqlite_schema|printers|meta|chain|attempts USING INDEX open_attempts)\b/;

/** Read in the table's own order as far as the caller wants, or among the slips that wait: few. */
const FEW = [/FROM print_jobs ORDER BY seq DESC LIMIT \?$/, /FROM print_jobs WHERE state IN \('queued', /];

it('looks nothing up row by row in the course of a day', () => {
  const folder = tempFolder();
  // Everything that is prepared from now on.
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  const journal = opened(folder);
  const id = makeOk(journal, { wish: { courierNo: '42', courierName: 'Budi', courierMobile: '62812' } });
  const open = journal.intend(wish({ reference: 'ATM2' }));
  journal.recover();
  journal.told(id);
  const job = journal.beginPrint(printWish(id));
  stepped(journal, job.id, { state: 'printing', on: 'kasir' });
  journal.recoverPrints('kasir');
  journal.waitingPrints();
  journal.nextPrint('kasir');
  journal.printJobs({ limit: 1 });
  journal.printJobs({ state: 'done', limit: 1 });
  journal.printJobsOf(id);
  journal.attemptsOf(id);
  journal.operation(id);
  journal.operationByReference('generate', 'M-1', 'ATM1');
  journal.operations({ state: 'ok', kind: 'generate', limit: 1 });
  journal.operations({ state: 'ok', since: 1, until: 2, before: open.id });
  journal.operations({ kind: 'generate' });
  journal.operations();
  journal.countOperations('unknown');
  journal.findOperations({ text: 'budi', limit: 1 });
  journal.findOperations({ text: 'ATM', limit: 1 });
  journal.findCouriers('bud', 8);
  journal.findCouriers('', 8);
  journal.atmQrMade('CDM1');
  journal.retire(id);
  journal.register({ merchantId: 'M-1', terminalId: 'T', description: '', registeredAt: 1 });
  journal.registration('M-1');
  expect([...journal.allOperations()]).toHaveLength(2);
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  const asked = new Set(prepare.mock.calls.map(([sql]) => sql));
  const steps = [...asked]
    .filter((sql) => !sql.startsWith('PRAGMA') && !FEW.some((one) => one.test(sql)))
    .map((sql) => [sql, plan(db, sql).filter((step) => isSlow(step) && !SMALL.test(step))] as const);
  db.close();
  expect(steps.length).toBeGreaterThan(30);
  expect(steps.filter(([, slow]) => slow.length > 0)).toEqual([]);
});

it('walks every list and search down an index of its own', () => {
  const folder = tempFolder();
  opened(folder).close();
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  const yesNo = [true, false];
  const lists = yesNo.flatMap((state) => yesNo.map((kind) => listQuery({ state, kind })));
  const named = [QUERIES, COURIER_QUERIES, RANGE_QUERIES].flatMap((queries): string[] => Object.values(queries));
  for (const sql of [...lists, ...yesNo.map(forwardQuery), ...named]) {
    expect([sql, plan(db, sql).filter(isSlow)]).toEqual([sql, []]);
  }
  // Both ends, so that a beginning is not read from the greatest reference down.
  expect(plan(db, QUERIES.byReference).join()).toContain('(reference>? AND reference<?)');
  expect(plan(db, 'SELECT * FROM operations WHERE terminal_id = ?').filter(isSlow)).not.toEqual([]);
  db.close();
});
