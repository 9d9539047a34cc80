/** The main job on the sandbox, over real sockets and a real journal: what each action says, sends and keeps. */
import { afterEach, describe, expect, it } from 'vitest';
import { checkAtmQr } from '../../main/app/check-atm-qr.ts';
import { expireQr } from '../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { listQrs } from '../../main/app/list-qrs.ts';
import { merchantStatus } from '../../main/app/merchant-status.ts';
import { printAgain } from '../../main/app/print-slip.ts';
import { registerTerminal } from '../../main/app/register-terminal.ts';
import { jakartaDate } from '../../shared/jakarta-time.ts';
import { BUDI, openSandboxTill, type SandboxTill } from '../support/sandbox-till.ts';

const worlds: SandboxTill[] = [];

afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function open(...options: Parameters<typeof openSandboxTill>): Promise<SandboxTill> {
  const world = await openSandboxTill(...options);
  worlds.push(world);
  return world;
}

const sentTo = (world: SandboxTill, service: string) =>
  world.sandbox.providers.books().requests.filter((request) => request.service === service);

describe('terminal register', () => {
  it('registers under this machine’s id, and again is safe', async () => {
    const world = await open();
    const first = await registerTerminal(world.till, { description: 'Lantai 1 / depan' });
    expect(first).toMatchObject({
      outcome: 'ok',
      code: '2009200',
      data: { terminalId: 'T-TEST0001', description: 'Lantai 1 / depan' },
    });
    expect(await registerTerminal(world.till, { description: 'Lantai 2' })).toMatchObject({ outcome: 'ok' });
    expect(world.till.journal.registration('1210001')).toMatchObject({
      terminalId: 'T-TEST0001',
      description: 'Lantai 2',
    });
    expect(world.sandbox.providers.books().terminals).toHaveLength(1);
  });

  it('keeps the description when it is not given again', async () => {
    const world = await open();
    await registerTerminal(world.till, { description: 'Lantai 1' });
    expect(await registerTerminal(world.till, {})).toMatchObject({ data: { description: 'Lantai 1' } });
  });

  it.each(['ab', 'KASIR LANTAI 1', 'x'.repeat(17), 'kasir/1'])(
    'refuses the id %s before anything is stored',
    async (id) => {
      const world = await open();
      expect(await registerTerminal(world.till, { terminalId: id })).toMatchObject({
        outcome: 'invalid',
        fields: [{ path: 'terminalId' }],
      });
      expect(world.till.journal.operations()).toEqual([]);
    },
  );

  it('keeps no registration that was refused, and says the limit of 65,000', async () => {
    const world = await open();
    const refused = await registerTerminal(world.till, { terminalId: '4009201' });
    expect(refused).toMatchObject({ outcome: 'refused', code: '4009201' });
    expect(refused.words.next?.id).toContain('65.000');
    expect(world.till.journal.registration('1210001')).toBeNull();
  });
});

describe('merchant status', () => {
  it.each([
    ['6220023000', 'pending'],
    ['6220023001', 'accepted'],
    ['6220023002', 'rejected'],
  ])('%s is %s', async (phone, status) => {
    const world = await open();
    expect(await merchantStatus(world.till, { phone })).toMatchObject({ outcome: 'ok', data: { status } });
  });

  it('refuses a phone that does not begin with 62', async () => {
    const world = await open();
    expect(await merchantStatus(world.till, { phone: '081234567890' })).toMatchObject({ outcome: 'invalid' });
    expect(sentTo(world, 'merchant-status')).toEqual([]);
  });
});

