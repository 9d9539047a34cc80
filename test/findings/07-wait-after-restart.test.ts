/**
 * docs/operators.md: "a restart begins the wait anew". It does not begin: not before somebody tries. Until then the wait
 * is shown in full, and whoever waits it out after a restart is told to wait once more.
 */
import { expect, it } from 'vitest';
import { ANI, peopled } from '../integration/people/people-world.ts';

it('a wait runs after a restart without anybody pressing for it', async () => {
  let sinceBoot = 9 * 3_600_000;
  const { press, shown } = await peopled({ sinceBoot: () => sinceBoot });
  await press('session.lock');
  for (let n = 0; n < 5; n += 1) await press('session.login', { ...ANI, pin: '0001' });
  // Next morning: the machine was started eight hours ago.
  sinceBoot = 8 * 3_600_000;
  const said = await press('session.login', ANI);
  expect({ outcome: said.outcome, about: said.about, shown: shown()?.session.people[1]?.waitMs }).toMatchObject({
    outcome: 'ok',
  });
});
