/** The commands on this till's own books: list, verify, export, backup, prune, settle, set aside. */
import type { Command } from 'commander';
import { pruneJournal } from '../app/prune-journal.ts';
import { exportJournalTo, listJournal, verifyJournal } from '../app/read-journal.ts';
import { describeJournal } from './describe.ts';
import { leaf, type Options, type Result, runs, text } from './leaf.ts';
import { workTeller } from './long-work.ts';
import { addSetAside } from './set-aside-command.ts';
import { addSettle } from './settle-commands.ts';

const STATES = 'intended, sent, ok, refused, not-sent or unknown';

function filterOf(options: Options) {
  return { state: text(options, 'state'), since: text(options, 'since'), until: text(options, 'until') };
}

function addList(journal: Command, result: Result): void {
  const list = leaf(journal, 'list', 'the newest operations')
    .option('--state <state>', STATES)
    .option('--since <day>', 'YYYY-MM-DD or ISO 8601')
    .option('--until <day>', 'YYYY-MM-DD (that day included) or ISO 8601')
    .option('--search <text>', "the beginning of a reference, or parts of a courier's number, name or mobile")
    .option('--limit <n>', 'default 50');
  runs(result, list, 'journal list', async ({ app, language }, options) => {
    const read = await app.reader();
    if (!read.ok) return { outcome: read.outcome };
    const input = { ...filterOf(options), search: text(options, 'search'), limit: text(options, 'limit') };
    const outcome = listJournal(read.value.journal, input);
    return { outcome, details: outcome.outcome === 'ok' ? describeJournal(outcome.data.operations, language) : [] };
  });
}

function addVerify(journal: Command, result: Result): void {
  const verify = leaf(journal, 'verify', 'check that the journal adds up; reads only, also while the till is acting');
  runs(result, verify, 'journal verify', async ({ app, voice }) => {
    const read = await app.reader();
    if (!read.ok) return { outcome: read.outcome };
    const teller = workTeller(voice, 'progress.steps');
    const { outcome, found } = verifyJournal(read.value.journal, (done, of) => teller.tell({ done: done + 1, of }));
    teller.clear();
    return { outcome, data: found, details: found.problems.map((problem) => `  ${problem}`) };
  });
}

function addExport(journal: Command, result: Result): void {
  const exported = leaf(journal, 'export', 'copy operations to a file: whole, or not at all')
    .requiredOption('--out <file>', '.jsonl or .csv')
    .option('--state <state>', STATES)
    .option('--since <day>', 'YYYY-MM-DD or ISO 8601')
    .option('--until <day>', 'YYYY-MM-DD (that day included) or ISO 8601');
  runs(result, exported, 'journal export', async ({ app, voice, untilStopped }, options) => {
    const read = await app.reader();
    if (!read.ok) return { outcome: read.outcome };
    const teller = workTeller(voice, 'progress.operations');
    const work = { signal: untilStopped(), onProgress: (count: number) => teller.tell({ count }) };
    const input = { ...filterOf(options), out: text(options, 'out') };
    const outcome = await exportJournalTo(read.value.journal, input, work);
    teller.clear();
    return { outcome };
  });
}

function addBackup(journal: Command, result: Result): void {
  const backup = leaf(journal, 'backup', 'copy the journal while the till goes on; the copy is checked').option(
    '--out <file>',
    "default: today's in the data folder's backups/",
  );
  runs(result, backup, 'journal backup', async ({ app }, options) => ({
    outcome: await app.backUp(text(options, 'out')),
  }));
}

function addPrune(journal: Command, result: Result): void {
  const prune = leaf(journal, 'prune', 'copy old operations to a file, then take them out of the journal')
    .requiredOption('--before <day>', 'YYYY-MM-DD; not younger than the profile keeps them (10 years)')
    .option('--out <file>', "a new .jsonl file; default: one in the data folder's pruned/");
  runs(result, prune, 'journal prune', async ({ app, voice, untilStopped }, options) => {
    const till = await app.till();
    if (!till.ok) return { outcome: till.outcome };
    const read = await app.reader();
    if (!read.ok) return { outcome: read.outcome };
    const teller = workTeller(voice, 'progress.operations');
    const onProgress = (count: number): void => teller.tell({ count });
    const work = { signal: untilStopped(), onCopied: onProgress, onProgress };
    const input = { before: text(options, 'before'), out: text(options, 'out') };
    const outcome = await pruneJournal(till.value, read.value.folder.path, input, work);
    teller.clear();
    return { outcome };
  });
}

export function addJournal(program: Command, result: Result): void {
  const journal = program.command('journal').description("this till's own books");
  for (const add of [addList, addVerify, addExport, addBackup, addPrune, addSettle, addSetAside]) add(journal, result);
}
