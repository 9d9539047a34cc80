/** Why a file that a person gets could not be written, in both languages. */
import type { WordsParams } from '../../shared/words.ts';
import { UNWRITTEN } from '../../shared/words-support.ts';
import { errorText } from '../journal/sqlite.ts';
import { systemTrouble } from '../journal/trouble.ts';

/** For the place `{detail}` in each language; names no place of this machine. */
export function whyUnwritten(error: unknown): { readonly id: WordsParams; readonly en: WordsParams } {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const trouble = code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : systemTrouble(error);
  const { id, en } =
    trouble === null || trouble === 'corrupt' ? { id: errorText(error), en: errorText(error) } : UNWRITTEN[trouble];
  return { id: { detail: id }, en: { detail: en } };
}
