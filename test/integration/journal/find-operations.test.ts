/** Finding operations: what a cashier types, days, states, pages; and an older journal that learns it all. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { OperationSearch } from '../../../main/ports/operations.ts';
import { handClock, makeOk, NOVEMBER, olderJournal, opened, RESULT, tempFolder, wish } from './world.ts';

const COURIERS = [
  { courierNo: '4201', courierName: 'Budi Santoso', courierMobile: '628123456789' },
  { courierNo: '4202', courierName: 'Siti Nurhaliza', courierMobile: '081398765432' },
  { courierNo: '4203', courierName: 'José Ardi', courierMobile: '6281555000111' },
] as const;
const DAY = 86_400_000;

function made(journal: Journal, reference: string, courier: number): string {
  return makeOk(journal, { reference, wish: { ...COURIERS[courier] } });
}

function found(journal: Journal, search: Omit<OperationSearch, 'limit'>): readonly string[] {
  return journal.findOperations({ limit: 50, ...search }).operations.map(({ reference }) => reference);
}

it('finds a courier by any part of his number, name or mobile, and a reference by its beginning', () => {
  const journal = opened(tempFolder());
  made(journal, 'ATM241119A', 0);
  made(journal, 'ATM241119B', 1);
  made(journal, 'OWN-7', 0);
  expect(found(journal, { text: 'sant' })).toEqual(['OWN-7', 'ATM241119A']);
  expect(found(journal, { text: 'TOSO budi' })).toEqual(['OWN-7', 'ATM241119A']);
  expect(found(journal, { text: 'budi nur' })).toEqual([]);
  expect(found(journal, { text: '4202' })).toEqual(['ATM241119B']);
  expect(found(journal, { text: '6789' })).toEqual(['OWN-7', 'ATM241119A']);
  expect(found(journal, { text: '08123456' })).toEqual(['OWN-7', 'ATM241119A']);
  expect(found(journal, { text: '+6281398' })).toEqual(['ATM241119B']);
  expect(found(journal, { text: 'atm241119a' })).toEqual(['ATM241119A']);
  expect(found(journal, { text: 'ATM2411' })).toEqual(['ATM241119B', 'ATM241119A']);
  expect(found(journal, { text: 'own' })).toEqual(['OWN-7']);
  expect(found(journal, { text: '"*^' })).toEqual([]);
  expect(found(journal, { text: 'bu' })).toEqual(['OWN-7', 'ATM241119A']);
  expect(found(journal, { text: '' })).toEqual(['OWN-7', 'ATM241119B', 'ATM241119A']);
});

it('finds names whatever their case and accents, and an operation by its own id', () => {
  const journal = opened(tempFolder());
  const id = made(journal, 'ATM1', 2);
  for (const text of ['jose', 'JOSÉ', 'josé ardi', id, id.toLowerCase()])
    expect(found(journal, { text })).toEqual(['ATM1']);
});

it('shows what is not certain first, and nothing twice', () => {
  const journal = opened(tempFolder());
  const { id } = journal.intend(wish({ reference: 'OPEN', wish: { ...COURIERS[0] } }));
  const attempt = journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
  journal.endAttempt(attempt.id, { outcome: 'unknown', code: null, httpStatus: null, note: null });
  journal.settle(id, { state: 'unknown', by: 'answer', code: null });
  made(journal, 'NEW', 0);
  made(journal, 'NEWER', 0);
  expect(found(journal, {})).toEqual(['OPEN', 'NEWER', 'NEW']);
  expect(found(journal, { text: 'budi' })).toEqual(['OPEN', 'NEWER', 'NEW']);
  expect(found(journal, { state: 'ok' })).toEqual(['NEWER', 'NEW']);
  expect(journal.countOperations('unknown')).toBe(1);
  expect(journal.operations({ before: id })).toEqual([]);
});

it('shows a day in Jakarta, also where the clock jumped back', () => {
  const clock = handClock(Date.parse('2024-11-19T23:59:59.999+07:00'));
  const journal = opened(tempFolder(), { clock });
  made(journal, 'LATE', 0);
  clock.turn(1);
  made(journal, 'EARLY', 0);
  clock.turn(-DAY);
  made(journal, 'BACK', 0);
  const from = Date.parse('2024-11-19T00:00:00+07:00');
  const day = { since: from, until: from + DAY };
  expect(found(journal, day)).toEqual(['BACK', 'LATE']);
  expect(found(journal, { ...day, text: 'budi' })).toEqual(['BACK', 'LATE']);
  expect(journal.operations({ since: from + DAY }).map(({ reference }) => reference)).toEqual(['EARLY']);
  expect(journal.operations({ until: from })).toEqual([]);
});

it('pages through everything, whatever leads there, with nothing twice and nothing left out', () => {
  const journal = opened(tempFolder());
  const references = Array.from({ length: 23 }, (_, index) => `ATM${String(index).padStart(3, '0')}`);
  for (const [index, reference] of references.entries()) made(journal, reference, index % 3);
  for (const search of [{}, { text: 'ATM' }, { text: 'budi' }, { text: 'a' }, { state: 'ok' } as const]) {
    const all = found(journal, search);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page = journal.findOperations({ limit: 4, ...search, ...(cursor === null ? {} : { cursor }) });
      paged.push(...page.operations.map(({ reference }) => reference));
      cursor = page.next;
    } while (cursor !== null);
    expect(paged).toEqual(all);
  }
});

it('lists a beginning that very many references share by reference, page by page', () => {
  const folder = tempFolder();
  const journal = opened(folder);
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  db.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
    INSERT INTO operations (id, kind, provider, merchant_id, reference, wish, body, terminal_id, operator, state, created_at, updated_at)
    SELECT 'OP-' || i, 'expire', 'speedcash', 'M', 'BILL' || (10000 + (i * 7) % 1500), '{}', '', 'T', 'o', 'ok', ${NOVEMBER}, ${NOVEMBER} FROM n`);
  db.close();
  const first = journal.findOperations({ text: 'bill', limit: 10 });
  expect(first.operations.at(0)?.reference).toBe('BILL11499');
  const second = journal.findOperations({ text: 'bill', limit: 10, cursor: first.next ?? '' });
  expect(second.operations.map(({ reference }) => reference)).toEqual(
    Array.from({ length: 10 }, (_, index) => `BILL${11_489 - index}`),
  );
});

it('knows couriers once each by their number, the latest first and by his latest name', () => {
  const journal = opened(tempFolder());
  made(journal, 'A', 0);
  made(journal, 'B', 1);
  makeOk(journal, { reference: 'C', wish: { ...COURIERS[0], courierName: 'Budi S.' } });
  expect(journal.findCouriers('', 8).map(({ courierName }) => courierName)).toEqual(['Budi S.', 'Siti Nurhaliza']);
  expect(journal.findCouriers('budi', 8)).toEqual([{ ...COURIERS[0], courierName: 'Budi S.' }]);
  expect(journal.findCouriers('0813', 8)).toEqual([COURIERS[1]]);
  expect(journal.findCouriers('', 1)).toHaveLength(1);
});

it('finds an ATM QR by its PayCools id and by what it says', () => {
  const journal = opened(tempFolder());
  const id = makeOk(journal);
  expect(journal.atmQrMade(RESULT.cdmReferenceId)?.id).toBe(id);
  expect(journal.atmQrMade(RESULT.qrContent)?.id).toBe(id);
  expect(journal.atmQrMade(`x${RESULT.qrContent}`)).toBeNull();
});

it('brings an older journal along: its operations are found like new ones', () => {
  const folder = tempFolder();
  const db = olderJournal(folder, 2);
  const insert =
    db.prepare(`INSERT INTO operations (id, kind, provider, merchant_id, reference, wish, body, terminal_id,
    operator, state, result, created_at, updated_at) VALUES (?, ?, 'paycools', 'M', ?, ?, '', 'T', 'o', ?, ?, ?, ?)`);
  const courier = JSON.stringify(COURIERS[0]);
  insert.run('OP-1', 'generate', 'OLD1', courier, 'ok', JSON.stringify(RESULT), NOVEMBER, NOVEMBER);
  insert.run('OP-2', 'generate', 'OLD2', courier, 'refused', null, NOVEMBER, NOVEMBER);
  insert.run('OP-3', 'expire', 'BILL', '{"billNumber":"1"}', 'refused', null, NOVEMBER + DAY, NOVEMBER);
  db.close();
  const journal = opened(folder);
  expect(found(journal, { text: 'santoso' })).toEqual(['OLD2', 'OLD1']);
  expect(found(journal, { since: NOVEMBER + DAY })).toEqual(['BILL']);
  expect(journal.atmQrMade('CDM1')?.reference).toBe('OLD1');
  made(journal, 'NEW', 0);
  expect(found(journal, { text: 'santoso' })).toEqual(['NEW', 'OLD2', 'OLD1']);
  expect(journal.findCouriers('', 8)).toEqual([COURIERS[0]]);
});

it('takes any text that a keyboard, a scanner or a page hands over', () => {
  const journal = opened(tempFolder());
  makeOk(journal, { wish: { courierNo: '42', courierName: 'Budi Santoso', courierMobile: '62812' } });
  for (const text of ['bud\u0000i', '\u001b@santoso', 'budi\u0007', '"', '***', 'AND OR NOT', '\ud800']) {
    expect(() => [journal.findCouriers(text, 8), journal.findOperations({ text, limit: 5 })]).not.toThrow();
  }
  expect(journal.findCouriers('budi\u0000santoso', 8)).toHaveLength(1);
});
