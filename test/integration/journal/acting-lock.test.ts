/** One process at a time acts; the system takes the right back from whoever dies. */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HOLDER_FILE, LOCK_FILE, openActingLock } from '../../../main/journal/acting-lock.ts';
import type { Clock } from '../../../main/ports/world.ts';
import { handClock, NOVEMBER, realClock, startChild, tempFolder } from './world.ts';

it('is given, said, and given back', async () => {
  const folder = tempFolder();
  const lock = openActingLock({ folder, clock: handClock() });
  const first = await lock.acquire('qr generate');
  expect(first.held).toBe(true);
  const said: unknown = JSON.parse(await readFile(join(folder, HOLDER_FILE), 'utf8'));
  expect(said).toEqual({ pid: process.pid, what: 'qr generate', since: NOVEMBER });
  if (process.platform !== 'win32') expect(statSync(join(folder, HOLDER_FILE)).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).toSorted()).toEqual([HOLDER_FILE, LOCK_FILE]);
  expect(statSync(join(folder, LOCK_FILE)).size).toBe(0);
  if (first.held) {
    first.release();
    first.release();
  }
  expect(readdirSync(folder)).toEqual([LOCK_FILE]);
  expect((await lock.acquire('again')).held).toBe(true);
});

it('makes a second asker of the same process wait for as long as the first acts', async () => {
  const folder = tempFolder();
  const lock = openActingLock({ folder, clock: realClock });
  const first = await lock.acquire('qr generate');
  const second = lock.acquire('printer test', 0);
  await realClock.sleep(1);
  if (first.held) first.release();
  expect((await second).held).toBe(true);
});

it('waits for another holder with a limit, and says who it is when the wait is over', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const first = await openActingLock({ folder, clock }).acquire('qr generate');
  const lock = openActingLock({ folder, clock });
  const second = await lock.acquire('printer test', 200);
  expect(second).toEqual({ held: false, holder: { pid: process.pid, what: 'qr generate', since: NOVEMBER } });
  expect(clock.monotonic()).toBeGreaterThanOrEqual(200);
  // One who gave up must not stand in the way of the next.
  if (first.held) first.release();
  expect((await lock.acquire('qr list', 0)).held).toBe(true);
});

it('is exclusive between two locks of one process on one folder', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const first = await openActingLock({ folder, clock }).acquire('window');
  const other = openActingLock({ folder, clock });
  expect((await other.acquire('command', 100)).held).toBe(false);
  if (first.held) first.release();
  expect((await other.acquire('command', 100)).held).toBe(true);
});

it('serves those who ask in one process in their order, and lets other work go on meanwhile', async () => {
  const folder = tempFolder();
  const lock = openActingLock({ folder, clock: realClock });
  const order: string[] = [];
  const take = async (name: string): Promise<void> => {
    const turn = await lock.acquire(name, 60_000);
    if (!turn.held) throw new Error('The lock was not given.');
    order.push(name);
    await realClock.sleep(1);
    turn.release();
  };
  const first = await lock.acquire('first');
  const all = Promise.all(['a', 'b', 'c', 'd'].map(take));
  await new Promise((resolve) => setImmediate(resolve));
  order.push('other work');
  if (first.held) first.release();
  await all;
  expect(order).toEqual(['other work', 'a', 'b', 'c', 'd']);
});

it('does not keep its place when the waiting itself fails', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const broken: Clock = { ...clock, sleep: () => Promise.reject(new Error('no more time')) };
  const lock = openActingLock({ folder, clock: broken });
  const first = await lock.acquire('first');
  await expect(lock.acquire('second')).rejects.toThrow('no more time');
  if (first.held) first.release();
  expect((await lock.acquire('third')).held).toBe(true);
});

it('tells another process who acts, and waits for it', async () => {
  const folder = tempFolder();
  const child = startChild('hold', folder);
  expect(await child.line()).toBe('held');
  const lock = openActingLock({ folder, clock: realClock });
  expect(await lock.acquire('command', 50)).toMatchObject({
    held: false,
    holder: { pid: child.pid, what: 'qr generate' },
  });
  const waiting = lock.acquire('command', 60_000);
  child.say('let go');
  const got = await waiting;
  expect(got.held).toBe(true);
  if (got.held) got.release();
  await child.ended();
});

it('is free at once when the process that holds it is killed', async () => {
  const folder = tempFolder();
  const child = startChild('hold', folder);
  expect(await child.line()).toBe('held');
  await child.kill();
  // What the dead one wrote is still there; it must neither lock nor be believed.
  expect(readdirSync(folder)).toContain(HOLDER_FILE);
  const clock = handClock();
  const got = await openActingLock({ folder, clock }).acquire('command', 0);
  expect(got.held).toBe(true);
  const said: unknown = JSON.parse(await readFile(join(folder, HOLDER_FILE), 'utf8'));
  expect(said).toMatchObject({ pid: process.pid, what: 'command' });
});

it('says nobody rather than a wrong name', async () => {
  const folder = tempFolder();
  const gone = startChild('nothing', folder);
  gone.say('');
  await gone.ended();
  const lock = openActingLock({ folder, clock: handClock() });
  const first = await lock.acquire('first');
  const other = openActingLock({ folder, clock: handClock() });
  for (const text of ['', '[]', '{"pid":"1"}', JSON.stringify({ pid: gone.pid, what: 'dead', since: 1 })]) {
    writeFileSync(join(folder, HOLDER_FILE), text);
    expect(await other.acquire('second', 0)).toEqual({ held: false, holder: null });
  }
  if (first.held) first.release();
});

it('lets no two processes in at the same time', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'count'), '0');
  const children = [1, 2, 3].map(() => startChild('increment', folder, '15'));
  await Promise.all(children.map((child) => child.ended()));
  expect(await readFile(join(folder, 'count'), 'utf8')).toBe('45');
});

it('is that of the file that is there now, also where somebody removed the one that was kept open', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const lock = openActingLock({ folder, clock });
  const first = await lock.acquire('first');
  if (first.held) first.release();
  rmSync(join(folder, LOCK_FILE));
  const second = await lock.acquire('second');
  expect(second.held).toBe(true);
  expect((await openActingLock({ folder, clock }).acquire('other', 0)).held).toBe(false);
  if (second.held) second.release();
});

it('says the same each time while its folder is gone, and is had again once that is back', async () => {
  const folder = tempFolder();
  const lock = openActingLock({ folder: join(folder, 'locks'), clock: handClock() });
  const first = await lock.acquire('first');
  if (first.held) first.release();
  rmSync(folder, { recursive: true });
  await expect(lock.acquire('gone')).rejects.toThrow('ENOENT');
  await expect(lock.acquire('gone still')).rejects.toThrow('ENOENT');
  mkdirSync(folder);
  expect((await lock.acquire('back')).held).toBe(true);
});

it('goes with the till that is closed, and can be had again', async () => {
  const folder = tempFolder();
  const clock = handClock();
  const lock = openActingLock({ folder, clock });
  const first = await lock.acquire('first');
  lock.close();
  const other = await openActingLock({ folder, clock }).acquire('other', 0);
  expect(other.held).toBe(true);
  if (first.held) first.release();
  if (other.held) other.release();
  expect((await lock.acquire('again', 0)).held).toBe(true);
});
