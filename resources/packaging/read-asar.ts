/** Lists an asar, and lays it out as a folder that plain Node can run, with the unpacked files left where they are. */
import { createHash } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { extractFile, getRawHeader } from '@electron/asar';
import type { ListedFile } from './asar-allow-list.ts';

export interface AsarFile extends ListedFile {
  /** SHA-256 in hexadecimal, as the header has it. */
  readonly sha256: string;
}

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly link?: string;
  readonly size?: number;
  readonly unpacked?: boolean;
  readonly integrity?: { readonly hash: string };
}

function walk(entry: Entry, path: string): readonly AsarFile[] {
  if (entry.link !== undefined) throw new Error(`${path} is a link to ${entry.link}; we ship files only`);
  if (entry.files !== undefined)
    return Object.entries(entry.files).flatMap(([name, child]) => walk(child, path === '' ? name : `${path}/${name}`));
  return [{ path, size: entry.size ?? 0, unpacked: entry.unpacked === true, sha256: entry.integrity?.hash ?? '' }];
}

export function listAsar(asar: string): readonly AsarFile[] {
  return walk(getRawHeader(asar).header as Entry, '');
}

/** @returns a file's bytes, from the archive or from `app.asar.unpacked` beside it */
export function readAsarFile(asar: string, path: string): Buffer {
  return extractFile(asar, join(...path.split('/')));
}

/** @returns the paths whose bytes are not those that the header promises; Electron refuses such an asar */
export function brokenFiles(asar: string, files: readonly AsarFile[]): readonly string[] {
  const digest = (path: string): string => createHash('sha256').update(readAsarFile(asar, path)).digest('hex');
  return files.filter(({ path, sha256 }) => digest(path) !== sha256).map(({ path }) => path);
}

/** Where Electron, and so we, find a file that was left out of the archive. */
export function unpackedPath(asar: string, path: string): string {
  return join(`${asar}.unpacked`, ...path.split('/'));
}

/**
 * Electron reads an asar as if it were a folder; Node does not, so here it becomes one.
 * An unpacked script keeps its place in the asar for Electron, so what it requires is looked for there: only binaries are
 * loaded from where they lie.
 * @param folder gets files as copies, and unpacked binaries as links to where they lie
 */
export async function layOut(asar: string, files: readonly AsarFile[], folder: string): Promise<void> {
  for (const { path, unpacked } of files) {
    const target = join(folder, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true });
    if (unpacked && path.endsWith('.node')) await symlink(unpackedPath(asar, path), target);
    else await writeFile(target, readAsarFile(asar, path));
  }
}
