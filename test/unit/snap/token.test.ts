/** The token cache: one flight, early renewal, both spellings of its life, never a second try with a wrong key. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../main/snap/http.ts';
import { createTokenSource } from '../../../main/snap/token.ts';
import { jakartaMillis } from '../../../shared/jakarta-time.ts';
import { fakeClock } from '../../support/fakes.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const answered = (status: number, body: unknown): Exchange => ({
  kind: 'answered',
  status,
  text: JSON.stringify(body),
  note: '',
  serverTime: null,
});

function source(answers: readonly Exchange[]) {
  const clock = fakeClock();
  let asked = 0;
  const tokens = createTokenSource({
    url: 'http://x/access-token/b2b',
    clientId: 'client',
    privateKey,
    timestamp: jakartaMillis,
    clock,
    http: {
      post: () => {
        asked += 1;
        return Promise.resolve(answers[Math.min(asked, answers.length) - 1] ?? { kind: 'lost', note: '' });
      },
      close: () => Promise.resolve(),
    },
  });
  return { tokens, clock, asked: () => asked };
}

const fresh = (accessToken: string, expiresIn?: unknown) =>
  answered(200, {
    responseCode: '2007300',
    responseMessage: 'Successful',
    accessToken,
    tokenType: 'Bearer',
    expiresIn,
  });

describe('a token', () => {
  it('is asked for once, however many want it at the same time', async () => {
    const { tokens, asked } = source([fresh('a', '900')]);
    const all = await Promise.all([tokens.get(), tokens.get(), tokens.get()]);
    expect(all.map((result) => result.kind === 'token' && result.token)).toEqual(['a', 'a', 'a']);
    expect(asked()).toBe(1);
  });

  it.each([
    ['900', 839, 841],
    [900, 839, 841],
    [undefined, 839, 841],
    [40, 19, 21],
  ])('that lives %s s is renewed early', async (life, before, after) => {
    const { tokens, clock, asked } = source([fresh('a', life), fresh('b', life)]);
    await tokens.get();
    clock.advance(before * 1000);
    expect(await tokens.get()).toMatchObject({ token: 'a' });
    clock.advance((after - before) * 1000);
    expect(await tokens.get()).toMatchObject({ token: 'b' });
    expect(asked()).toBe(2);
  });

  it('that was dropped is asked for anew; dropping an old one drops nothing', async () => {
    const { tokens } = source([fresh('a'), fresh('b')]);
    await tokens.get();
    tokens.drop('a');
    expect(await tokens.get()).toMatchObject({ token: 'b' });
    tokens.drop('a');
    expect(await tokens.get()).toMatchObject({ token: 'b' });
  });
});

describe('no token', () => {
  it('a refused key is asked with once, and says the code', async () => {
    const { tokens, asked } = source([answered(401, { responseCode: '4017300', responseMessage: 'Unauthorized' })]);
    expect(await tokens.get()).toEqual({ kind: 'refused', code: '4017300', message: 'Unauthorized' });
    expect(asked()).toBe(1);
  });

  it.each<[string, Exchange]>([
    ['5xx', answered(500, { responseCode: '5007300', responseMessage: 'General Error' })],
    ['a success without a token', answered(200, { responseCode: '2007300' })],
    ['a token that would break a header', fresh('a\r\nX-Evil: 1')],
    ['another service', answered(200, { responseCode: '2009000', accessToken: 'a' })],
    ['silence', { kind: 'lost', note: 'TimeoutError' }],
  ])('%s is no answer, after two tries', async (_name, answer) => {
    const { tokens, asked } = source([answer]);
    expect(await tokens.get()).toMatchObject({ kind: 'no-answer' });
    expect(asked()).toBe(2);
  });
});
