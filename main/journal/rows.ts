/** Rows of the journal as the types of the ports: each column is checked, nothing is assumed. */
import { PRINT_JOB_STATES, PRINT_REASONS, PROOFS, type PrintReason, type Proof } from '../../shared/printing.ts';
import type { Slip } from '../../shared/slip.ts';
import type { Registration } from '../ports/journal.ts';
import {
  type AttemptOutcome,
  type AttemptRow,
  type JsonObject,
  OPERATION_STATES,
  type Operation,
  type OperationKind,
  type ProviderName,
} from '../ports/operations.ts';
import type { PrintJob } from '../ports/printing.ts';
import type { Row } from './sqlite.ts';

const KINDS: readonly OperationKind[] = ['register', 'generate', 'expire', 'retire'];
const PROVIDERS: readonly ProviderName[] = ['speedcash', 'paycools'];
const OUTCOMES: readonly AttemptOutcome[] = ['ok', 'refused', 'not-sent', 'unknown'];
const JOB_KINDS: readonly PrintJob['kind'][] = ['slip', 'test', 'report'];

/** The name of the error for a row that this program cannot have written: the file is damaged, not the program. */
export const DAMAGED_ROW = 'DamagedRow';

export function misfit(column: string): Error {
  const error = new Error(`The journal's column ${column} holds something that this program never writes.`);
  error.name = DAMAGED_ROW;
  return error;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw misfit(column);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function int(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw misfit(column);
  return value;
}

export function intOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : int(row, column);
}

function oneOf<T extends string>(row: Row, column: string, allowed: readonly T[]): T {
  const value = text(row, column);
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw misfit(column);
  return found;
}

function oneOfOrNull<T extends string>(row: Row, column: string, allowed: readonly T[]): T | null {
  return row[column] === null ? null : oneOf(row, column, allowed);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // A damaged cell must not keep the other rows from being read; verify() names it.
    return undefined;
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isJsonObject(value: unknown): value is JsonObject {
  // What JSON.parse returned is JSON; only its outermost shape is open.
  return isObject(value);
}

/** Every field of a part that the encoder reads, and its type; a part that lacks one is damaged. */
const PART_FIELDS: Readonly<Record<string, Readonly<Record<string, 'string' | 'number' | 'boolean'>>>> = {
  text: { text: 'string', align: 'string', size: 'string', bold: 'boolean', inverted: 'boolean' },
  pair: { label: 'string', value: 'string' },
  qr: { content: 'string' },
  rule: {},
  ruler: {},
  feed: { lines: 'number' },
  'code-page': { table: 'number', text: 'string' },
};

function isPart(part: unknown): boolean {
  if (!isObject(part) || typeof part.kind !== 'string') return false;
  const fields = Object.hasOwn(PART_FIELDS, part.kind) ? PART_FIELDS[part.kind] : undefined;
  return fields !== undefined && Object.entries(fields).every(([name, type]) => typeof part[name] === type);
}

function isSlip(value: unknown): value is Slip {
  return isObject(value) && typeof value.title === 'string' && Array.isArray(value.parts) && value.parts.every(isPart);
}

function jsonObject(row: Row, column: string): JsonObject | null {
  const value = parsed(text(row, column));
  return isJsonObject(value) ? value : null;
}

function slip(row: Row): Slip {
  const value = parsed(text(row, 'slip'));
  return isSlip(value) ? value : { title: '', parts: [] };
}

export function toOperation(row: Row): Operation {
  return {
    id: text(row, 'id'),
    kind: oneOf(row, 'kind', KINDS),
    provider: oneOf(row, 'provider', PROVIDERS),
    merchantId: text(row, 'merchant_id'),
    reference: text(row, 'reference'),
    wish: jsonObject(row, 'wish') ?? {},
    body: text(row, 'body'),
    terminalId: text(row, 'terminal_id'),
    operator: text(row, 'operator'),
    state: oneOf(row, 'state', OPERATION_STATES),
    code: textOrNull(row, 'code'),
    result: row.result === null ? null : jsonObject(row, 'result'),
    attempts: int(row, 'attempts'),
    createdAt: int(row, 'created_at'),
    updatedAt: int(row, 'updated_at'),
    retiredAt: intOrNull(row, 'retired_at'),
    toldAt: intOrNull(row, 'told_at'),
  };
}

export function toAttempt(row: Row): AttemptRow {
  return {
    id: int(row, 'id'),
    operationId: textOrNull(row, 'operation_id'),
    provider: oneOf(row, 'provider', PROVIDERS),
    service: text(row, 'service'),
    externalId: text(row, 'external_id'),
    startedAt: int(row, 'started_at'),
    endedAt: intOrNull(row, 'ended_at'),
    outcome: oneOfOrNull(row, 'outcome', OUTCOMES),
    code: textOrNull(row, 'code'),
    httpStatus: intOrNull(row, 'http_status'),
    note: textOrNull(row, 'note'),
  };
}

export function toPrintJob(row: Row): PrintJob {
  return {
    id: text(row, 'id'),
    operationId: textOrNull(row, 'operation_id'),
    reference: textOrNull(row, 'reference'),
    printer: text(row, 'printer'),
    kind: oneOf(row, 'kind', JOB_KINDS),
    copy: int(row, 'copy'),
    slip: slip(row),
    state: oneOf(row, 'state', PRINT_JOB_STATES),
    proof: oneOfOrNull<Proof>(row, 'proof', PROOFS),
    reason: oneOfOrNull<PrintReason>(row, 'reason', PRINT_REASONS),
    printedOn: textOrNull(row, 'printed_on'),
    outs: int(row, 'outs'),
    queuedAt: int(row, 'queued_at'),
    turn: int(row, 'turn'),
    createdAt: int(row, 'created_at'),
    updatedAt: int(row, 'updated_at'),
  };
}

export function toRegistration(row: Row): Registration {
  return {
    merchantId: text(row, 'merchant_id'),
    terminalId: text(row, 'terminal_id'),
    description: text(row, 'description'),
    registeredAt: int(row, 'registered_at'),
  };
}
