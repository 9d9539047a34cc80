/** Shifts on a real journal: one Z a shift, gapless, stored whole, and every operation in exactly one of them. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JOURNAL_FILE, openJournal } from '../../../main/journal/open-journal.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { ReportFacts, ShiftClosing } from '../../../main/ports/shifts.ts';
import { paperTotals, totalsByKind, totalsByOperator, totalsOf } from '../../../shared/shift-sums.ts';
import { chance, handClock, makeOk, opened, printWish, RESULT, stepped, tempFolder, wish } from './world.ts';

const FACTS: ReportFacts = {
  store: { name: 'Toko Kita', address: 'Jl. Melati 1' },
  terminalId: 'T-1234ABCD',
  sandbox: false,
  operator: 'sari',
};

function closing(number: number, over: Partial<ShiftClosing> = {}): ShiftClosing {
  return { ...FACTS, number, empty: true, ...over };
}

function closed(journal: Journal, over: Partial<ShiftClosing> = {}) {
  const done = journal.shifts.close(closing(journal.shifts.present().number, over));
  if (done.done !== 'closed') throw new Error(done.done);
  return done.report;
}

/** An operation whose attempt nobody answered. */
function makeUnknown(journal: Journal, reference: string): string {
  const { id } = journal.intend(wish({ reference }));
  const attempt = journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
  journal.endAttempt(attempt.id, { outcome: 'unknown', code: null, httpStatus: null, note: 'silence' });
  journal.settle(id, { state: 'unknown', by: 'answer', code: null });
  return id;
}

it('needs nobody to open it: a Z covers what was done since the last one', () => {
  const journal = opened(tempFolder());
  const first = makeOk(journal, { reference: 'A' });
  const last = makeOk(journal, { reference: 'B', operator: 'budi' });
  expect(journal.shifts.present()).toEqual({ number: 1, opened: null });
  const look = journal.shifts.look(FACTS);
  expect(look).toMatchObject({ report: 'X', number: 1, opened: null, operations: { total: 2, first, last } });
  expect(closed(journal)).toMatchObject({ report: 'Z', number: 1, operations: { total: 2, beforeOpening: 0 } });
  expect(journal.shifts.look(FACTS)).toMatchObject({ number: 2, operations: { total: 0, first: null, last: null } });
  expect(journal.verify().problems).toEqual([]);
});

it('is opened once, and counts what was done before that', () => {
  const journal = opened(tempFolder());
  makeOk(journal, { reference: 'A' });
  expect(journal.shifts.open('sari')).toMatchObject({ opened: true, earlier: 1, shift: { opened: { by: 'sari' } } });
  expect(journal.shifts.open('budi')).toMatchObject({ opened: false, shift: { opened: { by: 'sari' } } });
  makeOk(journal, { reference: 'B' });
  expect(closed(journal)).toMatchObject({ opened: { by: 'sari' }, operations: { total: 2, beforeOpening: 1 } });
  expect(journal.shifts.present()).toEqual({ number: 2, opened: null });
});

it('says in the Z where it happens what became of an operation that an earlier Z left open', () => {
  const journal = opened(tempFolder());
  const id = makeUnknown(journal, 'A');
  const first = closed(journal);
  expect(first.open).toMatchObject([{ id, reference: 'A', courier: 'Budi', state: 'unknown', shift: 1 }]);
  makeOk(journal, { reference: 'B' });
  const second = closed(journal);
  expect(second).toMatchObject({ operations: { total: 1 }, open: [{ id, shift: 1 }], settledSince: [] });
  journal.settle(id, { state: 'ok', by: 'query', code: '2009000', result: RESULT });
  const third = closed(journal);
  expect(third).toMatchObject({ operations: { total: 0 }, open: [] });
  expect(third.settledSince).toMatchObject([{ id, shift: 1, was: 'open', now: 'ok', courier: 'Budi' }]);
  expect(closed(journal).settledSince).toEqual([]);
  expect([1, 2, 3].map((number) => journal.shifts.report(number))).toEqual([first, second, third]);
});

it('says of a paper that waited at a Z that it came out after it', () => {
  const journal = opened(tempFolder());
  const job = journal.beginPrint(printWish(makeOk(journal, { reference: 'A' })));
  const first = closed(journal);
  expect(first.papers).toMatchObject({ total: 1, open: [{ jobId: job.id, state: 'queued', shift: 1 }] });
  expect(paperTotals(first)).toMatchObject({ originals: 1, waiting: 1, printed: 0 });
  stepped(journal, job.id, { state: 'printing', on: 'kasir' });
  stepped(journal, job.id, { state: 'done', proof: 'printed' });
  expect(closed(journal).papers).toMatchObject({
    total: 0,
    settledSince: [{ jobId: job.id, proof: 'printed', shift: 1 }],
  });
  expect(closed(journal).papers.settledSince).toEqual([]);
});

