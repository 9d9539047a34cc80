/**
 * "Links of the journal's chain: … each lock-out." tryPin writes the lock-out before the fifth PIN is looked at: where that
 * one is right, the chain says for ever that somebody was locked out who got in.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { JOURNAL_FILE } from '../../main/journal/open-journal.ts';
import { ANI, peopled } from '../integration/people/people-world.ts';

it('a right fifth PIN is no lock-out', async () => {
  const { press, folder } = await peopled();
  await press('session.lock');
  for (let n = 0; n < 4; n += 1) await press('session.login', { ...ANI, pin: '0001' });
  expect(await press('session.login', ANI)).toMatchObject({ outcome: 'ok' });
  const db = new DatabaseSync(join(await folder(), JOURNAL_FILE), { readOnly: true });
  const changes = db
    .prepare("SELECT content ->> '$.change' AS change FROM events")
    .all()
    .map((row) => row.change);
  db.close();
  expect(changes).not.toContain('locked-out');
});
