/** What a person chose for this window, kept over restarts: language and sounds. Nothing here is worth failing for. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import { ok } from './read-actions.ts';
import type { DeskState } from './state.ts';

const schema = z.object({ language: z.enum(['id', 'en']).optional(), sounds: z.boolean().optional() });

export type WindowSettings = z.output<typeof schema>;

export interface SettingsFile {
  read(): WindowSettings;
  /** Merges into what is kept. A disk that cannot be written leaves the choice for this run only. */
  write(changes: WindowSettings): void;
}

export function settingsFile(path: string): SettingsFile {
  function read(): WindowSettings {
    try {
      return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return {}; // none yet, or not ours: the defaults hold
    }
  }
  return {
    read,
    write(changes) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(`${path}.part`, `${JSON.stringify({ ...read(), ...changes })}\n`, { mode: 0o600 });
        renameSync(`${path}.part`, path);
      } catch {
        // Said above; a full disk gets back what half a file took.
        rmSync(`${path}.part`, { force: true });
      }
    },
  };
}

/** What a person chooses for this window; whoever stands there may, also while the till is locked. */
export function choiceActions(
  settings: SettingsFile,
  state: DeskState,
): Pick<Actions<TillContract>, 'app.language' | 'app.sounds'> {
  return {
    'app.language': ({ language }) => {
      settings.write({ language });
      state.set({ language });
      return Promise.resolve(ok({ language }));
    },
    'app.sounds': ({ sounds }) => {
      settings.write({ sounds });
      state.set({ sounds });
      return Promise.resolve(ok({ sounds }));
    },
  };
}
