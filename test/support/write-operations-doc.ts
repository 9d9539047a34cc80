/** Draws the operation's machine into docs/operations.md from the code's own table; run it after a change of the table. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OPERATION_RULES, type Rule } from '../../main/journal/machine.ts';

export const OPERATIONS_DOC = fileURLToPath(new URL('../../docs/operations.md', import.meta.url));

const BEGIN = '<!-- drawn from main/journal/machine.ts: begin -->';
const END = '<!-- drawn from main/journal/machine.ts: end -->';

const node = (state: Rule['from']): string => (state === null ? '[*]' : state.replace('-', '_'));

function diagram(): string {
  const arrows = new Map<string, string[]>();
  for (const { from, on, to } of OPERATION_RULES) {
    const arrow = `${node(from)} --> ${node(to)}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), on]);
  }
  const lines = [...arrows].map(([arrow, events]) => `  ${arrow}: ${[...new Set(events)].join(', ')}`);
  return ['```mermaid', 'stateDiagram-v2', '  state "not-sent" as not_sent', ...lines, '```'].join('\n');
}

const UNLESS = { 'in-doubt': 'not while an earlier attempt is in doubt', generate: 'not of an ATM QR' } as const;

function table(): string {
  const rows = OPERATION_RULES.map(({ from, on, to, unless, means }) => {
    const guard = unless === undefined ? '' : ` (${UNLESS[unless]})`;
    return `| ${from === null ? '' : `\`${from}\``} | ${on} | \`${to}\` | ${means}${guard} |`;
  });
  return ['| from | by | to | means |', '|---|---|---|---|', ...rows].join('\n');
}

/** The document with its drawn part as the table is now. */
export function drawnDoc(text: string): string {
  const [before] = text.split(BEGIN);
  const after = text.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${OPERATIONS_DOC} has lost its marks`);
  return `${before}${BEGIN}\n\n${diagram()}\n\n${table()}\n\n${END}${after}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(OPERATIONS_DOC, drawnDoc(readFileSync(OPERATIONS_DOC, 'utf8')));
}
