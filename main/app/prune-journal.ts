/** Takes old operations out of the journal, once they are copied to a file: never one that is not in it, open, or still to be printed. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { isCalendarDate, jakartaDate } from '../../shared/jakarta-time.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { entryLine, exportJournal, type JournalExported } from '../journal/export-journal.ts';
import { syncFolder } from '../journal/migration-backup.ts';
import { errorText } from '../journal/sqlite.ts';
import type { Journal, PruneNote } from '../ports/journal.ts';
import type { Operation } from '../ports/operations.ts';
import { allFields, bad, type Field } from './input.ts';
import type { LongWork } from './read-journal.ts';
import type { Till } from './till.ts';

/** Books and their papers are kept ten years in Indonesia (UU 8/1997 article 11, UU KUP article 28). */
const KEEP_YEARS = 10;

/** Operations that go in one transaction: nobody else waits longer for the disk than for these. */
const BATCH = 50;
const LOCK_MS = 60_000;
const ENDED: readonly Operation['state'][] = ['ok', 'refused', 'not-sent'];
const WAITING = ['queued', 'printing', 'paused', 'possibly-printed', 'expired'];

export interface PruneInput {
  /** YYYY-MM-DD: only operations from before this day in Jakarta */
  readonly before?: string | undefined;
  /** A new `.jsonl` file; default: one in `pruned/` of the data folder */
  readonly out?: string | undefined;
}

export type PruneTill = Pick<Till, 'journal' | 'clock' | 'operator' | 'lock'> & {
  readonly profile: Pick<Till['profile'], 'journal'>;
};

export interface JournalPruned {
  readonly file: string | null;
  readonly operations: number;
  /** In the file, but still in the journal: something happened to them meanwhile. */
  readonly kept: number;
}

export interface PruneWork extends LongWork {
  /** How many operations are copied; `onProgress` tells how many are taken out. */
  readonly onCopied?: (operations: number) => void;
}

/** This day so many years ago. */
function latest(now: number, years: number): string {
  const today = jakartaDate(now);
  return `${String(Number(today.slice(0, 4)) - years).padStart(4, '0')}${today.slice(4)}`;
}

function beforeField(till: PruneTill, raw: string | undefined): Field<string> {
  const years = till.profile.journal?.keepYears ?? KEEP_YEARS;
  const limit = latest(till.clock.now(), years);
  if (raw === undefined || raw === '') return bad('before', 'field.required');
  if (!isCalendarDate(raw)) return bad('before', 'field.date');
  return raw <= limit ? { ok: true, value: raw } : bad('before', 'field.prune-young', { limit, years });
}

/** A file that is there may hold what an earlier run took out: it is never written over. */
function outField(folder: string, before: string, raw: string | undefined): Field<string> {
  if (raw !== undefined && raw.trim() !== '') {
    const file = resolve(raw.trim());
    const isNew = /\.jsonl$/i.test(file) && !existsSync(file);
    return isNew ? { ok: true, value: file } : bad('out', 'field.out-new-jsonl');
  }
  for (let number = 1; ; number += 1) {
    const file = join(folder, 'pruned', `before-${before}-${number}.jsonl`);
    if (!existsSync(file)) return { ok: true, value: file };
  }
}

function mayGo(journal: Journal, operation: Operation): boolean {
  if (!ENDED.includes(operation.state)) return false;
  const open = journal.attemptsOf(operation.id).some(({ endedAt }) => endedAt === null);
  return !open && !journal.printJobsOf(operation.id).some(({ state }) => WAITING.includes(state));
}

function idOf(line: string): string | null {
  const entry: unknown = JSON.parse(line);
  if (typeof entry !== 'object' || entry === null || !('operation' in entry)) return null;
  const { operation } = entry;
  return typeof operation === 'object' && operation !== null && 'id' in operation && typeof operation.id === 'string'
    ? operation.id
    : null;
}

/** Takes out those that are, at this moment and in this transaction, exactly what the file says. @returns how many */
function takeOut(journal: Journal, lines: readonly string[], note: PruneNote): number {
  return journal.atomically(() => {
    const same = lines.flatMap((line) => {
      const id = idOf(line);
      const operation = id === null ? null : journal.operation(id);
      return operation !== null && mayGo(journal, operation) && entryLine(journal, operation) === line
        ? [operation.id]
        : [];
    });
    journal.prune(same, note);
    return same.length;
  });
}

async function* batches(file: string): AsyncIterableIterator<readonly string[]> {
  let batch: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    // The prints that belong to no operation are no business of this.
    if (line === '' || line.startsWith('{"operation":null')) continue;
    batch.push(line);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest('hex');
}

/** Makes the folder where it is missing, so that a power cut does not take it away again. @returns why it cannot be */
async function makePlace(folder: string): Promise<(JournalExported & { readonly ok: false }) | null> {
  try {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    // Each new folder is a name in the one above it.
    for (let made = folder; first !== undefined && made.length >= first.length; made = dirname(made)) {
      syncFolder(dirname(made));
    }
    return null;
  } catch (error) {
    return { ok: false, stopped: false, detail: errorText(error), error };
  }
}

/**
 * First everything that may go is copied to a new file, whole and on disk; then it is taken out in small transactions,
 * each of which compares what it takes out with the file. Killed in between, the journal and the file are whole, and
 * the same command goes on.
 * @param folder the data folder
 */
export async function pruneJournal(
  till: PruneTill,
  folder: string,
  input: PruneInput,
  work: PruneWork = {},
): Promise<Outcome<JournalPruned>> {
  const { journal } = till;
  const before = beforeField(till, input.before);
  const out = outField(folder, before.ok ? before.value : '', input.out);
  const checked = allFields({ before, out });
  if (!checked.ok) return checked.outcome;
  const day = checked.values.before;
  const file = checked.values.out;
  const until = Date.parse(`${day}T00:00:00+07:00`);
  const base = { code: null, operationId: null };
  const only = (operation: Operation): boolean => mayGo(journal, operation);
  if (!anything(journal, until, only)) {
    const data = { file: null, operations: 0, kept: 0 };
    return { outcome: 'ok', ...base, words: words('journal.prune-nothing', { before: day }), data };
  }
  const { onCopied: onProgress, signal } = work;
  const copying = {
    filter: { until },
    only,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
  const copied = (await makePlace(dirname(file))) ?? (await exportJournal(journal, file, copying));
  if (!copied.ok) {
    const key = copied.stopped ? 'journal.export-stopped' : 'journal.export-failed';
    return { outcome: 'unavailable', ...base, words: words(key, { file, detail: copied.detail }) };
  }
  const note = { operator: till.operator, before: until, exported: await hashOf(file) };
  let gone = 0;
  for await (const lines of batches(file)) {
    // Whoever acts on one of these looks at it first; between two batches he has his turn.
    const lock = signal?.aborted === true ? null : await till.lock.acquire('journal prune', LOCK_MS);
    if (lock?.held !== true) {
      return { outcome: 'unavailable', ...base, words: words('journal.prune-stopped', { count: gone, file }) };
    }
    try {
      gone += takeOut(journal, lines, note);
    } finally {
      lock.release();
    }
    work.onProgress?.(gone);
    await turn();
  }
  const kept = copied.operations - gone;
  const said = words('journal.pruned', { count: gone, kept, file });
  return { outcome: 'ok', ...base, words: said, data: { file, operations: gone, kept } };
}

function anything(journal: Journal, until: number, only: (one: Operation) => boolean): boolean {
  for (const operation of journal.allOperations({ until })) if (only(operation)) return true;
  return false;
}
