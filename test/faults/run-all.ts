/** Every fault against every service, some at a time: most of their time is waiting for sockets. */

import { trustAuthority } from './authority.ts';
import { type Fault, GROUPS } from './faults.ts';
import { type Mode, ONCE_TARGETS, type Run, runFault, TARGETS, type Target } from './run-fault.ts';

interface Wish {
  readonly fault: Fault;
  readonly target: Target;
  readonly mode: Mode;
}

const AT_ONCE = 6;

function wishes(): readonly Wish[] {
  const all: Wish[] = [];
  for (const fault of GROUPS.flatMap(({ faults }) => faults)) {
    for (const target of TARGETS) {
      if (fault.only !== undefined && !fault.only.includes(target)) continue;
      all.push({ fault, target, mode: 'stays' });
      // An address that leads nowhere leads nowhere at the next try, too.
      if (fault.address === undefined && ONCE_TARGETS.includes(target)) all.push({ fault, target, mode: 'once' });
    }
  }
  return all;
}

/** @param wanted leaves others out; all by default */
export async function runAll(wanted: (wish: Wish) => boolean = () => true): Promise<readonly Run[]> {
  trustAuthority();
  const queue = wishes().filter(wanted);
  const runs: Run[] = new Array(queue.length);
  let next = 0;
  async function work(): Promise<void> {
    for (let at = next++; at < queue.length; at = next++) {
      const wish = queue[at];
      if (wish !== undefined) runs[at] = await runFault(wish.fault, wish.target, wish.mode);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return runs;
}
