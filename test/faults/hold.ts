/** A process of its own that takes a lock on the journal as a backup program would, says so, and keeps it until a line comes. */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';

const [folder = '', how = 'write'] = process.argv.slice(2);
const db = new DatabaseSync(join(folder, 'journal.sqlite'), { timeout: 5_000 });
if (how === 'everything') db.exec('PRAGMA locking_mode = EXCLUSIVE');
db.exec('BEGIN IMMEDIATE');
process.stdout.write('held\n');
const input = createInterface({ input: process.stdin });
await input[Symbol.asyncIterator]().next();
db.exec('ROLLBACK');
db.close();
input.close();