describe('qr generate', () => {
  it('makes one QR, with its intent and its attempt on disk', async () => {
    const world = await open();
    const made = await generateAtmQr(world.till, { ...BUDI, print: false });
    if (made.outcome !== 'ok') throw new Error(made.words.en);
    expect(made.data).toMatchObject({ qrStatus: 'ACTIVE', reference: expect.stringMatching(/^ATM\d{12}/) });
    const operation = world.till.journal.operationByReference('generate', 'sandbox-paycools', made.data.reference);
    expect(operation).toMatchObject({ state: 'ok', attempts: 1, operator: 'penguji' });
    const [request] = sentTo(world, 'generate-atm-qr');
    expect(request?.body).toBe(operation?.body);
    expect(world.till.journal.attemptsOf(operation?.id ?? '')[0]).toMatchObject({
      externalId: request?.externalId,
      outcome: 'ok',
    });
  });

  it('gives the same QR for the same reference without sending anything', async () => {
    const world = await open();
    const first = await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' });
    const again = await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' });
    expect(again).toMatchObject({ outcome: 'ok', data: first.outcome === 'ok' ? first.data : null });
    expect(sentTo(world, 'generate-atm-qr')).toHaveLength(1);
  });

  it('never lets one reference stand for two wishes', async () => {
    const world = await open();
    await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' });
    const other = await generateAtmQr(world.till, { ...BUDI, courierName: 'Siti', reference: 'R-1' });
    expect(other).toMatchObject({ outcome: 'invalid', fields: [{ path: 'reference' }] });
    expect(sentTo(world, 'generate-atm-qr')).toHaveLength(1);
  });

  it('settles a lost answer by asking, without a second request', async () => {
    const world = await open();
    world.sandbox.providers.next({ service: 'generate-atm-qr', fault: 'LOST' });
    const made = await generateAtmQr(world.till, BUDI);
    expect(made).toMatchObject({ outcome: 'ok', words: { key: 'generate.found' } });
    expect(sentTo(world, 'generate-atm-qr')).toHaveLength(1);
    expect(world.sandbox.providers.books().atmQrs).toHaveLength(1);
  });

  it('stays unknown when nobody answers, sends three times the same, and takes it up again at the next press', async () => {
    const world = await open();
    for (let count = 0; count < 3; count += 1) {
      world.sandbox.providers.next({ service: 'generate-atm-qr', fault: 'RESET' });
      world.sandbox.providers.next({ service: 'query-atm-qr', fault: 'HTML' });
    }
    const lost = await generateAtmQr(world.till, BUDI);
    expect(lost).toMatchObject({ outcome: 'unknown', about: { reference: expect.any(String) } });
    const requests = sentTo(world, 'generate-atm-qr');
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map((request) => request.body)).size).toBe(1);
    expect(new Set(requests.map((request) => request.externalId)).size).toBe(3);

    const settled = await generateAtmQr(world.till, BUDI);
    expect(settled).toMatchObject({ outcome: 'ok', operationId: lost.operationId });
    expect(settled.outcome === 'ok' && settled.data.reference).toBe(
      lost.outcome === 'unknown' && lost.about?.reference,
    );
    expect(world.sandbox.providers.books().atmQrs).toHaveLength(1);
  });

  it('gives the same QR again when whoever asked was never told (the process died), and a new one when they were', async () => {
    const world = await open();
    const lost = await generateAtmQr(world.till, { ...BUDI, print: true });
    const again = await generateAtmQr(world.till, { ...BUDI, print: true });
    expect(again).toMatchObject({ outcome: 'ok', operationId: lost.operationId, data: { print: { copy: 1 } } });
    expect(world.sandbox.providers.books().atmQrs).toHaveLength(1);
    world.till.journal.told(lost.operationId ?? '');
    await world.till.clock.sleep(2);
    const fresh = await generateAtmQr(world.till, BUDI);
    expect(fresh.operationId).not.toBe(lost.operationId);
  });

  it('makes one QR of two presses at the same moment', async () => {
    const world = await open();
    const tell = (outcome: { readonly operationId: string | null }): void => {
      if (outcome.operationId !== null) world.till.journal.told(outcome.operationId);
    };
    const [first, second] = await Promise.all([
      generateAtmQr(world.till, BUDI).then((outcome) => {
        tell(outcome);
        return outcome;
      }),
      generateAtmQr(world.till, BUDI),
    ]);
    expect(second.operationId).toBe(first.operationId);
    expect(world.sandbox.providers.books().atmQrs).toHaveLength(1);
  });

  it('keeps an unknown for another courier apart', async () => {
    const world = await open();
    await generateAtmQr(world.till, { ...BUDI, courierNo: '5009000' });
    const other = await generateAtmQr(world.till, BUDI);
    expect(other).toMatchObject({ outcome: 'ok' });
    expect(world.till.journal.operations({ state: 'unknown' })).toHaveLength(1);
  });

  it('says not-sent when the provider is not there, and the same reference can be tried again', async () => {
    const world = await open();
    await world.sandbox.providers.close();
    expect(await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' })).toMatchObject({ outcome: 'not-sent' });
    expect(world.till.journal.operations()[0]).toMatchObject({ state: 'not-sent', attempts: 0 });
  });

  it('renews a dead token once and goes on', async () => {
    const world = await open();
    world.sandbox.providers.next({ service: 'generate-atm-qr', fault: 'STALE' });
    expect(await generateAtmQr(world.till, BUDI)).toMatchObject({ outcome: 'ok' });
    expect(sentTo(world, 'paycools-token')).toHaveLength(2);
  });

  it('lists every field that is wrong and stores nothing', async () => {
    const world = await open();
    const outcome = await generateAtmQr(world.till, {
      courierNo: '',
      courierName: 'Budi\u001bp0',
      courierMobile: '12',
      reference: 'with space',
    });
    expect(outcome.outcome === 'invalid' && outcome.fields.map((field) => field.path)).toEqual([
      'courierNo',
      'courierName',
      'courierMobile',
      'reference',
    ]);
    expect(world.till.journal.operations()).toEqual([]);
    expect(world.sandbox.providers.books().requests).toEqual([]);
  });
});

