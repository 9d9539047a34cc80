/** The shell end to end: a window, the gate between it and main, and what a hostile page cannot do. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../../shared/define-contract.ts';
import { buildTill } from '../electron/build.ts';
import { launchTill, type Till } from '../electron/launch.ts';
import { contract } from './shell-fixture/contract.ts';

type Window = { till: Api<typeof contract>; open: (url: string) => unknown; location: { assign(url: string): void } };

let folder: string;
let mainBundle: string;
let home: string;
let till: Till;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-shell-'));
  const fixture = join(import.meta.dirname, 'shell-fixture');
  const page = join(fixture, 'page');
  mainBundle = await buildTill({ entry: join(fixture, 'main.ts'), contract, page, into: folder });
});
afterAll(() => rm(folder, { recursive: true }));

async function start(): Promise<void> {
  home = await mkdtemp(join(tmpdir(), 'till-home-'));
  till = await launchTill({ mainBundle, env: { QRIS_TERMINAL_HOME: home }, size: { width: 1024, height: 600 } });
  await ready(till.page);
}
async function stop(): Promise<void> {
  await till.close();
  await rm(home, { recursive: true });
}

/** The probe has made all its attempts. */
const ready = (page: Page): Promise<void> => page.locator('#count:not(:empty)').waitFor();

/** Asks as the page's own console would; what the type forbids is part of the questions. */
function ask(page: Page, name: string, input: unknown): Promise<Record<string, unknown>> {
  return page.evaluate(
    ([channel, given]) => {
      const { request } = (globalThis as unknown as Window).till;
      return request(channel as 'probe.echo', given as { value: unknown }) as Promise<unknown>;
    },
    [name, input] as const,
  ) as Promise<Record<string, unknown>>;
}

const told = (page: Page): Promise<string[]> => page.locator('#told li').allTextContents();

describe('a window', { timeout: 30_000 }, () => {
  beforeAll(start);
  afterAll(stop);

  it('shows its page in the size it was asked for', async () => {
    expect(await till.page.title()).toBe('Probe');
    expect(await till.page.evaluate('[innerWidth, innerHeight, isSecureContext]')).toEqual([1024, 600, true]);
  });

  it('keeps what structured clone keeps, there and back', async () => {
    const same = await till.page.evaluate(async () => {
      const { request } = (globalThis as unknown as Window).till;
      const sent = { a: [1, Number.NaN, -0, undefined], d: new Date(5), m: new Map([[1, new Set(['x'])]]), b: 7n };
      const answer = await request('probe.echo', { value: { ...sent, u: new Uint8Array([1, 2, 255]) } });
      if (answer.outcome !== 'ok') return answer.outcome;
      const { a, d, m, b, u } = answer.data as typeof sent & { u: Uint8Array };
      const [one, nan, zero, missing] = a;
      const numbers = one === 1 && Number.isNaN(nan) && Object.is(zero, -0) && missing === undefined && a.length === 4;
      return [numbers, d instanceof Date && d.getTime(), m.get(1)?.has('x'), b === 7n, u instanceof Uint8Array && u[2]];
    });
    expect(same).toEqual([true, 5, true, true, 255]);
  });

  it('refuses a function as input instead of dropping it', async () => {
    const asked = till.page.evaluate(() =>
      (globalThis as unknown as Window).till.request('probe.echo', { value: () => 1 }),
    );
    await expect(asked).rejects.toThrow(/could not be cloned/);
  });

  it('says which fields are wrong', async () => {
    const answer = await ask(till.page, 'probe.tell', { text: 'x'.repeat(21), more: 1 });
    expect(answer).toMatchObject({ outcome: 'invalid', fields: [{ path: 'text' }, { path: 'more' }] });
  });

  it('lets no error text through, and owns up when something may have happened', async () => {
    const thrown = await ask(till.page, 'probe.throw', {});
    expect(thrown).toMatchObject({ outcome: 'unknown', words: { key: 'internal.error' } });
    const leaked = await ask(till.page, 'probe.leak', {});
    expect(leaked).toMatchObject({ outcome: 'unavailable', words: { key: 'internal.error' } });
    expect(JSON.stringify([thrown, leaked])).not.toContain('must not be told');
    expect(till.stderr()).toContain(String((thrown.about as { logId: string }).logId));
  });

  it('hears events until it stops listening', async () => {
    for (const text of ['one', 'stop', 'two']) await ask(till.page, 'probe.tell', { text });
    expect(await told(till.page)).toEqual(['one', 'stop']);
    await till.wakeUp();
    await expect.poll(() => told(till.page)).toEqual(['one', 'stop', 'awake']);
  });

  it('asks for a file', async () => {
    await till.answerOpenDialog('/store/profile.json');
    expect(await ask(till.page, 'probe.pick', {})).toMatchObject({ outcome: 'ok', data: '/store/profile.json' });
    await till.answerOpenDialog();
    expect(await ask(till.page, 'probe.pick', {})).toMatchObject({ outcome: 'ok', data: null });
  });

  it('follows the light of the machine', async () => {
    const isDark = () => till.page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches');
    for (const dark of [true, false]) {
      await till.setDark(dark);
      await expect.poll(isDark).toBe(dark);
    }
  });
});

