/**
 * Any presses, any network, any crash: nothing that was sent is lost, nothing goes out twice, and nobody is told what is
 * not so. The till and its journal are the real ones; the providers are a model, for what they did must be known.
 */
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkAtmQr } from '../../../main/app/check-atm-qr.ts';
import { expireQr } from '../../../main/app/expire-qr.ts';
import { generateAtmQr } from '../../../main/app/generate-atm-qr.ts';
import { createProviderTime } from '../../../main/app/provider-clock.ts';
import { registerTerminal } from '../../../main/app/register-terminal.ts';
import { settleAll, settleOne } from '../../../main/app/settle-open.ts';
import type { Till } from '../../../main/app/till.ts';
import { openActingLock, openPrinterLocks } from '../../../main/journal/acting-lock.ts';
import type { Journal } from '../../../main/ports/journal.ts';
import type { Operation } from '../../../main/ports/operations.ts';
import { createPrinting } from '../../../main/printing/printing.ts';
import { createPrintQueue } from '../../../main/printing/queue.ts';
import { createPaycools } from '../../../main/providers/paycools.ts';
import { createSpeedcash } from '../../../main/providers/speedcash.ts';
import type { Outcome } from '../../../shared/outcome.ts';
import type { StoreProfile } from '../../../shared/profile.ts';
import { chance, handClock, opened, tempFolder } from '../journal/world.ts';
import { Crash, FATES, modelProvider, type Received } from './model-provider.ts';

const keys = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  secret: createSecretKey(randomBytes(32)),
};

const PROFILE: StoreProfile = {
  version: 1,
  store: { name: 'Toko Model', address: 'Jl. Model 1' },
  speedcash: {
    baseUrl: 'https://speedcash.invalid/v1.0',
    clientId: 'client',
    channelId: '1',
    merchantId: 'M-1',
    ownerPhone: '6281200000000',
    signedPath: 'relative',
    listPath: '/qr/qr-generate-list',
    billNumberField: 'billnumber',
  },
  paycools: {
    baseUrl: 'https://paycools.invalid',
    tokenPath: '/v2.0/access-token/b2b',
    clientId: 'client',
    merchantId: 'M-1',
    channelCode: 'ATM_STATIC_QR',
    notifyUrl: 'https://paycools.invalid/notify',
    regionNo: '1',
    branchNo: '1',
    expireAtmQr: 'off',
  },
  printers: [],
  fingerprints: {},
};

/** `MODEL_RUNS=5000 npm test -- test/integration/operations` looks longer. */
const RUNS = Number(process.env.MODEL_RUNS ?? 60);

const BETWEEN_PRESSES_MS = 5_000;

const which = fc.nat(2);
const fates = fc.array(fc.constantFrom(...FATES), { maxLength: 5 });
/** The write of the journal, counted in this press, before which the power goes; most presses end before it. */
const cut = fc.option(fc.nat(12), { freq: 3, nil: null });
const press = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('generate'), on: which, fates, cut }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('again'), on: which, fates, cut }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('expire'), on: which, fates, cut }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('register'), on: which, fates, cut }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('check'), on: which, fates, cut }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('settle'), on: which, fates, cut }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('settle-one'), on: which, fates, cut }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('clock'), ms: fc.integer({ min: -1e9, max: 1e8 }) }) },
);
type Press = typeof press extends fc.Arbitrary<infer T> ? T : never;

const WRITES = ['intend', 'beginAttempt', 'endAttempt', 'settle', 'retire', 'told', 'register', 'recover'] as const;

/** The journal, until the power goes before its `cut.left`th write. */
function cutOff(journal: Journal, power: { left: number }): Journal {
  const guarded = (name: (typeof WRITES)[number]): unknown => {
    const real: unknown = journal[name];
    if (typeof real !== 'function') throw new Error(`${name} is no method`);
    return (...args: readonly unknown[]): unknown => {
      power.left -= 1;
      if (power.left < 0) throw new Crash(`before ${name}`);
      return Reflect.apply(real, journal, args);
    };
  };
  return { ...journal, ...Object.fromEntries(WRITES.map((name) => [name, guarded(name)])) };
}

