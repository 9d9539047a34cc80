/** An asar as the package holds it: its list, its hashes, and its layout as a folder. */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackageWithOptions, getRawHeader } from '@electron/asar';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { brokenFiles, layOut, listAsar, readAsarFile, unpackedPath } from '../../../resources/packaging/read-asar.ts';

let folder: string;
let asar: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'till-asar-')));
  const source = join(folder, 'source');
  await mkdir(join(source, 'native'), { recursive: true });
  await writeFile(join(source, 'index.js'), 'export const answer = 42;\n');
  await writeFile(join(source, 'native', 'key.node'), 'machine code');
  asar = join(folder, 'app.asar');
  await createPackageWithOptions(source, asar, { unpack: '*.node' });
});
afterAll(() => rm(folder, { recursive: true }));

it('lists every file with its size and where it lies', () => {
  const list = listAsar(asar).map(({ path, size, unpacked }) => ({ path, size, unpacked }));
  expect(list).toEqual([
    { path: 'index.js', size: 26, unpacked: false },
    { path: 'native/key.node', size: 12, unpacked: true },
  ]);
});

it('lays it out: packed files as copies, unpacked ones where they are', async () => {
  const out = join(folder, 'out');
  await layOut(asar, listAsar(asar), out);
  expect(await readFile(join(out, 'index.js'), 'utf8')).toBe('export const answer = 42;\n');
  expect(await realpath(join(out, 'native', 'key.node'))).toBe(unpackedPath(asar, 'native/key.node'));
});

it('finds a byte that was changed after packing, inside and beside the archive', async () => {
  expect(brokenFiles(asar, listAsar(asar))).toEqual([]);
  const { headerSize } = getRawHeader(asar);
  const bytes = await readFile(asar);
  bytes.write('4', 8 + headerSize + readAsarFile(asar, 'index.js').indexOf('2'));
  await writeFile(asar, bytes);
  expect(brokenFiles(asar, listAsar(asar))).toEqual(['index.js']);
  await writeFile(unpackedPath(asar, 'native/key.node'), 'other code!!');
  expect(brokenFiles(asar, listAsar(asar))).toEqual(['index.js', 'native/key.node']);
});
