/** Counts what was tried, and writes it down as docs/attacks.md: what the suite did, not what somebody says it does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ATTACKS_DOC = fileURLToPath(new URL('../../docs/attacks.md', import.meta.url));

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

export function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ group, what, count, each }) => `| ${group} | ${what} | ${number(count)}${each ? ' a channel' : ''} |`,
  );
  return [HEAD, '| where | what is tried | how often |', '|---|---|---:|', ...lines, ''].join('\n');
}

export function writtenDown(): string {
  try {
    return readFileSync(ATTACKS_DOC, 'utf8');
  } catch {
    return ''; // not written yet
  }
}

export function writeDown(rows: readonly Row[]): void {
  writeFileSync(ATTACKS_DOC, table(rows));
}
