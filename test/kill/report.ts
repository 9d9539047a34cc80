/** The run in words and tables, and a failure with everything that is needed to understand it. */
import type { Books } from './books.ts';
import type { SuiteResult } from './suite.ts';
import type { Failure } from './world.ts';

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The figures of a run, as Markdown. */
export function reportText(seed: number, { figures, failures, unmet, worlds, seconds }: SuiteResult): string {
  const findings = failures.flatMap((failure) => failure.findings);
  const count = (verdict: string): number => findings.filter((finding) => finding.verdict === verdict).length;
  const { found, failpoints } = figures;
  const hit = Object.values(failpoints).filter((times) => times > 0);
  const sections = [
    ...unmet.map((line) => `**${line}**`),
    table(
      ['', ''],
      [
        ['kills', figures.kills],
        ['at failpoints · at random instants', `${figures.atFailpoints} · ${figures.atRandom}`],
        ['failpoints hit, of those known', `${hit.length} of ${Object.keys(failpoints).length}`],
        ['times each was hit: least · most', `${Math.min(...hit)} · ${Math.max(...hit)}`],
        ['kills while something was asked · while it started', `${figures.duringWork} · ${figures.whileStarting}`],
        ['kills that found something open', found.any],
        ['… an operation intended · sent', `${found.intended} · ${found.sent}`],
        ['… an attempt without an end', found.attempts],
        ['… a slip printing · waiting', `${found.printing} · ${found.queued}`],
        ['double kills (the one before was not settled yet)', figures.double],
        ['data folders · seconds · seed', `${worlds} · ${Math.round(seconds)} · ${seed}`],
        ['**lost · twice · unexplained**', `**${count('lost')} · ${count('twice')} · ${count('unexplained')}**`],
      ],
    ),
    table(['what became of what a kill found open', 'operations'], Object.entries(figures.settled)),
    table(['how the slips ended', 'slips'], Object.entries(figures.slips)),
    table(['what the cashier was told', 'times'], Object.entries(figures.answers)),
    table(['what went wrong besides', 'times'], Object.entries(figures.misbehaved)),
    table(['killed …', 'kills'], Object.entries(figures.families)),
    table(
      ['failpoint', 'kills'],
      Object.entries(failpoints).map(([name, times]) => [`\`${name}\``, times]),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function rows(books: Books): readonly string[] {
  const lines = (title: string, all: readonly unknown[]): readonly string[] => [
    `  ${title}:`,
    ...all.map((row) => `    ${JSON.stringify(row)}`),
  ];
  const { journal, provider, paper } = books;
  return [
    ...lines('journal, operations', journal.operations),
    ...lines('journal, attempts', journal.attempts),
    ...lines('journal, prints', journal.prints),
    ...lines("provider's requests", provider.requests),
    ...lines('paper', paper),
  ];
}

/** Everything about a failure: the seed, where the till died, its last steps, the presses, the books. */
export function failureText(seed: number, failure: Failure & { readonly world: string }): string {
  const { findings, kill, diedAt, steps, presses, books, folder, world } = failure;
  return [
    `FAILED in world ${world} (seed ${seed}), ${kill === null ? 'in its last life' : `at kill ${kill}`}`,
    `died at: ${diedAt ?? 'a random instant'} · folder kept: ${folder}`,
    ...findings.map(({ verdict, says }) => `  ${verdict.toUpperCase()}: ${says}`),
    '  last steps:',
    ...steps.slice(-25).map((step) => `    ${step}`),
    '  presses:',
    ...presses.slice(-30).map((press) => `    ${JSON.stringify(press)}`),
    ...rows(books),
  ].join('\n');
}