it('says of one that was not sent, and was sent again in a later shift, that it is done now', () => {
  const journal = opened(tempFolder());
  const { id } = journal.intend(wish({ reference: 'A' }));
  journal.settle(id, { state: 'not-sent', by: 'answer', code: null });
  const first = closed(journal);
  expect([totalsOf(first).notSent, first.open]).toEqual([1, []]);
  const attempt = journal.beginAttempt({ operationId: id, provider: 'paycools', service: '90' });
  // Under way it is open again, and still counted where it was begun.
  expect(journal.shifts.look(FACTS)).toMatchObject({
    operations: { total: 0 },
    open: [{ id, state: 'sent', shift: 1 }],
  });
  journal.endAttempt(attempt.id, { outcome: 'ok', code: '2009000', httpStatus: 200, note: null });
  journal.settle(id, { state: 'ok', by: 'answer', code: '2009000', result: RESULT });
  expect(closed(journal).settledSince).toMatchObject([{ id, shift: 1, was: 'not-sent', now: 'ok' }]);
  expect(closed(journal).settledSince).toEqual([]);
});

it('counts the QRs that were retired since the last Z, whenever they were made', () => {
  const journal = opened(tempFolder());
  const ids = ['A', 'B'].map((reference) => makeOk(journal, { reference }));
  journal.retire(ids[0] ?? '');
  expect(closed(journal).operations).toMatchObject({ total: 2, retired: 1 });
  journal.retire(ids[1] ?? '');
  expect(journal.shifts.close(closing(2, { empty: false }))).toMatchObject({
    done: 'closed',
    report: { operations: { total: 0, retired: 1 } },
  });
  expect(journal.shifts.look(FACTS).operations.retired).toBe(0);
});

it('bears the end of the chain of events', () => {
  const journal = opened(tempFolder());
  makeOk(journal);
  const head = journal.chainHead();
  expect(head.events).toBeGreaterThan(0);
  expect(closed(journal).chain).toEqual(head);
});

it('is closed once, whoever else meant it, and never by accident when there is nothing to report', () => {
  const folder = tempFolder();
  const journal = opened(folder);
  const other = opened(folder);
  expect(journal.shifts.close(closing(1, { empty: false }))).toEqual({ done: 'nothing', last: null });
  makeOk(journal);
  expect(journal.shifts.close(closing(1, { empty: false }))).toMatchObject({ done: 'closed' });
  expect(other.shifts.close(closing(1))).toMatchObject({
    done: 'other',
    present: { number: 2 },
    report: { number: 1 },
  });
  expect(other.shifts.close(closing(2, { empty: false }))).toMatchObject({ done: 'nothing', last: { number: 1 } });
  expect(other.shifts.close(closing(3))).toMatchObject({ done: 'other', report: null });
  other.shifts.open('sari');
  expect(other.shifts.close(closing(2, { empty: false }))).toMatchObject({ done: 'closed', report: { number: 2 } });
  expect(journal.shifts.reports().map(({ number }) => number)).toEqual([2, 1]);
});

it('puts the paper of a Z into the queue in the same transaction, or neither', () => {
  const journal = opened(tempFolder());
  const paper = () => ({ ...printWish(null), kind: 'report' as const, reference: 'Z-1' });
  const fails = () => {
    throw new Error('no paper');
  };
  expect(() => journal.shifts.close(closing(1, { paper: fails }))).toThrow('no paper');
  expect(journal.shifts.present().number).toBe(1);
  const done = journal.shifts.close(closing(1, { paper }));
  expect(done).toMatchObject({ done: 'closed', job: { kind: 'report', state: 'queued', reference: 'Z-1' } });
  expect(journal.shifts.papers('Z-1')).toHaveLength(1);
  // It belongs to the next shift, and is no work that would have to be reported.
  expect(journal.shifts.close(closing(2, { empty: false }))).toMatchObject({ done: 'nothing' });
});

it.each([
  ['a second present shift', 'INSERT INTO shifts (number, after_operation, after_print) VALUES (3, 1, 0)'],
  ['a gap', 'INSERT INTO shifts (number, after_operation, after_print) VALUES (4, 1, 0)'],
  ['a Z changed', "UPDATE shifts SET report = '{}' WHERE number = 1"],
  ['a Z deleted', 'DELETE FROM shifts WHERE number = 1'],
  ['a beginning moved', 'UPDATE shifts SET after_operation = 0 WHERE number = 2'],
  ['an opener replaced', "UPDATE shifts SET opened_by = 'x' WHERE number = 2"],
])('refuses %s in the tables themselves', (_what, sql) => {
  const folder = tempFolder();
  const journal = opened(folder);
  makeOk(journal);
  closed(journal);
  journal.shifts.open('sari');
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  try {
    expect(() => db.exec(sql)).toThrow();
  } finally {
    db.close();
  }
  expect(journal.verify().problems).toEqual([]);
});

