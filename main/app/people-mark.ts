/**
 * A mark in the data folder that this till knows its people: a journal without them (deleted, an old copy, one that was
 * set aside) does not open the till to everybody, it asks for the profile file.
 */
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../journal/migration-backup.ts';

const FILE = 'operators.mark';

export interface PeopleMark {
  there(): boolean;
  /** Throws what the disk says against it. */
  set(): void;
}

export function peopleMark(folder: string): PeopleMark {
  const path = join(folder, FILE);
  return {
    there: () => existsSync(path),
    set: () => {
      if (existsSync(path)) return;
      const handle = openSync(path, 'a', 0o600);
      try {
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      syncFolder(folder);
    },
  };
}
