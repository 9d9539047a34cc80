/** A till that knows its people: what each may do, what a locked one tells, and that nobody gets round it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { addOperator } from '../../../main/app/manage-people.ts';
import { contract } from '../../../shared/contract.ts';
import { RIGHTS } from '../../../shared/rights.ts';
import { BUDI, openSandboxTill } from '../../support/sandbox-till.ts';
import { openTestDesk, type TestDesk } from './world.ts';

const SARI = { operator: 'Sari', pin: '2580' };
const ANI = { operator: 'Ani', pin: '1379' };
const WISH = { ...BUDI, print: false };

let test: TestDesk;
let chosen: string | null = null;
/** This machine's own clock, milliseconds since its start. */
let sinceBoot = 1_000_000;

async function press(name: keyof typeof contract.requests, input: object = {}) {
  const actions: Readonly<Record<string, (input: never) => Promise<unknown>>> = test.desk.actions;
  return (await actions[name]?.(input as never)) as { readonly outcome: string } & Record<string, unknown>;
}

const REFUSED = { outcome: 'refused', words: { key: 'people.needs-right' } };
/** What nobody is let do for once. */
const ALONE = { outcome: 'refused', words: { key: 'people.needs-login' } };
const LOCKED = { outcome: 'refused', words: { key: 'people.locked' } };
const shown = () => test.told.at(-1);

beforeEach(async () => {
  chosen = null;
  sinceBoot = 1_000_000;
  const options = { http: { timeoutMs: 400 }, sinceBoot: () => sinceBoot };
  test = await openTestDesk(options, () => undefined, { chooseProfile: () => Promise.resolve(chosen) });
  expect(await press('operators.add', { ...SARI, role: 'supervisor' })).toMatchObject({ outcome: 'ok' });
  expect(await press('operators.add', { ...ANI, role: 'cashier' })).toMatchObject({ outcome: 'ok' });
});

const login = async (who: { readonly operator: string; readonly pin: string }) => {
  await press('session.lock');
  expect(await press('session.login', who)).toMatchObject({ outcome: 'ok' });
};

describe('the first one', () => {
  it('has to be a supervisor, and is in', async () => {
    expect(shown()?.session).toMatchObject({ state: 'in', role: 'supervisor', may: [...RIGHTS] });
    expect(shown()?.operator).toBe('Sari');
    const fresh = await openTestDesk();
    const cashier = await fresh.desk.actions['operators.add']({ ...ANI, role: 'cashier' });
    expect(cashier).toMatchObject({ outcome: 'invalid', fields: [{ path: 'role' }] });
    expect(fresh.told.at(-1)?.session.state).toBe('free');
    expect(await fresh.desk.actions['qr.generate'](WISH)).toMatchObject({ outcome: 'ok' });
  });
});

describe('a locked till', () => {
  it('answers nothing but who may log in', async () => {
    await press('qr.generate', { ...WISH, reference: 'SECRET-REF' });
    await press('session.lock');
    for (const [name, { right }] of Object.entries(contract.requests)) {
      if (right === 'anyone') continue;
      const answer = await press(name as keyof typeof contract.requests);
      expect({ name, ...answer }).toMatchObject({ name, ...LOCKED });
    }
    const snapshot = JSON.stringify(await press('app.snapshot'));
    for (const secret of ['SECRET-REF', 'Budi Santoso', '123456', 'merchantId":"', 'clientId']) {
      expect(snapshot).not.toContain(secret);
    }
    expect(JSON.stringify(shown())).toBe(JSON.stringify(((await press('app.snapshot')) as { data?: unknown }).data));
    expect(shown()?.session).toMatchObject({ state: 'locked', people: [{ name: 'Sari' }, { name: 'Ani' }], may: [] });
  });

  it('is told nothing while slips and answers come in', async () => {
    await press('session.lock');
    const before = test.told.length;
    test.desk.themeChanged();
    await test.world.app.doctor();
    for (const snapshot of test.told.slice(before)) expect(snapshot.slips).toEqual([]);
  });

  it('is locked when the machine wakes up, and when its screen was locked', async () => {
    test.desk.resumed();
    expect(shown()?.session.state).toBe('locked');
    await login(SARI);
    test.desk.locked();
    expect(shown()?.session.state).toBe('locked');
  });
});

