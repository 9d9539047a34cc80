/** The folder that slips go to: made and tried before anything starts, so that a wrong one is said at once. */
import { access, constants, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bad, type Field } from '../app/input.ts';

export async function slipFolder(path: string, raw: string): Promise<Field<string>> {
  const folder = resolve(raw);
  // Making folders below /proc never ends in Node.
  if (folder.startsWith('/proc/') || folder.startsWith('/sys/')) return bad(path, 'field.folder', { detail: 'EACCES' });
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { ok: true, value: folder };
  } catch (error) {
    const detail = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    return bad(path, 'field.folder', { detail });
  }
}
