/** How long each person's PIN may still not be tried, counted down between main's words about it. Pure. */
import type { Person } from './till.ts';

/** What main said, and until when that holds, milliseconds since the epoch. */
export interface Wait {
  readonly waitMs: number;
  readonly until: number;
}

/** Main's word is taken anew only where it has changed: told again with other news it is as old as it was. */
export function waitsAfter(
  before: ReadonlyMap<string, Wait>,
  people: readonly Person[],
  now: number,
): ReadonlyMap<string, Wait> {
  const same = people.every(({ name, waitMs }) => before.get(name)?.waitMs === waitMs);
  if (same && before.size === people.length) return before;
  return new Map(
    people.map(({ name, waitMs }) => {
      const known = before.get(name);
      return [name, known?.waitMs === waitMs ? known : { waitMs, until: waitMs === 0 ? 0 : now + waitMs }];
    }),
  );
}
