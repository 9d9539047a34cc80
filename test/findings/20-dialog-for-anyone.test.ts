/**
 * operators.recover is for anyone, also while the till is locked, and opens the system's file dialog for any free name and
 * any PIN: in a kiosk session "without a shell and files" (which docs/operators.md advises) that dialog is files, and on
 * Windows a shell: whoever reaches the data folder through it takes the journal and the mark away. While it is open the
 * turn `till` is held.
 */
import { expect, it } from 'vitest';
import { peopled } from './people-world.ts';

it('nobody who has proved nothing opens a file dialog at a locked till', async () => {
  let opened = 0;
  const { press, shown } = await peopled({}, undefined, {
    chooseProfile: () => {
      opened += 1;
      return Promise.resolve(null);
    },
  });
  await press('session.lock');
  await press('operators.recover', { operator: 'Siapa Saja', pin: '4826' });
  expect({ state: shown()?.session.state, opened }).toEqual({ state: 'locked', opened: 0 });
});
