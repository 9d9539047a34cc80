/** A process of its own that tries a PIN under four writings of one name, and says what came of each. */
import { openPatiently } from '../../../main/app/journal-edge.ts';
import { waitAfter } from '../../../main/app/people.ts';
import { systemClock, systemRandom, systemSinceBoot } from '../../../main/app/system.ts';

const opened = await openPatiently({ folder: process.argv[2] ?? '', clock: systemClock, random: systemRandom });
if (!opened.ok) throw new Error(opened.detail);
const names = ['ani', 'ANI', 'Ani', '\uFF21ni'];
for (const name of names) {
  try {
    process.stdout.write(`${opened.journal.people.tryPin(name, systemSinceBoot, waitAfter).try}\n`);
  } catch (error) {
    process.stdout.write(`threw ${String(error)}\n`);
  }
}
opened.journal.close();
