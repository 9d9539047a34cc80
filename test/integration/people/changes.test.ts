/** A change of the people is done by whoever may at the moment when it is done, and what is said of it is so. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { atJournalEdge } from '../../../main/app/journal-edge.ts';
import { addOperator, recoverSupervisor, removeOperator, setPin, setRole } from '../../../main/app/manage-people.ts';
import { login } from '../../../main/app/people.ts';
import type { Till } from '../../../main/app/till.ts';
import { tillOfTest } from '../../support/till-of-test.ts';
import { ANI, noted, SARI } from './world.ts';

const SITI = { operator: 'Siti', pin: '270419' };

/** A till of Sari and Siti, who are supervisors, and Ani, who is none; `as` is the till under somebody's name. */
async function world() {
  const { till, app, sandbox } = await tillOfTest();
  const read = await app.reader();
  if (!read.ok) throw new Error('no folder');
  const folder = read.value.folder.path;
  const path = join(folder, 'given.json');
  await writeFile(path, JSON.stringify(sandbox.profile), { mode: 0o600 });
  const as = (operator: string, more: Partial<Till> = {}): Till => ({ ...till, operator, ...more });
  await addOperator(till, { ...SARI, role: 'supervisor' });
  await addOperator(as('Sari'), { ...SITI, role: 'supervisor' });
  await addOperator(as('Sari'), { ...ANI, role: 'cashier' });
  return { till, path, folder, as, people: till.journal.people };
}

const REFUSED = { outcome: 'refused', about: { right: 'operators' } };

it('the user of the system changes nobody once there are people, whatever began before', async () => {
  const { till, as, people } = await world();
  const before = people.list();
  for (const user of [till, as('os:penguji')]) {
    expect(await addOperator(user, { operator: 'Baru', role: 'supervisor', pin: '4826' })).toMatchObject(REFUSED);
    expect(await setPin(user, { operator: 'Sari', pin: '4826' })).toMatchObject(REFUSED);
    expect(setRole(user, { operator: 'Ani', role: 'supervisor' })).toMatchObject(REFUSED);
    expect(removeOperator(user, { operator: 'Siti' })).toMatchObject(REFUSED);
  }
  expect(people.list()).toEqual(before);
});

it('whoever was taken off, or given another role, meanwhile changes nobody', async () => {
  const { as, people } = await world();
  const pin = setPin(as('Siti', { provedRole: 'supervisor' }), { operator: 'Ani', pin: '4826' });
  people.setRole('Siti', 'cashier', 'Sari');
  expect(await pin).toMatchObject(REFUSED);
  const taken = addOperator(as('Siti'), { operator: 'Baru', role: 'supervisor', pin: '4826' });
  const own = setPin(as('Siti'), { operator: 'Siti', pin: '4826' });
  people.remove('Siti', 'Sari');
  expect(await taken).toMatchObject(REFUSED);
  expect(await own).toMatchObject({ outcome: 'invalid' });
  expect(people.list().map(({ name }) => name)).toEqual(['Sari', 'Ani']);
  expect((await login(as('Ani'), ANI)).outcome).toBe('ok');
});

it('a cashier changes his own PIN, and more where a supervisor let him', async () => {
  const { as } = await world();
  const cashier = { may: () => false, provedRole: 'cashier' } as const;
  expect(await setPin(as('Ani', cashier), { operator: 'ani', pin: '4826' })).toMatchObject({ outcome: 'ok' });
  expect(setRole(as('Ani', cashier), { operator: 'Ani', role: 'supervisor' })).toMatchObject(REFUSED);
  const allowed = as('Ani', { may: (right) => right === 'operators' });
  expect(setRole(allowed, { operator: 'Ani', role: 'supervisor' })).toMatchObject({ outcome: 'ok' });
});

it('a supervisor who was added is said to be, also where the mark beside the journal cannot be written', async () => {
  const { till } = await tillOfTest();
  const full = Object.assign(new Error('ENOSPC: no space left on device, open'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'open',
  });
  const faults: unknown[] = [];
  const mark = {
    there: () => false,
    set: () => {
      throw full;
    },
  };
  const failing: Till = { ...till, mark, onFault: (error) => faults.push(error) };
  const said = await atJournalEdge(till.journal, () => addOperator(failing, { ...SARI, role: 'supervisor' }));
  expect({ said: said.outcome, there: till.journal.people.list().length }).toEqual({ said: 'ok', there: 1 });
  expect(faults).toEqual([full]);
});

it('whoever was removed meanwhile is neither recovered nor given a PIN', async () => {
  const { till, path, as, people } = await world();
  const recovering = recoverSupervisor(till, { ...SITI, path });
  const giving = setPin(as('Sari'), { operator: 'Ani', pin: '4826' });
  people.remove('Siti', 'Sari');
  people.remove('Ani', 'Sari');
  expect((await recovering).outcome).toBe('invalid');
  expect((await giving).outcome).toBe('invalid');
});

it('two recoveries of one new name at once are one new supervisor', async () => {
  const { till, path, people } = await world();
  const both = await Promise.all(
    [1, 2].map(() =>
      atJournalEdge(till.journal, () => recoverSupervisor(till, { operator: 'Baru', pin: '4826', path })),
    ),
  );
  expect(both.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  expect(people.list().filter(({ name }) => name === 'Baru')).toMatchObject([{ role: 'supervisor' }]);
});

it.each([
  ['the user of the system', 'os:tukang', 'os:tukang'],
  ['somebody who is in', 'Ani', 'Ani'],
  ['whoever brought the file', 'penguji', 'file:profile'],
])('of a recovery it is noted who did it: %s', async (_who, operator, by) => {
  const { as, path, folder } = await world();
  expect(await recoverSupervisor(as(operator), { operator: 'Sari', pin: '4826', path })).toMatchObject({
    outcome: 'ok',
  });
  expect(noted(folder).at(-1)).toMatchObject({ change: 'recovered', operator: by, name: 'Sari' });
});
