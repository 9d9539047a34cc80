/** A page that belongs to somebody else, against the whole program as it is built: nothing is reached, main stays up. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../shared/contract.ts';
import { engine } from '../electron/launch.ts';
import { KEYRING_SKIPPED } from '../support/keyring.ts';
import { ADDRESSES } from './addresses.ts';
import { BARE, EVILS, HUGE, HUGE_SENT, invalidInputs, STRANGERS } from './past-preload.ts';
import { fittingRecipes, plain, wildRecipes } from './recipes.ts';
import { fits, laySiege, plainly, readJournal, type Siege } from './siege.ts';
import { strainOf } from './strain.ts';
import { createTally, table, writeDown, writtenDown } from './tally.ts';
import { openWire } from './wire.ts';

const CHANNELS = Object.keys(contract.requests);
const SEED = Number(process.env.TILL_SEED ?? 6);
/** Wild inputs for each channel, besides each evil value as a whole and in one of its fields. */
const EACH = 40;
const SUITE = 'A page that is somebody else’s';
const FLOOD = 10_000;
/** It would leave the till that is in earnest, so its turn comes last. */
const LEAVES = 'sandbox.start';
/** Each that fits asks a person. */
const DIALOGS = ['profile.choose', 'operators.recover', 'support.save', 'journal.export'];

const tally = createTally();
let siege: Siege;

