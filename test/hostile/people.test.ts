/** The page of a till that knows its people belongs to somebody else: it has what whoever is in has, and no more. */
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../shared/contract.ts';
import type { RequestSpec } from '../../shared/define-contract.ts';
import { CASHIER_MAY, RIGHTS } from '../../shared/rights.ts';
import { engine } from '../electron/launch.ts';
import { KEYRING_SKIPPED } from '../support/keyring.ts';
import { asNode, fittingRecipes, type Node, type Recipe, wildRecipes } from './recipes.ts';
import { laySiege, type Siege } from './siege.ts';
import { createTally, table, writeDown, writtenDown } from './tally.ts';

const SUITE = 'The same page, while a cashier is in, and while nobody is';
const SEED = Number(process.env.TILL_SEED ?? 6);
const EACH = 40;
const GUESSES = 400;

const SPECS: Readonly<Record<string, RequestSpec>> = contract.requests;
const CHANNELS = Object.keys(SPECS);
const isSupervisors = (channel: string): boolean => {
  const right = RIGHTS.find((one) => one === SPECS[channel]?.right);
  return right !== undefined && !CASHIER_MAY.some((one) => one === right);
};
/** What may be asked for while nobody is in. */
const ANYONE = CHANNELS.filter((name) => SPECS[name]?.right === 'anyone');

const pin = (): string => `${randomInt(1, 9)}${randomInt(1e6, 1e7)}`;
const SARI = { operator: 'Sari', pin: pin() };
const ANI = { operator: 'Ani', pin: pin() };

interface Came {
  readonly outcome: string;
  readonly words: { readonly key: string };
}

const tally = createTally();
let siege: Siege;

/** What of the people, and of what only a supervisor does, stands on disk. */
function onDisk(): { readonly people: unknown; readonly events: readonly string[]; readonly wrong: number } {
  const db = new DatabaseSync(join(siege.world.home, 'journal.sqlite'), { readOnly: true });
  try {
    const people = db.prepare('SELECT name, role, hex(salt), hex(pin), removed_at FROM operators ORDER BY seq').all();
    const events = db
      .prepare("SELECT content ->> '$.event' || ' ' || coalesce(content ->> '$.change', '') AS what FROM events")
      .all()
      .map((row) => String(row.what));
    const row = db.prepare("SELECT wrong FROM operators WHERE name = 'Sari'").get();
    return { people, events, wrong: Number(row?.wrong) };
  } finally {
    db.close();
  }
}

async function fire(recipes: readonly Recipe[]): Promise<readonly Came[]> {
  return (await siege.judged(recipes)).flatMap(({ answer }) =>
    answer === undefined ? [] : [JSON.parse(answer) as Came],
  );
}

/** Until the channel's own rate lets it through. */
async function patiently(channel: string, input: Readonly<Record<string, string>>): Promise<Came> {
  let came: Came | undefined;
  await expect
    .poll(
      async () => {
        came = (await siege.ask(channel, input)) as unknown as Came;
        return came.words.key;
      },
      { timeout: 20_000 },
    )
    .not.toBe('gate.too-many');
  if (came === undefined) throw new Error('nothing came');
  return came;
}

