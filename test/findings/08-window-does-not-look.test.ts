/**
 * Who there is, is looked at before an action that needs a right, and never else. What another process (the command line)
 * did to the people reaches a window that rests only when somebody presses something that gets through to `look`.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashPin } from '../../main/app/pin.ts';
import { systemClock, systemRandom } from '../../main/app/system.ts';
import { openJournal } from '../../main/journal/open-journal.ts';
import type { Journal } from '../../main/ports/journal.ts';
import { openTestDesk } from '../integration/desk/world.ts';
import { BUDI } from '../support/sandbox-till.ts';
import { ANI, peopled, presser, SARI } from './people-world.ts';

/** Another process's connection. */
function beside(folder: string): Journal {
  const opened = openJournal({ folder, clock: systemClock, random: systemRandom });
  if (!opened.ok) throw new Error(opened.detail);
  onTestFinished(() => opened.journal.close());
  return opened.journal;
}
const rest = () => new Promise((resolve) => setTimeout(resolve, 4_000));

it('"from the first operator on the window opens to nobody without a PIN", also where the command line made him', async () => {
  const test = await openTestDesk();
  const press = presser(test);
  await press('qr.generate', { ...BUDI, reference: 'R-1', print: true });
  await expect.poll(() => test.told.at(-1)?.slips.length).toBeGreaterThan(0);
  const read = await test.world.app.reader();
  if (!read.ok) throw new Error('no folder');
  const people = beside(read.value.folder.path).people;
  people.add({ name: 'Siti', role: 'supervisor', pin: await hashPin('270419') }, 'Siti');
  await rest();
  const snapshot = (await press('app.snapshot')) as unknown as { data: { session: { state: string } } };
  expect({ state: snapshot.data.session.state, told: JSON.stringify(snapshot).includes('Budi Santoso') }).toEqual({
    state: 'locked',
    told: false,
  });
});

it('whoever was taken off on the command line is not told of slips any more', async () => {
  const { press, login, shown, folder } = await peopled();
  await login(ANI);
  beside(await folder()).people.remove('Ani', 'Sari');
  await rest();
  await press('app.snapshot');
  expect(shown()?.session.state).toBe('locked');
});

it('a supervisor who was recovered on the command line can choose her name at a window that is lost', async () => {
  let folder = '';
  const test = await openTestDesk({}, async ({ app }) => {
    const read = await app.reader();
    if (!read.ok) throw new Error('no folder');
    folder = read.value.folder.path;
    await writeFile(join(folder, 'operators.mark'), '');
  });
  const press = presser(test);
  expect(test.told.at(-1)?.session.state).toBe('lost');
  beside(folder).people.add({ name: 'Siti', role: 'supervisor', pin: await hashPin('270419') }, 'Siti');
  await rest();
  expect(await press('app.snapshot')).toMatchObject({ data: { session: { state: 'locked', people: [{ name: 'Siti' }] } } });
});

it('whoever got a new PIN on the command line has no wait on the lock screen any more', async () => {
  const { press, folder } = await peopled();
  await press('session.lock');
  for (let n = 0; n < 5; n += 1) await press('session.login', { ...ANI, pin: '0001' });
  beside(await folder()).people.setPin('Ani', await hashPin('4826'), SARI.operator);
  await rest();
  // The login form keeps its fields shut while main says so: nobody can press what would look again.
  expect(await press('app.snapshot')).toMatchObject({ data: { session: { people: [{ waitMs: 0 }, { waitMs: 0 }] } } });
});
