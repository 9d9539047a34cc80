/** A damaged journal can be set aside by anybody, and tells nobody what it held. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock, systemRandom } from '../../../main/app/system.ts';
import { openJournal } from '../../../main/journal/open-journal.ts';
import { openTestDesk } from '../desk/world.ts';
import { presser } from './world.ts';

const PRESS = {
  kind: 'generate',
  provider: 'paycools',
  merchantId: 'M-1',
  wish: {},
  body: 'x'.repeat(2_000),
  terminalId: 'T-1',
  operator: 'o',
} as const;

it('a shut till tells nobody what its journal held', async () => {
  const test = await openTestDesk({}, async ({ app }) => {
    const read = await app.reader();
    if (!read.ok) throw new Error('no folder');
    const folder = read.value.folder.path;
    await writeFile(join(folder, 'operators.mark'), '');
    const opened = openJournal({ folder, clock: systemClock, random: systemRandom });
    if (!opened.ok) throw new Error(opened.detail);
    for (let n = 0; n < 40; n += 1) opened.journal.intend({ ...PRESS, reference: `SECRET-${n}` });
    opened.journal.close();
    const handle = openSync(join(folder, 'journal.sqlite'), 'r+');
    writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, 4_096);
    closeSync(handle);
  });
  const press = presser(test);
  expect(test.told.at(-1)?.session.state).toBe('shut');
  const said = await press('journal.setAside');
  expect(said.outcome).toBe('ok');
  expect(JSON.stringify(said)).not.toContain('SECRET-');
});
