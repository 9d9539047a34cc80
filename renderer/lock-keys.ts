/** Which name a key of the lock screen chooses. Pure: no window. */
import type { Person } from './till.ts';

interface Key {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Whom a key chooses: arrows the one beside, Alt and a digit by place, a letter the next name that begins with it. */
export function chosenBy(
  { key, code, altKey, ctrlKey, metaKey }: Key,
  people: readonly Person[],
  chosen: string | null,
): string | null {
  if (ctrlKey || metaKey) return null;
  const at = people.findIndex(({ name }) => name === chosen);
  const beside = (step: number): string | null => people[(at + step + people.length) % people.length]?.name ?? null;
  if (altKey) return people[Number(/^Digit([1-9])$/.exec(code)?.[1] ?? 0) - 1]?.name ?? null;
  if (key === 'ArrowDown' || key === 'ArrowRight') return beside(1);
  if (key === 'ArrowUp' || key === 'ArrowLeft') return beside(-1);
  if (!/^\p{L}$/u.test(key)) return null;
  const after = [...people.slice(at + 1), ...people.slice(0, at + 1)];
  return after.find(({ name }) => name.toLowerCase().startsWith(key.toLowerCase()))?.name ?? null;
}
