/** Where the command line speaks, and in which language. */
import type { Language, Voice } from './say.ts';

/** `--lang`, else English where the system speaks it, else Indonesian. */
function languageFrom(given: string | undefined, env: NodeJS.ProcessEnv): Language {
  if (given === 'id' || given === 'en') return given;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.toLowerCase().startsWith('en') ? 'en' : 'id';
}

export function createVoice(options: { readonly json: boolean; readonly lang: string | undefined }): Voice {
  return {
    json: options.json,
    language: languageFrom(options.lang, process.env),
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  };
}
