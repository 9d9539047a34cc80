/** Writes a file that a person gets: there whole or not at all, and readable by nobody else. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { WordsParams } from '../../shared/words.ts';
import { UNWRITTEN } from '../../shared/words-support.ts';
import { errorText } from '../journal/sqlite.ts';
import { systemTrouble } from '../journal/trouble.ts';

/** Beside its place, onto the disk, then renamed (0600); one that was there before is replaced. Throws what the disk says. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Why a file could not be written, for the place `{detail}` in each language; names no place of this machine. */
export function whyUnwritten(error: unknown): { readonly id: WordsParams; readonly en: WordsParams } {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const trouble = code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : systemTrouble(error);
  const { id, en } =
    trouble === null || trouble === 'corrupt' ? { id: errorText(error), en: errorText(error) } : UNWRITTEN[trouble];
  return { id: { detail: id }, en: { detail: en } };
}
