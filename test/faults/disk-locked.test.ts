/** Another process holds the journal: waited for without holding up anything, then said; nothing is begun. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { openPatiently } from '../../main/app/journal-edge.ts';
import { systemClock, systemRandom } from '../../main/app/system.ts';
import { BUDI, openSandboxTill } from '../support/sandbox-till.ts';

const HOLD = fileURLToPath(new URL('./hold.ts', import.meta.url));

interface Holder {
  letGo(): Promise<void>;
}

async function hold(folder: string, how: 'write' | 'everything'): Promise<Holder> {
  const child = spawn(process.execPath, [HOLD, folder, how], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await once(child.stdout, 'data');
  return {
    letGo: async () => {
      child.stdin.write('\n');
      await exited;
    },
  };
}

/** Counts the turns of the event loop, none of which comes while something blocks it; in milliseconds, as all of it. */
function turns(): { longest(): number; all(): number } {
  const began = performance.now();
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 10);
  onTestFinished(() => clearInterval(timer));
  return { longest: () => longest, all: () => performance.now() - began };
}

async function openTill() {
  const world = await openSandboxTill();
  onTestFinished(() => world.close());
  const reader = await world.app.reader();
  if (!reader.ok) throw new Error('no reader');
  return { ...world, folder: reader.value.folder.path };
}

it('held for long: unavailable, nothing begun, and the window goes on turning', async () => {
  const { till, folder } = await openTill();
  const holder = await hold(folder, 'write');
  const loop = turns();
  expect(await generateAtmQr(till, BUDI)).toMatchObject({
    outcome: 'unavailable',
    operationId: null,
    about: { journal: 'locked' },
  });
  // Waited for in one piece, the longest turn would be as long as all of it.
  expect(loop.longest()).toBeLessThan(loop.all() / 2);
  // Whoever only looks is not kept from it.
  expect(till.journal.operations()).toEqual([]);
  await holder.letGo();
  expect(await generateAtmQr(till, BUDI)).toMatchObject({ outcome: 'ok' });
});

it('let go in time: goes on as if nothing had been', async () => {
  const { till, folder } = await openTill();
  const holder = await hold(folder, 'write');
  const outcome = generateAtmQr(till, BUDI);
  await holder.letGo();
  expect(await outcome).toMatchObject({ outcome: 'ok' });
});

it('a statement waits once for one who keeps it, and not again at every press', async () => {
  const { till, folder } = await openTill();
  const holder = await hold(folder, 'write');
  const told = (): number => {
    const began = performance.now();
    expect(() => till.journal.recoverPrints('kasir')).toThrow('locked');
    return performance.now() - began;
  };
  const first = told();
  expect(told() + told() + told()).toBeLessThan(first);
  await holder.letGo();
  expect(till.journal.recoverPrints('kasir')).toEqual([]);
});

it('held whole before it is opened: waited for, then said', async () => {
  const { till, folder, app } = await openTill();
  expect(await generateAtmQr(till, BUDI)).toMatchObject({ outcome: 'ok' });
  await app.close();
  const holder = await hold(folder, 'everything');
  const needs = { folder, clock: systemClock, random: systemRandom };
  const loop = turns();
  expect(await openPatiently(needs)).toMatchObject({ ok: false, reason: 'locked' });
  expect(loop.longest()).toBeLessThan(loop.all() / 2);
  const later = openPatiently(needs);
  await holder.letGo();
  const opened = await later;
  expect(opened).toMatchObject({ ok: true });
  if (opened.ok) opened.journal.close();
  expect(join(dirname(folder), 'home')).toBe(folder);
});
