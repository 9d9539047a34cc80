/** A till whose clock is wrong, or is set while it works: what providers are sent, what is said, and that no order or id suffers. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { listQrs } from '../../main/app/list-qrs.ts';
import { merchantStatus } from '../../main/app/merchant-status.ts';
import { settleAll } from '../../main/app/settle-open.ts';
import type { LogEntry } from '../../main/app/till.ts';
import { createHttp } from '../../main/snap/http.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { BUDI, openSandboxTill, type SandboxTill } from '../support/sandbox-till.ts';

const HOUR = 3_600_000;
const worlds: SandboxTill[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

/** @param offMs how far this machine's clock is ahead of the providers' */
async function open(offMs: number, options: Parameters<typeof openSandboxTill>[0] = {}) {
  const clock = hurriedClock();
  clock.set(offMs);
  const world = await openSandboxTill({ clock, ...options });
  worlds.push(world);
  return { ...world, clock };
}

describe('a clock that is off', () => {
  it.each([-26 * HOUR, -2 * HOUR, 2 * HOUR, 26 * HOUR])(
    'by %s ms keeps nobody from working, and is said',
    async (off) => {
      const log: LogEntry[] = [];
      const world = await open(off, { log: (entry) => log.push(entry) });
      expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'ok' });
      expect(await merchantStatus(world.till, {})).toMatchObject({ outcome: 'ok' });
      expect(log.at(-1)?.clockCorrectedMs).toBeCloseTo(-off, -4);
      const { findings } = await world.app.doctor();
      expect(findings.find(({ check }) => check === 'clock')).toMatchObject({
        health: 'warn',
        words: { key: 'doctor.clock-corrected' },
      });
      // The journal keeps this machine's own time.
      const [made] = world.till.journal.operations();
      expect(Math.abs((made?.createdAt ?? 0) - world.clock.now())).toBeLessThan(60_000);
    },
  );

  it('lists the providers’ today', async () => {
    const world = await open(30 * 24 * HOUR);
    await merchantStatus(world.till, {});
    const listed = await listQrs(world.till, {});
    expect(listed.outcome === 'ok' && listed.data.qrs.length).toBeGreaterThan(0);
  });

  it('that is set while the till works is noticed before the next deed is stamped', async () => {
    const world = await open(0);
    expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'ok' });
    world.clock.set(-3 * HOUR);
    expect(await generateAtmQr(world.till, { ...BUDI, courierNo: 'K-2' })).toMatchObject({ outcome: 'ok' });
    expect(world.till.journal.operations({ kind: 'generate' }).map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  it('does not keep an uncertain QR from being found', async () => {
    const world = await open(-50 * 24 * HOUR);
    for (let count = 0; count < 3; count += 1) {
      world.sandbox.providers.next({ service: 'generate-atm-qr', fault: 'LOST' });
      world.sandbox.providers.next({ service: 'query-atm-qr', fault: 'ERR500' });
    }
    await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' });
    expect((await settleAll(world.till)).round).toMatchObject({ settled: 1, open: 0 });
  });
});

describe('a clock that jumps', () => {
  it('changes no order and repeats no id', async () => {
    const world = await open(0);
    for (const [index, jump] of [0, -HOUR, -HOUR, 3 * HOUR, -25 * HOUR, 0].entries()) {
      world.clock.set(jump);
      await generateAtmQr(world.till, { ...BUDI, courierNo: `K-${index}` });
    }
    const { journal } = world.till;
    const oldestFirst = journal.operations({ kind: 'generate' }).toReversed();
    expect(oldestFirst.map(({ wish }) => wish.courierNo)).toEqual(['K-0', 'K-1', 'K-2', 'K-3', 'K-4', 'K-5']);
    expect([...journal.allOperations()].map(({ id }) => id)).toEqual(oldestFirst.map(({ id }) => id));
    const external = world.sandbox.providers.books().requests.flatMap(({ externalId }) => externalId ?? []);
    expect(new Set(external).size).toBe(external.length);
    expect(new Set(oldestFirst.map(({ id }) => id)).size).toBe(6);
    expect(journal.verify()).toMatchObject({ ok: true, problems: [] });
  });

  it('back while a second press waits makes no second QR', async () => {
    const world = await open(0);
    world.sandbox.providers.next({ service: 'generate-atm-qr', fault: 'SLOW', delayMs: 150 });
    // Told before the second has its turn: it is not for that that it gets the same.
    const first = generateAtmQr(world.till, BUDI).then((made) => {
      world.till.journal.told(made.operationId ?? '');
      return made;
    });
    const second = generateAtmQr(world.till, BUDI);
    await expect.poll(() => world.sandbox.providers.books().requests.some(({ fault }) => fault === 'SLOW')).toBe(true);
    world.clock.set(-HOUR);
    const [one, two] = await Promise.all([first, second]);
    expect(two.operationId).toBe(one.operationId);
    expect(world.sandbox.providers.books().atmQrs).toHaveLength(1);
  });

  it('back does not give an old QR, that was told, for a new wish', async () => {
    const world = await open(0);
    const first = await generateAtmQr(world.till, BUDI);
    world.till.journal.told(first.operationId ?? '');
    world.clock.set(-HOUR);
    expect((await generateAtmQr(world.till, BUDI)).operationId).not.toBe(first.operationId);
  });
});

describe('a Date header', () => {
  const answers = async (headers: Readonly<Record<string, string>>) => {
    const server = createServer((_request, response) => response.writeHead(200, headers).end('{}'));
    await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
    const http = createHttp();
    onTestFinished(async () => {
      await http.close();
      server.closeAllConnections();
      await new Promise((closed) => void server.close(closed));
    });
    const { port } = server.address() as AddressInfo;
    const exchange = await http.post({ url: `http://127.0.0.1:${port}/`, headers: {}, body: new Uint8Array() });
    return exchange.kind === 'answered' ? exchange.serverTime : exchange.note;
  };
  const date = 'Sat, 21 Nov 2026 02:03:04 GMT';

  it('of the service itself is its time', async () => {
    expect(await answers({ 'content-type': 'application/json; charset=utf-8', date })).toBe(Date.parse(date));
  });

  it.each([
    ['a web page', { 'content-type': 'text/html', date }],
    ['an answer out of a cache', { 'content-type': 'application/json', age: '600', date }],
    ['one that is no time', { 'content-type': 'application/json', date: 'gestern' }],
  ])('of %s is nobody’s', async (_what, headers) => {
    expect(await answers(headers)).toBeNull();
  });
});
