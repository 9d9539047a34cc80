/** Copies the journal, or a part of it, into one file that people and other programs can read: JSON lines, or CSV. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Journal } from '../ports/journal.ts';
import type { AttemptRow, Operation, OperationFilter } from '../ports/operations.ts';
import type { PrintJob } from '../ports/printing.ts';
import { syncFolder } from './migration-backup.ts';
import { errorText } from './sqlite.ts';

export type JournalExported =
  | { readonly ok: true; readonly operations: number; readonly attempts: number; readonly printJobs: number }
  | { readonly ok: false; readonly stopped: boolean; readonly detail: string; readonly error: unknown };

export interface ExportOptions {
  /** Only operations of this time and state; without a state the prints of this time that belong to none come along. */
  readonly filter?: Pick<OperationFilter, 'since' | 'until' | 'state'>;
  /** Only operations that it says yes to. */
  readonly only?: (operation: Operation) => boolean;
  /** How many operations are written. */
  readonly onProgress?: (operations: number) => void;
  /** Ends it, with no file left. */
  readonly signal?: AbortSignal;
}

/** One operation with all that belongs to it; `operation` is null for the prints that belong to none (test slips). */
interface Entry {
  readonly operation: Operation | null;
  readonly attempts: readonly AttemptRow[];
  readonly printJobs: readonly PrintJob[];
}

interface Format {
  readonly head: string;
  readonly entry: (entry: Entry) => string;
}

const COLUMNS = [
  'record',
  'id',
  'operation',
  'kind',
  'provider',
  'merchant',
  'reference',
  'terminal',
  'operator',
  'state',
  'code',
  'attempts',
  'service',
  'externalId',
  'httpStatus',
  'note',
  'printer',
  'copy',
  'proof',
  'began',
  'ended',
  'retired',
  'wish',
  'result',
] as const;

type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | null>>>;

/** What spreadsheets take for the beginning of a formula, also full-width (OWASP, "CSV Injection"); a signed number is none. */
const FORMULA = /^\s*(?:[=@＝＠\t\r\n]|[+\-＋－](?!\d+$))/u;

/** RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const said = String(value);
  const safe = typeof value === 'string' && FORMULA.test(said) ? `'${said}` : said;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvLine(cells: Cells): string {
  return `${COLUMNS.map((column) => csvCell(cells[column])).join(',')}\r\n`;
}

function time(at: number | null): string | null {
  return at === null ? null : jakartaMillis(at);
}

function operationCells(operation: Operation): Cells {
  const { id, kind, provider, merchantId, reference, terminalId, operator, state, code, attempts } = operation;
  return {
    record: 'operation',
    id,
    kind,
    provider,
    merchant: merchantId,
    reference,
    terminal: terminalId,
    operator,
    state,
    code,
    attempts,
    began: time(operation.createdAt),
    ended: time(operation.updatedAt),
    retired: time(operation.retiredAt),
    wish: JSON.stringify(operation.wish),
    result: operation.result === null ? null : JSON.stringify(operation.result),
  };
}

function attemptCells(attempt: AttemptRow): Cells {
  const { id, operationId, provider, service, externalId, code, httpStatus, note } = attempt;
  return {
    record: 'attempt',
    id,
    operation: operationId,
    provider,
    state: attempt.outcome,
    code,
    service,
    // A spreadsheet would round 34 digits.
    externalId: `#${externalId}`,
    httpStatus,
    note,
    began: time(attempt.startedAt),
    ended: time(attempt.endedAt),
  };
}

function printCells(job: PrintJob): Cells {
  const { id, operationId, kind, reference, printer, copy, state, proof, reason } = job;
  return {
    record: 'print job',
    id,
    operation: operationId,
    kind,
    reference,
    state,
    note: reason,
    printer,
    copy,
    proof,
    began: time(job.createdAt),
    ended: time(job.updatedAt),
  };
}

const FORMATS: Readonly<Record<string, Format>> = {
  '.jsonl': { head: '', entry: (entry) => `${JSON.stringify(entry)}\n` },
  '.csv': {
    head: `${COLUMNS.join(',')}\r\n`,
    entry: ({ operation, attempts, printJobs }) =>
      [
        ...(operation === null ? [] : [operationCells(operation)]),
        ...attempts.map(attemptCells),
        ...printJobs.map(printCells),
      ]
        .map(csvLine)
        .join(''),
  },
};

/** An operation as one line, as it is exported. */
export function entryLine(journal: Journal, operation: Operation): string {
  const { id } = operation;
  return JSON.stringify({ operation, attempts: journal.attemptsOf(id), printJobs: journal.printJobsOf(id) });
}

function* entries(journal: Journal, { filter = {}, only = () => true }: ExportOptions): IterableIterator<Entry> {
  for (const operation of journal.allOperations(filter)) {
    if (!only(operation)) continue;
    const { id } = operation;
    yield { operation, attempts: journal.attemptsOf(id), printJobs: journal.printJobsOf(id) };
  }
  if (filter.state !== undefined) return;
  const { since = 0, until = Number.POSITIVE_INFINITY } = filter;
  for (const job of journal.printsAlone()) {
    if (job.createdAt >= since && job.createdAt < until) yield { operation: null, attempts: [], printJobs: [job] };
  }
}

/** Characters that are written at once; in between the loop turns, so that somebody can stop it. */
const CHUNK = 65_536;

async function writeAll(
  handle: FileHandle,
  journal: Journal,
  format: Format,
  options: ExportOptions,
): Promise<JournalExported> {
  const counts = { operations: 0, attempts: 0, printJobs: 0 };
  let text = format.head;
  for (const entry of entries(journal, options)) {
    text += format.entry(entry);
    counts.operations += entry.operation === null ? 0 : 1;
    counts.attempts += entry.attempts.length;
    counts.printJobs += entry.printJobs.length;
    if (text.length < CHUNK) continue;
    await handle.appendFile(text);
    text = '';
    options.onProgress?.(counts.operations);
    options.signal?.throwIfAborted();
  }
  await handle.appendFile(text);
  await handle.sync();
  options.signal?.throwIfAborted();
  return { ok: true, ...counts };
}

function notWritten(error: unknown, stopped: boolean): JournalExported {
  return { ok: false, stopped, detail: errorText(error), error };
}

/**
 * Writes operations with their attempts and prints, oldest first, then the prints that belong to none: JSON lines
 * (`.jsonl`) or CSV (`.csv`, times in +07:00, external ids behind a `#`). The file (0600) is there whole and on disk, or
 * not at all; one that was there before is replaced. `body` and `wish` hold what the courier gave: keep the copy as private as the
 * journal. @returns what was written, or why nothing was
 */
export async function exportJournal(
  journal: Journal,
  file: string,
  options: ExportOptions = {},
): Promise<JournalExported> {
  const format = FORMATS[extname(file).toLowerCase()];
  if (format === undefined) return notWritten(new Error('the name must end in .jsonl or .csv'), false);
  const draft = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    let written: JournalExported;
    try {
      written = await writeAll(handle, journal, format, options);
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    syncFolder(dirname(file));
    return written;
  } catch (error) {
    await rm(draft, { force: true });
    return notWritten(error, options.signal?.aborted === true);
  }
}
