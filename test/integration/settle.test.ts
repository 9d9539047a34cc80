/** What becomes of operations that nobody can speak for, on the sandbox over real sockets: by query, by list, by repeat, by a person. */
import { afterEach, describe, expect, it } from 'vitest';
import { checkAtmQr } from '../../main/app/check-atm-qr.ts';
import { expireQr } from '../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { listQrs } from '../../main/app/list-qrs.ts';
import { registerTerminal } from '../../main/app/register-terminal.ts';
import { settleByPerson } from '../../main/app/settle-by-person.ts';
import { settleAll, settleOne } from '../../main/app/settle-open.ts';
import type { Operation } from '../../main/ports/operations.ts';
import { hurriedClock } from '../support/hurried-clock.ts';
import { BUDI, openSandboxTill, type SandboxTill } from '../support/sandbox-till.ts';

const worlds: SandboxTill[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function open(...[options]: Parameters<typeof openSandboxTill>): Promise<SandboxTill> {
  const world = await openSandboxTill({ clock: hurriedClock(), ...options });
  worlds.push(world);
  return world;
}

type NextFault = Parameters<SandboxTill['sandbox']['providers']['next']>[0];
const spoil = (world: SandboxTill, times: number, fault: NextFault): void => {
  for (let count = 0; count < times; count += 1) world.sandbox.providers.next(fault);
};
const sentTo = (world: SandboxTill, service: string) =>
  world.sandbox.providers.books().requests.filter((request) => request.service === service);
const only = (world: SandboxTill): Operation => {
  const [operation, ...others] = world.till.journal.operations({ state: 'unknown' });
  if (operation === undefined || others.length > 0) throw new Error(`${others.length + 1} are open`);
  return operation;
};
const now = (world: SandboxTill, { id }: Operation) => world.till.journal.operation(id);

/** An ATM QR that nobody can speak for. */
async function lostGenerate(world: SandboxTill, done: boolean): Promise<Operation> {
  spoil(world, 3, { service: 'generate-atm-qr', fault: done ? 'LOST' : 'RESET' });
  spoil(world, 3, { service: 'query-atm-qr', fault: 'ERR500' });
  await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' });
  return only(world);
}

const BILL = '10092081';

/** An expire that nobody can speak for: done at the provider or not. */
async function lostExpire(world: SandboxTill, done: boolean, billNumber = BILL): Promise<Operation> {
  spoil(world, 3, { service: 'expire-billnumber', fault: done ? 'LOST' : 'RESET' });
  spoil(world, 3, { service: 'generate-list', fault: 'ERR503' });
  await expireQr(world.till, { billNumber });
  return only(world);
}

describe('an ATM QR', () => {
  it('that PayCools knows is settled by asking, and nobody asks for it twice', async () => {
    const world = await open();
    const lost = await lostGenerate(world, true);
    expect(await settleAll(world.till)).toMatchObject({ outcome: { outcome: 'ok' }, round: { settled: 1, open: 0 } });
    expect(now(world, lost)).toMatchObject({ state: 'ok', result: { qrStatus: 'ACTIVE' }, toldAt: null });
    expect(sentTo(world, 'generate-atm-qr')).toHaveLength(3);
  });

  it('that PayCools does not know stays open in a round, and is repeated byte for byte when a person wants it', async () => {
    const world = await open();
    const lost = await lostGenerate(world, false);
    const { outcome, round } = await settleAll(world.till);
    expect(outcome).toMatchObject({ outcome: 'unknown', words: { key: 'settle.some-open' } });
    expect(round.operations[0]?.words.key).toBe('settle.not-found');
    expect(now(world, lost)).toMatchObject({ state: 'unknown' });
    expect(sentTo(world, 'generate-atm-qr')).toHaveLength(3);

    const settled = await settleOne(world.till, { operation: lost.id });
    expect(settled).toMatchObject({ outcome: 'ok', data: { state: 'ok', by: 'repeat' } });
    const requests = sentTo(world, 'generate-atm-qr');
    expect(new Set(requests.map(({ body }) => body))).toEqual(new Set([lost.body]));
    expect(requests).toHaveLength(4);
    expect(world.sandbox.providers.books().atmQrs).toMatchObject([{ reference: 'R-1', processed: 1 }]);
  });

  it('stays open when the question is refused or not answered: that says nothing about it', async () => {
    const world = await open();
    const lost = await lostGenerate(world, true);
    spoil(world, 1, { service: 'query-atm-qr', code: '4299100' });
    expect((await settleAll(world.till)).round.operations[0]?.words.key).toBe('settle.question-refused');
    spoil(world, 1, { service: 'query-atm-qr', fault: 'HANG' });
    expect((await settleAll(world.till)).round.operations[0]?.words.key).toBe('settle.no-answer');
    spoil(world, 1, { service: 'query-atm-qr', fault: 'BARE' });
    expect((await settleAll(world.till)).round.operations[0]?.words.key).toBe('settle.no-content');
    expect(now(world, lost)).toMatchObject({ state: 'unknown', attempts: 3 });
  });

  it('is asked about once where PayCools is silent, however many are open', async () => {
    const world = await open();
    for (const courierNo of ['5009000', '50090002', '5009001']) await generateAtmQr(world.till, { ...BUDI, courierNo });
    const before = sentTo(world, 'query-atm-qr').length;
    const uncertain = world.till.journal.operations({ state: 'unknown' }).length;
    expect(uncertain).toBeGreaterThan(1);
    spoil(world, 3, { service: 'query-atm-qr', fault: 'RESET' });
    const { round } = await settleAll(world.till);
    expect(round.open).toBe(uncertain);
    expect(sentTo(world, 'query-atm-qr').length - before).toBe(1);
  });
});

describe('an expire', () => {
  it('that was done is settled by the day’s list, without a second request', async () => {
    const world = await open();
    const lost = await lostExpire(world, true);
    const { round } = await settleAll(world.till);
    expect(round.operations).toMatchObject([{ state: 'ok', by: 'list', words: { key: 'settle.ok-list' } }]);
    expect(now(world, lost)).toMatchObject({ state: 'ok', result: { billNumber: BILL } });
    expect(sentTo(world, 'expire-billnumber')).toHaveLength(3);
  });

  it('of a bill that is still active is repeated byte for byte, once a round', async () => {
    const world = await open();
    const lost = await lostExpire(world, false);
    spoil(world, 1, { service: 'expire-billnumber', fault: 'RESET' });
    expect((await settleAll(world.till)).round.operations[0]?.words.key).toBe('settle.repeat-unknown');
    expect((await settleAll(world.till)).round.operations).toMatchObject([{ state: 'ok', by: 'repeat' }]);
    const requests = sentTo(world, 'expire-billnumber');
    expect(new Set(requests.map(({ body }) => body))).toEqual(new Set([lost.body]));
    expect(requests).toHaveLength(5);
  });

  it('of a bill of the day before is found there', async () => {
    const world = await open();
    await lostExpire(world, true, '10091981');
    expect((await settleAll(world.till)).round.operations).toMatchObject([{ state: 'ok', by: 'list' }]);
  });

  it('of a bill that is in no list stays open and is not sent again', async () => {
    const world = await open();
    const lost = await lostExpire(world, false, '77777777');
    expect((await settleAll(world.till)).round.operations[0]?.words.key).toBe('settle.nowhere');
    expect(sentTo(world, 'expire-billnumber')).toHaveLength(3);
    expect(now(world, lost)).toMatchObject({ state: 'unknown' });
  });

  it('stays open, with no repeat, when a list cannot be had', async () => {
    const world = await open();
    const lost = await lostExpire(world, false);
    spoil(world, 1, { service: 'generate-list', fault: 'HALF' });
    expect((await settleAll(world.till)).round.operations[0]?.words.key).toBe('settle.no-answer');
    expect(sentTo(world, 'expire-billnumber')).toHaveLength(3);
    expect(now(world, lost)).toMatchObject({ state: 'unknown' });
  });

  it('pressed again is judged before it is sent again', async () => {
    const world = await open();
    await lostExpire(world, true);
    const again = await expireQr(world.till, { billNumber: BILL });
    expect(again).toMatchObject({ outcome: 'ok', words: { key: 'expire.ended' } });
    expect(sentTo(world, 'expire-billnumber')).toHaveLength(3);
  });

  it('that retires an ATM QR at the provider retires it here as well', async () => {
    const world = await open({
      adapt: (profile) => ({
        ...profile,
        paycools: { ...Object(profile.paycools), expireAtmQr: 'partnerReferenceNo' },
      }),
    });
    await generateAtmQr(world.till, { ...BUDI, reference: BILL });
    const lost = await lostExpire(world, false);
    expect(lost.kind).toBe('retire');
    // Its number is a bill of the day's list here, so the list speaks for it.
    expect((await settleAll(world.till)).round.operations).toMatchObject([{ kind: 'retire', state: 'ok' }]);
    const own = world.till.journal.operationByReference('generate', 'sandbox-paycools', BILL);
    expect(own?.retiredAt).not.toBeNull();
  });
});

describe('a registration', () => {
  it('is repeated: that makes no second terminal', async () => {
    const world = await open();
    spoil(world, 3, { service: 'generate-terminal', fault: 'LOST' });
    await registerTerminal(world.till, { description: 'Lantai 1' });
    expect((await settleAll(world.till)).round.operations).toMatchObject([{ state: 'ok', by: 'repeat' }]);
    expect(world.sandbox.providers.books().terminals).toHaveLength(1);
    expect(world.till.journal.registration('1210001')).toMatchObject({ description: 'Lantai 1' });
  });

  it('that a later one replaced is repeated for nobody, and never takes the machine back', async () => {
    const world = await open();
    spoil(world, 3, { service: 'generate-terminal', fault: 'RESET' });
    await registerTerminal(world.till, { terminalId: 'T-OLD' });
    const lost = only(world);
    await registerTerminal(world.till, { terminalId: 'T-NEW' });
    expect((await settleAll(world.till)).round.operations[0]?.words.key).toBe('settle.superseded');
    expect(await settleOne(world.till, { operation: lost.id })).toMatchObject({
      outcome: 'ok',
      data: { by: 'repeat' },
    });
    expect(world.till.journal.registration('1210001')).toMatchObject({ terminalId: 'T-NEW' });
  });
});

describe('a command', () => {
  it('waits longer where a question in the background is why it cannot act yet', async () => {
    const world = await open();
    const asked: (number | undefined)[] = [];
    const heldBy = (what: string) => ({
      ...world.till,
      lock: {
        acquire: (wanted: string, waitMs?: number) => {
          asked.push(waitMs);
          return waitMs === undefined
            ? Promise.resolve({ held: false, holder: { pid: 1, what, since: 0 } } as const)
            : world.till.lock.acquire(wanted, waitMs);
        },
      },
    });
    expect(await listQrs(heldBy('settle'), {})).toMatchObject({ outcome: 'ok' });
    expect(asked.at(-1)).toBeGreaterThan(8_000);
    expect(await listQrs(heldBy('qr generate'), {})).toMatchObject({ outcome: 'unavailable' });
  });
});

describe('what an ok means besides its operation', () => {
  const broken = (): never => {
    throw new Error('the disk is full');
  };

  it('is on disk with it or not at all: a registration', async () => {
    const world = await open();
    const { journal } = world.till;
    const till = { ...world.till, journal: { ...journal, register: broken } };
    await expect(registerTerminal(till, { terminalId: 'T-1' })).rejects.toThrow('disk');
    expect(journal.operations()[0]).toMatchObject({ state: 'sent' });
    expect((await settleAll(world.till)).round.operations).toMatchObject([{ state: 'ok', by: 'repeat' }]);
    expect(journal.registration('1210001')).toMatchObject({ terminalId: 'T-1' });
  });

  it('is on disk with it or not at all: an ATM QR that is used no more', async () => {
    const world = await open({
      adapt: (profile) => ({
        ...profile,
        paycools: { ...Object(profile.paycools), expireAtmQr: 'partnerReferenceNo' },
      }),
    });
    const { journal } = world.till;
    await generateAtmQr(world.till, { ...BUDI, reference: BILL });
    const till = { ...world.till, journal: { ...journal, retire: broken } };
    await expect(expireQr(till, { billNumber: BILL })).rejects.toThrow('disk');
    expect(journal.operations({ kind: 'retire' })[0]).toMatchObject({ state: 'sent' });
    expect((await settleAll(world.till)).round.operations).toMatchObject([{ kind: 'retire', state: 'ok', by: 'list' }]);
    expect(journal.operationByReference('generate', 'sandbox-paycools', BILL)?.retiredAt).not.toBeNull();
  });
});

describe('a person', () => {
  it('decides with a reason that nothing came of an ATM QR, and a later answer of PayCools puts it right', async () => {
    const world = await open();
    const lost = await lostGenerate(world, true);
    const decided = await settleByPerson(world.till, {
      operation: lost.id,
      as: 'refused',
      reason: 'PayCools: tidak ada',
    });
    expect(decided).toMatchObject({ outcome: 'ok', data: { state: 'refused', by: 'person' } });
    expect(decided.words.id).toContain('penguji');
    expect(sentTo(world, 'query-atm-qr')).toHaveLength(3);
    expect(await checkAtmQr(world.till, { reference: 'R-1' })).toMatchObject({ outcome: 'ok' });
    expect(now(world, lost)).toMatchObject({ state: 'ok' });
  });

  it('cannot say that an ATM QR was made: its content is with PayCools', async () => {
    const world = await open();
    const lost = await lostGenerate(world, true);
    const decided = await settleByPerson(world.till, { operation: lost.id, as: 'ok', reason: 'kurir melihatnya' });
    expect(decided).toMatchObject({ outcome: 'refused', words: { key: 'settle.needs-qr' } });
    expect(now(world, lost)).toMatchObject({ state: 'unknown' });
  });

  it('says that a QR has ended, and what was to be retired with it is', async () => {
    const world = await open();
    const lost = await lostExpire(world, false);
    expect(
      await settleByPerson(world.till, { operation: lost.id, as: 'ok', reason: 'dilihat di dasbor' }),
    ).toMatchObject({
      outcome: 'ok',
      data: { state: 'ok', by: 'person' },
    });
    expect(
      await settleByPerson(world.till, { operation: lost.id, as: 'refused', reason: 'ternyata tidak' }),
    ).toMatchObject({ outcome: 'refused', words: { key: 'settle.not-open' } });
  });

  it.each([
    ['without a reason', { as: 'refused', reason: ' ' }],
    ['with too short a one', { as: 'refused', reason: 'ya' }],
    ['with too long a one', { as: 'refused', reason: 'x'.repeat(201) }],
    ['without a decision', { as: undefined, reason: 'karena' }],
    ['to a state that is not for people', { as: 'not-sent', reason: 'karena' }],
  ])('decides nothing %s', async (_how, input) => {
    const world = await open();
    const lost = await lostExpire(world, false);
    expect(await settleByPerson(world.till, { operation: lost.id, ...input })).toMatchObject({ outcome: 'invalid' });
    expect(now(world, lost)).toMatchObject({ state: 'unknown' });
  });
});
