/** Prunes a journal in a process of its own and says each step, so that somebody can kill it in between. */
import { pruneJournal } from '../../../main/app/prune-journal.ts';
import { openActingLock } from '../../../main/journal/acting-lock.ts';
import { openJournal } from '../../../main/journal/open-journal.ts';
import { chance, realClock } from './world.ts';

const [folder = '', before = ''] = process.argv.slice(2);
const opened = openJournal({ folder, clock: realClock, random: chance });
if (!opened.ok) throw new Error(opened.detail);
const till = {
  journal: opened.journal,
  clock: realClock,
  operator: 'sari',
  lock: openActingLock({ folder, clock: realClock }),
  profile: {},
};
await pruneJournal(till, folder, { before }, { onProgress: (count) => void process.stdout.write(`${count}\n`) });
process.stdout.write('done\n');
