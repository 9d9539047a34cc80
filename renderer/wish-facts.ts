/** What a supervisor is asked to allow, in plain words: the fields of the wish that mean something to a person. Pure. */
import type { Catalogue } from './i18n/catalogue.ts';
import type { Asking } from './override.ts';

/** A field's name and its value as people say them. */
export type WishFact = readonly [name: string, value: string];

type Value = Asking['wish'][string];

const plain = (value: Value): string => String(value);

/** A name for a value that is one of a few; any other value stands for itself. */
const named =
  (names: Readonly<Record<string, string>>) =>
  (value: Value): string =>
    names[plain(value)] ?? plain(value);

/** @returns what is known of the wish, in the order in which it is read; of a field that is not known, nothing */
export function wishFacts(t: Catalogue, wish: Asking['wish']): readonly WishFact[] {
  const known: readonly (readonly [key: string, name: string, inWords: (value: Value) => string])[] = [
    ['reference', t.made.reference, plain],
    ['billNumber', t.people.wish.billNumber, plain],
    ['id', t.people.wish.operation, plain],
    ['as', t.settle.decision, named({ ok: t.settle.ok, refused: t.settle.refused })],
    ['reason', t.settle.reason, plain],
    ['shift', t.shift.title, plain],
    ['format', t.copy.format, named(t.copy.formats)],
  ];
  return known.flatMap(([key, name, inWords]) => {
    const value = wish[key];
    return value === undefined || value === '' ? [] : [[name, inWords(value)] as const];
  });
}
