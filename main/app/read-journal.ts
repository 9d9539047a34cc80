/** What the journal tells: the newest operations, whether it adds up. Reads only, beside whoever is acting. */
import { resolve } from 'node:path';
import { isCalendarDate, jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Outcome, Words } from '../../shared/outcome.ts';
import { words } from '../../shared/words.ts';
import { type ExportOptions, exportJournal } from '../journal/export-journal.ts';
import type { Journal } from '../ports/journal.ts';
import {
  type ChainHead,
  OPERATION_STATES,
  type Operation,
  type OperationKind,
  type OperationPage,
  type OperationSearch,
  type OperationState,
} from '../ports/operations.ts';
import { allFields, bad, type Field } from './input.ts';
import { troubleWords } from './journal-edge.ts';
import { whyUnwritten } from './why-unwritten.ts';

export interface JournalListInput extends FilterInput {
  /** The beginning of a reference, or parts of a courier's number, name and mobile. */
  readonly search?: string | undefined;
  readonly limit?: string | undefined;
}

export interface ListedOperation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly reference: string;
  readonly state: OperationState;
  readonly attempts: number;
  /** ISO 8601 with +07:00 */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly code: string | null;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 10_000;

function isState(text: string): text is OperationState {
  return OPERATION_STATES.some((state) => state === text);
}

function stateField(raw: string): Field<OperationState> {
  return isState(raw)
    ? { ok: true, value: raw }
    : bad('state', 'field.choice', { choices: OPERATION_STATES.join(', ') });
}

const DAY_MS = 86_400_000;

/** @param days 1: the end of a day where a day is given */
function timeField(path: 'since' | 'until', raw: string, days: 0 | 1): Field<number> {
  const isDay = isCalendarDate(raw);
  const at = isDay ? Date.parse(`${raw}T00:00:00+07:00`) + days * DAY_MS : Date.parse(raw);
  const isDateTime = /^\d{4}-\d{2}-\d{2}(T|$)/.test(raw);
  return isDateTime && !Number.isNaN(at) ? { ok: true, value: at } : bad(path, 'field.date');
}

export interface FilterInput {
  readonly state?: string | undefined;
  /** YYYY-MM-DD, from midnight in Jakarta, or ISO 8601 */
  readonly since?: string | undefined;
  /** YYYY-MM-DD, that day included, or ISO 8601, not included */
  readonly until?: string | undefined;
}

/** The same for a list, for an export, and before anybody is asked where it should go. */
export function filterFields({ state, since, until }: FilterInput) {
  return {
    ...(state === undefined ? {} : { state: stateField(state) }),
    ...(since === undefined ? {} : { since: timeField('since', since, 0) }),
    ...(until === undefined ? {} : { until: timeField('until', until, 1) }),
  };
}

function limitField(raw: string): Field<number> {
  const value = Number(raw);
  return Number.isInteger(value) && value >= 1 && value <= MAX_LIMIT
    ? { ok: true, value }
    : bad('limit', 'field.number', { min: 1, max: MAX_LIMIT });
}

export function toListed(operation: Operation): ListedOperation {
  const { id, kind, reference, state, attempts, code } = operation;
  const createdAt = jakartaMillis(operation.createdAt);
  return { id, kind, reference, state, attempts, createdAt, updatedAt: jakartaMillis(operation.updatedAt), code };
}

/** As many as are wanted, page by page. */
function searched(journal: Journal, wanted: OperationSearch): readonly Operation[] {
  const found: Operation[] = [];
  let cursor: string | null = null;
  do {
    const limit = wanted.limit - found.length;
    const page: OperationPage = journal.findOperations({ ...wanted, limit, ...(cursor === null ? {} : { cursor }) });
    found.push(...page.operations);
    cursor = page.next;
  } while (cursor !== null && found.length < wanted.limit);
  return found;
}

/** @param journal null where this till has none yet */
export function listJournal(
  journal: Journal | null,
  input: JournalListInput,
): Outcome<{ readonly operations: readonly ListedOperation[] }> {
  const checked = allFields({
    limit: limitField(input.limit ?? String(DEFAULT_LIMIT)),
    ...filterFields(input),
  });
  if (!checked.ok) return checked.outcome;
  const { search } = input;
  const found =
    search === undefined || search.trim() === ''
      ? journal?.operations(checked.values)
      : journal === null
        ? []
        : searched(journal, { ...checked.values, text: search });
  const operations = (found ?? []).map(toListed);
  return {
    outcome: 'ok',
    code: null,
    operationId: null,
    words: words('journal.listed', { count: operations.length }),
    data: { operations },
  };
}

