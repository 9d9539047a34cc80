import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leave } from '../../../renderer/leaving.ts';
import { useOverride } from '../../../renderer/override.ts';
import { ask } from '../../../renderer/till.ts';

const WORDS = { key: 'people.needs-right', id: 'Perlu supervisor.', en: 'Needs a supervisor.' };
const NEEDS = { outcome: 'refused', code: null, operationId: null, words: WORDS, about: { right: 'expire' } };
const DONE = { outcome: 'ok', code: null, operationId: null, words: { ...WORDS, key: 'expire.ok' }, data: {} };

/** What main answers, one after another, and what it was asked. */
let answers: unknown[] = [];
let asked: unknown[][] = [];

beforeEach(() => {
  asked = [];
  const request = (...args: unknown[]): Promise<unknown> => {
    asked.push(args);
    return Promise.resolve(answers.shift());
  };
  Object.assign(globalThis, { till: { request } });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'till');
});

const wish = { billNumber: '10092081' };
const asking = () => useOverride.getState().asking;

describe('what needs a supervisor', () => {
  it('is asked for, and the very same request goes out again', async () => {
    answers = [NEEDS, DONE];
    const outcome = ask('qr.expire', wish);
    await expect.poll(asking).toMatchObject({ channel: 'qr.expire', wish, words: WORDS });
    asking()?.answer(true);
    expect((await outcome).outcome).toBe('ok');
    expect(asked).toEqual([
      ['qr.expire', wish],
      ['qr.expire', wish],
    ]);
    expect(asking()).toBeNull();
  });

  it('is refused as it was where nobody allows it', async () => {
    answers = [NEEDS];
    const outcome = ask('qr.expire', wish);
    await expect.poll(asking).not.toBeNull();
    asking()?.answer(false);
    expect(await outcome).toEqual(NEEDS);
    expect(asked).toHaveLength(1);
  });

  it('is repeated once, not for ever', async () => {
    answers = [NEEDS, NEEDS];
    const outcome = ask('qr.expire', wish);
    await expect.poll(asking).not.toBeNull();
    asking()?.answer(true);
    expect(await outcome).toEqual(NEEDS);
    expect(asking()).toBeNull();
  });

  it('is asked about one thing at a time', async () => {
    answers = [NEEDS, NEEDS];
    void ask('qr.expire', wish);
    await expect.poll(asking).not.toBeNull();
    expect(await ask('qr.expire', { billNumber: '2' })).toEqual(NEEDS);
    leave();
  });
});

describe('a till that locks', () => {
  it('forgets what was being asked about', async () => {
    answers = [NEEDS];
    void ask('qr.expire', wish);
    await expect.poll(asking).not.toBeNull();
    leave();
    expect(asking()).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it('gives nobody an answer that was on its way', async () => {
    answers = [DONE, DONE];
    const first = ask('qr.expire', wish).then(() => 'first');
    leave();
    const second = ask('qr.expire', wish).then(() => 'second');
    expect(await Promise.race([first, second])).toBe('second');
    const settled = await Promise.race([first, new Promise((resolve) => setImmediate(resolve, 'not yet'))]);
    expect(settled).toBe('not yet');
  });
});