it.each([
  ['UPDATE shifts SET after_operation = 0 WHERE number = 2', 'does not begin where the one before ended'],
  ["UPDATE shifts SET report = json_set(report, '$.operations.total', 7) WHERE number = 1", 'do not add up'],
  ["UPDATE shifts SET report = json_set(report, '$.made.by', 'x') WHERE number = 1", 'another closing'],
  ['DELETE FROM shifts WHERE number = 2', 'no Z of the next number'],
  ['UPDATE shifts SET until_operation = 9 WHERE number = 1', 'ends after the last row'],
  ["UPDATE shifts SET report = json_set(report, '$.chain.link', 'ab') WHERE number = 1", 'does not have at that place'],
])('finds what a hand in the file did: %s', (sql, says) => {
  const folder = tempFolder();
  const journal = opened(folder);
  makeOk(journal);
  closed(journal);
  const db = new DatabaseSync(join(folder, JOURNAL_FILE));
  for (const name of ['closed_shifts_stay', 'shifts_keep_their_beginning', 'shifts_are_kept']) {
    db.exec(`DROP TRIGGER ${name}`);
  }
  db.exec(sql);
  db.close();
  expect(journal.verify().problems.join('\n')).toContain(says);
});

type Step =
  | { readonly do: 'ok' | 'unknown' | 'refused'; readonly operator: string }
  | { readonly do: 'settle' | 'print' | 'open' | 'look' | 'restart' }
  | { readonly do: 'close'; readonly empty: boolean }
  | { readonly do: 'clock'; readonly ms: number };

const operator = fc.constantFrom('sari', 'budi', 'tono');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('ok', 'unknown', 'refused'), operator }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('settle', 'print', 'open', 'look', 'restart') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('close' as const), empty: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('clock' as const), ms: fc.integer({ min: -9e8, max: 9e8 }) }) },
);

it('has every operation in exactly one report, whatever is done in whatever order', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const folder = tempFolder();
      const clock = handClock();
      const open = (): Journal => {
        const result = openJournal({ folder, clock, random: chance });
        if (!result.ok) throw new Error(result.detail);
        return result.journal;
      };
      let journal = open();
      /** Of each operation, in the order in which they were begun: the shift that was present. */
      const begunIn = new Map<string, number>();
      const unknown: string[] = [];
      const settled: { readonly id: string; readonly begun: number; readonly in: number }[] = [];
      let papers = 0;
      const act = (wanted: Step, turn: number): void => {
        const { number } = journal.shifts.present();
        switch (wanted.do) {
          case 'ok':
          case 'unknown':
          case 'refused': {
            const reference = `R${turn}`;
            let id: string;
            if (wanted.do === 'ok') id = makeOk(journal, { reference, operator: wanted.operator });
            else if (wanted.do === 'unknown') {
              id = makeUnknown(journal, reference);
              unknown.push(id);
            } else {
              id = journal.intend(wish({ reference, operator: wanted.operator })).id;
              journal.settle(id, { state: 'refused', by: 'answer', code: '4017300' });
            }
            begunIn.set(id, number);
            return;
          }
          case 'settle': {
            const id = unknown.shift();
            if (id === undefined) return;
            journal.settle(id, { state: 'ok', by: 'query', code: null, result: RESULT });
            const begun = begunIn.get(id) ?? 0;
            if (begun !== number) settled.push({ id, begun, in: number });
            return;
          }
          case 'print':
            journal.beginPrint(printWish(null));
            papers += 1;
            return;
          case 'open':
            journal.shifts.open('sari');
            return;
          case 'look':
            journal.shifts.look(FACTS);
            return;
          case 'close':
            journal.shifts.close(closing(number, { empty: wanted.empty }));
            return;
          case 'restart':
            journal.close();
            journal = open();
            return;
          case 'clock':
            clock.turn(wanted.ms);
        }
      };
      try {
        steps.forEach(act);
        const reports = [...journal.shifts.reports().toReversed(), journal.shifts.look(FACTS)];
        expect(reports.map(({ number }) => number)).toEqual(reports.map((_, index) => index + 1));
        for (const report of reports) {
          const { number, operations } = report;
          const mine = [...begunIn].filter(([, shift]) => shift === number).map(([id]) => id);
          expect(operations.total).toBe(mine.length);
          expect([operations.first, operations.last]).toEqual([mine.at(0) ?? null, mine.at(-1) ?? null]);
          expect(totalsOf(report).total).toBe(mine.length);
          for (const split of [totalsByKind(report), totalsByOperator(report)]) {
            expect(split.reduce((sum, [, totals]) => sum + totals.total, 0)).toBe(mine.length);
          }
          expect(report.settledSince.map(({ id, shift }) => ({ id, begun: shift, in: number }))).toEqual(
            settled.filter((one) => one.in === number),
          );
        }
        expect(reports.reduce((sum, { operations }) => sum + operations.total, 0)).toBe(begunIn.size);
        expect(reports.reduce((sum, report) => sum + report.papers.total, 0)).toBe(papers);
        expect(
          reports
            .at(-1)
            ?.open.map(({ id }) => id)
            .toSorted(),
        ).toEqual(unknown.toSorted());
        expect(journal.verify().problems).toEqual([]);
      } finally {
        journal.close();
      }
    }),
    { numRuns: 60 },
  );
});
