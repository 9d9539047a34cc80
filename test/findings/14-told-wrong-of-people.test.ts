/** What is said of a change of the people, and is not so. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { atJournalEdge } from '../../main/app/journal-edge.ts';
import { addOperator, recoverSupervisor, setPin } from '../../main/app/manage-people.ts';
import { login } from '../../main/app/people.ts';
import { ANI, SARI } from '../integration/people/people-world.ts';
import { tillOfTest } from '../support/till-of-test.ts';

async function world() {
  const { till, app, sandbox } = await tillOfTest();
  const read = await app.reader();
  if (!read.ok) throw new Error('no folder');
  const path = join(read.value.folder.path, 'given.json');
  await writeFile(path, JSON.stringify(sandbox.profile), { mode: 0o600 });
  return { till, path };
}

it('a supervisor who was added is not said to be not there because the mark could not be written', async () => {
  const { till } = await world();
  const full = Object.assign(new Error('ENOSPC: no space left on device, open'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'open',
  });
  const mark = {
    there: () => false,
    set: () => {
      throw full;
    },
  };
  const said = await atJournalEdge(till.journal, () => addOperator({ ...till, mark }, { ...SARI, role: 'supervisor' }));
  // "Nothing has left this machine": and from now on the till opens to nobody but her.
  expect({ said: said.outcome, there: till.journal.people.list().length }).not.toEqual({
    said: 'unavailable',
    there: 1,
  });
});

it('a supervisor who was removed meanwhile is not said to be recovered', async () => {
  const { till, path } = await world();
  await addOperator(till, { ...SARI, role: 'supervisor' });
  await addOperator(till, { operator: 'Siti', role: 'supervisor', pin: '270419' });
  const recovering = recoverSupervisor(till, { operator: 'Sari', pin: '4826', path });
  till.journal.people.remove('Sari', 'Siti');
  const said = await recovering;
  const entered = await login(till, { operator: 'Sari', pin: '4826' });
  expect({ said: said.outcome, entered: entered.outcome }).not.toEqual({ said: 'ok', entered: 'invalid' });
});

it('two recoveries of one new name at once: the second is not told of a disk in trouble', async () => {
  const { till, path } = await world();
  const both = await Promise.all(
    [1, 2].map(() =>
      atJournalEdge(till.journal, () => recoverSupervisor(till, { operator: 'Baru', pin: '4826', path })),
    ),
  );
  expect(both.map(({ outcome, words }) => `${outcome} ${words.key}`)).not.toContainEqual(
    expect.stringMatching(/journal\.|disk/),
  );
});

it('whoever was removed meanwhile is not said to have a new PIN', async () => {
  const { till } = await world();
  await addOperator(till, { ...SARI, role: 'supervisor' });
  await addOperator(till, { ...ANI, role: 'cashier' });
  const giving = setPin(till, { operator: 'Ani', pin: '4826' });
  till.journal.people.remove('Ani', 'Sari');
  expect((await giving).outcome).not.toBe('ok');
});
