/** What somebody who is taken on may be called: nobody takes it for another one's name, on the screen or on a slip. */
import { bad, type Field } from './input.ts';
import { nameField } from './people.ts';

/** Scripts that names are written in; what is written together is one. */
const SCRIPTS = `Latin, Cyrillic, Greek, Armenian, Georgian, Hebrew, Arabic, Syriac, Thaana, Ethiopic, Devanagari, Bengali,
  Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam, Sinhala, Thai, Lao, Khmer, Myanmar, Tibetan, Mongolian,
  Javanese, Balinese, Sundanese, Batak, Buginese, Rejang, Han Hiragana Katakana, Han Hangul, Han Bopomofo`;
const LETTERS_OF_ONE = SCRIPTS.split(/,\s+/).map((names) => {
  const classes = names.split(' ').map((name) => `\\p{Script_Extensions=${name}}`);
  return new RegExp(`^[${classes.join('')}]*$`, 'u');
});

/** Drawn as nothing, or as the letter before it. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|[ij]\u0307/iu;

/** A name for somebody new: every letter can be seen, and all are of one script. */
export function newNameField(path: string, raw: string | undefined): Field<string> {
  const field = nameField(path, raw);
  if (!field.ok) return field;
  const letters = field.value.replace(/\P{L}/gu, '');
  const isPlain = !UNSEEN.test(field.value) && LETTERS_OF_ONE.some((script) => script.test(letters));
  return isPlain && /^[\p{L}\p{N}]/u.test(field.value) ? field : bad(path, 'field.operator-name-mixed');
}
