/** docs/faults.md, from the runs: what each fault comes to, and what the cashier reads. */
import { join } from 'node:path';
import { type Fault, GROUPS } from './faults.ts';
import { ONCE_TARGETS, type Run, type Target } from './run-fault.ts';

export const TABLE_FILE = join(import.meta.dirname, '..', '..', 'docs', 'faults.md');

const INTRO = `# What network faults come to

Made by \`npm run docs:faults\`; \`test/faults/faults.test.ts\` runs the same faults and fails where this file is not what they give.

The client is the real one (actions, journal on disk, TLS, the server's key pinned), the far end is a raw socket server before the sandbox's providers. Waiting is real, with a shorter limit than the 8 seconds of a store; the pauses between attempts are not waited for.

- **call**: \`token\` is an ATM QR whose access token meets the fault; for the others the token was fetched before. \`generate\` is PayCools, the others are SpeedCash.
- **fault stays**: every call from then on meets the fault, PayCools' query included, the token's excepted. \`sent\` counts the attempts in the journal, \`asked\` the questions that PayCools was asked about it; \`came\` and \`done\` are what the provider saw and carried out.
- **once**: only the first call meets it.
- **notes** are the journal's, of its attempts; without an attempt, what the sentence says of the token.
- **reads** are the numbers of the sentences at the end. \`··\` in a code is the service's two digits.

Checked in every run: the outcome is the journal's state and code; nothing is \`not-sent\` or \`refused\` that the provider carried out; nothing is \`ok\` that it did not (but for the made-up successes); all requests of a wish have the same bytes and external ids of their own; three attempts at the most, and one more where a token was renewed; redirects are not followed; no secret is in the journal, the log or the words.

What the till decides:

- A connection has 5 of a try's 8 seconds to stand, the answer what is left. A slow drip does not lengthen it.
- Every request has a connection of its own. A network that has gone is then \`not-sent\`, not \`unknown\`, and no late answer can be taken for another request's.
- An answer is read up to 1 MiB, unpacked size included. Gzip, deflate and brotli are unpacked although none was asked for; one that is cut or fails its checksum is unreadable.
- A name twice in a JSON object with two values, or JSON nested deeper than 64, is unreadable. The same value twice is harmless, and so is a byte order mark.
- Retry-After of a 429 is told to the cashier (seconds up to two minutes, minutes up to an hour, beyond that: call a supervisor). The till never waits for it by itself.
- 1xx answers: undici takes \`100 Continue\`, which nobody asked for, for a broken answer; the attempt is in doubt.
`;

interface Sentences {
  /** The number of what this run's cashier reads. */
  numberOf(run: Run): number;
  table(): string;
}

function sentences(): Sentences {
  const numbers = new Map<string, number>();
  return {
    numberOf(run) {
      const { outcome, words } = withoutNote(run).outcome;
      const text = [outcome, say(words.id, words.next?.id), say(words.en, words.next?.en)].map(cell).join(' | ');
      const number = numbers.get(text) ?? numbers.size + 1;
      numbers.set(text, number);
      return number;
    },
    table: () => {
      const rows = [...numbers].map(([text, number]) => `| ${number} | ${text} |`);
      return ['| | outcome | Indonesian | English |', '|---|---|---|---|', ...rows].join('\n');
    },
  };
}

/** What the network showed stands between brackets in a sentence for `not-sent`; it is in the table beside it. */
const NOTE = / \((?:token: )?([^()]+)\)\./;

function withoutNote(run: Run): Run {
  const { outcome } = run;
  if (outcome.outcome !== 'not-sent') return run;
  const { words } = outcome;
  const bare = { ...words, id: words.id.replace(NOTE, ' (…).'), en: words.en.replace(NOTE, ' (…).') };
  return { ...run, outcome: { ...outcome, words: bare } };
}