describe.skipIf(KEYRING_SKIPPED !== null)('an owned page', () => {
  let before: ReturnType<typeof onDisk>;

  beforeAll(async () => {
    siege = await laySiege();
    expect(await siege.ask('operators.add', { ...SARI, role: 'supervisor' })).toMatchObject({ outcome: 'ok' });
    expect(await siege.ask('operators.add', { ...ANI, role: 'cashier' })).toMatchObject({ outcome: 'ok' });
    expect(await siege.ask('session.login', ANI)).toMatchObject({ outcome: 'ok', data: { role: 'cashier' } });
    before = onDisk();
  });
  afterAll(async () => {
    await siege.world.close();
  });

  it('does nothing that needs a supervisor, whatever it sends', async () => {
    const recipes = wildRecipes(contract, siege.known, siege.owned().evils, { each: EACH, seed: SEED });
    const came = await fire(recipes.filter(({ c }) => isSupervisors(c)));
    const outcomes = new Set(came.map(({ outcome, words }) => (outcome === 'refused' ? words.key : outcome)));
    expect([...outcomes].toSorted()).toEqual(['invalid', 'people.needs-login', 'people.needs-right']);
    expect(onDisk()).toEqual(before);
    expect(await siege.ask('app.snapshot')).toMatchObject({ data: { session: { role: 'cashier' } } });
    await siege.honest();
    const each = 2 * siege.owned().evils.length + EACH;
    expect(recipes.filter(({ c }) => c === 'operations.settle')).toHaveLength(each);
    tally.add('rights', 'wild and fitting inputs, where a cashier has no right', each, true);
  });

  it('is let do nothing by what it makes up', async () => {
    const fitting = new Map(fittingRecipes(contract, siege.known).map(({ c, v }) => [c, v]));
    // Those that there is leave to give for come first: of one channel no more than some are looked at so fast.
    const channels = CHANNELS.toSorted((a, b) => Number(isSupervisors(b)) - Number(isSupervisors(a)));
    const recipes = channels.flatMap((channel): readonly Recipe[] =>
      [SARI.operator, ANI.operator, 'Nobody', '', '__proto__'].map((operator) => {
        const asked: readonly (readonly [string, Node])[] = [
          ['operator', asNode(operator)],
          ['pin', asNode('0000')],
          ['channel', asNode(channel)],
          ['wish', fitting.get(channel) ?? asNode({})],
        ];
        return { c: 'session.override', v: { k: 'obj', e: asked } };
      }),
    );
    const { examples } = await siege.owned().flood(recipes, recipes.length);
    siege.hears(...Object.values(examples));
    const tries = await fire(fittingRecipes(contract, siege.known).filter(({ c }) => isSupervisors(c)));
    expect(tries.filter(({ outcome }) => outcome === 'ok')).toEqual([]);
    expect(onDisk().events.filter((what) => what.startsWith('override'))).toEqual([]);
    tally.add('rights', 'leave given by nobody, for each', recipes.length / CHANNELS.length, true);
  });

  it('does not find a PIN by trying', async () => {
    const guess = (n: number): string => String(10_000_000 + n * 77_777).slice(0, 8);
    const recipes = Array.from({ length: GUESSES }, (_, n): Recipe => {
      const known = { operator: SARI.operator, pin: guess(n) === SARI.pin ? '00000000' : guess(n) };
      const asked = { ...known, channel: 'shifts.close', wish: { shift: 1, empty: true, print: false } };
      return n % 2 === 0 ? { c: 'session.login', v: asNode(known) } : { c: 'session.override', v: asNode(asked) };
    });
    const { examples } = await siege.owned().flood(recipes, GUESSES);
    siege.hears(...Object.values(examples));
    // Five in a row are tried; the right one would not be either, now.
    for (let n = 0; onDisk().wrong < 5; n += 1) {
      expect(n).toBeLessThan(5);
      await patiently('session.login', { ...SARI, pin: '0000' });
    }
    expect(onDisk().wrong).toBe(5);
    expect(await patiently('session.login', SARI)).toMatchObject({ words: { key: 'people.wait' } });
    expect(await siege.ask('app.snapshot')).toMatchObject({ data: { session: { role: 'cashier' } } });
    tally.add('PINs', 'guesses at a supervisor’s, at logging in and at being let', GUESSES);
  });

  it('learns nothing of the till while nobody is in', async () => {
    expect(await siege.ask('session.lock')).toMatchObject({ outcome: 'ok' });
    siege.hears(...(await siege.owned().heard()));
    const from = siege.told.length;
    const wild = wildRecipes(contract, siege.known, siege.owned().evils, { each: 15, seed: SEED + 1 });
    const recipes = [...wild, ...fittingRecipes(contract, siege.known)].filter(({ c }) => !ANYONE.includes(c));
    const came = await fire(recipes);
    const keys = new Set(came.map(({ outcome, words }) => (outcome === 'invalid' ? outcome : words.key)));
    expect([...keys].toSorted()).toEqual(['invalid', 'people.locked']);
    const each = recipes.filter(({ c }) => c === 'qr.generate').length;
    tally.add('locked', 'wild and fitting inputs, where somebody has to be in', each, true);
    const asked = ['app.snapshot', 'app.language', 'app.sounds', 'session.lock', 'journal.setAside'];
    await fire(fittingRecipes(contract, siege.known).filter(({ c }) => asked.includes(c)));
    siege.hears(...(await siege.owned().heard()));
    const told = siege.told.slice(from).join('\n');
    const { reference = [], content = [], id = [] } = siege.known;
    for (const secret of [...reference, ...content, ...id, 'Kurir Jujur', '081200000345', 'merchantId":"']) {
      expect(told).not.toContain(secret);
    }
    tally.add('locked', 'what may be asked for while nobody is in, and every event', asked.length);
  });

  it('keeps nobody from his till', async () => {
    expect(await patiently('session.login', ANI)).toMatchObject({ outcome: 'ok' });
    await siege.honest();
  });

  it('left people, keys and chain as they were', async () => {
    expect(onDisk().people).toEqual(before.people);
    const since = onDisk().events.slice(before.events.length);
    const supervisors = /^(?:person|override|operator (?!locked-out))/;
    expect(since.filter((what) => supervisors.test(what))).toEqual([]);
    expect(await siege.world.cli('journal', 'verify')).toMatchObject({ outcome: 'ok' });
    expect(await siege.world.cli('profile', 'show')).toMatchObject({ outcome: 'ok' });
    expect(siege.told.map((text) => siege.world.scan.find(text)).filter((found) => found !== null)).toEqual([]);
    expect(siege.told.filter((text) => text.includes(SARI.pin) || text.includes(ANI.pin))).toEqual([]);
  });

  it('is written down as it was tried', ({ task }) => {
    process.stdout.write(`\n${table(SUITE, tally.rows())}\n`);
    if (process.env.TILL_WRITE_ATTACKS === '1') writeDown(SUITE, tally.rows(), task);
    if (engine() !== 'electron') expect(writtenDown(SUITE)).toBe(table(SUITE, tally.rows()));
  });
});
