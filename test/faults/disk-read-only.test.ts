/** A data folder that may not be written, or is gone: whoever acts is told before anything leaves, whoever reads can read. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { generateAtmQr } from '../../main/app/generate-atm-qr.ts';
import { openApp } from '../../main/app/open-app.ts';
import { listJournal } from '../../main/app/read-journal.ts';
import { CLI, envelope } from '../support/cli.ts';
import { BUDI } from '../support/sandbox-till.ts';
import { type DiskTill, NO_DISK, openDiskTill, smallDisk } from './disk-world.ts';

async function folderOf(world: DiskTill): Promise<string> {
  const reader = await world.app.reader();
  if (!reader.ok) throw new Error('no reader');
  return reader.value.folder.path;
}

/** Another process's eyes on the same folder. */
async function look(folder: string) {
  const app = openApp({
    place: { env: { QRIS_TERMINAL_HOME: folder }, platform: process.platform, home: folder },
    openVault: () => {
      throw new Error('nobody asks for a key here');
    },
    operator: 'pembaca',
    hasDisplay: false,
    machineTerminalId: () => 'T-TEST0001',
  });
  const reader = await app.reader();
  const listed = reader.ok ? listJournal(reader.value.journal, {}) : reader.outcome;
  const shown = await app.showTerminal();
  const till = await app.till();
  await app.close();
  return { listed, shown, till };
}

describe.skipIf(NO_DISK !== null)(
  `a data folder that may not be written${NO_DISK === null ? '' : ` (${NO_DISK})`}`,
  () => {
    it('is on a file system that became read-only: nothing leaves, and everything can be read', async () => {
      const disk = smallDisk();
      const world = await openDiskTill(disk);
      await generateAtmQr(world.till, BUDI);
      const heard = world.heard.length;
      const folder = await folderOf(world);
      await world.app.close();
      disk.readOnly(true);
      const { listed, shown, till } = await look(folder);
      expect(listed).toMatchObject({ outcome: 'ok', data: { operations: [{ state: 'ok' }] } });
      expect(shown).toMatchObject({ outcome: 'ok' });
      expect(till).toMatchObject({ ok: false, outcome: { outcome: 'unavailable', about: { journal: 'read-only' } } });
      expect(world.heard).toHaveLength(heard);
      disk.readOnly(false);
    });

    it('with rows that wait in a WAL: they are read, too', async () => {
      const disk = smallDisk();
      const world = await openDiskTill(disk);
      await generateAtmQr(world.till, BUDI);
      const folder = await folderOf(world);
      // As a power cut leaves it, and then mounted to be looked at.
      const cut = join(disk.folder, 'cut');
      mkdirSync(cut, { mode: 0o700 });
      for (const name of ['journal.sqlite', 'journal.sqlite-wal', 'folder-id'])
        copyFileSync(join(folder, name), join(cut, name));
      await world.app.close();
      disk.readOnly(true);
      const { listed } = await look(cut);
      expect(listed).toMatchObject({ outcome: 'ok', data: { operations: [{ state: 'ok' }] } });
      expect(readdirSync(cut).toSorted()).toEqual(['folder-id', 'journal.sqlite', 'journal.sqlite-wal']);
      disk.readOnly(false);
    });

    it('is pulled out while the till runs: nothing is begun on a disk that is not there', async () => {
      const disk = smallDisk();
      const world = await openDiskTill(disk);
      await generateAtmQr(world.till, BUDI);
      const heard = world.heard.length;
      disk.pull();
      const outcome = await generateAtmQr(world.till, { ...BUDI, courierNo: '9' });
      expect(outcome).toMatchObject({ outcome: 'unavailable', about: { journal: 'moved' } });
      expect(world.heard).toHaveLength(heard);
      // Nobody made a new folder in its place.
      expect(readdirSync(disk.folder)).toEqual([]);
    });

    it('is deleted by somebody while the till runs', async () => {
      const disk = smallDisk();
      const world = await openDiskTill(disk);
      const folder = await folderOf(world);
      rmSync(folder, { recursive: true });
      expect(await generateAtmQr(world.till, BUDI)).toMatchObject({
        outcome: 'unavailable',
        about: { journal: 'moved' },
      });
      // Nothing of it is printed: there is no place left in which a printer could be held.
      await expect(world.till.queue.workAll()).rejects.toThrow('ENOENT');
      expect(existsSync(join(folder, 'journal.sqlite'))).toBe(false);
    });

    it("is another user's, or its own user may only read it: said by the command line with status 5", async () => {
      const disk = smallDisk();
      const world = await openDiskTill(disk);
      await generateAtmQr(world.till, BUDI);
      const folder = await folderOf(world);
      await world.app.close();
      const nobody = 65_534;
      const theirs = join(disk.folder, 'theirs');
      cpSync(folder, theirs, { recursive: true });
      execFileSync('chown', ['-R', `${nobody}:${nobody}`, theirs]);
      chmodSync(disk.folder, 0o755);
      chmodSync(dirname(folder), 0o755);
      const asNobody = async (home: string, ...args: readonly string[]) => {
        const child = spawn(process.execPath, [CLI, ...args, '--json', '--lang', 'en'], {
          env: { QRIS_TERMINAL_HOME: home, PATH: process.env.PATH ?? '' },
          uid: nobody,
          gid: nobody,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        const [out] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
        return { ...envelope.parse(JSON.parse(out)), status: child.exitCode };
      };
      expect(await asNobody(folder, 'journal', 'list')).toMatchObject({ outcome: 'unavailable', status: 5 });
      chmodSync(theirs, 0o500);
      const listed = await asNobody(theirs, 'journal', 'list');
      expect(listed).toMatchObject({ outcome: 'ok', status: 0 });
      expect(listed.data.operations).toHaveLength(1);
      expect(await asNobody(theirs, 'terminal', 'show')).toMatchObject({ outcome: 'ok', status: 0 });
      expect(
        await asNobody(
          theirs,
          'qr',
          'generate',
          '--courier-no',
          '1',
          '--courier-name',
          'B',
          '--courier-mobile',
          '0812345678',
        ),
      ).toMatchObject({
        outcome: 'unavailable',
        status: 5,
        data: { journal: 'read-only' },
      });
      chmodSync(theirs, 0o700);
      chownSync(join(theirs, 'journal.sqlite'), 0, 0);
      expect(await asNobody(theirs, 'terminal', 'register')).toMatchObject({ outcome: 'unavailable', status: 5 });
    });
  },
);
