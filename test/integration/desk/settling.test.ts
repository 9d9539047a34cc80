/** Settling in the background of the window: by itself, seen, when the network is back, and never in a cashier's way. */
import { describe, expect, it } from 'vitest';
import { expireQr } from '../../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../../main/app/generate-atm-qr.ts';
import type { Till } from '../../../main/app/till.ts';
import type { SandboxApp } from '../../../main/sandbox/open-sandbox-app.ts';
import { hurriedClock } from '../../support/hurried-clock.ts';
import { BUDI } from '../../support/sandbox-till.ts';
import { openTestDesk, type TestDesk } from './world.ts';

type NextFault = Parameters<SandboxApp['sandbox']['providers']['next']>[0];
const spoil = ({ sandbox }: SandboxApp, times: number, fault: NextFault): void => {
  for (let count = 0; count < times; count += 1) sandbox.providers.next(fault);
};

async function tillOf(world: SandboxApp): Promise<Till> {
  const opened = await world.app.till();
  if (!opened.ok) throw new Error(opened.outcome.words.en);
  return opened.value;
}

/** An ATM QR that PayCools made and nobody heard of. */
async function lostQr(world: SandboxApp): Promise<void> {
  spoil(world, 3, { service: 'generate-atm-qr', fault: 'LOST' });
  spoil(world, 3, { service: 'query-atm-qr', fault: 'ERR500' });
  await generateAtmQr(await tillOf(world), { ...BUDI, reference: 'R-1' });
}

const open = (before: (world: SandboxApp) => Promise<void>, times = 50): Promise<TestDesk> =>
  openTestDesk({ http: { timeoutMs: 400 }, clock: hurriedClock(times) }, before);
const last = (opened: TestDesk) => opened.told.at(-1);
const sent = ({ world }: TestDesk, service: string) =>
  world.sandbox.providers.books().requests.filter((request) => request.service === service);

describe('what was left uncertain', () => {
  it('is settled after a start without a press, and shown while it is', async () => {
    const opened = await open(lostQr);
    await expect.poll(() => last(opened)?.openOperations).toBe(0);
    expect(opened.told.some(({ settling }) => settling.asking === 'R-1')).toBe(true);
    expect(last(opened)?.settling).toEqual({ asking: null, nextAt: null });
    // Nobody pressed: it is not shown as something that somebody does.
    expect(
      opened.told.filter(({ acting }) => acting?.phase === 'sending').map(({ acting }) => acting?.action),
    ).not.toContain('qr.check');
    expect(sent(opened, 'generate-atm-qr')).toHaveLength(3);
    // Whoever presses for it again gets this one.
    const again = await opened.desk.actions['qr.generate']({ ...BUDI, print: false });
    expect(again).toMatchObject({ outcome: 'ok', data: { reference: 'R-1' }, words: { key: 'generate.already' } });
  });

  it('of a program that died is uncertain first, and then settled', async () => {
    const opened = await open(async (world) => {
      const till = await tillOf(world);
      const { journal } = till;
      spoil(world, 3, { service: 'expire-billnumber', fault: 'LOST' });
      spoil(world, 3, { service: 'generate-list', fault: 'ERR503' });
      await expireQr(till, { billNumber: '10092081' });
      // Dead with an attempt under way.
      const [operation] = journal.operations({ state: 'unknown' });
      journal.beginAttempt({ operationId: operation?.id ?? '', provider: 'speedcash', service: '93' });
    });
    const { journal } = await tillOf(opened.world);
    await expect.poll(() => journal.operations({ kind: 'expire' })[0]?.state).toBe('ok');
    expect(sent(opened, 'expire-billnumber')).toHaveLength(3);
  });

  it('is asked about ever less often where the answer decides nothing, and when next is told', async () => {
    const opened = await open(async (world) => {
      spoil(world, 3, { service: 'generate-atm-qr', fault: 'RESET' });
      await generateAtmQr(await tillOf(world), { ...BUDI, reference: 'R-1' });
    });
    const before = sent(opened, 'query-atm-qr').length;
    await expect.poll(() => last(opened)?.settling.nextAt).toMatch(/\+07:00$/);
    await expect.poll(() => sent(opened, 'query-atm-qr').length - before).toBeGreaterThanOrEqual(2);
    expect(last(opened)?.openOperations).toBe(1);
    // PayCools does not know it: nothing is sent again for nobody.
    expect(sent(opened, 'generate-atm-qr')).toHaveLength(3);
  });

  it('waits for the network, and is asked about the moment that a press reaches the provider', async () => {
    const clock = hurriedClock(1);
    /** A wait of more than two seconds never ends by itself: who is asked about after one was woken. */
    const sleep: typeof clock.sleep = (ms, signal) =>
      ms <= 2_000 ? clock.sleep(ms, signal) : clock.sleep(24 * 60 * 60_000, signal);
    const opened = await openTestDesk({ http: { timeoutMs: 400 }, clock: { ...clock, sleep } }, async (world) => {
      await lostQr(world);
      // The question in the background is cut off; before the next there is a wait of 2.5 to 5 seconds.
      spoil(world, 1, { service: 'query-atm-qr', fault: 'RESET' });
    });
    // The look around at the start reaches the provider as well, before or after: then it is that which is heard.
    await expect.poll(() => opened.told.some(({ reach }) => reach.paycools === 'unreachable')).toBe(true);
    await opened.desk.actions['qr.generate']({ ...BUDI, courierNo: 'K-2', print: false });
    await expect.poll(() => last(opened)?.openOperations).toBe(0);
    expect(opened.told.some(({ settling }) => settling.asking === 'R-1')).toBe(true);
  });
});

describe('a press', () => {
  const DEEDS = ['generate-list', 'expire-billnumber', 'generate-atm-qr'];
  const until = (opened: TestDesk, service: string) =>
    expect.poll(() => sent(opened, service).some(({ fault }) => fault === 'SLOW')).toBe(true);

  /** Three expires of bills that are still active, and a first question about them that takes its time. */
  const threeOpen = async (world: SandboxApp): Promise<void> => {
    const till = await tillOf(world);
    for (const billNumber of ['10092081', '10092078', '10092076']) {
      spoil(world, 3, { service: 'expire-billnumber', fault: 'RESET' });
      spoil(world, 3, { service: 'generate-list', fault: 'ERR503' });
      await expireQr(till, { billNumber });
    }
    spoil(world, 1, { service: 'generate-list', fault: 'SLOW', delayMs: 300 });
  };

  it('waits for one question at most, and all that are pressed go before the next', async () => {
    const opened = await open(threeOpen);
    await until(opened, 'generate-list');
    expect(last(opened)?.settling.asking).toBe('10092081');
    spoil(opened.world, 1, { service: 'generate-atm-qr', fault: 'SLOW', delayMs: 200 });
    const first = opened.desk.actions['qr.generate']({ ...BUDI, print: false });
    // The first has the right to act by now: whoever else wants it stands in line already.
    await until(opened, 'generate-atm-qr');
    const second = opened.desk.actions['qr.generate']({ ...BUDI, courierNo: 'K-2', print: false });
    expect([(await first).outcome, (await second).outcome]).toEqual(['ok', 'ok']);
    const { requests } = opened.world.sandbox.providers.books();
    const slow = requests.findIndex(({ fault }) => fault === 'SLOW');
    const after = requests.slice(slow + 1).filter(({ service }) => DEEDS.includes(service));
    expect(after.slice(0, 2).map(({ service }) => service)).toEqual(['generate-atm-qr', 'generate-atm-qr']);
    await expect.poll(() => last(opened)?.openOperations).toBe(0);
  });
});
