/** The window's side of the till on the sandbox: what a press leads to, what is shown, and what never happens twice. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { settingsFile } from '../../../main/desk/settings.ts';
import type { SandboxApp } from '../../../main/sandbox/open-sandbox-app.ts';
import { contract } from '../../../shared/contract.ts';
import { BUDI } from '../../support/sandbox-till.ts';
import { openTestDesk, type TestDesk } from './world.ts';

const open = (before?: (world: SandboxApp) => void, timeoutMs = 400): Promise<TestDesk> =>
  openTestDesk({ http: { timeoutMs } }, before);

const wish = { ...BUDI, print: false };
const sent = ({ world }: TestDesk, service: string) =>
  world.sandbox.providers.books().requests.filter((request) => request.service === service);

describe('a press', () => {
  it('pressed twice at once is one request, and both get its answer', async () => {
    const opened = await open();
    const generate = opened.desk.actions['qr.generate'];
    const [first, second] = await Promise.all([generate(wish), generate(wish)]);
    expect(first.outcome).toBe('ok');
    expect(second).toEqual(first);
    expect(sent(opened, 'generate-atm-qr')).toHaveLength(1);
  });

  it('shows what the till is doing, and rests afterwards', async () => {
    const opened = await open();
    const made = await opened.desk.actions['qr.generate']({ ...wish, print: true });
    // The QR does not wait for its paper: what becomes of the slip is told beside it.
    expect(made).toMatchObject({ outcome: 'ok', data: { print: { state: 'queued', proof: 'unconfirmed' } } });
    await expect.poll(() => opened.told.at(-1)?.slips[0]).toMatchObject({ state: 'done', proof: 'printed' });
    const phases = opened.told.flatMap(({ acting }) => (acting?.action === 'qr.generate' ? [acting.phase] : []));
    expect(phases).toEqual(expect.arrayContaining(['starting', 'sending']));
    await expect.poll(() => opened.told.at(-1)?.acting).toBeNull();
  });

  it('is not kept out by a look around that hangs', async () => {
    const opened = await open(
      (world) => world.sandbox.providers.next({ service: 'merchant-status', fault: 'HANG' }),
      3_000,
    );
    expect(await opened.desk.actions['qr.generate'](wish)).toMatchObject({ outcome: 'ok' });
  });

  it('gives the QR that nobody has seen again, and a new one once it was', async () => {
    const opened = await open();
    const generate = opened.desk.actions['qr.generate'];
    const made = await generate(wish);
    const again = await generate(wish);
    expect(again.operationId).toBe(made.operationId);
    if (again.outcome !== 'ok') throw new Error(again.words.en);
    await opened.desk.actions['qr.seen']({ reference: again.data.reference });
    expect((await generate(wish)).operationId).not.toBe(made.operationId);
  });
});

describe('what is shown', () => {
  it('is filled in by itself: printer, merchant, both providers, clock', async () => {
    const opened = await open();
    await expect
      .poll(() => opened.told.at(-1))
      .toMatchObject({
        merchant: { status: 'accepted' },
        printer: { state: 'ready' },
        reach: { speedcash: 'reachable', paycools: 'reachable' },
      });
  });

  it('counts what nobody can speak for', async () => {
    const opened = await open();
    await opened.desk.actions['qr.generate']({ ...wish, courierNo: '5009000' });
    expect(opened.told.at(-1)?.openOperations).toBe(1);
  });

  it('keeps language and sounds over a restart', async () => {
    const { desk } = await open();
    await desk.actions['app.language']({ language: 'en' });
    await desk.actions['app.sounds']({ sounds: false });
    expect(await desk.actions['app.snapshot']({})).toMatchObject({ data: { language: 'en', sounds: false } });
    const folder = await mkdtemp(join(tmpdir(), 'qris-desk-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'window', 'settings.json');
    settingsFile(file).write({ language: 'en' });
    settingsFile(file).write({ sounds: false });
    expect(settingsFile(file).read()).toEqual({ language: 'en', sounds: false });
  });
});

describe('the QRs of a day', () => {
  it('are the provider’s and this till’s, the newest first', async () => {
    const { desk } = await open();
    await desk.actions['qr.generate'](wish);
    const day = await desk.actions['qr.list']({});
    if (day.outcome !== 'ok') throw new Error(day.words.en);
    expect(new Set(day.data.qrs.map((qr) => qr.source))).toEqual(new Set(['provider', 'till']));
    expect(day.data).toMatchObject({ unreadable: 0, trouble: null });
  });

  it('are this till’s own, with the reason, when the provider cannot be had', async () => {
    const { desk, world } = await open();
    await desk.actions['qr.generate'](wish);
    for (let count = 0; count < 3; count += 1)
      world.sandbox.providers.next({ service: 'generate-list', fault: 'ERR503' });
    const day = await desk.actions['qr.list']({});
    expect(day).toMatchObject({ outcome: 'ok', data: { qrs: [{ source: 'till', type: 'atm' }] } });
    expect(day.outcome === 'ok' && day.data.trouble?.id).toMatch(/\S/);
  });

  it('a scanned ATM QR of this till is read as such, a bill as a bill', async () => {
    const { desk } = await open();
    const made = await desk.actions['qr.generate']({ ...wish, reference: 'R-1' });
    if (made.outcome !== 'ok') throw new Error(made.words.en);
    expect(await desk.actions['qr.read']({ scanned: made.data.qrContent })).toMatchObject({
      data: { reference: 'R-1' },
    });
    expect(await desk.actions['qr.read']({ scanned: '10092081' })).toMatchObject({
      data: { billNumber: '10092081', reference: null },
    });
  });
});

describe.skipIf(process.platform !== 'linux')('a long day', () => {
  it('leaves no file open behind an action', async () => {
    const opened = await open();
    const act = () => opened.desk.actions['merchant.status']({});
    await act();
    const before = readdirSync('/proc/self/fd').length;
    for (let count = 0; count < 15; count += 1) await act();
    expect(readdirSync('/proc/self/fd').length - before).toBeLessThanOrEqual(3);
  });
});

describe('the operations', () => {
  it('come page by page, and every page is what the contract says', async () => {
    const { desk, world } = await open();
    const till = await world.app.till();
    if (!till.ok) throw new Error('no till');
    const { journal } = till.value;
    for (let count = 0; count < 7; count += 1) {
      const facts = {
        kind: 'expire',
        provider: 'speedcash',
        merchantId: 'M',
        terminalId: 'T',
        operator: 'sari',
      } as const;
      journal.intend({ ...facts, reference: `BILL${count}`, wish: {}, body: '' });
    }
    const shown: string[] = [];
    let cursor: string | null = null;
    do {
      const wanted = { search: 'bill', limit: 3, ...(cursor === null ? {} : { cursor }) };
      const answer: Awaited<ReturnType<(typeof desk.actions)['operations.list']>> =
        await desk.actions['operations.list'](wanted);
      if (answer.outcome !== 'ok') throw new Error(answer.words.en);
      const page = contract.requests['operations.list'].output.parse(answer.data);
      shown.push(...page.operations.map(({ reference }) => reference));
      cursor = page.next;
    } while (cursor !== null);
    expect(shown).toEqual(['BILL6', 'BILL5', 'BILL4', 'BILL3', 'BILL2', 'BILL1', 'BILL0']);
  });
});
