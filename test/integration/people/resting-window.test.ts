/** What another process does to the people is seen by a window in which nobody presses anything. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hashPin } from '../../../main/app/pin.ts';
import { systemClock, systemRandom } from '../../../main/app/system.ts';
import { openJournal } from '../../../main/journal/open-journal.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import { BUDI } from '../../support/sandbox-till.ts';
import { openTestDesk } from '../desk/world.ts';
import { ANI, peopled, presser, SARI } from './world.ts';

/** Another process's connection. */
function beside(folder: string): Journal {
  const opened = openJournal({ folder, clock: systemClock, random: systemRandom });
  if (!opened.ok) throw new Error(opened.detail);
  onTestFinished(() => opened.journal.close());
  return opened.journal;
}
/** Until the window has looked by itself. */
const PATIENCE = { timeout: 15_000 };

it('"from the first operator on the window opens to nobody without a PIN", also where the command line made him', async () => {
  const test = await openTestDesk();
  const press = presser(test);
  await press('qr.generate', { ...BUDI, reference: 'R-1', print: true });
  await expect.poll(() => test.told.at(-1)?.slips.length).toBeGreaterThan(0);
  const read = await test.world.app.reader();
  if (!read.ok) throw new Error('no folder');
  const people = beside(read.value.folder.path).people;
  people.add({ name: 'Siti', role: 'supervisor', pin: await hashPin('270419') }, 'Siti');
  await expect.poll(() => test.told.at(-1)?.session.state, PATIENCE).toBe('locked');
  const snapshot = (await press('app.snapshot')) as unknown as { data: { session: { state: string } } };
  expect({ state: snapshot.data.session.state, told: JSON.stringify(snapshot).includes('Budi Santoso') }).toEqual({
    state: 'locked',
    told: false,
  });
});

it('whoever was taken off on the command line is not told of slips any more', async () => {
  const { login, shown, folder } = await peopled();
  await login(ANI);
  beside(await folder()).people.remove('Ani', 'Sari');
  await expect.poll(() => shown()?.session.state, PATIENCE).toBe('locked');
});

it('a supervisor who was recovered on the command line can choose her name at a window that is lost', async () => {
  let folder = '';
  const test = await openTestDesk({}, async ({ app }) => {
    const read = await app.reader();
    if (!read.ok) throw new Error('no folder');
    folder = read.value.folder.path;
    await writeFile(join(folder, 'operators.mark'), '');
  });
  expect(test.told.at(-1)?.session.state).toBe('lost');
  beside(folder).people.add({ name: 'Siti', role: 'supervisor', pin: await hashPin('270419') }, 'Siti');
  await expect
    .poll(() => test.told.at(-1)?.session, PATIENCE)
    .toMatchObject({ state: 'locked', people: [{ name: 'Siti' }] });
});

it('whoever got a new PIN on the command line has no wait on the lock screen any more', async () => {
  const { press, folder, shown } = await peopled();
  await press('session.lock');
  for (let n = 0; n < 5; n += 1) await press('session.login', { ...ANI, pin: '0001' });
  beside(await folder()).people.setPin('Ani', await hashPin('4826'), SARI.operator);
  // The login form keeps its fields shut while main says so: nobody can press what would look again.
  await expect.poll(() => shown()?.session.people, PATIENCE).toMatchObject([{ waitMs: 0 }, { waitMs: 0 }]);
});
