/** Finds a till's main process among the system's, and reads what Linux shows of it to every program of the same user. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFacts {
  readonly pid: number;
  readonly environ: Buffer;
  readonly cmdline: Buffer;
}

function factsOf(pid: number): ProcessFacts | null {
  try {
    return { pid, environ: readFileSync(`/proc/${pid}/environ`), cmdline: readFileSync(`/proc/${pid}/cmdline`) };
  } catch {
    return null; // gone, or another user's
  }
}

/** @param setting `NAME=value` that only this till's environment has @returns its main process, not the browser's */
export function mainProcessWith(setting: string): ProcessFacts {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids
    .map((pid) => factsOf(Number(pid)))
    .filter((facts) => facts !== null)
    .filter(({ environ }) => environ.toString('utf8').split('\0').includes(setting))
    .filter(({ cmdline }) => /main-process\.ts|electron/.test(cmdline.toString()) && !cmdline.includes('--type='));
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} main processes with ${setting}`);
  return only;
}