describe('qr check', () => {
  it('settles an open one', async () => {
    const world = await open();
    for (let count = 0; count < 3; count += 1) {
      world.sandbox.providers.next({ service: 'generate-atm-qr', fault: 'LOST' });
      world.sandbox.providers.next({ service: 'query-atm-qr', fault: 'ERR503' });
    }
    expect(await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' })).toMatchObject({ outcome: 'unknown' });
    expect(await checkAtmQr(world.till, { reference: 'R-1' })).toMatchObject({
      outcome: 'ok',
      data: { qrStatus: 'ACTIVE' },
    });
    expect(world.till.journal.operations()[0]).toMatchObject({ state: 'ok' });
  });

  it('of one the provider does not know stays unknown where this till sent it, and is refused where it never did', async () => {
    const world = await open();
    await generateAtmQr(world.till, { ...BUDI, courierNo: '5009000', reference: 'R-1' });
    expect(await checkAtmQr(world.till, { reference: 'R-1' })).toMatchObject({ outcome: 'unknown', code: '4049101' });
    expect(await checkAtmQr(world.till, { reference: 'R-2' })).toMatchObject({ outcome: 'refused', code: '4049101' });
    expect(world.till.journal.operations()[0]).toMatchObject({ state: 'unknown' });
  });
});

describe('list and expire', () => {
  it('ends one of the day’s QRs, by number or by its whole QRIS', async () => {
    const world = await open();
    const listed = await listQrs(world.till, {});
    if (listed.outcome !== 'ok') throw new Error(listed.words.en);
    expect(listed.data.date).toBe(jakartaDate(Date.now()));
    expect(listed.data.qrs.every((qr) => qr.generatedAt.endsWith('+07:00'))).toBe(true);
    const bill = listed.data.qrs.find((qr) => qr.type === 'dynamic')?.idQr ?? '';
    expect(await expireQr(world.till, { billNumber: bill })).toMatchObject({
      outcome: 'ok',
      data: { billNumber: bill },
    });
  });

  it('a day without QRs is an empty list, not a refusal', async () => {
    const world = await open();
    const outcome = await listQrs(world.till, { date: '2000-01-08' });
    expect(outcome).toMatchObject({ outcome: 'ok', code: '4049001', data: { date: '2000-01-08', qrs: [] } });
  });

  it('"not found" after an unanswered attempt stays unknown', async () => {
    const world = await open();
    world.sandbox.providers.next({ service: 'expire-billnumber', fault: 'LOST' });
    world.sandbox.providers.next({ service: 'generate-list', fault: 'ERR503' });
    world.sandbox.providers.next({ service: 'expire-billnumber', code: '4049301', message: 'QR not Found' });
    expect(await expireQr(world.till, { billNumber: '10092081' })).toMatchObject({ outcome: 'unknown' });
  });

  it('shows the rows it can read and counts the others; a list of nothing readable is unknown', async () => {
    const row = { id_qr: '1', type: 'static', generate_time: '2026-11-21 08:00:00', expired_date: null, amount: null };
    const odd = { ...row, id_qr: '2', amount: '9000.50' };
    const asSpeedcash = async (rows: readonly unknown[]) => {
      const world = await open();
      const { providers } = world.till;
      const till = {
        ...world.till,
        providers: async () => {
          const loaded = await providers();
          if (!loaded.ok || loaded.providers.speedcash === null) return loaded;
          const { speedcash } = loaded.providers;
          const call = speedcash.list.call;
          const read = (body: string) => ({ ...call(body), read: () => call(body).read({ dataDetail: rows }) });
          return {
            ok: true as const,
            providers: { ...loaded.providers, speedcash: { ...speedcash, list: { ...speedcash.list, call: read } } },
          };
        },
      };
      return listQrs(till, {});
    };
    expect(await asSpeedcash([row, odd])).toMatchObject({
      outcome: 'ok',
      data: { qrs: [{ idQr: '1' }], unreadable: 1 },
    });
    expect(await asSpeedcash([odd])).toMatchObject({ outcome: 'unknown' });
  });

  it('takes up an open expire of the same bill instead of leaving it behind', async () => {
    const world = await open();
    for (let count = 0; count < 3; count += 1) {
      world.sandbox.providers.next({ service: 'expire-billnumber', fault: 'ERR503' });
      world.sandbox.providers.next({ service: 'generate-list', fault: 'ERR503' });
    }
    const open1 = await expireQr(world.till, { billNumber: '10092081' });
    expect(open1).toMatchObject({ outcome: 'unknown' });
    const settled = await expireQr(world.till, { billNumber: '10092081' });
    expect(settled).toMatchObject({ outcome: 'ok', operationId: open1.operationId });
  });

  it.each(['9D100000010708KASIR-016304BDA7', '000201010212'])('a cut scan (%s) is no bill number', async (scanned) => {
    const world = await open();
    expect(await expireQr(world.till, { billNumber: scanned })).toMatchObject({ outcome: 'invalid' });
  });

  it('a retired ATM QR is neither printed nor given again', async () => {
    const world = await open();
    await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' });
    await expireQr(world.till, { billNumber: 'R-1' });
    expect(await printAgain(world.till, { reference: 'R-1' })).toMatchObject({ outcome: 'refused' });
    expect(await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' })).toMatchObject({ outcome: 'refused' });
  });

  it('an ATM QR of this till is retired here, and says so', async () => {
    const world = await open();
    await generateAtmQr(world.till, { ...BUDI, reference: 'R-1' });
    expect(await expireQr(world.till, { billNumber: 'R-1' })).toMatchObject({
      outcome: 'ok',
      data: { retired: 'local' },
    });
    expect(sentTo(world, 'expire-billnumber')).toEqual([]);
    expect(world.till.journal.operations()[0]?.retiredAt).not.toBeNull();
  });
});