describe('a cashier', () => {
  beforeEach(() => login(ANI));

  it('makes and expires QRs under his own name', async () => {
    const made = await press('qr.generate', { ...WISH, print: true });
    expect(made.outcome).toBe('ok');
    const opened = await test.world.app.till();
    if (!opened.ok) throw new Error('no till');
    const [operation] = opened.value.journal.operations();
    expect(operation).toMatchObject({ kind: 'generate', operator: 'Ani' });
    expect(JSON.stringify(opened.value.journal.printJobs()[0]?.slip)).toContain('Ani');
  });

  it('may not do what needs a supervisor', async () => {
    for (const [name, { right }] of Object.entries(contract.requests)) {
      if (!['settle', 'close-shift', 'export', 'settings', 'operators', 'reprint'].includes(right)) continue;
      const refused = right === 'settings' || right === 'operators' ? ALONE : REFUSED;
      expect({ name, ...(await press(name as keyof typeof contract.requests)) }).toMatchObject({ name, ...refused });
    }
    expect((await test.world.app.showProfile()).outcome).toBe('ok');
  });

  it('does one such thing when a supervisor lets him, and the journal says who did', async () => {
    const closing = { shift: 1, empty: true, print: false };
    expect(await press('shifts.close', closing)).toMatchObject(REFUSED);
    const asked = { ...SARI, channel: 'shifts.close', wish: closing };
    expect(await press('session.override', { ...asked, pin: '9999' })).toMatchObject({ outcome: 'refused' });
    expect(await press('shifts.close', closing)).toMatchObject(REFUSED);
    expect(await press('session.override', asked)).toMatchObject({ outcome: 'ok' });
    expect(await press('shifts.close', { ...closing, shift: 2 })).toMatchObject(REFUSED);
    expect(await press('shifts.close', closing)).toMatchObject({ outcome: 'ok' });
    expect(await press('shifts.close', { ...closing, shift: 2 })).toMatchObject(REFUSED);
    const opened = await test.world.app.till();
    expect(opened.ok && opened.value.journal.shifts.report(1)?.made.by).toBe('Ani / Sari');
    expect(opened.ok && opened.value.journal.verify().problems).toEqual([]);
  });

  it('cannot let himself do it, and nobody outside of the contract can be let', async () => {
    const wish = { shift: 1, empty: true, print: false };
    expect(await press('session.override', { ...ANI, channel: 'shifts.close', wish })).toMatchObject({
      words: { key: 'people.override-lacks' },
    });
    for (const channel of ['', '__proto__', 'constructor', 'session.lock', 'app.snapshot']) {
      expect(await press('session.override', { ...SARI, channel, wish: {} })).toMatchObject({ outcome: 'invalid' });
    }
  });

  it('prints a slip twice again, and a third time with a supervisor', async () => {
    await press('qr.generate', { ...WISH, reference: 'R-1', print: true });
    const printed = (copies: number) =>
      expect.poll(() => shown()?.slips.filter((slip) => slip.state === 'done').length).toBe(copies);
    await printed(1);
    const again = () => press('qr.print', { reference: 'R-1' });
    expect(await again()).toMatchObject({ outcome: 'ok' });
    expect(await again()).toMatchObject({ outcome: 'ok' });
    expect(await again()).toMatchObject({ ...REFUSED, about: { right: 'reprint' } });
    await press('session.override', { ...SARI, channel: 'qr.print', wish: { reference: 'R-1' } });
    expect(await again()).toMatchObject({ outcome: 'ok', data: { copy: 3 } });
    expect(await again()).toMatchObject(REFUSED);
  });

  it('chooses another PIN with the old one, and keeps it when that is wrong', async () => {
    expect(await press('session.pin', { pin: '0000', newPin: '4826' })).toMatchObject({ outcome: 'refused' });
    expect(await press('session.pin', { pin: ANI.pin, newPin: '1111' })).toMatchObject({ outcome: 'invalid' });
    expect(await press('session.pin', { pin: ANI.pin, newPin: '4826' })).toMatchObject({ outcome: 'ok' });
    await press('session.lock');
    expect(await press('session.login', ANI)).toMatchObject({ outcome: 'refused' });
    await login({ ...ANI, pin: '4826' });
  });
});

