/** The texts, numbers and times in the language that main says is spoken. */
import type { Words } from '../../shared/outcome.ts';
import { useTill } from '../store.ts';
import { CATALOGUES, type Catalogue, type Language } from './catalogue.ts';
import { FORMATS, type Formats } from './format.ts';

export interface Speech {
  readonly language: Language;
  readonly t: Catalogue;
  readonly format: Formats;
  /** What happened, in main's words. */
  readonly said: (words: Words) => string;
  /** What to do next; null where nothing is to be done. */
  readonly next: (words: Words) => string | null;
}

function speech(language: Language): Speech {
  return {
    language,
    t: CATALOGUES[language],
    format: FORMATS[language],
    said: (words) => words[language],
    next: (words) => words.next?.[language] ?? null,
  };
}

const SPEECH: Readonly<Record<Language, Speech>> = { id: speech('id'), en: speech('en') };

/** Indonesian until main has said which one. */
export function useText(): Speech {
  return SPEECH[useTill((state) => state.snapshot?.language ?? 'id')];
}
