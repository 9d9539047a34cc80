/** What the window saves for others is what was shown, where a person said, and nothing that nobody agreed to is replaced. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { generateAtmQr } from '../../../main/app/generate-atm-qr.ts';
import type { LogLine } from '../../../main/app/log-file.ts';
import { collectSupport } from '../../../main/app/support-bundle.ts';
import { supportActions } from '../../../main/desk/support-actions.ts';
import { contract } from '../../../shared/contract.ts';
import { SUPPORT_FILE_LENGTH } from '../../../shared/contract-support.ts';
import { BUDI } from '../../support/sandbox-till.ts';
import { openTestDesk, type TestDesk } from './world.ts';

let folder: string;
let answer: string | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qris-saves-'));
  answer = null;
  const made = folder;
  onTestFinished(() => rm(made, { recursive: true, force: true }));
});

const open = (): Promise<TestDesk> =>
  openTestDesk(
    {
      screens: () => [{ width: 1024, height: 600, scale: 1.25 }],
      windowSettings: () => ({ language: 'en', sounds: false }),
    },
    async ({ app }) => {
      const till = await app.till();
      if (till.ok) await generateAtmQr(till.value, BUDI);
    },
    { chooseSave: () => Promise.resolve(answer) },
  );

async function look({ desk }: TestDesk) {
  const outcome = await desk.actions['support.look']({});
  if (outcome.outcome !== 'ok') throw new Error(outcome.words.key);
  return outcome.data;
}

describe('a support bundle in the window', () => {
  it('is saved byte by byte as it was shown, whatever has happened since', async () => {
    const world = await open();
    const { seen, files, bytes } = await look(world);
    expect(contract.requests['support.look'].output.safeParse({ seen, files, bytes }).success).toBe(true);
    expect(JSON.parse(files[0]?.text ?? '')).toMatchObject({ screens: [{ width: 1024, height: 600, scale: 1.25 }] });
    expect(JSON.parse(files[2]?.text ?? '')).toMatchObject({ window: { language: 'en', sounds: false } });
    const till = await world.world.app.till();
    if (till.ok) await generateAtmQr(till.value, { ...BUDI, courierNo: 'K-2' });
    answer = join(folder, 'a.ZIP');
    expect(await world.desk.actions['support.save']({ seen })).toMatchObject({
      outcome: 'ok',
      data: { file: 'a.ZIP', bytes },
    });
    const saved = await readFile(answer);
    expect(createHash('sha256').update(saved).digest('hex')).toBe(seen);
    const inside = Object.entries(unzipSync(saved)).map(([name, text]) => ({
      name,
      text: Buffer.from(text).toString(),
    }));
    expect(inside).toEqual(files);
  });

  it('is not saved when nobody looked, or looked at another since', async () => {
    const world = await open();
    answer = join(folder, 'a.zip');
    const save = (seen: string) => world.desk.actions['support.save']({ seen });
    expect(await save('')).toMatchObject({ outcome: 'refused', words: { key: 'support.unseen' } });
    const first = await look(world);
    const second = await look(world);
    expect(second.seen).not.toBe(first.seen);
    expect(await save(first.seen)).toMatchObject({ outcome: 'refused', words: { key: 'support.unseen' } });
    expect(await readdir(folder)).toEqual([]);
    expect(await save(second.seen)).toMatchObject({ outcome: 'ok' });
  });

  it('replaces what the dialog asked about, and nothing that it did not', async () => {
    const world = await open();
    const { seen } = await look(world);
    await writeFile(join(folder, 'a.zip'), 'old');
    answer = join(folder, 'a');
    expect(await world.desk.actions['support.save']({ seen })).toMatchObject({
      outcome: 'refused',
      words: { key: 'save.exists' },
    });
    expect(await readFile(join(folder, 'a.zip'), 'utf8')).toBe('old');
    answer = join(folder, 'a.zip');
    expect(await world.desk.actions['support.save']({ seen })).toMatchObject({ outcome: 'ok' });
    expect((await readFile(answer)).length).toBeGreaterThan(1_000);
    answer = join(folder, 'b');
    expect(await world.desk.actions['support.save']({ seen })).toMatchObject({ data: { file: 'b.zip' } });
    answer = null;
    expect(await world.desk.actions['support.save']({ seen })).toMatchObject({ outcome: 'ok', data: null });
    expect((await readdir(folder)).toSorted()).toEqual(['a.zip', 'b.zip']);
  });

  it('says why it could not be saved, without a place of this machine', async () => {
    const world = await open();
    const { seen } = await look(world);
    answer = join(folder, 'absent', 'a.zip');
    const outcome = await world.desk.actions['support.save']({ seen });
    expect(outcome).toMatchObject({ outcome: 'unavailable', words: { key: 'support.failed' } });
    expect(outcome.words.en).toBe('The support bundle cannot be saved in a.zip: that folder is not there.');
    expect(outcome.words.id).toContain('folder itu tidak ada');
  });

  it('has room for the newest of a log that is too long', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, at): LogLine => ({ what: 'start', at, front: 'window', version: '0.1.0' }),
    );
    const files = await collectSupport({
      folder,
      hasDisplay: true,
      now: 0,
      screens: [],
      profile: null,
      journal: null,
      findings: [],
      clock: { offsetMs: null, correctionMs: 0 },
      window: null,
      log: lines,
    });
    const text = files.at(-1)?.text ?? '';
    expect(text.length).toBeLessThanOrEqual(SUPPORT_FILE_LENGTH);
    expect(text.length).toBeGreaterThan(SUPPORT_FILE_LENGTH - 100);
    expect(text.endsWith(`${JSON.stringify(lines.at(-1))}\n`)).toBe(true);
    expect(text.startsWith('{"what"')).toBe(true);
  });
});

describe('a copy of the journal', () => {
  it('is written where the dialog says, of the days and state that are wanted', async () => {
    const { desk } = await open();
    answer = join(folder, 'all.jsonl');
    expect(await desk.actions['journal.export']({ format: 'jsonl' })).toMatchObject({
      outcome: 'ok',
      words: { key: 'journal.exported' },
      data: { file: 'all.jsonl', operations: 1, attempts: 1 },
    });
    expect(JSON.parse(await readFile(answer, 'utf8'))).toMatchObject({ operation: { kind: 'generate', state: 'ok' } });
    answer = join(folder, 'none');
    const none = await desk.actions['journal.export']({ format: 'csv', state: 'refused', since: '2020-01-01' });
    expect(none).toMatchObject({ outcome: 'ok', data: { file: 'none.csv', operations: 0 } });
    expect(await readFile(join(folder, 'none.csv'), 'utf8')).toMatch(/^record,[\w,]+\r\n$/);
  });

  it('asks nobody where while the days are wrong', async () => {
    const { desk } = await open();
    answer = join(folder, 'a.csv');
    const outcome = await desk.actions['journal.export']({ format: 'csv', since: '2026-13-01', until: 'x' });
    expect(outcome).toMatchObject({ outcome: 'invalid', fields: [{ path: 'since' }, { path: 'until' }] });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing behind where it cannot be written, or the program ends', async () => {
    const { desk, world } = await open();
    answer = join(folder, 'absent', 'a.csv');
    const failed = await desk.actions['journal.export']({ format: 'csv' });
    expect(failed).toMatchObject({ outcome: 'unavailable', words: { key: 'journal.export-failed' } });
    expect(failed.words.en).toContain('to a.csv: that folder is not there.');
    const actions = supportActions({
      app: () => world.app,
      language: () => 'id',
      chooseSave: () => Promise.resolve(join(folder, 'a.csv')),
      alongside: () => undefined,
      leaving: AbortSignal.abort(),
    });
    expect(await actions['journal.export']({ format: 'csv' })).toMatchObject({
      outcome: 'unavailable',
      words: { key: 'journal.export-stopped' },
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