export interface JournalVerified {
  readonly operations: number;
  readonly attempts: number;
  readonly printJobs: number;
  /** The end of the chain of steps; to be compared with one that was written down elsewhere. */
  readonly chain: ChainHead;
  readonly problems: readonly string[];
}

const NO_CHAIN: ChainHead = { events: 0, link: '0'.repeat(64) };

/** A file that is damaged is another matter than one whose rows do not agree: it can be set aside. */
export function brokenWords(journal: Journal | null, count: number): Words {
  const damage = journal?.damage() ?? null;
  return damage === null ? words('journal.broken', { count }) : troubleWords('corrupt', damage);
}

/** `unavailable` when the journal does not add up; `found` names every problem. */
export function verifyJournal(
  journal: Journal | null,
  onStep?: (done: number, of: number) => void,
): {
  readonly outcome: Outcome<JournalVerified>;
  readonly found: JournalVerified;
} {
  const check = journal?.verify(onStep) ?? { ok: true, operations: 0, attempts: 0, printJobs: 0, problems: [] };
  const { operations, attempts, printJobs, problems } = check;
  const chain = journal !== null && check.ok ? journal.chainHead() : NO_CHAIN;
  const found = { operations, attempts, printJobs, chain, problems };
  const base = { code: null, operationId: null };
  const outcome: Outcome<JournalVerified> = check.ok
    ? {
        outcome: 'ok',
        ...base,
        words: words('journal.verified', { operations, attempts, prints: printJobs, events: chain.events }),
        data: found,
      }
    : { outcome: 'unavailable', ...base, words: brokenWords(journal, problems.length) };
  return { outcome, found };
}

export interface JournalCopied {
  readonly file: string;
  readonly operations: number;
  readonly attempts: number;
  readonly printJobs: number;
}

export interface JournalExportInput extends FilterInput {
  readonly out?: string | undefined;
}

export type LongWork = Pick<ExportOptions, 'onProgress' | 'signal'>;

/** A file that was chosen, and what it is called in what is said of it. */
export interface ExportTarget {
  readonly file: string;
  readonly called: string;
}

/** Copies operations to a file that may be replaced, whole or not at all. @returns ok · unavailable (the disk, stopped) */
export async function copyJournal(
  journal: Journal,
  { file, called }: ExportTarget,
  filter: NonNullable<ExportOptions['filter']>,
  work: LongWork = {},
): Promise<Outcome<JournalCopied>> {
  const base = { code: null, operationId: null };
  const copied = await exportJournal(journal, file, { filter, ...work });
  if (!copied.ok) {
    const said = copied.stopped
      ? words('journal.export-stopped', { file: called })
      : words('journal.export-failed', { file: called }, whyUnwritten(copied.error));
    return { outcome: 'unavailable', ...base, words: said };
  }
  const { operations, attempts, printJobs } = copied;
  const said = words('journal.exported', { file: called, count: operations });
  return { outcome: 'ok', ...base, words: said, data: { file: called, operations, attempts, printJobs } };
}

/** Copies operations with their attempts and prints to where a command says: a `.jsonl` or `.csv` file. */
export async function exportJournalTo(
  journal: Journal | null,
  input: JournalExportInput,
  work: LongWork = {},
): Promise<Outcome<JournalCopied>> {
  const wanted = (input.out ?? '').trim();
  const file: Field<string> = /\.(jsonl|csv)$/i.test(wanted)
    ? { ok: true, value: resolve(wanted) }
    : bad('out', 'field.out');
  const checked = allFields({ file, ...filterFields(input) });
  if (!checked.ok) return checked.outcome;
  const { file: path, ...filter } = checked.values;
  if (journal !== null) return copyJournal(journal, { file: path, called: path }, filter, work);
  const said = words('journal.export-failed', { file: path, detail: 'absent' });
  return { outcome: 'unavailable', code: null, operationId: null, words: said };
}
