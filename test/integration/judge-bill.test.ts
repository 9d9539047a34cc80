/** The day's list as a judge: what each row and each gap in it lets us say, and for which days it is asked. */
import { afterEach, describe, expect, it } from 'vitest';
import { daysOfBill, judgeBill } from '../../main/app/judge-bill.ts';
import type { Till } from '../../main/app/till.ts';
import type { Operation } from '../../main/ports/operations.ts';
import type { Speedcash } from '../../main/providers/speedcash.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { openSandboxTill, type SandboxTill } from '../support/sandbox-till.ts';

const worlds: SandboxTill[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function open(): Promise<{ readonly till: Till; readonly speedcash: Speedcash }> {
  const world = await openSandboxTill({ clock: hurriedClock() });
  worlds.push(world);
  const loaded = await world.till.providers();
  if (!loaded.ok || loaded.providers.speedcash === null) throw new Error('no SpeedCash');
  return { till: world.till, speedcash: loaded.providers.speedcash };
}

/** SpeedCash whose lists hold these rows instead of its own; everything else of the answer is the sandbox's. */
function listing(speedcash: Speedcash, rows: readonly unknown[]): Speedcash {
  const { list } = speedcash;
  const call: typeof list.call = (body) => ({
    ...list.call(body),
    empty: { qrs: [], unreadable: 0 },
    read: () => list.call(body).read({ dataDetail: rows }),
  });
  return { ...speedcash, list: { ...list, call } };
}

const BILL = '4711';
const row = (expired: string | null, idQr: string = BILL) => ({
  id_qr: idQr,
  type: 'dynamic',
  generated_time: '2026-01-01 08:00:00',
  expired_time: expired,
  amount: '9000.00',
});
const PAST = '2026-01-01 09:00:00';
const FUTURE = '2099-01-01 09:00:00';

/** An expire of the bill in this till's journal, as it is before anything was sent. */
const expireBegun = ({ journal }: Till): Operation =>
  journal.intend({
    kind: 'expire',
    provider: 'speedcash',
    merchantId: '1210001',
    reference: BILL,
    wish: {},
    body: '{}',
    terminalId: 't',
    operator: 'o',
  });

describe('a list', () => {
  it.each([
    ['a row whose end is past', [row(PAST)], { is: 'ended' }],
    ['a row whose end is to come', [row(FUTURE)], { is: 'active' }],
    ['a row without an end', [row(null)], { is: 'active' }],
    ['two rows, one of them active', [row(PAST), row(null)], { is: 'active' }],
    ['a number that only begins the same', [row(PAST, `${BILL}0`)], { is: 'nowhere', hidden: false }],
    [
      'rows that cannot be read',
      [row(PAST, 'other'), { ...row(PAST), amount: '1.50' }],
      { is: 'nowhere', hidden: true },
    ],
    ['nothing that can be read', [{ ...row(PAST), generated_time: 'kemarin' }], { is: 'unheard' }],
  ])('with %s', async (_what, rows, verdict) => {
    const { till, speedcash } = await open();
    const asked = { id: 'OP-1', reference: BILL, createdAt: till.clock.now() };
    const begun = expireBegun(till);
    expect(await judgeBill(till, listing(speedcash, rows), { ...asked, id: begun.id })).toMatchObject(verdict);
  });

  it('is by the provider’s clock: a machine that is ahead ends nothing', async () => {
    const { till, speedcash } = await open();
    const soon = new Date(Date.now() + 7 * 3_600_000 + 60_000).toISOString().slice(0, 19).replace('T', ' ');
    const ahead = { ...till.time, now: () => Date.now() + 5 * 60_000 };
    const blind = { ...till, time: { ...ahead, offset: () => null } };
    const { id } = expireBegun(till);
    const operation = { id, reference: BILL, createdAt: Date.now() };
    expect(await judgeBill(blind, listing(speedcash, [row(soon)]), operation)).toMatchObject({ is: 'active' });
    expect(await judgeBill(till, listing(speedcash, [row(soon)]), operation)).toMatchObject({ is: 'active' });
  });
});

describe('the days', () => {
  const NOW = Date.parse('2026-11-21T10:00:00+07:00');
  const days = (reference: string, at: string) => {
    const till = { time: { now: () => NOW } } as unknown as Till;
    return daysOfBill(till, { reference, createdAt: Date.parse(at) });
  };

  it.each([
    ['of today', '4711', '2026-11-21T09:00:00+07:00', ['2026-11-21', '2026-11-20']],
    [
      'of last week, the day before, the day after, and today',
      '4711',
      '2026-11-14T09:00:00+07:00',
      ['2026-11-14', '2026-11-13', '2026-11-15', '2026-11-21'],
    ],
    [
      'that the number begins with come first',
      '20250101000000001',
      '2026-11-21T09:00:00+07:00',
      ['2025-01-01', '2026-11-21', '2026-11-20'],
    ],
    [
      'that the number only seems to begin with are no days',
      '20251301000',
      '2026-11-21T09:00:00+07:00',
      ['2026-11-21', '2026-11-20'],
    ],
    ['to come are not asked for', '20990101000', '2026-12-24T09:00:00+07:00', ['2026-11-21', '2026-11-20']],
    ['are Jakarta’s', '4711', '2026-11-20T17:30:00Z', ['2026-11-21', '2026-11-20']],
  ])('%s', (_how, reference, at, expected) => {
    expect(days(reference, at)).toEqual(expected);
  });
});
