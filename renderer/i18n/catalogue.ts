/** The languages of the screens: one typed catalogue, in which a missing key does not compile. */
import { en } from './en.ts';
import { id } from './id.ts';

export type Language = 'id' | 'en';

/** The same keys with texts of their own; functions keep their parameters. */
type Shape<T> = T extends (...args: infer A) => string
  ? (...args: A) => string
  : T extends string
    ? string
    : { readonly [Key in keyof T]: Shape<T[Key]> };

export type Catalogue = Shape<typeof id>;

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { id, en };
