/** The chain of events: what each step leaves behind, and that an older journal joins it. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import { makeOk, opened, RESULT, tempFolder, wish } from './world.ts';

it('tells every step of an operation', () => {
  const journal = opened(tempFolder());
  expect(journal.chainHead()).toEqual({ events: 0, link: '0'.repeat(64) });
  const id = makeOk(journal);
  journal.retire(id);
  const steps = journal.eventsOf(id).map(({ seq, event, to, code }) => [seq, event, to, code]);
  expect(steps).toEqual([
    [1, 'intend', 'intended', null],
    [2, 'begin', 'sent', null],
    [3, 'answer', 'ok', '2009000'],
    [4, 'retire', 'ok', '2009000'],
  ]);
  expect(journal.chainHead()).toMatchObject({ events: 4, link: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

it('says what the start settled', () => {
  const folder = tempFolder();
  const before = opened(folder);
  const { id } = before.intend(wish());
  before.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
  before.close();
  const journal = opened(folder);
  journal.recover();
  expect(journal.eventsOf(id).at(-1)).toMatchObject({ event: 'start', to: 'unknown' });
  expect(journal.verify().problems).toEqual([]);
});

it('writes several steps as one, or none', () => {
  const journal = opened(tempFolder());
  const both = (last: () => void): void =>
    journal.atomically(() => {
      const { id } = journal.intend(wish());
      journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
      last();
    });
  expect(() =>
    both(() => {
      throw new Error('pulled out of the wall');
    }),
  ).toThrow('wall');
  expect(journal.operations()).toEqual([]);
  expect(journal.chainHead().events).toBe(0);
  both(() => undefined);
  expect(journal.operations()).toMatchObject([{ state: 'sent', attempts: 1 }]);
  expect(journal.chainHead().events).toBe(2);
});

it('takes in the operations of a journal that had no chain', () => {
  const folder = tempFolder();
  const before = opened(folder);
  const ok = makeOk(before, { reference: 'GOOD' });
  const { id: open } = before.intend(wish({ reference: 'OPEN' }));
  before.close();
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  db.exec('DROP TABLE events; DROP TABLE chain; PRAGMA user_version = 2');
  db.close();
  const journal = opened(folder);
  expect(journal.eventsOf(ok)).toMatchObject([{ event: 'adopt', to: 'ok', code: '2009000' }]);
  expect(journal.verify()).toMatchObject({ ok: true, events: 2 });
  journal.beginAttempt({ operationId: open, provider: 'paycools', service: '90' });
  journal.recover();
  journal.settle(open, { state: 'ok', by: 'query', code: null, result: RESULT });
  expect(journal.verify().problems).toEqual([]);
});
