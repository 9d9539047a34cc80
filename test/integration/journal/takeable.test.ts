/** Which earlier QRs a new press may have meant. */
import { expect, it } from 'vitest';
import { handClock, makeOk, NOVEMBER, opened, tempFolder, wish } from './world.ts';

const ME = wish().merchantId;
const never = { since: 1_000_000 };

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

it('are also those that were made after the press, whatever the clock says', () => {
  const clock = handClock();
  const journal = opened(tempFolder(), { clock });
  const make = (reference: string): void => journal.told(makeOk(journal, { reference }));
  const found = (since: number) =>
    journal.madeUnheard({ merchantId: ME, since, among: 200 }).map(({ reference }) => reference);
  make('R-1');
  clock.turn(10);
  const pressed = journal.lastStepBefore(clock.now());
  expect(found(pressed)).toEqual([]);
  clock.turn(-1e9);
  make('R-2');
  expect(found(pressed)).toEqual(['R-2']);
  clock.turn(2e9);
  expect(found(journal.lastStepBefore(clock.now()))).toEqual([]);
});

it('reach back to the start of the process that was pressed, as far as its times can be believed', () => {
  const clock = handClock();
  const journal = opened(tempFolder(), { clock });
  expect(journal.lastStepBefore(clock.now())).toBe(0);
  journal.told(makeOk(journal, { reference: 'R-1' }));
  clock.turn(100);
  journal.told(makeOk(journal, { reference: 'R-2' }));
  clock.turn(50);
  expect(journal.lastStepBefore(NOVEMBER + 100)).toBe(3);
  // Set back: what is later than now is no news.
  clock.turn(-120);
  expect(journal.lastStepBefore(NOVEMBER)).toBe(6);
});
