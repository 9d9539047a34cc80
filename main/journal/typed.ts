/** What a cashier types, against what stands in the journal: case and accents make no difference, nor how a mobile begins. */
import type { Row } from './sqlite.ts';

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words of a text to look for; `0812…`, `62812…` and `+62812…` all look for `812…`. */
export function typedWords(typed: string): readonly string[] {
  return plain(typed)
    .split(/[\s\p{Cc}]+/u)
    .filter((word) => word !== '')
    .map((word) => /^(?:0|\+?62)(8\d+)$/.exec(word)?.[1] ?? word);
}

/** Whether every word of a text is a part of what is said of a courier. */
export function courierMatcher(typed: string): (courier: string) => boolean {
  const words = typedWords(typed);
  return (courier) => {
    const said = plain(courier);
    return words.every((word) => said.includes(word));
  };
}

function courierOf(wish: unknown): string {
  if (typeof wish !== 'string') return '';
  try {
    const { courierNo, courierName, courierMobile } = JSON.parse(wish) as Record<string, unknown>;
    return [courierNo, courierName, courierMobile].map((said) => (typeof said === 'string' ? said : '')).join('\n');
  } catch {
    return ''; // a damaged cell matches nothing; verify() names it
  }
}

/** Whether an operation's row is one of a text: its courier's, its reference's beginning, or its id. */
export function matcher(typed: string): (row: Row) => boolean {
  const ofCourier = courierMatcher(typed);
  const begin = typed.toLowerCase();
  return (row) => {
    const { reference, id, wish, kind } = row;
    if (typeof reference === 'string' && reference.toLowerCase().startsWith(begin)) return true;
    return id === typed.toUpperCase() || (kind === 'generate' && ofCourier(courierOf(wish)));
  };
}