describe('a hostile page', { timeout: 30_000 }, () => {
  beforeEach(start);
  afterEach(stop);

  it('gets nothing by what it tries', async () => {
    const tried = await till.page.locator('#tried li').allTextContents();
    expect(tried.length).toBe(18);
    expect(tried.filter((line) => !line.endsWith(': refused'))).toEqual([]);
    expect(await till.page.evaluate('"inlineRan" in window')).toBe(false);
  });

  it('sees till and nothing else of the machinery', async () => {
    // A frame's window is Chromium's own, untouched by any preload: what the page has beyond it was put there.
    const beyond = `(() => { const frame = document.createElement('iframe'); document.body.append(frame);
      const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow)); frame.remove();
      return Object.getOwnPropertyNames(window).filter((name) => !plain.has(name) && !/^\\d+$/.test(name)); })()`;
    expect(await till.page.evaluate(beyond)).toEqual(['till']);
    const own = ['on', 'pathOf', 'request'];
    expect(await till.page.evaluate('[Object.keys(till).toSorted(), Object.isFrozen(till)]')).toEqual([own, true]);
  });

  it('is refused when it is not ours, even in our own window', async () => {
    await till.page.goto('data:text/html,<title>foreign</title>');
    expect(await ask(till.page, 'probe.count', {})).toMatchObject({
      outcome: 'refused',
      words: { key: 'sender.refused' },
    });
    await till.page.goto('about:blank');
    expect(await ask(till.page, 'probe.count', {})).toMatchObject({ outcome: 'refused' });
  });

  it('goes nowhere', async () => {
    const before = till.page.url();
    const go = (url: string) => till.page.evaluate((to) => (globalThis as unknown as Window).location.assign(to), url);
    await go('https://outside.example/');
    // Each before the next: a navigation that is overtaken is never asked about.
    const denied = async () => (await till.told())?.deniedNavigations ?? ['https://outside.example/'];
    await expect.poll(denied).toContain('https://outside.example/');
    for (const url of ['/probe.js', 'file:///etc/passwd']) await go(url);
    await till.page.evaluate('location.reload()');
    // The page may be on its way to itself: whoever asks in that moment is asked again.
    const answer = () =>
      ask(till.page, 'probe.tell', { text: 'still here' }).then(
        ({ outcome }) => outcome,
        () => 'under way',
      );
    await expect.poll(answer).toBe('ok');
    expect(till.page.url()).toBe(before);
    await expect.poll(async () => (await told(till.page)).at(-1)).toBe('still here');
  });

  it('reaches nothing outside even without its content policy', async () => {
    const cdp = await till.page.context().newCDPSession(till.page);
    await cdp.send('Page.setBypassCSP', { enabled: true });
    await till.page.reload();
    await ready(till.page);
    const tried = await till.page.locator('#tried li').allTextContents();
    // What the policy alone forbids is done now, so it is off; what leads outside is refused all the same.
    expect(tried).toContain('eval: done');
    expect(tried.filter((line) => / outside|websocket/.test(line) && !line.endsWith(': refused'))).toEqual([]);
    const seen = await till.told();
    if (seen !== null) expect(seen.cancelled).toContain('https://outside.example/');
  });

  it('opens no window, and nothing outside', async () => {
    await till.page.evaluate(() => {
      const { open } = globalThis as unknown as Window;
      for (const url of ['https://help.example/', 'https://outside.example/', 'file:///etc/passwd']) open(url);
    });
    await expect.poll(() => till.page.context().pages().length).toBe(1);
    const seen = await till.told();
    if (seen !== null) expect(seen.openedExternally).toEqual([]);
  });
});

describe('a life', { timeout: 30_000 }, () => {
  beforeEach(start);
  afterEach(stop);

  it('comes back after the renderer died, with its state intact', async () => {
    await ask(till.page, 'probe.count', {});
    const cdp = await till.page.context().newCDPSession(till.page);
    const crashed = till.page.waitForEvent('crash');
    cdp.send('Page.crash').catch(() => undefined); // whoever dies does not answer
    await crashed;
    const page = await till.freshPage();
    await ready(page);
    expect(await page.locator('#count').textContent()).toBe('3');
    expect(till.stderr()).toContain('render-process-gone');
  });

  it('waits with quitting until the app is ready for it', async () => {
    await till.close();
    expect(await readFile(join(home, 'life.log'), 'utf8')).toBe('asked\nready\nquit\n');
    till = await launchTill({ mainBundle, env: { QRIS_TERMINAL_HOME: home } });
  });

  it('ends when its window is closed', async () => {
    await till.page.close();
    await till.ended;
    expect(await readFile(join(home, 'life.log'), 'utf8')).toBe('asked\nready\nquit\n');
    till = await launchTill({ mainBundle, env: { QRIS_TERMINAL_HOME: home } });
  });

  it('is lived once on a data folder', async () => {
    await expect(launchTill({ mainBundle, env: { QRIS_TERMINAL_HOME: home } })).rejects.toThrow();
    expect(await ask(till.page, 'probe.count', {})).toMatchObject({ outcome: 'ok' });
  });

  it('leaves no lock when it dies', async () => {
    await till.kill();
    till = await launchTill({ mainBundle, env: { QRIS_TERMINAL_HOME: home } });
    await ready(till.page);
  });
});
