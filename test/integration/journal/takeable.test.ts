/** Which earlier QRs a new press may have meant. */
import { expect, it } from 'vitest';
import { handClock, makeOk, NOVEMBER, opened, tempFolder, wish } from './world.ts';

const ME = wish().merchantId;
const never = { since: NOVEMBER + 9e9, until: NOVEMBER + 9e9 };

it('are those that nobody was told of, newest first', () => {
  const journal = opened(tempFolder());
  const ids = ['R-1', 'R-2', 'R-3'].map((reference) => makeOk(journal, { reference }));
  journal.told(ids[1] ?? '');
  const found = journal.madeUnheard({ merchantId: ME, ...never, among: 200 });
  expect(found.map(({ reference }) => reference)).toEqual(['R-3', 'R-1']);
  expect(journal.madeUnheard({ merchantId: 'another', ...never, among: 200 })).toEqual([]);
});

it('are none that was retired, is not ok, or is beyond the newest', () => {
  const journal = opened(tempFolder());
  makeOk(journal, { reference: 'R-1' });
  journal.retire(makeOk(journal, { reference: 'R-2' }));
  journal.intend(wish({ reference: 'R-3' }));
  makeOk(journal, { reference: 'R-4' });
  const found = (among: number) =>
    journal.madeUnheard({ merchantId: ME, ...never, among }).map(({ reference }) => reference);
  expect(found(3)).toEqual(['R-4', 'R-1']);
  expect(found(2)).toEqual(['R-4']);
});

it('are also those that were made while this press was waiting, and none that a clock set back shows as later than now', () => {
  const clock = handClock();
  const journal = opened(tempFolder(), { clock });
  const id = makeOk(journal, { reference: 'R-1' });
  journal.told(id);
  const at = journal.operation(id)?.updatedAt ?? 0;
  const found = (since: number, until: number) =>
    journal.madeUnheard({ merchantId: ME, since, until, among: 200 }).length;
  expect([found(at, at), found(at - 5, at + 5), found(at + 1, at + 5), found(at - 5, at - 1)]).toEqual([1, 1, 0, 0]);
});
