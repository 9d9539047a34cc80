/** A page that belongs to somebody else, against the whole program as it is built: nothing is reached, main stays up. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../shared/contract.ts';
import type { Contract } from '../../shared/define-contract.ts';
import { engine } from '../electron/launch.ts';
import { KEYRING_SKIPPED } from '../support/keyring.ts';
import { type Came, type Owned, own, wrongWith } from './owned.ts';
import { fittingRecipes, type Known, type Node, plain, type Recipe, wildRecipes } from './recipes.ts';
import { createTally, table, writeDown, writtenDown } from './tally.ts';
import { openWire } from './wire.ts';
import { openWorld, residentMb, type World } from './world.ts';

const CHANNELS = Object.keys(contract.requests);
const SEED = Number(process.env.TILL_SEED ?? 6);
/** Wild inputs for each channel, besides each evil value as a whole and in one of its fields. */
const EACH = 40;
const FLOOD = 10_000;
/** It would leave the till that is in earnest, so its turn comes last. */
const LEAVES = 'sandbox.start';
/** Each that fits asks a person. */
const DIALOGS = ['profile.choose', 'support.save', 'journal.export'];

/** What a page may put after its own origin; a second `alone.js` is the only one that is a page of ours. */
const ADDRESSES = [
  '/alone.js',
  '/../main/index.js',
  '/..%2fmain/index.js',
  '/%2e%2e/main/index.js',
  '/%2e%2e%2fmain%2findex.js',
  '/.%2e/main/index.js',
  '/..%5cmain%5cindex.js',
  '/..\\\\main\\\\index.js',
  '/%252e%252e/main/index.js',
  '/%252e%252e%252fmain/index.js',
  '/x/../../main/index.js',
  '/%c0%ae%c0%ae/main/index.js',
  '/\uff0e\uff0e/main/index.js',
  '/..;/main/index.js',
  '/package.json/../../package.json',
  '/../package.json',
  '/../preload/preload.cjs',
  '/link.js',
  '/linked/main/index.js',
  '/linked/package.json',
  '/.hidden.js',
  '/%2ehidden.js',
  '/alone.js%00',
  '/alone.js%00.png',
  '/alone.js/',
  '/alone.js.',
  '/alone.js%20',
  '/alone.js::$DATA',
  '/ALONE.JS',
  '/alone',
  '/alone.ts',
  '/CON',
  '/CON.js',
  '/c:/windows/win.ini',
  '//etc/passwd',
  '/etc/passwd',
  '/file:///etc/passwd',
  '/%2fetc%2fpasswd',
  '/~/x.js',
  '/node_modules/zod/package.json',
  '/app.asar/package.json',
  '/%ff.js',
  `/${'a'.repeat(5_000)}.js`,
  `${'/a'.repeat(500)}/x.js`,
  'https://ORIGIN:8443/alone.js',
  'https://x@ORIGIN/alone.js',
  'https://x:y@ORIGIN/alone.js',
  'https://ORIGIN./alone.js',
  'https://other.app.invalid/alone.js',
  'https://x.ORIGIN/alone.js',
  'app://qris-terminal/alone.js',
  'app://qris-terminal/../main/index.js',
  'app://other/alone.js',
  'file:///etc/passwd',
  'filesystem:https://ORIGIN/x',
];

const tally = createTally();
let world: World;
let owned: Owned;
/** All that the page was ever told. */
const told: string[] = [];

const lit = (v: string | boolean): Node => ({ k: 'lit', v });
const object = (fields: Readonly<Record<string, string | boolean>>): Node => ({
  k: 'obj',
  e: Object.entries(fields).map(([key, value]) => [key, lit(value)]),
});

async function ask(
  c: string,
  fields: Readonly<Record<string, string | boolean>> = {},
): Promise<Record<string, unknown>> {
  const [came] = await owned.fire([{ c, v: object(fields) }]);
  if (came?.answer === undefined) throw new Error(`no answer to ${c}: ${JSON.stringify(came)}`);
  told.push(came.answer);
  return JSON.parse(came.answer) as Record<string, unknown>;
}

