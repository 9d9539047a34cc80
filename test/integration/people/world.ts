/** A desk with a supervisor (Sari) and a cashier (Ani). */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JOURNAL_FILE } from '../../../main/journal/open-journal.ts';
import type { contract } from '../../../shared/contract.ts';
import { openTestDesk, type TestDesk } from '../desk/world.ts';

export const SARI = { operator: 'Sari', pin: '2580' };
export const ANI = { operator: 'Ani', pin: '1379' };

export type Answer = { readonly outcome: string } & Record<string, unknown>;

/** What the chain says of people, the oldest first. @param folder the data folder */
export function noted(folder: string): readonly Readonly<Record<string, unknown>>[] {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE), { readOnly: true });
  const rows = db.prepare('SELECT content FROM events WHERE operation IS NULL ORDER BY seq').all();
  db.close();
  return rows.map((row) => JSON.parse(String(row.content)));
}

export function presser(test: TestDesk) {
  return async (name: keyof typeof contract.requests, input: object = {}): Promise<Answer> => {
    const actions: Readonly<Record<string, (input: never) => Promise<unknown>>> = test.desk.actions;
    return (await actions[name]?.(input as never)) as Answer;
  };
}

export async function peopled(...given: Parameters<typeof openTestDesk>) {
  const [options = {}, before, around] = given;
  const test = await openTestDesk({ http: { timeoutMs: 2_000 }, ...options }, before, around);
  const press = presser(test);
  await press('operators.add', { ...SARI, role: 'supervisor' });
  await press('operators.add', { ...ANI, role: 'cashier' });
  const login = async (who: typeof SARI): Promise<Answer> => {
    await press('session.lock');
    const said = await press('session.login', who);
    if (said.outcome !== 'ok') throw new Error(JSON.stringify(said));
    return said;
  };
  const shown = () => test.told.at(-1);
  const folder = async (): Promise<string> => {
    const read = await test.world.app.reader();
    if (!read.ok) throw new Error('no folder');
    return read.value.folder.path;
  };
  const profileFile = async (profile: object, name = 'given.json'): Promise<string> => {
    const path = join(await folder(), name);
    await writeFile(path, JSON.stringify(profile), { mode: 0o600 });
    return path;
  };
  return { test, press, login, shown, folder, profileFile };
}