/** The attempts' notes; where there was no attempt, what was said of the token. */
function notesOf({ notes, outcome }: Run): string | null {
  const [, said] = NOTE.exec(outcome.words.en) ?? [];
  if (notes === null) return said === undefined || outcome.outcome !== 'not-sent' ? null : cell(said);
  if (notes.length === 0) return cell(masked(said ?? ''));
  return [...new Set(notes.map(masked).map(cell))].filter((note) => note !== '').join('; ');
}

const say = (text: string, next: string | undefined): string => (next === undefined ? text : `${text} → ${next}`);

/** Made fit for a table's cell, and alike on every machine: a resolver without a network says the same in other words. */
function cell(text: string): string {
  const alike = text.replaceAll('EAI_AGAIN', 'ENOTFOUND').replaceAll(/(proxy 127\.0\.0\.1):\d+/g, '$1:…');
  return alike.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

const masked = (text: string): string => text.replace(/\b(\d{3})(?:73|9[0-3]|23)(\d{2})\b/g, '$1··$2');

function ended({ outcome: { outcome, code } }: Run): string {
  return code === null ? outcome : `${outcome} ${masked(code)}`;
}

/** Everything of a row but the call's name and the sentences. */
interface Row {
  readonly targets: Target[];
  readonly reads: number[];
  readonly onceReads: number[];
  readonly cells: readonly string[];
  notes: string | null;
}

function rowOf(stays: Run, once: Run | undefined, hasOnce: boolean, book: Sentences): Row {
  const notes = notesOf(stays);
  const onceText = once === undefined ? '' : `${ended(once)}: ${once.tries} sent, ${once.asked} asked`;
  return {
    targets: [stays.target],
    reads: [book.numberOf(stays)],
    onceReads: once === undefined ? [] : [book.numberOf(once)],
    cells: [
      ended(stays),
      String(stays.tries),
      String(stays.asked),
      `${stays.arrived} / ${stays.done}`,
      hasOnce ? onceText : '',
    ],
    notes,
  };
}

/** Calls that end alike share a row; what was not tried once, and notes that were not kept, differ from nothing. */
function joins(row: Row, other: Row): boolean {
  return (
    row.cells.every((text, at) => {
      const theirs = other.cells[at];
      return text === theirs || (at === row.cells.length - 1 && theirs === '');
    }) &&
    (other.notes === null || row.notes === other.notes)
  );
}

function rowsOf(fault: Fault, runs: readonly Run[], book: Sentences): readonly string[] {
  const rows: Row[] = [];
  for (const stays of runs.filter((run) => run.fault === fault && run.mode === 'stays')) {
    const once = runs.find((run) => run.fault === fault && run.target === stays.target && run.mode === 'once');
    const row = rowOf(stays, once, ONCE_TARGETS.includes(stays.target), book);
    const same = rows.find((earlier) => joins(earlier, row));
    if (same === undefined) rows.push(row);
    else {
      same.targets.push(...row.targets);
      same.reads.push(...row.reads);
      same.onceReads.push(...row.onceReads);
    }
  }
  return rows.map(({ targets, reads, onceReads, cells, notes }, at) => {
    const [outcome, sent, asked, came, once] = cells;
    const listed = (numbers: readonly number[]): string => [...new Set(numbers)].join(', ');
    const first = at === 0 ? cell(fault.title) : '';
    const onceCell = once === '' ? '' : `${once} (${listed(onceReads)})`;
    return `| ${first} | ${targets.join(', ')} | ${outcome} | ${sent} | ${asked} | ${came} | ${notes ?? ''} | ${listed(reads)} | ${onceCell} |`;
  });
}

/** The whole page. */
export function faultsPage(runs: readonly Run[]): string {
  const book = sentences();
  const groups = GROUPS.map(({ title, faults }) =>
    [
      `## ${title}`,
      '',
      '| fault | call | fault stays | sent | asked | came / done | notes | reads | once (reads) |',
      '|---|---|---|---|---|---|---|---|---|',
      ...faults.flatMap((fault) => rowsOf(fault, runs, book)),
    ].join('\n'),
  );
  return `${[INTRO, ...groups, '## What the cashier reads\n', book.table()].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}
