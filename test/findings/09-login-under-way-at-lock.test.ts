/**
 * A login takes some hundred milliseconds to hash. Where the machine's screen is locked, the machine sleeps and wakes, or
 * somebody presses lock meanwhile, that lock is forgotten when the hash is there: the till is open behind it.
 */
import { expect, it } from 'vitest';
import { peopled, SARI } from './people-world.ts';

it.each(['locked', 'resumed'] as const)('a login that was under way when the machine %s does not open the till', async (what) => {
  const { press, shown, test } = await peopled();
  await press('session.lock');
  const logging = press('session.login', SARI);
  await new Promise((resolve) => setTimeout(resolve, 20));
  test.desk[what]();
  await logging;
  expect(shown()?.session.state).toBe('locked');
});
