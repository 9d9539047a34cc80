/** From a sandbox nobody replaces the profile of a till that knows its people, whatever its journal is like. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addOperator } from '../../../main/app/manage-people.ts';
import { openSandboxTill } from '../../support/sandbox-till.ts';
import { openTestDesk } from '../desk/world.ts';
import { SARI } from './world.ts';

it('nobody replaces the profile of a till that knows its people from inside a sandbox, whatever its journal is like', async () => {
  const real = await openSandboxTill();
  try {
    await addOperator(real.till, { ...SARI, role: 'supervisor' });
    const read = await real.app.reader();
    if (!read.ok) throw new Error('no folder');
    const path = join(read.value.folder.path, 'given.json');
    const store = { name: 'Toko Penyusup', address: 'x' };
    await writeFile(path, JSON.stringify({ ...real.sandbox.profile, store }), { mode: 0o600 });
    const shut = {
      outcome: 'unavailable',
      code: null,
      operationId: null,
      words: { key: 'journal.locked', id: '', en: '', next: null },
    };
    // As the app is while another process holds the journal: everything but the till itself.
    const app = { ...real.app, till: () => Promise.resolve({ ok: false, outcome: shut } as never) };
    const openReal = () => Promise.resolve({ app, sandbox: false, close: () => Promise.resolve() });
    const { desk } = await openTestDesk({}, () => undefined, { openReal });
    const said = await desk.actions['profile.provision']({ path });
    const shown = await real.app.showProfile();
    expect({ said: said.outcome, store: shown.outcome === 'ok' && shown.data.store }).toEqual({
      said: 'unavailable',
      store: 'Toko Contoh',
    });
  } finally {
    await real.close();
  }
});