describe('wrong PINs', () => {
  const wrong = { ...ANI, pin: '0001' };
  const guess = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) await press('session.login', wrong);
  };

  it('make one wait, longer each time, whatever the clock on the wall is set to', async () => {
    await press('session.lock');
    expect(await press('session.login', wrong)).toMatchObject({ about: { left: 4 } });
    await guess(3);
    expect(await press('session.login', wrong)).toMatchObject({ about: { waitMs: 60_000 } });
    // Right, and too early.
    expect(await press('session.login', ANI)).toMatchObject({ outcome: 'refused', about: { waitMs: 60_000 } });
    expect(shown()?.session.people).toMatchObject([{ waitMs: 0 }, { wrong: 5, waitMs: 60_000 }]);
    sinceBoot += 60_000;
    expect(await press('session.login', wrong)).toMatchObject({ about: { waitMs: 120_000 } });
    sinceBoot += 119_999;
    expect(await press('session.login', ANI)).toMatchObject({ outcome: 'refused' });
    sinceBoot += 1;
    expect(await press('session.login', ANI)).toMatchObject({ outcome: 'ok' });
    await press('session.lock');
    expect(await press('session.login', wrong)).toMatchObject({ about: { left: 4 } });
  });

  it('are no more when they are tried all at once', async () => {
    await press('session.lock');
    const pins = Array.from({ length: 20 }, (_, n) => String(3_000 + n * 7));
    const answers = await Promise.all(pins.map((pin) => press('session.login', { ...ANI, pin })));
    const tried = answers.filter((answer) => JSON.stringify(answer.about).includes('left'));
    expect(tried).toHaveLength(4);
    expect(await press('session.login', ANI)).toMatchObject({ outcome: 'refused' });
  });

  it('of a supervisor who is asked to allow something count, too', async () => {
    await login(ANI);
    const asked = { operator: 'Sari', channel: 'shifts.close', wish: { shift: 1, empty: true, print: false } };
    for (let n = 0; n < 5; n += 1) await press('session.override', { ...asked, pin: `700${n}` });
    expect(await press('session.override', { ...asked, pin: SARI.pin })).toMatchObject({ outcome: 'refused' });
  });

  it('are forgotten when a supervisor gives another PIN', async () => {
    await press('session.lock');
    await guess(6);
    await login(SARI);
    expect(await press('operators.pin', { operator: 'ani', pin: '4826' })).toMatchObject({ outcome: 'ok' });
    await login({ ...ANI, pin: '4826' });
  });
});

