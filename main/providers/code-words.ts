/** Builds the rows of the providers' code tables: our own words for a cashier, and what the page asks the partner to do. */
import type { CodeRow, PartnerAction } from '../snap/codes.ts';

interface RowText {
  /** What happened. `{reason}` stands for the provider's own message. */
  readonly id: string;
  readonly en: string;
  /** What to do now; null where nothing is to be done. */
  readonly next: { readonly id: string; readonly en: string } | null;
}

interface RowTraits {
  readonly when?: RegExp;
  readonly otherwise?: true;
  readonly again?: boolean;
  readonly action?: PartnerAction;
}

export function row(
  provider: string,
  code: string,
  official: string,
  outcome: CodeRow['outcome'],
  text: RowText,
  traits: RowTraits = {},
): CodeRow {
  const { when, otherwise, again = false, action = 'none' } = traits;
  const suffix = when === undefined ? '' : `.${official.toLowerCase().replaceAll(' ', '-')}`;
  return {
    code,
    official,
    ...(when === undefined ? {} : { when }),
    ...(otherwise === undefined ? {} : { otherwise }),
    outcome,
    again,
    action,
    words: { key: `${provider}.${code}${suffix}`, ...text },
  };
}

/** A row text for what went well. */
export function fine(id: string, en: string): RowText {
  return { id, en, next: null };
}

/** A row text with what to do next. */
export function say(id: string, en: string, nextId: string, nextEn: string): RowText {
  return { id, en, next: { id: nextId, en: nextEn } };
}