/** The cashier's own question, which must be answered whatever else goes on. */
async function honest(): Promise<void> {
  expect(await ask('app.snapshot')).toMatchObject({
    outcome: 'ok',
    data: { profile: { store: { name: 'Toko Contoh' } } },
  });
}

/** Loads the page anew. What the page itself asked for before may still count as its own wish, and be refused once more. */
async function comeBack(address: string): Promise<void> {
  const { page } = world.till;
  for (let left = 5; ; left -= 1) {
    try {
      await page.goto(address);
      break;
    } catch (error) {
      if (left === 0) throw error;
    }
  }
  owned = await own(page);
}

async function judged(recipes: readonly Recipe[]): Promise<readonly Came[]> {
  const answers = await owned.fire(recipes);
  told.push(...answers.map(({ answer }) => answer ?? ''));
  expect(answers.map((came) => wrongWith(came, world.scan)).filter((wrong) => wrong !== null)).toEqual([]);
  expect(answers).toHaveLength(recipes.length);
  return answers;
}

/** Whether the channel takes it. */
function fits(channel: string, input: unknown): boolean {
  const { requests }: Contract = contract;
  return requests[channel]?.input.safeParse(input).success === true;
}

describe.skipIf(KEYRING_SKIPPED !== null)('an owned page', () => {
  const known: Record<string, string[]> = {};

  beforeAll(async () => {
    world = await openWorld();
    owned = await own(world.till.page);
    expect(await ask('profile.provision', { path: world.profileFile })).toMatchObject({ outcome: 'ok' });
    expect(await ask('terminal.register')).toMatchObject({ outcome: 'ok' });
    const courier = { courierNo: 'K-1', courierName: 'Kurir Jujur', courierMobile: '081200000345', print: true };
    const made = (await ask('qr.generate', courier)) as {
      operationId: string;
      data: { reference: string; qrContent: string };
    };
    known.reference = [made.data.reference];
    known.id = [made.operationId];
    known.search = ['Kurir', 'K-1'];
    known.printer = ['kasir'];
    known.billNumber = [made.data.reference, '99887766'];
    known.scanned = [made.data.qrContent, made.data.reference];
    known.content = [made.data.qrContent];
    known.courierMobile = ['081200000345'];
    const looked = (await ask('support.look')) as { data: { seen: string } };
    known.seen = [looked.data.seen];
  });
  afterAll(async () => {
    await world.close();
  });

  it('gets an outcome or a plain refusal for whatever it sends on any channel', async () => {
    // Each valid one opens a dialog; a person who closes it.
    for (let n = 0; n < 300; n += 1) {
      await world.till.answerOpenDialog();
      await world.till.answerSaveDialog(null);
    }
    const recipes = wildRecipes(contract, known as Known, owned.evils, { each: EACH, seed: SEED });
    const began = performance.now();
    const answers = await judged(recipes.filter(({ c }) => c !== LEAVES));
    const outcomes = Object.groupBy(answers, ({ answer }) =>
      answer === undefined ? 'refused in the page' : String((JSON.parse(answer) as { outcome: string }).outcome),
    );
    const counts = Object.fromEntries(Object.entries(outcomes).map(([name, list]) => [name, list?.length]));
    process.stdout.write(
      `wild inputs: ${answers.length} in ${Math.round(performance.now() - began)} ms: ${JSON.stringify(counts)}\n`,
    );
    tally.add('channels', 'each evil value as the whole input, and in one field', 2 * owned.evils.length, true);
    tally.add(
      'channels',
      "inputs made from the channel's schema, changed in one to three places, or as they should be",
      EACH,
      true,
    );
    await honest();
  });

  it('finds no channel that is not in the contract', async () => {
    const names = [
      '',
      'toString',
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'app.snapshot ',
      'APP.SNAPSHOT',
      'app',
      'qr',
      'state.changed',
      'ELECTRON_BROWSER_REQUIRE',
      'ipc-internal',
      'then',
      'app.snapshot\u0000',
      '../app.snapshot',
      'vault.read',
      'journal.sql',
      'shell.openExternal',
      'process.env',
      'fs.readFile',
    ];
    const answers = await owned.fire(names.map((c) => ({ c, v: object({}) })));
    told.push(...answers.map(({ answer }) => answer ?? ''));
    expect(answers.map(({ error }) => error)).toEqual(names.map(() => 'Error: no such request'));
    tally.add('channels', 'names that are not in the contract', names.length);
  });

  it('is told that it asks too much, at once, when it asks ten thousand times a second', async () => {
    const recipes = fittingRecipes(contract, known as Known).filter(
      ({ c }) => ![LEAVES, 'app.snapshot', ...DIALOGS].includes(c),
    );
    const before = await residentMb(world.till.pid);
    const waits: number[] = [];
    let over = false;
    const watching = (async () => {
      while (!over) {
        const began = performance.now();
        if ((await world.till.told()) === null) return; // on Electron nobody can be asked this way
        waits.push(performance.now() - began);
      }
    })();
    const flooded = await owned.flood(recipes, FLOOD);
    over = true;
    await watching;
    const after = await residentMb(world.till.pid);
    const longest = Math.round(Math.max(0, ...waits));
    process.stdout.write(
      `flood: ${JSON.stringify({ ...flooded, examples: undefined, operations: flooded.operations.length, before, after, longest, looks: waits.length })}\n`,
    );
    told.push(...Object.values(flooded.examples), ...flooded.operations);
    const { answered = 0, 'too-many': refused = 0 } = flooded.counts;
    expect(answered + refused).toBe(FLOOD);
    expect(refused).toBeGreaterThan(0);
    expect(JSON.parse(flooded.examples['too-many'] ?? '{}')).toMatchObject({
      outcome: 'unavailable',
      operationId: null,
    });
    expect(longest).toBeLessThan(3_000);
    if (before !== null && after !== null) expect(after - before).toBeLessThan(500);
    tally.add('flood', 'fitting inputs on all channels at once', FLOOD);
    // On one channel, each wish another one: what it takes at once, and then for as long as it goes on.
    const wishes = Array.from({ length: FLOOD }, (_, n) => ({ c: 'couriers.search', v: object({ search: `K-${n}` }) }));
    const single = await owned.flood(wishes, FLOOD);
    process.stdout.write(`flood of one channel: ${JSON.stringify({ ...single, examples: undefined })}\n`);
    expect(single.counts.answered).toBeLessThan(100 + (25 * single.ms) / 1_000 + 1);
    expect((single.counts.answered ?? 0) + (single.counts['too-many'] ?? 0)).toBe(FLOOD);
    tally.add('flood', 'fitting inputs on one channel, each of them another', FLOOD);
    await honest();
  });

  it('gets no further past the preload', async ({ skip }) => {
    if (engine() === 'electron') skip();
    const { page } = world.till;
    const wire = await openWire(page, null);
    const before = await residentMb(world.till.pid);
    const evils: readonly unknown[] = [null, undefined, 7n, JSON.parse('{"__proto__":{"search":"x"},"search":"x"}')];
    // Refused before anybody asks which channel it is for: two of them are enough, one of each kind.
    const huge: readonly unknown[] = [
      new Uint8Array(200_000),
      'x'.repeat(3_000_000),
      Array.from({ length: 50_000 }, () => 0),
      Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, 1])),
    ];
    // Without any key of its own it is an empty wish, whatever else it is; what main makes of it is a plain object.
    const bare: readonly unknown[] = [new Map([[1, 2]]), new Date(0), new Set([1])];
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const channel of CHANNELS) {
      for (const evil of [...evils, circle, ...(['couriers.search', 'qr.expire'].includes(channel) ? huge : [])]) {
        let answer = await wire.invoke(channel, evil);
        while (answer.text.includes('"gate.too-many"')) answer = await wire.invoke(channel, evil);
        told.push(answer.text);
        expect([channel, answer.ok, JSON.parse(answer.text).outcome], answer.text.slice(0, 300)).toEqual([
          channel,
          true,
          'invalid',
        ]);
        expect(answer.text.length).toBeLessThan(20_000);
      }
    }
    for (const channel of CHANNELS.filter((name) => !fits(name, {}))) {
      for (const evil of bare)
        expect(JSON.parse((await wire.invoke(channel, evil)).text)).toMatchObject({ outcome: 'invalid' });
    }
    tally.add('past the preload', 'evil values as the whole input', evils.length + 1 + bare.length, true);
    // Nothing of them is looked at, so nothing is said of their fields.
    for (const evil of [...huge, circle]) {
      expect(JSON.parse((await wire.invoke('qr.expire', evil)).text)).toMatchObject({ outcome: 'invalid', fields: [] });
    }
    tally.add('past the preload', 'huge inputs: text, bytes, lists, keys', huge.length * 3);
    const strangers = ['toString', '__proto__', 'vault.read', 'ELECTRON_BROWSER_REQUIRE', 'state.changed'];
    for (const name of strangers) expect((await wire.invoke(name, {})).ok).toBe(false);
    tally.add('past the preload', 'names that are not in the contract', strangers.length);
    const counts = await wire.flood('couriers.search', { search: 'x'.repeat(60_000) }, 2_000);
    process.stdout.write(`past the preload: ${JSON.stringify(counts)}\n`);
    expect((counts['too-many'] ?? 0) + (counts.invalid ?? 0)).toBe(2_000);
    expect(counts['too-many'] ?? 0).toBeGreaterThan(1_000);
    tally.add('flood', 'long inputs on one channel, past the preload', 2_000);
    const after = await residentMb(world.till.pid);
    if (before !== null && after !== null) expect(after - before).toBeLessThan(500);
    await honest();
  });

  it('is refused in every frame inside the page, past the preload', async ({ skip }) => {
    if (engine() === 'electron') skip();
    const { page } = world.till;
    const recipes = fittingRecipes(contract, known as Known);
    // One that is opened for writing takes on the address of our own page, and is a frame inside it all the same.
    for (const opening of ['', '.contentDocument.open()']) {
      await page.evaluate(
        `{ const made = document.createElement('iframe'); document.body.append(made); made${opening}; undefined; }`,
      );
      const wire = await openWire(page, 'iframe');
      for (const { c, v } of recipes) {
        const answer = await wire.invoke(c, plain(v));
        told.push(answer.text);
        expect(JSON.parse(answer.text)).toMatchObject({ outcome: 'refused', words: { key: 'sender.refused' } });
      }
      await page.evaluate("document.querySelector('iframe').remove()");
    }
    tally.add(
      'past the preload',
      'fitting inputs from a frame inside the page, and from one with its address',
      2,
      true,
    );
  });

  describe('by what a page can try', () => {
    it('reaches nothing', async () => {
      const given = { canary: world.canary.address, udp: world.canary.udp };
      const reached: string[] = [];
      const address = world.till.page.url();
      // A hand on the page, so that nothing is refused for want of one.
      for (const { name } of owned.attempts) {
        await world.till.page.mouse.click(1, 1);
        const came = await owned.attempt(name, given).catch(() => ({ reached: 'another page' }) as const);
        if (came.reached !== false) reached.push(`${name}: ${came.reached}`);
        if (!(await owned.same())) {
          reached.push(`${name}: went to ${world.till.page.url()}`);
          await comeBack(address);
        }
      }
      expect(reached).toEqual([]);
      const groups = Map.groupBy(owned.attempts, ({ group }) => group);
      for (const [group, list] of groups)
        tally.add(group, list.map(({ name }) => name.slice(group.length + 2)).join(' · '), list.length);
      expect(world.canary.came()).toEqual([]);
      await expect.poll(() => world.till.page.context().pages().length).toBe(1);
      const seen = await world.till.told();
      if (seen !== null) expect(seen.openedExternally).toEqual([]);
      await honest();
    });
  });

  it('gets no file that is not a page of ours, whatever the address', async () => {
    told.push(...(await owned.heard()));
    await comeBack(world.till.page.url().split('#', 1)[0] ?? '');
    const cdp = await world.till.page.context().newCDPSession(world.till.page);
    const answered = new Map<string, number>();
    cdp.on('Network.responseReceived', ({ response }) => void answered.set(response.url, response.status));
    await cdp.send('Network.enable');
    const origin = new URL(world.till.page.url());
    for (const path of ADDRESSES) {
      await owned.importFrom(path.replace('ORIGIN', origin.host));
    }
    const got = [...answered].filter(([, status]) => status < 400).map(([url]) => url);
    expect(got).toEqual([`${origin.origin}/alone.js`]);
    expect(answered.size).toBeGreaterThan(20);
    tally.add(
      'addresses',
      'out of the folder, hidden, linked, with another name, host, port or case',
      ADDRESSES.length,
    );
  });

  it('goes nowhere by a file that is dropped on it', async () => {
    const cdp = await world.till.page.context().newCDPSession(world.till.page);
    const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await cdp.send('Input.dispatchDragEvent', { type, x: 50, y: 50, data });
    }
    await honest();
    expect(await owned.same()).toBe(true);
    tally.add('navigation', 'a file dropped by a hand', 1);
  });

  it('is nobody any more once it has left', async () => {
    // These need no request and no server: on Electron they are refused, here the gate no longer knows the page.
    const { page } = world.till;
    const address = page.url();
    told.push(...(await owned.heard()));
    for (const place of ['blob', 'about:blank']) {
      await page.evaluate(
        `setTimeout(() => location.assign(${place === 'blob' ? "URL.createObjectURL(new Blob(['<title>x</title>'], { type: 'text/html' }))" : "'about:blank'"}), 0)`,
      );
      if (engine() !== 'electron') {
        await page.waitForURL((url) => url.href.startsWith(place));
        const answer = await page.evaluate('window.till.request("app.snapshot", {})');
        expect(answer).toMatchObject({ outcome: 'refused', words: { key: 'sender.refused' } });
      }
      await comeBack(address);
    }
    tally.add('navigation', 'assign blob · assign about:blank', 2);
    await honest();
  });

  it('learns nothing of what it was told', async () => {
    const events = await owned.heard();
    told.push(...events);
    expect(world.tokens().length).toBeGreaterThan(0);
    expect(told.map((text) => world.scan.find(text)).filter((found) => found !== null)).toEqual([]);
  });

  it('left nothing in the journal that no answer spoke of, and its chain whole', async () => {
    expect(await world.cli('journal', 'verify')).toMatchObject({ outcome: 'ok' });
    const file = (await readdir(world.home)).find((name) => /journal.*\.(?:db|sqlite)$/.test(name));
    const database = new DatabaseSync(join(world.home, file ?? 'journal.db'), { readOnly: true });
    const rows = database.prepare('SELECT id, kind, wish FROM operations').all() as {
      id: string;
      kind: string;
      wish: string;
    }[];
    const integrity = database.prepare('PRAGMA integrity_check').get();
    database.close();
    const all = told.join('\n');
    expect(
      rows.filter(({ id }) => !all.includes(`"operationId":"${id}"`)).map(({ id, kind }) => `${kind} ${id}`),
    ).toEqual([]);
    expect(rows.length).toBeGreaterThan(1);
    expect(integrity).toEqual({ integrity_check: 'ok' });
  });

  it('gets no more on the channel that leaves the till that is in earnest', async () => {
    // Last, because from the first that fits the till is on a sandbox of its own.
    const recipes = wildRecipes(contract, known as Known, owned.evils, { each: EACH, seed: SEED });
    await judged(recipes.filter(({ c }) => c === LEAVES));
    expect(await ask('app.snapshot')).toMatchObject({ outcome: 'ok', data: { sandbox: true } });
  });

  it('is written down as it was tried', async () => {
    process.stdout.write(
      `\n${table(tally.rows())}\n${tally.total(CHANNELS.length)} attacks on ${CHANNELS.length} channels, nothing reached\n`,
    );
    if (process.env.TILL_WRITE_ATTACKS === '1') writeDown(tally.rows());
    if (engine() !== 'electron') expect(writtenDown()).toBe(table(tally.rows()));
  });
});
