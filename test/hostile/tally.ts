/** Counts what was tried, and writes it down as docs/attacks.md: what the suite did, not what somebody says it does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ATTACKS_DOC = fileURLToPath(new URL('../../docs/attacks.md', import.meta.url));

export interface Row {
  readonly group: string;
  readonly what: string;
  /** How often; with `for each channel` where the contract decides. */
  readonly count: number;
  readonly each: boolean;
}

export interface Tally {
  /** @param each whether the count is for every channel of the contract, so that a new channel changes no table */
  add(group: string, what: string, count: number, each?: boolean): void;
  rows(): readonly Row[];
  /** How many attacks that were, all channels together. */
  total(channels: number): number;
}

export function createTally(): Tally {
  const rows: Row[] = [];
  return {
    add: (group, what, count, each = false) => void rows.push({ group, what, count, each }),
    rows: () => rows,
    total: (channels) => rows.reduce((sum, { count, each }) => sum + count * (each ? channels : 1), 0),
  };
}

const number = (count: number): string => count.toLocaleString('en');

const HEAD = `# Attacks

Written by \`test/hostile\`, which owns the page: its scripts run where the till's own would, against the program as it is built. Each line was tried in the last run, and nothing was reached; the test fails where this table and the run differ (\`TILL_WRITE_ATTACKS=1 npm test -- test/hostile\` writes it anew). What stands behind each line is in docs/security.md.
`;

/** @param suite the heading under which these stand */
export function table(suite: string, rows: readonly Row[]): string {
  const lines = rows.map(
    ({ group, what, count, each }) => `| ${group} | ${what} | ${number(count)}${each ? ' a channel' : ''} |`,
  );
  return [`## ${suite}`, '', '| where | what is tried | how often |', '|---|---|---:|', ...lines, ''].join('\n');
}

/** The document's parts, each with its heading. */
function parts(): readonly string[] {
  try {
    return readFileSync(ATTACKS_DOC, 'utf8')
      .split(/^(?=## )/m)
      .slice(1)
      .map((part) => `${part.trimEnd()}\n`);
  } catch {
    return []; // not written yet
  }
}

/** What the document says of a suite. */
export function writtenDown(suite: string): string {
  return parts().find((part) => part.startsWith(`## ${suite}\n`)) ?? '';
}

interface Tried {
  readonly suite?: { readonly tasks: readonly { readonly id: string; readonly result?: { readonly state: string } }[] };
  readonly id: string;
}

/** @param task the spec that writes: where another of its suite failed or was left out, its rows would be missing */
export function writeDown(suite: string, rows: readonly Row[], task: Tried): void {
  const whole = task.suite?.tasks.every(({ id, result }) => id === task.id || result?.state === 'pass') ?? false;
  if (!whole) throw new Error('not written: only a whole run tells what was tried');
  const others = parts().filter((part) => !part.startsWith(`## ${suite}\n`));
  writeFileSync(ATTACKS_DOC, [HEAD, ...[...others, table(suite, rows)].toSorted()].join('\n'));
}
