/** What a person chose for this window, kept over restarts: language and sounds. Nothing here is worth failing for. */
import { z } from 'zod';
import type { TillContract } from '../../shared/contract.ts';
import type { Actions } from '../../shared/define-contract.ts';
import { keptJson } from './kept-json.ts';
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
  const kept = keptJson(path, schema);
  const read = (): WindowSettings => kept.read() ?? {};
  return {
    read,
    write(changes) {
      try {
        kept.write({ ...read(), ...changes });
      } catch {
        // said above
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
