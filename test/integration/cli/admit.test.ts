/** Who may begin a command: every need, for the system's user, a cashier and a supervisor, as the profile and the people are. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../main/app/app.ts';
import type { FolderPlace } from '../../../main/app/data-folder.ts';
import { addOperator, removeOperator, setPin, setRole } from '../../../main/app/manage-people.ts';
import { openApp } from '../../../main/app/open-app.ts';
import type { Till } from '../../../main/app/till.ts';
import { type Admitted, admit } from '../../../main/cli/admit.ts';
import type { Pins } from '../../../main/cli/ask-pin.ts';
import type { Need } from '../../../main/cli/command-rights.ts';
import { type Sandbox, startSandbox } from '../../../main/sandbox/start-sandbox.ts';
import { createSandboxVault } from '../../../main/vault/memory.ts';
import { CASHIER_MAY, RIGHTS } from '../../../shared/rights.ts';

const NEEDS: readonly Need[] = ['anyone', 'in', ...RIGHTS];
const OPEN: readonly Need[] = ['anyone', 'in', ...CASHIER_MAY];
const PIN = { Siti: '270419', Budi: '8306' } as const;

interface World {
  readonly app: App;
  readonly place: FolderPlace;
  readonly till: Till;
  /** What came of it: `ok` and under whose name, else the key of the words. */
  readonly ask: (need: Need, operator?: string, options?: { pin?: string; always?: boolean }) => Promise<string>;
}