describe.skipIf(KEYRING_SKIPPED !== null)('an owned page', () => {
  beforeAll(async () => {
    siege = await laySiege();
  });
  afterAll(async () => {
    await siege.world.close();
  });

  it('gets an outcome or a plain refusal for whatever it sends on any channel', async () => {
    // Each valid one opens a dialog; a person who closes it.
    for (let n = 0; n < 300; n += 1) {
      await siege.world.till.answerOpenDialog();
      await siege.world.till.answerSaveDialog(null);
    }
    const recipes = wildRecipes(contract, siege.known, siege.owned().evils, { each: EACH, seed: SEED });
    const began = performance.now();
    const answers = await siege.judged(recipes.filter(({ c }) => c !== LEAVES));
    const outcomes = Object.groupBy(answers, ({ answer }) =>
      answer === undefined ? 'refused in the page' : String((JSON.parse(answer) as { outcome: string }).outcome),
    );
    const counts = Object.fromEntries(Object.entries(outcomes).map(([name, list]) => [name, list?.length]));
    process.stdout.write(
      `wild inputs: ${answers.length} in ${Math.round(performance.now() - began)} ms: ${JSON.stringify(counts)}\n`,
    );
    tally.add('channels', 'each evil value as the whole input, and in one field', 2 * siege.owned().evils.length, true);
    tally.add(
      'channels',
      "inputs made from the channel's schema, changed in one to three places, or as they should be",
      EACH,
      true,
    );
    await siege.honest();
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
    const answers = await siege.owned().fire(names.map((c) => ({ c, v: plainly({}) })));
    siege.hears(...answers.map(({ answer }) => answer ?? ''));
    expect(answers.map(({ error }) => error)).toEqual(names.map(() => 'Error: no such request'));
    tally.add('channels', 'names that are not in the contract', names.length);
  });

  it('is told that it asks too much, at once, when it asks ten thousand times a second', async () => {
    const recipes = fittingRecipes(contract, siege.known).filter(
      ({ c }) => ![LEAVES, 'app.snapshot', ...DIALOGS].includes(c),
    );
    const {
      came: flooded,
      grownMb,
      looks,
    } = await strainOf(siege.world.till, () => siege.owned().flood(recipes, FLOOD));
    const longest = Math.max(0, ...looks);
    process.stdout.write(
      `flood: ${JSON.stringify({ ...flooded, examples: undefined, operations: flooded.operations.length, grownMb, longest, looks: looks.length })}\n`,
    );
    siege.hears(...Object.values(flooded.examples), ...flooded.operations);
    const { answered = 0, 'too-many': refused = 0 } = flooded.counts;
    expect(answered + refused).toBe(FLOOD);
    expect(refused).toBeGreaterThan(0);
    expect(JSON.parse(flooded.examples['too-many'] ?? '{}')).toMatchObject({
      outcome: 'unavailable',
      operationId: null,
    });
    // A main that is frozen answers the first look when the flood is over; how long that is, is the machine's own affair.
    if (looks.length > 0) expect(longest).toBeLessThan(flooded.ms / 2);
    tally.add('flood', 'fitting inputs on all channels at once', FLOOD);
    // On one channel, each wish another one: what it takes at once, and then for as long as it goes on.
    const wishes = Array.from({ length: FLOOD }, (_, n) => ({
      c: 'couriers.search',
      v: plainly({ search: `K-${n}` }),
    }));
    const single = await siege.owned().flood(wishes, FLOOD);
    process.stdout.write(`flood of one channel: ${JSON.stringify({ ...single, examples: undefined })}\n`);
    expect(single.counts.answered).toBeLessThan(100 + (25 * single.ms) / 1_000 + 1);
    expect((single.counts.answered ?? 0) + (single.counts['too-many'] ?? 0)).toBe(FLOOD);
    tally.add('flood', 'fitting inputs on one channel, each of them another', FLOOD);
    await siege.honest();
  });

  it('gets no further past the preload', async ({ skip }) => {
    if (engine() === 'electron') skip();
    const { page } = siege.world.till;
    const wire = await openWire(page, null);
    for (const [channel, input] of invalidInputs()) {
      let answer = await wire.invoke(channel, input);
      while (answer.text.includes('"gate.too-many"')) answer = await wire.invoke(channel, input);
      siege.hears(answer.text);
      expect([channel, answer.ok, JSON.parse(answer.text).outcome], answer.text.slice(0, 300)).toEqual([
        channel,
        true,
        'invalid',
      ]);
      expect(answer.text.length).toBeLessThan(20_000);
    }
    for (const channel of CHANNELS.filter((name) => !fits(name, {}))) {
      for (const evil of BARE)
        expect(JSON.parse((await wire.invoke(channel, evil)).text)).toMatchObject({ outcome: 'invalid' });
    }
    tally.add('past the preload', 'evil values as the whole input', EVILS.length + BARE.length, true);
    // Nothing of them is looked at, so nothing is said of their fields.
    for (const evil of [...HUGE, ...EVILS.slice(-1)]) {
      expect(JSON.parse((await wire.invoke('qr.expire', evil)).text)).toMatchObject({ outcome: 'invalid', fields: [] });
    }
    tally.add('past the preload', 'huge inputs: text, bytes, lists, keys', HUGE_SENT);
    for (const name of STRANGERS) expect((await wire.invoke(name, {})).ok).toBe(false);
    tally.add('past the preload', 'names that are not in the contract', STRANGERS.length);
    const long = { search: 'x'.repeat(60_000) };
    const { came: counts, grownMb } = await strainOf(siege.world.till, () =>
      wire.flood('couriers.search', long, 2_000),
    );
    process.stdout.write(`past the preload: ${JSON.stringify({ ...counts, grownMb })}\n`);
    expect((counts['too-many'] ?? 0) + (counts.invalid ?? 0)).toBe(2_000);
    expect(counts['too-many'] ?? 0).toBeGreaterThan(1_000);
    tally.add('flood', 'long inputs on one channel, past the preload', 2_000);
    await siege.honest();
  });

  it('is refused in every frame inside the page, past the preload', async ({ skip }) => {
    if (engine() === 'electron') skip();
    const { page } = siege.world.till;
    const recipes = fittingRecipes(contract, siege.known);
    // One that is opened for writing takes on the address of our own page, and is a frame inside it all the same.
    for (const opening of ['', '.contentDocument.open()']) {
      await page.evaluate(
        `{ const made = document.createElement('iframe'); document.body.append(made); made${opening}; undefined; }`,
      );
      const wire = await openWire(page, 'iframe');
      for (const { c, v } of recipes) {
        const answer = await wire.invoke(c, plain(v));
        siege.hears(answer.text);
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
      const given = { canary: siege.world.canary.address, udp: siege.world.canary.udp };
      const reached: string[] = [];
      const address = siege.world.till.page.url();
      // A hand on the page, so that nothing is refused for want of one.
      for (const { name } of siege.owned().attempts) {
        await siege.world.till.page.mouse.click(1, 1);
        const came = await siege
          .owned()
          .attempt(name, given)
          .catch(() => ({ reached: 'another page' }) as const);
        if (came.reached !== false) reached.push(`${name}: ${came.reached}`);
        if (!(await siege.owned().same())) {
          reached.push(`${name}: went to ${siege.world.till.page.url()}`);
          await siege.comeBack(address);
        }
      }
      expect(reached).toEqual([]);
      const groups = Map.groupBy(siege.owned().attempts, ({ group }) => group);
      for (const [group, list] of groups)
        tally.add(group, list.map(({ name }) => name.slice(group.length + 2)).join(' · '), list.length);
      expect(siege.world.canary.came()).toEqual([]);
      await expect.poll(() => siege.world.till.page.context().pages().length).toBe(1);
      const seen = await siege.world.till.told();
      if (seen !== null) expect(seen.openedExternally).toEqual([]);
      await siege.honest();
    });
  });

  it('gets no file that is not a page of ours, whatever the address', async () => {
    siege.hears(...(await siege.owned().heard()));
    await siege.comeBack(siege.world.till.page.url().split('#', 1)[0] ?? '');
    const cdp = await siege.world.till.page.context().newCDPSession(siege.world.till.page);
    const answered = new Map<string, number>();
    cdp.on('Network.responseReceived', ({ response }) => void answered.set(response.url, response.status));
    await cdp.send('Network.enable');
    const origin = new URL(siege.world.till.page.url());
    for (const path of ADDRESSES) {
      await siege.owned().importFrom(path.replace('ORIGIN', origin.host));
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
    const cdp = await siege.world.till.page.context().newCDPSession(siege.world.till.page);
    const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await cdp.send('Input.dispatchDragEvent', { type, x: 50, y: 50, data });
    }
    await siege.honest();
    expect(await siege.owned().same()).toBe(true);
    tally.add('navigation', 'a file dropped by a hand', 1);
  });

  it('is nobody any more once it has left', async () => {
    // These need no request and no server: on Electron they are refused, here the gate no longer knows the page.
    const { page } = siege.world.till;
    const address = page.url();
    siege.hears(...(await siege.owned().heard()));
    for (const place of ['blob', 'about:blank']) {
      await page.evaluate(
        `setTimeout(() => location.assign(${place === 'blob' ? "URL.createObjectURL(new Blob(['<title>x</title>'], { type: 'text/html' }))" : "'about:blank'"}), 0)`,
      );
      if (engine() !== 'electron') {
        await page.waitForURL((url) => url.href.startsWith(place));
        const answer = await page.evaluate('window.till.request("app.snapshot", {})');
        expect(answer).toMatchObject({ outcome: 'refused', words: { key: 'sender.refused' } });
      }
      await siege.comeBack(address);
    }
    tally.add('navigation', 'assign blob · assign about:blank', 2);
    await siege.honest();
  });

  it('learns nothing of what it was told', async () => {
    const events = await siege.owned().heard();
    siege.hears(...events);
    expect(siege.world.tokens().length).toBeGreaterThan(0);
    expect(siege.told.map((text) => siege.world.scan.find(text)).filter((found) => found !== null)).toEqual([]);
  });

  it('left nothing in the journal that no answer spoke of, and its chain whole', async () => {
    expect(await siege.world.cli('journal', 'verify')).toMatchObject({ outcome: 'ok' });
    const { rows, integrity } = readJournal(siege.world.home);
    const all = siege.told.join('\n');
    expect(
      rows.filter(({ id }) => !all.includes(`"operationId":"${id}"`)).map(({ id, kind }) => `${kind} ${id}`),
    ).toEqual([]);
    expect(rows.length).toBeGreaterThan(1);
    expect(integrity).toEqual({ integrity_check: 'ok' });
  });

  it('gets no more on the channel that leaves the till that is in earnest', async () => {
    // Last, because from the first that fits the till is on a sandbox of its own.
    const recipes = wildRecipes(contract, siege.known, siege.owned().evils, { each: EACH, seed: SEED });
    await siege.judged(recipes.filter(({ c }) => c === LEAVES));
    expect(await siege.ask('app.snapshot')).toMatchObject({ outcome: 'ok', data: { sandbox: true } });
  });

  it('is written down as it was tried', async ({ task }) => {
    process.stdout.write(
      `\n${table(SUITE, tally.rows())}\n${tally.total(CHANNELS.length)} attacks on ${CHANNELS.length} channels, nothing reached\n`,
    );
    if (process.env.TILL_WRITE_ATTACKS === '1') writeDown(SUITE, tally.rows(), task);
    if (engine() !== 'electron') expect(writtenDown(SUITE)).toBe(table(SUITE, tally.rows()));
  });
});
