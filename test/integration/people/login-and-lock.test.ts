/** A login that was under way when the till was locked opens nothing. */
import { expect, it } from 'vitest';
import { peopled, SARI } from './world.ts';

it.each(['locked', 'resumed'] as const)(
  'a login that was under way when the machine %s does not open the till',
  async (what) => {
    const { press, shown, test } = await peopled();
    await press('session.lock');
    const logging = press('session.login', SARI);
    await new Promise((resolve) => setImmediate(resolve));
    test.desk[what]();
    await logging;
    expect(shown()?.session.state).toBe('locked');
  },
);