describe('admit', () => {
  let sandbox: Sandbox;
  let root: string;
  const apps: App[] = [];

  beforeAll(async () => {
    [sandbox, root] = await Promise.all([startSandbox(), mkdtemp(join(tmpdir(), 'qris-admit-'))]);
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await sandbox.close();
    await rm(root, { recursive: true, force: true });
  });

  function open(name: string) {
    const place = { env: { QRIS_TERMINAL_HOME: join(root, name) }, platform: process.platform, home: root };
    const vault = createSandboxVault();
    const { speedcashBaseUrl, paycoolsBaseUrl } = sandbox.providers;
    const urls = { speedcash: { baseUrl: speedcashBaseUrl }, paycools: { baseUrl: paycoolsBaseUrl } };
    const app = openApp({
      place,
      openVault: (_scope, profile) => vault.openFor(profile ?? urls),
      operator: 'kasir1',
      hasDisplay: false,
      machineTerminalId: () => 'T-TEST0001',
    });
    apps.push(app);
    return { app, place };
  }

  async function world(name: string, commandLine: 'free' | 'rights' | undefined): Promise<World> {
    const { app, place } = open(name);
    const path = join(root, `${name}.json`);
    await writeFile(path, JSON.stringify({ ...sandbox.profile, operators: { commandLine } }), { mode: 0o600 });
    expect(await app.provision({ path, shred: false })).toMatchObject({ outcome: 'ok' });
    const till = await app.till();
    if (!till.ok) throw new Error(till.outcome.words.en);
    const ask: World['ask'] = async (need, operator, { pin, always = false } = {}) => {
      const pins: Pins = {
        own: (who) => Promise.resolve({ ok: true, pin: pin ?? (who === 'Siti' ? PIN.Siti : PIN.Budi) }),
        chosen: () => Promise.reject(new Error('nobody chooses a PIN here')),
      };
      return said(await admit({ app, place, pins, need, always, operator }));
    };
    return { app, place, till: till.value, ask };
  }

  async function said(admitted: Admitted): Promise<string> {
    if (!admitted.ok) return admitted.outcome.words.key;
    const till = await admitted.app.till();
    return till.ok ? `ok ${till.value.operator} ${till.value.may('operators')}` : till.outcome.words.key;
  }

  async function people({ till }: World): Promise<void> {
    for (const [operator, role] of [
      ['Siti', 'supervisor'],
      ['Budi', 'cashier'],
    ] as const) {
      expect(await addOperator({ ...till, operator: 'Siti' }, { operator, role, pin: PIN[operator] })).toMatchObject({
        outcome: 'ok',
      });
    }
  }

  async function each(ask: (need: Need) => Promise<string>): Promise<Readonly<Record<string, string>>> {
    const found: Record<string, string> = {};
    for (const need of NEEDS) found[need] = await ask(need);
    return found;
  }

  const all = (to: (need: Need) => string) => Object.fromEntries(NEEDS.map((need) => [need, to(need)]));

  it.each(['free', 'rights', undefined] as const)(
    'while nobody has a PIN: everything, where it is %s',
    async (line) => {
      const { ask } = await world(`none-${line}`, line);
      expect(await each((need) => ask(need))).toEqual(all(() => 'ok kasir1 true'));
      // Until one of them is done by somebody else.
      expect(await ask('operators', undefined, { always: true })).toBe('ok os:kasir1 false');
      expect(await ask('anyone', 'Siti')).toBe('operators.none');
    },
  );

  it('while nobody had a PIN: nothing about somebody who was taken on before it was done', async () => {
    const there = await world('late', undefined);
    const pins: Pins = { own: () => Promise.reject(new Error()), chosen: () => Promise.reject(new Error()) };
    const admitted = await admit({ ...there, pins, need: 'in', always: true, operator: undefined });
    if (!admitted.ok) throw new Error(admitted.outcome.words.en);
    const till = await admitted.app.till();
    if (!till.ok) throw new Error(till.outcome.words.en);
    await people(there);
    const refused = { outcome: 'refused', words: { key: 'people.needs-login' } };
    expect(await setPin(till.value, { operator: 'Siti', pin: '135790' })).toMatchObject(refused);
    expect(setRole(till.value, { operator: 'Budi', role: 'supervisor' })).toMatchObject(refused);
    expect(removeOperator(till.value, { operator: 'Budi' })).toMatchObject(refused);
    expect(await there.ask('operators', 'Siti')).toBe('ok Siti true');
  });

  it('with rights: who names nobody looks, a cashier does what cashiers may, a supervisor everything', async () => {
    const there = await world('rights', 'rights');
    const { ask } = there;
    await people(there);
    expect(await each((need) => ask(need))).toEqual(
      all((need) => (need === 'anyone' ? 'ok kasir1 true' : 'people.who')),
    );
    expect(await each((need) => ask(need, 'budi'))).toEqual(
      all((need) => (OPEN.includes(need) ? 'ok Budi false' : 'operators.needs-supervisor')),
    );
    expect(await each((need) => ask(need, 'Siti'))).toEqual(all(() => 'ok Siti true'));
    expect(await ask('in', 'Siti', { pin: '9999' })).toBe('people.wrong-pin');
    expect(await ask('in', 'Siti', { pin: '' })).toBe('input.invalid');
    expect(await ask('in', 'Tono')).toBe('input.invalid');
    expect(there.till.journal.people.find('Siti')).toMatchObject({ wrong: 1 });
  });

  it('left free: the user of the system does everything but manage people; who is named has no more than his rights', async () => {
    const there = await world('free', undefined);
    const { ask } = there;
    await people(there);
    expect(await each((need) => ask(need))).toEqual(all(() => 'ok kasir1 true'));
    expect(await ask('operators', undefined, { always: true })).toBe('people.who');
    expect(await ask('operators', 'Budi', { always: true })).toBe('operators.needs-supervisor');
    expect(await ask('operators', 'Siti', { always: true })).toBe('ok Siti true');
    expect(await ask('close-shift', 'Budi')).toBe('operators.needs-supervisor');
  });

  it('where the journal has lost its people, nobody is let in who has to be one of them', async () => {
    const { till, ask } = await world('lost', 'rights');
    till.mark.set();
    expect(await each((need) => ask(need))).toEqual(
      all((need) => (need === 'anyone' ? 'ok kasir1 true' : 'people.lost')),
    );
    expect(await ask('anyone', 'Siti')).toBe('people.lost');
    const free = await world('lost-free', 'free');
    free.till.mark.set();
    expect(await free.ask('settings')).toBe('ok kasir1 true');
    expect(await free.ask('operators', undefined, { always: true })).toBe('people.lost');
  });

  it('where the journal cannot be opened, rights are not given away, and looking goes on', async () => {
    const { app } = await world('damaged', 'rights');
    await app.close();
    const again = open('damaged');
    for (const end of ['-wal', '-shm']) await rm(join(root, 'damaged', `journal.sqlite${end}`), { force: true });
    await writeFile(join(root, 'damaged', 'journal.sqlite'), 'not a database, and longer than its header would be');
    const pins: Pins = { own: () => Promise.reject(new Error()), chosen: () => Promise.reject(new Error()) };
    const base = { ...again, pins, always: false, operator: undefined };
    expect(await admit({ ...base, need: 'settings' })).toMatchObject({
      ok: false,
      outcome: { outcome: 'unavailable' },
    });
    expect(await admit({ ...base, need: 'anyone' })).toMatchObject({ ok: true });
  });

  it('where there is no profile yet there is nothing to guard', async () => {
    const { app, place } = open('empty');
    const pins: Pins = { own: () => Promise.reject(new Error()), chosen: () => Promise.reject(new Error()) };
    const base = { app, place, pins, operator: undefined };
    expect(await admit({ ...base, need: 'settings', always: false })).toMatchObject({ ok: true, person: null });
    expect(await admit({ ...base, need: 'operators', always: true })).toMatchObject({
      ok: false,
      outcome: { words: { key: 'profile.absent' } },
    });
  });
});
