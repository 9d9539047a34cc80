/** `npm run docs:faults`: runs every fault and writes docs/faults.md from what came of it. */
import { writeFile } from 'node:fs/promises';
import { runAll } from './run-all.ts';
import { faultsPage, TABLE_FILE } from './table.ts';

await writeFile(TABLE_FILE, faultsPage(await runAll()));