function world() {
  const folder = tempFolder();
  const clock = handClock();
  const power = { left: Number.POSITIVE_INFINITY };
  let journal = opened(folder, { clock });
  let till: Till;
  let explicit = false;
  let round: Received[] = [];

  const provider = modelProvider((request) => {
    round.push(request);
    if (request.deed === 'generate' && !explicit) noOpenTwin(request);
  });

  /** A new reference only where nothing of the same wish is open, and nothing of it was made and never told. */
  function noOpenTwin(request: Received): void {
    const self = journal.operationByReference('generate', 'M-1', request.reference);
    if (self !== null && self.attempts > 1) return;
    const twins = journal.operations({ kind: 'generate' }).filter((one) => one.id !== self?.id && sameWish(one, self));
    expect(twins.filter(({ state }) => state === 'unknown' || state === 'sent')).toEqual([]);
    expect(
      twins.filter(({ state, toldAt, retiredAt }) => state === 'ok' && toldAt === null && retiredAt === null),
    ).toEqual([]);
  }

  function sameWish(a: Operation, b: Operation | null): boolean {
    return b !== null && a.wish.courierNo === b.wish.courierNo;
  }

  function start(): void {
    const deps = { http: provider.http, clock };
    const locks = openPrinterLocks({ folder, clock });
    const printing = createPrinting({ clock, random: chance, locks, memory: journal.printers });
    const { speedcash: speedcashFacts, paycools: paycoolsFacts } = PROFILE;
    if (speedcashFacts === null || paycoolsFacts === null) throw new Error('the model has both');
    const speedcash = createSpeedcash({
      facts: speedcashFacts,
      clientSecret: keys.secret,
      privateKey: keys.rsa,
      ...deps,
    });
    const paycools = createPaycools({ facts: paycoolsFacts, privateKey: keys.rsa, ...deps });
    till = {
      profile: PROFILE,
      sandbox: false,
      journal: cutOff(journal, power),
      lock: openActingLock({ folder, clock }),
      clock,
      random: chance,
      printing,
      queue: createPrintQueue({ journal, printing, locks, clock, printers: [] }),
      operator: 'model',
      may: () => true,
      mark: { there: () => false, set: () => undefined },
      sinceBoot: () => clock.monotonic(),
      machineTerminalId: () => 'T-MODEL001',
      providers: () => Promise.resolve({ ok: true, providers: { speedcash, paycools } }),
      pressedAt: () => clock.now(),
      onProgress: () => undefined,
      onFault: () => undefined,
      time: createProviderTime(clock),
      log: () => undefined,
    };
  }

  function act(taken: Press): Promise<Outcome<unknown>> {
    const on = 'on' in taken ? taken.on : 0;
    const courier = { courierNo: `C${on}`, courierName: 'Budi', courierMobile: '081200000345' };
    explicit = taken.does === 'again';
    switch (taken.does) {
      case 'generate':
        return generateAtmQr(till, courier);
      case 'again':
        return generateAtmQr(till, { ...courier, reference: `OWN-${on}` });
      case 'expire':
        return expireQr(till, { billNumber: `77${on}` });
      case 'register':
        return registerTerminal(till, { terminalId: `KASIR-${on}`, description: 'd' });
      case 'settle':
        return settleAll(till).then(({ outcome }) => outcome);
      case 'settle-one': {
        const open = journal.operations({ state: 'unknown' });
        return settleOne(till, { operation: open[on % Math.max(1, open.length)]?.id });
      }
      default:
        return checkAtmQr(till, { reference: `OWN-${on}` });
    }
  }

  async function take(taken: Press): Promise<void> {
    if ('ms' in taken) return clock.turn(taken.ms);
    clock.turn(BETWEEN_PRESSES_MS);
    round = [];
    provider.fates.splice(0, provider.fates.length, ...taken.fates);
    power.left = taken.cut ?? Number.POSITIVE_INFINITY;
    const sentBefore = provider.received.length;
    try {
      const outcome = await act(taken);
      honest(outcome, provider.received.slice(sentBefore), taken.does === 'check');
      // What is settled by the way is not handed over.
      const handsOver = taken.does !== 'settle-one';
      if (outcome.operationId !== null && handsOver) till.journal.told(outcome.operationId);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      journal.close();
      journal = opened(folder, { clock });
      start();
    } finally {
      power.left = Number.POSITIVE_INFINITY;
    }
    // Three attempts, in settling one, and one more that was refused at the door for its token alone.
    const most = taken.does === 'settle' || taken.does === 'settle-one' ? 2 : 4;
    for (const bodies of Map.groupBy(round, ({ deed, body }) => `${deed} ${body}`).values()) {
      expect(bodies.length).toBeLessThanOrEqual(most);
    }
  }

  /** What the cashier is told is so. */
  function honest(outcome: Outcome<unknown>, sent: readonly Received[], asked: boolean): void {
    const operation = outcome.operationId === null ? null : journal.operation(outcome.operationId);
    if (operation === null) return;
    const wasDone = provider.done.has(`${operation.kind} ${operation.reference}`);
    if (outcome.outcome === 'ok') expect(wasDone).toBe(true);
    // One that was refused at the door for its token did nothing either.
    if (outcome.outcome === 'not-sent') expect(sent.filter(({ fate }) => fate !== 'stale-token')).toEqual([]);
    // A bill may have been ended, a terminal registered by an earlier operation; a refused question is about itself.
    if (outcome.outcome === 'refused' && operation.kind === 'generate' && !asked) expect(wasDone).toBe(false);
  }

  function agree(): void {
    journal.recover();
    const operations = journal.operations();
    for (const one of ['generate', 'expire', 'register'] as const) {
      for (const reference of new Set(provider.received.filter(({ deed }) => deed === one).map((r) => r.reference))) {
        const bodies = provider.received.filter((r) => r.deed === one && r.reference === reference).map((r) => r.body);
        const mine = operations.filter((o) => o.kind === one && o.reference === reference);
        expect(new Set(bodies).size).toBe(1);
        expect(mine.length).toBeGreaterThan(0);
        if (provider.done.has(`${one} ${reference}`)) {
          expect(mine.some(({ state }) => state === 'ok' || state === 'unknown')).toBe(true);
        }
      }
    }
    for (const { kind, reference, state } of operations) {
      if (state === 'ok') expect(provider.done).toContain(`${kind} ${reference}`);
      if (kind === 'generate' && (state === 'refused' || state === 'not-sent')) {
        expect(provider.done).not.toContain(`${kind} ${reference}`);
      }
    }
    const ids = provider.received.map(({ externalId }) => externalId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(journal.verify().problems).toEqual([]);
  }

  start();
  return { take, agree, close: () => journal.close() };
}

it('loses nothing, repeats nothing and tells nothing but what is so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(press, { minLength: 3, maxLength: 14 }), async (presses) => {
      const { take, agree, close } = world();
      for (const one of presses) {
        await take(one);
        agree();
      }
      close();
    }),
    { numRuns: RUNS },
  );
}, 3_600_000);
