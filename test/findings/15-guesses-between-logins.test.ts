/**
 * "A right PIN forgets the wrong ones", and below five in a row nothing is noted and nobody is told: whoever stands at the
 * till guesses a supervisor's PIN three times after each of his logins, for as many days as it takes, and there is no trace.
 */
import { expect, it } from 'vitest';
import { ANI, peopled, SARI } from '../integration/people/people-world.ts';

it('thirty wrong PINs of a supervisor leave a trace', async () => {
  const { press, login, test } = await peopled();
  const opened = await test.world.app.till();
  if (!opened.ok) throw new Error('no till');
  const { journal } = opened.value;
  const before = journal.chainHead().events;
  let said: unknown[] = [];
  for (let day = 0; day < 10; day += 1) {
    await login(ANI);
    for (let n = 0; n < 3; n += 1) {
      const wish = { shift: 1, empty: true, print: false };
      await press('session.override', { operator: 'Sari', pin: `7${day}0${n}`, channel: 'shifts.close', wish });
    }
    await press('session.lock');
    said = [...said, (await press('session.login', SARI)).words];
  }
  const told = JSON.stringify(said).match(/salah|wrong/) !== null;
  expect({ noted: journal.chainHead().events > before, told }).not.toEqual({ noted: false, told: false });
});
