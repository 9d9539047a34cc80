/** A damaged journal in the window: shown instead of the set-up, set aside after a question, and the till is there again. */
import { cp, mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { systemClock, systemRandom } from '../../main/app/system.ts';
import { openJournal } from '../../main/journal/open-journal.ts';
import { launchTill, type Till } from '../electron/launch.ts';
import { BUDI, openSandboxTill } from '../support/sandbox-till.ts';
import { type Built, buildProgram } from './open-till.ts';
import { frame } from './pages/frame.ts';

let built: Built;
let home: string;
let till: Till;

/** A store's folder after a day's work, its journal damaged where it is looked at first. */
async function damagedHome(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'till-damaged-'));
  const world = await openSandboxTill();
  const reader = await world.app.reader();
  for (const courierNo of ['K-1', 'K-2']) await generateAtmQr(world.till, { ...BUDI, courierNo });
  const path = reader.ok ? reader.value.folder.path : '';
  await world.app.close();
  await cp(path, folder, { recursive: true });
  await world.close();
  // Closed by itself, so that every row is in the one file.
  const journal = openJournal({ folder, clock: systemClock, random: systemRandom });
  if (journal.ok) journal.journal.close();
  await using file = await open(join(folder, 'journal.sqlite'), 'r+');
  await file.write(Buffer.alloc(4_096, 0xa5), 0, 4_096, 4_096);
  return folder;
}

beforeAll(async () => {
  built = await buildProgram();
  home = await damagedHome();
  till = await launchTill({
    mainBundle: built.mainBundle,
    size: { width: 1024, height: 600 },
    env: { QRIS_TERMINAL_HOME: home },
  });
});
afterAll(async () => {
  await till.close();
  await built.remove();
  await rm(home, { recursive: true, force: true });
});

it('is said, set aside by a word, and followed by the till', async () => {
  const { page, t, button, heading, dialog } = frame(till.page);
  await heading(t.journal.title).waitFor();
  expect(await heading(t.setup.title).count()).toBe(0);
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/journal-1.png` });
  await button(t.journal.setAside).click();
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain(t.journal.setAsideBody);
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/journal-2.png` });
  // The safe answer has the focus.
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  expect((await readdir(home)).filter((name) => name.includes('set-aside'))).toEqual([]);
  await button(t.journal.setAside).click();
  await button(t.journal.setAsideYes).click();
  await page.getByText(t.journal.counts(2, 0)).waitFor();
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/journal-3.png` });
  expect((await readdir(home)).filter((name) => name.includes('set-aside')).length).toBeGreaterThan(1);
  await button(t.journal.goOn).click();
  await page.getByRole('navigation').waitFor();
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/journal-4.png` });
});
