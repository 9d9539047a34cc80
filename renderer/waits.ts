/** How long each person's PIN may still not be tried, counted down between main's words about it. Pure. */
import type { Person } from './till.ts';

/** What main said, and until when that holds: milliseconds of a clock that nobody sets. */
export interface Wait {
  readonly wrong: number;
  readonly waitMs: number;
  readonly until: number;
}

function isSame(known: Wait | undefined, { wrong, waitMs }: Person): known is Wait {
  return known?.wrong === wrong && known.waitMs === waitMs;
}

/**
 * Main's word is taken anew only where it has changed: told again with other news it is as old as it was. After another
 * wrong PIN it is a new one, also where the wait is as long as the one before.
 */
export function waitsAfter(
  before: ReadonlyMap<string, Wait>,
  people: readonly Person[],
  now: number,
): ReadonlyMap<string, Wait> {
  const same = people.every((person) => isSame(before.get(person.name), person));
  if (same && before.size === people.length) return before;
  return new Map(
    people.map((person) => {
      const { name, wrong, waitMs } = person;
      const known = before.get(name);
      return [name, isSame(known, person) ? known : { wrong, waitMs, until: waitMs === 0 ? 0 : now + waitMs }];
    }),
  );
}
