/** The three books as they are: the journal by SQL of its own, the providers' record, and what lies in the printer's tray. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Action, Answer } from './protocol.ts';

export interface OperationRow {
  readonly id: string;
  readonly kind: string;
  readonly reference: string;
  readonly wish: string;
  readonly body: string;
  readonly state: string;
  readonly settled_from: string | null;
  readonly in_doubt: number;
  readonly result: string | null;
  readonly attempts: number;
  readonly retired_at: number | null;
  readonly told_at: number | null;
  /** What the last event that gave it its state was: answer, query, list, repeat, start, person; null: still going on. */
  readonly settled_by: string | null;
}

export interface AttemptRow {
  readonly id: number;
  readonly operation_id: string | null;
  readonly service: string;
  readonly asks: number;
  readonly external_id: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly outcome: string | null;
  readonly code: string | null;
}

export interface PrintRow {
  readonly id: string;
  readonly operation_id: string | null;
  readonly reference: string | null;
  readonly copy: number;
  readonly state: string;
  readonly proof: string | null;
  readonly reason: string | null;
  readonly outs: number;
  readonly queued_at: number;
}

export interface RegistrationRow {
  readonly terminal_id: string;
  readonly description: string;
}

export interface JournalBook {
  readonly operations: readonly OperationRow[];
  readonly attempts: readonly AttemptRow[];
  readonly prints: readonly PrintRow[];
  readonly registrations: readonly RegistrationRow[];
}

/** A request as the provider has it. */
export interface ProviderRequest {
  readonly service: string;
  readonly externalId: string | null;
  readonly reference: string | null;
  readonly body: string;
  readonly code: string | null;
  readonly processed: boolean;
}

export interface ProviderBook {
  /** Requests that were for no service. */
  readonly strays: readonly string[];
  readonly requests: readonly ProviderRequest[];
  readonly atmQrs: readonly {
    readonly reference: string;
    readonly body: string;
    readonly cdmReferenceId: string;
    readonly cdmQrcode: string;
  }[];
  readonly bills: readonly { readonly billNumber: string; readonly expired: number; readonly state: string }[];
  readonly terminals: readonly { readonly terminalId: string; readonly description: string }[];
}

/** A stretch of paper: from one slip's head to its end, or to where it broke off. */
export interface Paper {
  /** null: it broke off above the reference. */
  readonly reference: string | null;
  readonly copy: number;
  readonly duplicate: boolean;
  /** Down to its last line, and cut. */
  readonly whole: boolean;
}

/** A press of the cashier, and what came of it. */
export interface Press {
  readonly action: Action;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  /** When it was answered, or when the till was dead. */
  readonly endedAt: number;
  /** null: the till died first. */
  readonly answer: Answer | null;
  /** Which wish of the cashier it is for: presses of one wish share it. */
  readonly wish: string;
  /** Which till it was pressed at, from 1. */
  readonly life: number;
}

export interface Books {
  readonly journal: JournalBook;
  readonly provider: ProviderBook;
  readonly paper: readonly Paper[];
  readonly presses: readonly Press[];
}

const EMPTY: JournalBook = { operations: [], attempts: [], prints: [], registrations: [] };

/** Reads a dead till's journal, changing nothing of it. */
export function readJournal(folder: string): JournalBook {
  const file = join(folder, 'journal.sqlite');
  if (!existsSync(file)) return EMPTY;
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE name = 'print_jobs'").all();
    // Killed before its tables were there.
    if (tables.length === 0) return EMPTY;
    const all = <Row>(sql: string): readonly Row[] => db.prepare(sql).all() as unknown as readonly Row[];
    return {
      operations: all(`SELECT id, kind, reference, wish, body, state, settled_from, in_doubt, result, attempts,
        retired_at, told_at, (SELECT json_extract(e.content, '$.event') FROM events e WHERE e.operation = operations.seq
          AND json_extract(e.content, '$.to') IS NOT NULL AND json_extract(e.content, '$.event')
          IN ('answer', 'query', 'list', 'repeat', 'start', 'person') ORDER BY e.seq DESC LIMIT 1) AS settled_by
        FROM operations ORDER BY seq`),
      attempts: all(`SELECT id, operation_id, service, asks, external_id, started_at, ended_at, outcome, code
        FROM attempts ORDER BY id`),
      prints: all(`SELECT id, operation_id, reference, copy, state, proof, reason, outs, queued_at
        FROM print_jobs ORDER BY seq`),
      registrations: all('SELECT terminal_id, description FROM registrations'),
    };
  } finally {
    db.close();
  }
}

const HEAD = 'SANDBOX';
const LAST_LINE = 'Uji coba, bukan transaksi';
/** Its first words: on narrow paper it takes two lines. */
const DUPLICATE = 'MUNGKIN GANDA';

function onePaper(lines: readonly string[]): Paper {
  const [, reference] = /No\. Ref: (\S+)/.exec(lines.find((line) => line.startsWith('No. Ref: ')) ?? '') ?? [];
  const [, copy] = /SALINAN \/ COPY (\d+)/.exec(lines.find((line) => line.startsWith('SALINAN / COPY ')) ?? '') ?? [];
  return {
    reference: reference ?? null,
    copy: Number(copy ?? 0),
    duplicate: lines.some((line) => line.startsWith(DUPLICATE)),
    // What was torn off by hand or ran into the next slip ends before its last line.
    whole: lines.at(-1) === LAST_LINE,
  };
}

/** What one cut (or a hand) made of the paper: one slip, or a broken one with the next behind it. */
export function papersOf(lines: readonly string[]): readonly Paper[] {
  const starts = lines.flatMap((line, at) => (line === HEAD ? [at] : []));
  const stretches = [0, ...starts.filter((at) => at > 0)].map((from, index, all) => lines.slice(from, all[index + 1]));
  // Without its head it is the rest of a slip that was torn off too early, of which nothing can be said.
  return stretches.filter(([first]) => first === HEAD).map(onePaper);
}
