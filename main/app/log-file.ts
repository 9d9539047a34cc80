/** The till's own log, for support: one JSON line of listed facts an attempt or problem, private, bounded, never a reason to fail. */
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogEntry } from './till.ts';

const FOLDER = 'log';
const FILE = 'till.log';
const OLD_FILE = 'till.1.log';
/** Bytes; together with the one before it that is twice as much on disk. */
const LONGEST = 256 * 1024;

const at = z.int().min(0);
const code = z.string().regex(/^\d{7}$/);

/** What may stand in a log. A field that is not here is not written, and not read from a file that says more. */
const entrySchema = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('start'),
    at,
    front: z.enum(['window', 'command', 'sandbox']),
    version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,6}$/),
  }),
  z.object({
    what: z.literal('attempt'),
    at,
    provider: z.enum(['speedcash', 'paycools']),
    service: z.string().regex(/^\d{2}$/),
    /** The end of the external id: enough to find it in the journal. */
    external: z.string().regex(/^\d{1,4}$/),
    outcome: z.enum(['ok', 'refused', 'not-sent', 'unknown']),
    code: code.nullable(),
    httpStatus: z.int().min(100).max(999).nullable(),
    clockCorrectedMs: z.int().exactOptional(),
  }),
  z.object({
    what: z.literal('problem'),
    at,
    /** Where in the program, as the program names it. */
    where: z.string().regex(/^[A-Za-z][A-Za-z.-]{0,39}$/),
    /** An error's class, never its text. */
    error: z.string().regex(/^[A-Za-z]{1,40}$/),
    /** A system's or Node's own code of the error. */
    errno: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{1,40}$/)
      .exactOptional(),
  }),
]);

export type LogLine = z.output<typeof entrySchema>;

/** A line as it may be written: the fields of its kind and no others; null where one of them is not what it must be. */
export function allowedLine(entry: unknown): LogLine | null {
  const parsed = entrySchema.safeParse(entry);
  return parsed.success ? parsed.data : null;
}

/** An error as it may be in a log. */
export function problemLine(when: number, where: string, error: unknown): LogLine | null {
  const name = error instanceof Error ? error.name : typeof error;
  const errno = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const line = { what: 'problem', at: when, where, error: name };
  return (errno === null ? null : allowedLine({ ...line, errno })) ?? allowedLine(line);
}

export interface LogFile {
  /** A line that is not allowed, and one that the disk does not take, is dropped. */
  write(entry: LogLine | null): void;
  /** Oldest first. */
  read(): readonly LogLine[];
}

function linesOf(file: string): readonly LogLine[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return []; // none was written yet
  }
  return text.split('\n').flatMap((line) => {
    try {
      return allowedLine(JSON.parse(line)) ?? [];
    } catch {
      return []; // cut by a power cut, or by hand
    }
  });
}

/** @param folder the data folder */
export function logFile(folder: string): LogFile {
  const place = join(folder, FOLDER);
  const file = join(place, FILE);
  const old = join(place, OLD_FILE);
  // Through a link it would write where somebody else said.
  const flags = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
  return {
    write(entry) {
      const allowed = allowedLine(entry);
      if (allowed === null) return;
      try {
        // In the data folder alone: one that was taken away is not made again for the sake of a log.
        if (!existsSync(place)) mkdirSync(place, { mode: 0o700 });
        const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
        if (size > LONGEST) renameSync(file, old);
        const handle = openSync(file, flags, 0o600);
        try {
          writeSync(handle, `${JSON.stringify(allowed)}\n`);
        } finally {
          closeSync(handle);
        }
      } catch {
        // said above: a full disk is told by what has to be written
      }
    },
    read: () => [...linesOf(old), ...linesOf(file)],
  };
}

/** An attempt as it may be in a log: `code` and external id only where they look like one. */
export function attemptLine(entry: LogEntry): LogLine | null {
  const { at: when, provider, service, externalId, outcome, code: said, httpStatus, clockCorrectedMs } = entry;
  return allowedLine({
    what: 'attempt',
    at: when,
    provider,
    service,
    external: externalId.slice(-4),
    outcome,
    code: said !== null && code.safeParse(said).success ? said : null,
    httpStatus,
    ...(clockCorrectedMs === undefined ? {} : { clockCorrectedMs }),
  });
}
