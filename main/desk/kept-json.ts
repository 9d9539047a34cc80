/** A small JSON file in the window's folder, kept over restarts: one that cannot be read is as good as none. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

export interface KeptJson<T> {
  /** @returns null when it is absent, torn or of another version */
  read(): T | null;
  /** Beside its place and renamed (0600), so that a torn file never takes the old one's place. Throws what the disk says. */
  write(value: T): void;
}

export function keptJson<T>(path: string, schema: z.ZodType<T>): KeptJson<T> {
  const draft = `${path}.part`;
  return {
    read() {
      try {
        return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        return null; // said above: nothing that is kept here is worth failing for
      }
    },
    write(value) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(draft, `${JSON.stringify(value)}\n`, { mode: 0o600 });
        renameSync(draft, path);
      } catch (error) {
        rmSync(draft, { force: true }); // a full disk gets back what half a file took
        throw error;
      }
    },
  };
}
