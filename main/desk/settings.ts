/** What a person chose for this window, kept over restarts: language and sounds. Nothing here is worth failing for. */
import { z } from 'zod';
import { keptJson } from './kept-json.ts';

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