describe('the people', () => {
  it('keep a last supervisor', async () => {
    const last = { outcome: 'refused', words: { key: 'people.last-supervisor' } };
    expect(await press('operators.remove', { operator: 'Sari' })).toMatchObject(last);
    expect(await press('operators.role', { operator: 'Sari', role: 'cashier' })).toMatchObject(last);
    await press('operators.role', { operator: 'Ani', role: 'supervisor' });
    expect(await press('operators.role', { operator: 'Sari', role: 'cashier' })).toMatchObject({ outcome: 'ok' });
    // Who is no supervisor any more is none from this moment on.
    expect(await press('operators.role', { operator: 'Sari', role: 'supervisor' })).toMatchObject(ALONE);
  });

  it.each([
    ['a name that is somebody’s', { operator: 'SARI', role: 'cashier', pin: '4826' }, 'operator'],
    ['no name', { operator: ' ', role: 'cashier', pin: '4826' }, 'operator'],
    ['a name like the system’s own', { operator: 'os:root', role: 'cashier', pin: '4826' }, 'operator'],
    ['an easy PIN', { operator: 'Tono', role: 'cashier', pin: '1234' }, 'pin'],
    ['a short PIN', { operator: 'Tono', role: 'cashier', pin: '12' }, 'pin'],
  ])('are not given %s', async (_what, input, path) => {
    expect(await press('operators.add', input)).toMatchObject({ outcome: 'invalid', fields: [{ path }] });
    expect(shown()?.session.people).toHaveLength(2);
  });

  it('whoever is taken off while he is in, is out', async () => {
    const opened = await test.world.app.till();
    if (!opened.ok) throw new Error('no till');
    await login(ANI);
    opened.value.journal.people.remove('Ani', 'Sari');
    await press('merchant.status');
    expect(await press('merchant.status')).toMatchObject(LOCKED);
  });
});

describe('recovery', () => {
  const profileFile = async (profile: object): Promise<string> => {
    const opened = await test.world.app.reader();
    if (!opened.ok) throw new Error('no folder');
    const path = join(opened.value.folder.path, 'from-head-office.json');
    await writeFile(path, JSON.stringify(profile), { mode: 0o600 });
    return path;
  };

  it('needs the very profile file', async () => {
    await press('session.lock');
    const input = { operator: 'Sari', pin: '4826' };
    expect(await press('operators.recover', input)).toMatchObject({ outcome: 'ok', data: null });
    const other = await openTestDesk();
    chosen = await profileFile(other.world.sandbox.profile);
    expect(await press('operators.recover', input)).toMatchObject({ words: { key: 'people.other-profile' } });
    expect(await press('session.login', input)).toMatchObject({ outcome: 'refused' });
    chosen = await profileFile({ ...test.world.sandbox.profile, speedcash: undefined });
    expect(await press('operators.recover', input)).toMatchObject({ words: { key: 'people.other-profile' } });
    chosen = await profileFile(test.world.sandbox.profile);
    expect(await press('operators.recover', input)).toMatchObject({ outcome: 'ok', data: { role: 'supervisor' } });
    await login(input);
  });

  it('is the only way in where the journal does not know its people any more', async () => {
    // As it is after the journal was deleted, or taken from an old copy.
    test = await openTestDesk(
      {},
      async ({ app }) => {
        const read = await app.reader();
        if (!read.ok) throw new Error('no folder');
        await writeFile(join(read.value.folder.path, 'operators.mark'), '');
      },
      { chooseProfile: () => Promise.resolve(chosen) },
    );
    const lost = { outcome: 'refused', words: { key: 'people.lost' } };
    expect(shown()?.session.state).toBe('lost');
    expect(await press('qr.generate', WISH)).toMatchObject(lost);
    expect(await press('operators.add', { ...SARI, role: 'supervisor' })).toMatchObject(lost);
    chosen = await profileFile(test.world.sandbox.profile);
    expect(await press('operators.recover', SARI)).toMatchObject({ outcome: 'ok' });
    expect(shown()?.session).toMatchObject({ state: 'in', role: 'supervisor' });
  });
});

it('nobody replaces the profile of a till that knows its people from inside a sandbox', async () => {
  const real = await openSandboxTill();
  try {
    await addOperator(real.till, { ...SARI, role: 'supervisor' });
    const openReal = () => Promise.resolve({ app: real.app, sandbox: false, close: () => Promise.resolve() });
    const { desk } = await openTestDesk({}, () => undefined, { openReal });
    expect(await desk.actions['profile.provision']({ path: '/nowhere.json' })).toMatchObject({
      outcome: 'unavailable',
      words: { key: 'people.sandbox-first' },
    });
  } finally {
    await real.close();
  }
});
