/** How long each person's PIN may still not be tried, counted down between main's words about it. */
import { useState } from 'react';
import { useNow } from './hooks.ts';
import type { Person } from './till.ts';

/** What main said, and until when that holds, milliseconds since the epoch. */
interface Wait {
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
      return [name, known?.waitMs === waitMs ? known : { waitMs, until: now + waitMs }];
    }),
  );
}

/** @returns milliseconds that somebody has to wait, 0 for none; anew every second */
export function useWaits(people: readonly Person[]): (name: string) => number {
  const now = useNow();
  const [kept, setKept] = useState<ReadonlyMap<string, Wait>>(new Map());
  const waits = waitsAfter(kept, people, Date.now());
  if (waits !== kept) setKept(waits);
  return (name) => Math.max(0, (waits.get(name)?.until ?? 0) - now);
}
