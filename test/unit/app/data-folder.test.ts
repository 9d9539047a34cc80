/** Where the data folder is, which folders are refused, and that no two share a scope. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolderPath, openDataFolder } from '../../../main/app/data-folder.ts';
import { accessArguments } from '../../../main/app/windows-access.ts';

const posix = process.platform !== 'win32';

describe('dataFolderPath', () => {
  const path = (platform: NodeJS.Platform, env: Record<string, string>) =>
    dataFolderPath({ env, platform, home: '/home/a' });

  it("is the platform's own place", () => {
    expect(path('linux', {})).toBe('/home/a/.local/share/qris-terminal');
    expect(path('linux', { XDG_DATA_HOME: '/x' })).toBe('/x/qris-terminal');
    expect(path('linux', { XDG_DATA_HOME: 'relative' })).toBe('/home/a/.local/share/qris-terminal');
    expect(path('darwin', { XDG_DATA_HOME: '/x' })).toBe('/home/a/Library/Application Support/qris-terminal');
    expect(path('win32', { APPDATA: 'C:\\Users\\a\\AppData\\Roaming' })).toBe(
      'C:\\Users\\a\\AppData\\Roaming\\qris-terminal',
    );
  });

  it.runIf(posix)('is QRIS_TERMINAL_HOME where that is set', () => {
    expect(path('linux', { QRIS_TERMINAL_HOME: '/data/till' })).toBe('/data/till');
    expect(path('linux', { QRIS_TERMINAL_HOME: '' })).toBe('/home/a/.local/share/qris-terminal');
  });
});

describe('openDataFolder', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'qt-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const open = (path: string) =>
    openDataFolder({ env: { QRIS_TERMINAL_HOME: path }, platform: process.platform, home: root });
  function scopeOf(path: string): string {
    const opened = open(path);
    if (opened.outcome !== 'ok') throw new Error(opened.words.key);
    return opened.data.scope;
  }

  it('creates it, private, and finds it again', () => {
    const path = join(root, 'a', 'b');
    const scope = scopeOf(path);
    expect(scopeOf(path)).toBe(scope);
    if (posix) expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('gives each folder a scope of its own, a copy too', () => {
    const scope = scopeOf(join(root, 'a'));
    cpSync(join(root, 'a'), join(root, 'copy'), { recursive: true });
    expect(new Set([scope, scopeOf(join(root, 'copy')), scopeOf(join(root, 'b'))]).size).toBe(3);
  });

  it('never makes a new id where one is damaged', () => {
    scopeOf(join(root, 'a'));
    writeFileSync(join(root, 'a', 'folder-id'), '');
    expect(open(join(root, 'a'))).toMatchObject({ outcome: 'unavailable', words: { key: 'folder.damaged-id' } });
    expect(readFileSync(join(root, 'a', 'folder-id'), 'utf8')).toBe('');
  });

  it.runIf(posix)('refuses a link, a file and a folder that others can write to', () => {
    mkdirSync(join(root, 'real'));
    symlinkSync(join(root, 'real'), join(root, 'link'));
    expect(open(join(root, 'link'))).toMatchObject({ outcome: 'unavailable', words: { key: 'folder.symlink' } });
    writeFileSync(join(root, 'file'), '');
    expect(open(join(root, 'file'))).toMatchObject({ outcome: 'unavailable', words: { key: 'folder.not-a-folder' } });
    expect(open(join(root, 'file', 'below'))).toMatchObject({ words: { key: 'folder.not-a-folder' } });
    mkdirSync(join(root, 'shared'));
    writeFileSync(join(root, 'shared', 'other'), '');
    chmodSync(join(root, 'shared'), 0o777);
    expect(open(join(root, 'shared'))).toMatchObject({ words: { key: 'folder.open-to-others' } });
    expect(statSync(join(root, 'shared')).mode & 0o777).toBe(0o777);
  });

  it.runIf(posix)('closes its own folder to others', () => {
    mkdirSync(join(root, 'empty'), { mode: 0o755 });
    scopeOf(join(root, 'empty'));
    expect(statSync(join(root, 'empty')).mode & 0o777).toBe(0o700);
  });

  it('closes a folder that it makes on Windows, once, and refuses one that it cannot close', () => {
    const closed: string[] = [];
    const place = { env: { QRIS_TERMINAL_HOME: join(root, 'w') }, platform: 'win32', home: root } as const;
    openDataFolder(place, (folder) => closed.push(folder));
    openDataFolder(place, (folder) => closed.push(folder));
    expect(closed).toEqual([join(root, 'w')]);
    const other = { ...place, env: { QRIS_TERMINAL_HOME: join(root, 'v') } };
    for (const _time of ['first', 'again']) {
      const refused = openDataFolder(other, () => {
        throw new Error('icacls ended with 5');
      });
      expect(refused).toMatchObject({ outcome: 'unavailable', words: { key: 'folder.unusable' } });
    }
    expect(accessArguments('C:\\till', 'kasir', 'TOKO')).toEqual([
      'C:\\till',
      '/inheritance:r',
      '/grant:r',
      'TOKO\\kasir:(OI)(CI)F',
      '*S-1-5-18:(OI)(CI)F',
      '*S-1-5-32-544:(OI)(CI)F',
    ]);
  });

  it.runIf(posix)('refuses its own folder once others could write to it, and leaves it as it is', () => {
    scopeOf(join(root, 'a'));
    chmodSync(join(root, 'a'), 0o770);
    expect(open(join(root, 'a'))).toMatchObject({ outcome: 'unavailable', words: { key: 'folder.open-to-others' } });
    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o770);
  });

  it
    .runIf(posix)
    .each([
      'journal.sqlite',
      'journal.sqlite-wal',
      'provisioned.json',
      'acting.lock',
      'backups',
      'printers/0123.lock',
      'log/till.log',
      'backups/journal-2026-01-01.sqlite',
    ])('refuses a link in the place of %s', (name) => {
    const home = join(root, 'a');
    scopeOf(home);
    writeFileSync(join(root, 'elsewhere'), 'untouched');
    mkdirSync(dirname(join(home, name)), { recursive: true });
    symlinkSync(join(root, 'elsewhere'), join(home, name));
    expect(open(home)).toMatchObject({ words: { key: 'folder.symlink-inside' }, about: { file: name } });
    expect(readFileSync(join(root, 'elsewhere'), 'utf8')).toBe('untouched');
  });

  it.runIf(posix)('closes its own files to others, and lets be what is not its own', () => {
    const home = join(root, 'a');
    scopeOf(home);
    for (const name of ['journal.sqlite', 'notes.txt']) writeFileSync(join(home, name), '', { mode: 0o644 });
    scopeOf(home);
    const modes = ['journal.sqlite', 'notes.txt'].map((name) => statSync(join(home, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o644]);
  });

  it.runIf(process.getuid?.() === 0)("refuses another user's file in its place", async () => {
    const { chownSync } = await import('node:fs');
    scopeOf(join(root, 'a'));
    writeFileSync(join(root, 'a', 'provisioned.json'), '{}');
    chownSync(join(root, 'a', 'provisioned.json'), 65_534, 65_534);
    expect(open(join(root, 'a'))).toMatchObject({ words: { key: 'folder.foreign-inside' } });
  });

  it.runIf(process.getuid?.() === 0)("refuses another user's folder", async () => {
    const { chownSync } = await import('node:fs');
    mkdirSync(join(root, 'foreign'));
    chownSync(join(root, 'foreign'), 65_534, 65_534);
    expect(open(join(root, 'foreign'))).toMatchObject({ outcome: 'unavailable', words: { key: 'folder.foreign' } });
  });
});
