import { waitAfter } from '../../main/app/people.ts';
import { systemClock, systemRandom, systemSinceBoot } from '../../main/app/system.ts';
import { openPatiently } from '../../main/app/journal-edge.ts';

const opened = await openPatiently({ folder: process.argv[2] ?? '', clock: systemClock, random: systemRandom });
if (!opened.ok) throw new Error(opened.detail);
const names = ['ani', 'ANI', 'Ani', '\uFF21ni'];
for (const name of names) {
  try {
    console.log(opened.journal.people.tryPin(name, systemSinceBoot(), waitAfter).try);
  } catch (error) {
    console.log(`threw ${String(error)}`);
  }
}
opened.journal.close();
