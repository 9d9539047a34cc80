/** The channels that save a file where a person wants it: the support bundle, and a copy of the journal. */
import { z } from 'zod';
import { nothing, operationState } from './contract-shapes.ts';
import type { RequestSpec } from './define-contract.ts';

/** Characters of one file of a bundle at most; what would be longer is not put into it. */
export const SUPPORT_FILE_LENGTH = 1_000_000;
/** The SHA-256 of the zip, as hex: names what was looked at. */
const seen = z.string().max(64);
/** The file's name; where it lies is known to who chose it. */
const file = z.string().max(255);
const day = z.string().max(10);

export const supportRequests = {
  /** Collects a bundle and keeps it in main as the zip that `support.save` writes. */
  'support.look': {
    input: nothing,
    output: z.strictObject({
      seen,
      bytes: z.int().min(0),
      files: z.array(z.strictObject({ name: z.string().max(40), text: z.string().max(SUPPORT_FILE_LENGTH) })).max(12),
    }),
    effect: 'reads',
    right: 'export',
    turn: 'check',
  },
  /** Saves what was looked at last, to where the system's dialog says; `null` when that was closed. */
  'support.save': {
    input: z.strictObject({ seen }),
    output: z.strictObject({ file, bytes: z.int().min(0) }).nullable(),
    effect: 'acts',
    right: 'export',
    turn: 'save',
  },
  /** Operations with their attempts and prints, to where the system's dialog says; `null` when that was closed. */
  'journal.export': {
    input: z.strictObject({
      format: z.enum(['csv', 'jsonl']),
      state: operationState.exactOptional(),
      /** YYYY-MM-DD, days in Jakarta, both included. */
      since: day.exactOptional(),
      until: day.exactOptional(),
    }),
    output: z
      .strictObject({
        file,
        operations: z.int().min(0),
        attempts: z.int().min(0),
        printJobs: z.int().min(0),
      })
      .nullable(),
    effect: 'acts',
    right: 'export',
    turn: 'save',
  },
} as const satisfies Readonly<Record<string, RequestSpec>>;
