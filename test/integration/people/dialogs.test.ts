/** A file that somebody chooses in a dialog is used only while whoever opened it is in. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ANI, peopled, SARI } from './world.ts';

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qris-finding-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function asked<T>() {
  const opened = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<T>();
  return {
    ask: () => {
      opened.resolve();
      return answer.promise;
    },
    opened: opened.promise,
    answer: answer.resolve,
  };
}

it('nobody installs a profile by a dialog that was left open on a locked till', async () => {
  const dialog = asked<string | null>();
  const { press, login, shown, test } = await peopled({ asReal: true }, undefined, {
    chooseProfile: dialog.ask,
    sessionTimes: { lockAfterMs: 300 },
  });
  await login(SARI);
  const choosing = press('profile.choose');
  await dialog.opened;
  await expect.poll(() => shown()?.session.state, { timeout: 5_000 }).toBe('locked');
  const path = join(await place(), 'intruder.json');
  const operators = { cashiers: ['settle', 'close-shift', 'export', 'reprint'], reprints: 50 };
  const store = { name: 'Toko Penyusup', address: 'x' };
  await writeFile(path, JSON.stringify({ ...test.world.sandbox.profile, store, operators }), { mode: 0o600 });
  dialog.answer(path);
  const said = await choosing;
  expect({ outcome: said.outcome, store: shown()?.session.store, state: shown()?.session.state }).toMatchObject({
    outcome: 'refused',
    store: 'Toko Contoh',
  });
});

it('nobody finishes a copy of the journal that a supervisor began', async () => {
  const dialog = asked<string | null>();
  const { press, login, shown } = await peopled({}, undefined, { chooseSave: dialog.ask });
  await login(SARI);
  const saving = press('journal.export', { format: 'jsonl' });
  await dialog.opened;
  await press('session.lock');
  await login(ANI);
  expect(shown()?.operator).toBe('Ani');
  const file = join(await place(), 'taken.jsonl');
  dialog.answer(file);
  const said = await saving;
  expect({ outcome: said.outcome, written: existsSync(file) }).toEqual({ outcome: 'refused', written: false });
});
