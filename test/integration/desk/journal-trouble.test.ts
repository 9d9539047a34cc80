/** The window with a damaged journal: said, nothing sent, set aside by a person's word, and the till goes on. */
import { closeSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock, systemRandom } from '../../../main/app/system.ts';
import { openJournal } from '../../../main/journal/open-journal.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { Clock } from '../../../main/ports/world.ts';
import type { SandboxApp } from '../../../main/sandbox/open-sandbox-app.ts';
import { hurriedClock } from '../../support/hurried-clock.ts';
import { openTestDesk } from './world.ts';

/** Asked before there is a journal, so that nothing of this process holds it. */
async function folderOf({ app }: SandboxApp): Promise<string> {
  const reader = await app.reader();
  if (!reader.ok) throw new Error('no folder');
  return reader.value.folder.path;
}

/** Another process's connection. */
function beside(folder: string): Journal {
  const opened = openJournal({ folder, clock: systemClock, random: systemRandom });
  if (!opened.ok) throw new Error(opened.detail);
  return opened.journal;
}

function spoil(file: string, from: number, to = statSync(file).size): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(to - from, 0xa5), 0, to - from, from);
  closeSync(handle);
}

const PRESS = {
  kind: 'generate',
  provider: 'paycools',
  merchantId: 'M-1',
  wish: {},
  body: '{}',
  terminalId: 'T-1',
  operator: 'o',
} as const;

const wish = { courierNo: 'K-1', courierName: 'Ani', courierMobile: '081200000399', print: false };

it('damaged before it is opened: shown instead of the set-up, and set aside by a word', async () => {
  let folder = '';
  const { desk } = await openTestDesk({}, async (sandbox) => {
    folder = await folderOf(sandbox);
    const journal = beside(folder);
    const open = journal.intend({ ...PRESS, reference: 'OPEN' });
    journal.beginAttempt({ operationId: open.id, provider: 'paycools', service: '90' });
    for (let n = 0; n < 40; n += 1) journal.intend({ ...PRESS, reference: `ATM${n}`, body: 'x'.repeat(2_000) });
    journal.close();
    // The page of the counters: it is looked at when the journal is opened.
    spoil(join(folder, 'journal.sqlite'), 4_096, 8_192);
  });
  const before = await desk.actions['app.snapshot']({});
  expect(before).toMatchObject({ data: { profile: null, journalTrouble: { damaged: true } } });
  expect(await desk.actions['qr.generate'](wish)).toMatchObject({
    outcome: 'unavailable',
    about: { journal: 'corrupt' },
  });
  const { findings } = (
    (await desk.actions['setup.check']({})) as { data: { findings: { check: string; health: string }[] } }
  ).data;
  expect(findings).toContainEqual(expect.objectContaining({ check: 'journal', health: 'fail' }));
  const aside = await desk.actions['journal.setAside']({});
  expect(aside).toMatchObject({ outcome: 'ok', data: { incomplete: true } });
  if (aside.outcome !== 'ok') throw new Error(aside.words.en);
  // Also what was only intended: the page that says that it was sent may be the one that is gone.
  expect(aside.data.open.map((one) => one.reference)).toContain('OPEN');
  expect(aside.data.open).toHaveLength(41);
  const after = await desk.actions['app.snapshot']({});
  expect(after).toMatchObject({ data: { journalTrouble: null, profile: { store: { name: 'Toko Contoh' } } } });
  expect(await desk.actions['qr.generate'](wish)).toMatchObject({ outcome: 'ok' });
});

it('damaged while the window is open: no crash, no further sending, and a new journal after a word', async () => {
  let folder = '';
  const { desk } = await openTestDesk({}, async (sandbox) => {
    folder = await folderOf(sandbox);
  });
  expect(await desk.actions['qr.generate'](wish)).toMatchObject({ outcome: 'ok' });
  // Somebody else's write: what this process remembers of the pages holds no more.
  const other = beside(folder);
  other.register({ merchantId: 'M-2', terminalId: 'T-2', description: 'x', registeredAt: 1 });
  const file = join(folder, 'journal.sqlite');
  spoil(file, 4_096);
  spoil(`${file}-wal`, 32 + 24);
  other.close();
  const second = await desk.actions['qr.generate']({ ...wish, courierNo: 'K-2' });
  expect(second).toMatchObject({ outcome: 'unavailable', about: { journal: 'corrupt' } });
  expect(second.words.en).toContain('Nothing has left this machine');
  const third = await desk.actions['qr.generate']({ ...wish, courierNo: 'K-3' });
  expect(third).toMatchObject({ outcome: 'unavailable', about: { journal: 'corrupt' } });
  const snapshot = await desk.actions['app.snapshot']({});
  expect(snapshot).toMatchObject({ data: { journalTrouble: { damaged: true } } });
  const aside = await desk.actions['journal.setAside']({});
  expect(aside).toMatchObject({ outcome: 'ok' });
  if (aside.outcome === 'ok')
    for (const name of aside.data.kept) expect(readFileSync(join(folder, name)).length).toBeGreaterThan(0);
  expect(await desk.actions['app.snapshot']({})).toMatchObject({ data: { journalTrouble: null } });
  expect(await desk.actions['qr.generate']({ ...wish, courierNo: 'K-4' })).toMatchObject({ outcome: 'ok' });
});

it('taken away with its folder while a slip waits: said once, and not as a new trouble at every look', async () => {
  let folder = '';
  let looks = 0;
  const hurried = hurriedClock();
  const clock: Clock = {
    ...hurried,
    sleep: (ms, signal) => {
      looks += 1;
      return hurried.sleep(ms, signal);
    },
  };
  const { desk, world, told } = await openTestDesk({ clock }, async (sandbox) => {
    folder = await folderOf(sandbox);
  });
  world.sandbox.printer.control.set({ paperOut: true });
  await desk.actions['qr.generate']({ ...wish, print: true });
  await expect.poll(() => told.at(-1)?.slips[0]?.state, { timeout: 20_000 }).toBe('paused');
  const away = `${folder}-away`;
  renameSync(folder, away);
  onTestFinished(() => renameSync(away, folder));
  await expect.poll(() => told.at(-1)?.journalTrouble?.words.key, { timeout: 20_000 }).toBe('journal.moved');
  const [since, seen] = [told.length - 1, looks];
  await expect.poll(() => looks, { timeout: 20_000 }).toBeGreaterThan(seen + 20);
  expect(new Set(told.slice(since).map(({ journalTrouble }) => journalTrouble?.words.key))).toEqual(
    new Set(['journal.moved']),
  );
});
