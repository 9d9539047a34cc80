/** Every fault against every service, some at a time: most of their time is waiting for sockets. */

import { trustAuthority } from './authority.ts';
import { type Fault, GROUPS } from './faults.ts';
import { type Mode, ONCE_TARGETS, type Run, runFault, TARGETS, type Target } from './run-fault.ts';

interface Wish {
  readonly fault: Fault;
  readonly target: Target;
  readonly mode: Mode;
}

/** Work is limited by the machine's cores, waiting is not. */
const AT_ONCE = { working: 4, waiting: 24 } as const;

function wishes(): readonly Wish[] {
  const all: Wish[] = [];
  for (const fault of GROUPS.flatMap(({ faults }) => faults)) {
    for (const target of TARGETS) {
      if (target === 'status' && fault.timeoutMs !== undefined) continue;
      if (fault.only !== undefined && !fault.only.includes(target)) continue;
      all.push({ fault, target, mode: 'stays' });
      // An address that leads nowhere leads nowhere at the next try, too.
      if (fault.address === undefined && ONCE_TARGETS.includes(target)) all.push({ fault, target, mode: 'once' });
    }
  }
  return all;
}

async function each(runs: Run[], wishes: readonly (readonly [number, Wish])[], atOnce: number): Promise<void> {
  let next = 0;
  async function work(): Promise<void> {
    for (let at = next++; at < wishes.length; at = next++) {
      const [index, wish] = wishes[at] ?? [];
      if (index !== undefined && wish !== undefined) runs[index] = await runFault(wish.fault, wish.target, wish.mode);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** @param wanted leaves others out; all by default */
export async function runAll(wanted: (wish: Wish) => boolean = () => true): Promise<readonly Run[]> {
  trustAuthority();
  const all = [...wishes().filter(wanted).entries()];
  const runs: Run[] = [];
  const waits = ([, { fault }]: (typeof all)[number]): boolean => fault.timeoutMs !== undefined;
  // Apart: what makes the machine busy could make an answer late that is not meant to be.
  await each(
    runs,
    all.filter((entry) => !waits(entry)),
    AT_ONCE.working,
  );
  await each(runs, all.filter(waits), AT_ONCE.waiting);
  return runs;
}
