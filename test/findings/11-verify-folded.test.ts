/**
 * "`journal verify` finds an operator who was changed past the till." operatorFacts leaves `folded` out, by which every
 * operator is found: swapped, each logs in as the other (a supervisor is locked out, or a deed gets another's name) and
 * verify finds nothing.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { JOURNAL_FILE } from '../../main/journal/open-journal.ts';
import { ANI, peopled, SARI } from '../integration/people/people-world.ts';

it('an operator who is found under another name was changed', async () => {
  const { press, folder, test, shown } = await peopled();
  await press('session.lock');
  const db = new DatabaseSync(join(await folder(), JOURNAL_FILE));
  db.exec(`DROP TRIGGER operators_keep_their_names;
    UPDATE operators SET folded = 'x' WHERE name = 'Sari';
    UPDATE operators SET folded = 'sari' WHERE name = 'Ani';`);
  db.close();
  const sari = await press('session.login', SARI);
  const ani = await press('session.login', { ...SARI, pin: ANI.pin });
  const opened = await test.world.app.till();
  if (!opened.ok) throw new Error('no till');
  const { problems } = opened.value.journal.verify();
  expect({ sari: sari.outcome, ani: ani.outcome, as: shown()?.operator, problems }).not.toMatchObject({ problems: [] });
});
