/**
 * "The journal notes who allowed what"; "each operator added, removed, recovered, given a PIN or a role, by whom".
 * What is noted does not say what was allowed or which role was given; and no command, screen or export
 * shows any of it to anybody.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { JOURNAL_FILE } from '../../main/journal/open-journal.ts';
import { ANI, peopled, SARI } from './people-world.ts';

function events(folder: string): readonly Record<string, unknown>[] {
  const db = new DatabaseSync(join(folder, JOURNAL_FILE), { readOnly: true });
  const rows = db.prepare('SELECT content FROM events WHERE operation IS NULL ORDER BY seq').all();
  db.close();
  return rows.map((row) => JSON.parse(String(row.content)));
}

it('of a role that a supervisor allowed it is noted which', async () => {
  const { press, login, folder } = await peopled();
  await login(ANI);
  const noted: unknown[] = [];
  for (const role of ['supervisor', 'cashier'] as const) {
    const wish = { operator: 'Ani', role };
    await press('session.override', { ...SARI, channel: 'operators.role', wish });
    expect(await press('operators.role', wish)).toMatchObject({ outcome: 'ok' });
    const last = events(await folder()).slice(-2);
    noted.push(last.map(({ at: _at, facts: _facts, ...rest }) => JSON.stringify(rest)).join());
  }
  expect(noted[0]).not.toBe(noted[1]);
});

it('what a supervisor allowed can be read by somebody', async () => {
  const place = await mkdtemp(join(tmpdir(), 'qris-finding-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  const files = ['a.jsonl', 'b.csv'].map((name) => join(place, name));
  let at = 0;
  const { press, login } = await peopled({}, undefined, { chooseSave: () => Promise.resolve(files[at++] ?? null) });
  await login(ANI);
  const wish = { shift: 1, empty: true, print: false };
  await press('session.override', { ...SARI, channel: 'shifts.close', wish });
  const closed = await press('shifts.close', wish);
  await login(SARI);
  await press('journal.export', { format: 'jsonl' });
  await press('journal.export', { format: 'csv' });
  const all = JSON.stringify([
    closed,
    await press('shifts.show', { number: 1 }),
    await press('shifts.list', { limit: 10 }),
    await press('operations.list', { limit: 10 }),
    await press('support.look'),
    ...(await Promise.all(files.map((file) => readFile(file, 'utf8')))),
  ]);
  expect(all).toContain('Sari');
});
