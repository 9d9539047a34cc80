/** The shapes of what crosses between the window and main; shared/contract.ts says on which channel. */
import { z } from 'zod';
import { PRINT_JOB_STATES, PRINT_REASONS, PRINTER_TROUBLES, PROOFS } from './printing.ts';
import { shiftReport } from './shift-report.ts';

export const nothing = z.strictObject({});
export const language = z.enum(['id', 'en']);
const theme = z.enum(['light', 'dark']);
export const text = z.string().max(1_000);
/**
 * An absolute path on a drive of this machine. A path of a network share is none: Windows would sign in there, with the
 * person's own password hash, before anybody had looked at the file.
 */
export const localPath = z
  .string()
  .max(4_096)
  .regex(/^(?:\/(?![/\\?])|[A-Za-z]:[\\/])[^\0]*$/);
/** ISO 8601 with +07:00. */
export const time = z.string().max(40);
const both = z.strictObject({ id: z.string(), en: z.string() });
export const words = z.strictObject({ key: z.string(), id: z.string(), en: z.string(), next: both.nullable() });

const printState = z.enum(PRINT_JOB_STATES);

export const printerShown = z.strictObject({
  printer: z.string(),
  state: z.enum(['ready', 'mute', 'trouble']),
  paper: z.enum(['ok', 'near-end']).nullable(),
  trouble: z.enum(PRINTER_TROUBLES).nullable(),
});

/** What a person saw on a printer's test page; null: nobody has said. */
export const printerLearned = z.strictObject({
  printer: z.string(),
  columns: z.union([z.literal(32), z.literal(42), z.literal(48)]).nullable(),
  nativeQr: z.boolean().nullable(),
  leastDots: z.int().nullable(),
  codePage: z.int().nullable(),
});

export const terminal = z.strictObject({
  terminalId: z.string().nullable(),
  description: z.string().nullable(),
  registered: z.boolean(),
  registeredAt: time.nullable(),
  merchantId: z.string().nullable(),
});

export const merchant = z.strictObject({
  status: z.enum(['pending', 'accepted', 'rejected']),
  merchantId: z.string().nullable(),
  storeName: z.string().nullable(),
  mid: z.string().nullable(),
  nmid: z.string().nullable(),
});

/** A store's facts; of its keys only fingerprints. */
const profile = z.strictObject({
  store: z.strictObject({ name: z.string(), address: z.string() }),
  speedcash: z
    .strictObject({ baseUrl: z.string(), clientId: z.string(), merchantId: z.string(), ownerPhone: z.string() })
    .nullable(),
  paycools: z
    .strictObject({
      baseUrl: z.string(),
      clientId: z.string(),
      merchantId: z.string(),
      regionNo: z.string(),
      branchNo: z.string(),
      expireAtmQr: z.enum(['off', 'cdmReferenceId', 'partnerReferenceNo']),
    })
    .nullable(),
  printers: z.array(
    z.strictObject({
      name: z.string(),
      connection: z.string(),
      paper: z.union([z.literal(58), z.literal(80)]),
      qr: z.string(),
    }),
  ),
  fingerprints: z.array(z.strictObject({ name: z.string(), fingerprint: z.string() })),
});

const keysState = z.enum(['waiting', 'absent', 'lost', 'moved', 'locked', 'unavailable', 'corrupt']);

const reach = z.enum(['untried', 'reachable', 'unreachable']);

export const finding = z.strictObject({ check: z.string(), health: z.enum(['ok', 'warn', 'fail']), words });

export const provisioned = z.strictObject({
  store: z.string(),
  providers: z.array(z.enum(['speedcash', 'paycools'])),
  printers: z.array(z.string()),
  shredded: z.boolean(),
});

export const proof = z.enum(PROOFS);
export const atmQr = z.strictObject({
  reference: z.string(),
  cdmReferenceId: z.string(),
  qrContent: z.string(),
  qrStatus: z.enum(['ACTIVE', 'INACTIVE']),
});
export const atmQrMade = atmQr.extend({
  print: z
    .strictObject({
      jobId: z.string(),
      proof,
      copy: z.int(),
      state: printState,
      trouble: z.enum(PRINTER_TROUBLES).exactOptional(),
    })
    .exactOptional(),
});
export const printDone = z.strictObject({ jobId: z.string(), proof, copy: z.int() });

/** A QR of a day: the provider's row, or an ATM QR of this till (`source: till`). */
export const dayQr = z.strictObject({
  source: z.enum(['provider', 'till']),
  id: z.string(),
  type: z.enum(['dynamic', 'static', 'atm']),
  amount: z.number().nullable(),
  madeAt: time,
  expiresAt: time.nullable(),
  state: z.enum(['active', 'ended', 'retired', 'unknown']),
  /** For an ATM QR: the courier's name. */
  courier: z.string().nullable(),
});

export const operationState = z.enum(['intended', 'sent', 'ok', 'refused', 'not-sent', 'unknown']);
const operationKind = z.enum(['register', 'generate', 'expire', 'retire']);
export const operation = z.strictObject({
  id: z.string(),
  kind: operationKind,
  reference: z.string(),
  state: operationState,
  code: z.string().nullable(),
  attempts: z.int(),
  courier: z.string().nullable(),
  operator: z.string(),
  terminalId: z.string(),
  createdAt: time,
  updatedAt: time,
  retiredAt: time.nullable(),
});
const settledBy = z.enum(['answer', 'query', 'list', 'repeat', 'person']);
/** What a round of settling came to; `by` is null where it is open still, or was settled before. */
export const settled = z.strictObject({
  id: z.string(),
  kind: operationKind,
  reference: z.string(),
  state: operationState,
  by: settledBy.nullable(),
});
/** How an outcome is known; for a person's decision who took it, and why. */
export const settledHow = z.strictObject({
  by: settledBy,
  operator: z.string().nullable(),
  reason: z.string().nullable(),
});
export const attempt = z.strictObject({
  service: z.string(),
  externalId: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
  outcome: z.enum(['ok', 'refused', 'not-sent', 'unknown']).nullable(),
  code: z.string().nullable(),
  note: z.string().nullable(),
});
export const print = z.strictObject({
  jobId: z.string(),
  printer: z.string(),
  copy: z.int(),
  state: printState,
  proof: proof.nullable(),
  reason: z.string().nullable(),
  /** The printer that it was last sent to: `printer`, or its substitute; null: to none yet. */
  printedOn: z.string().nullable(),
  /** How often bytes of it may have left: from 1 on the next print is marked as a possible duplicate. */
  outs: z.int().min(0),
  createdAt: time,
});

/** A slip in a queue, or one that left it lately. */
export const slip = print.extend({
  kind: z.enum(['slip', 'test', 'report']),
  reference: z.string().nullable(),
  courier: z.string().nullable(),
  /** What keeps it from going out; null: nothing, or it is out. */
  trouble: z.enum(PRINT_REASONS).nullable(),
});
export const courier = z.strictObject({ courierNo: z.string(), courierName: z.string(), courierMobile: z.string() });

export const shiftOpened = z.strictObject({
  number: z.int(),
  openedBy: z.string(),
  openedAt: time,
  earlier: z.int().min(0),
});
export const reported = z.strictObject({
  report: shiftReport,
  print: printDone.extend({ state: printState }).exactOptional(),
});
export const listedShift = z.strictObject({
  number: z.int(),
  openedBy: z.string().nullable(),
  openedAt: time.nullable(),
  closedBy: z.string(),
  closedAt: time,
  operations: z.int().min(0),
  open: z.int().min(0),
});
/** What became of a damaged journal; no path crosses but the names of the files. */
export const journalSetAside = z.strictObject({
  kept: z.array(z.string()),
  readable: z.string().nullable(),
  operations: z.int().min(0),
  attempts: z.int().min(0),
  printJobs: z.int().min(0),
  incomplete: z.boolean(),
  open: z.array(z.strictObject({ id: z.string(), kind: operationKind, reference: z.string(), state: operationState })),
});

/** All that the window shows; it asks for it once and is told of changes from then on. */
export const snapshot = z.strictObject({
  language,
  theme,
  /** A sound for success and for failure. */
  sounds: z.boolean(),
  version: z.string(),
  sandbox: z.boolean(),
  operator: z.string(),
  /** null: this machine has none yet, the set-up comes first */
  profile: profile.nullable(),
  terminal,
  /** Why this till's journal cannot be used now; null: it can. A damaged one may be set aside. */
  journalTrouble: z.strictObject({ words, damaged: z.boolean() }).nullable(),
  /** Why this till's keys cannot be had now, or that they are waited for; null: they can, or nobody asked yet. */
  keys: z.strictObject({ state: keysState, words }).nullable(),
  /** What was done to this till's files at the start, for a person to know. */
  notice: words.nullable(),
  /** As SpeedCash last said. */
  merchant: merchant.extend({ at: time }).nullable(),
  /** The first printer of the profile, as it last said. */
  printer: printerShown.extend({ at: time }).nullable(),
  /** What waits at the printers, oldest first, and the newest that left the queue. */
  slips: z.array(slip),
  reach: z.strictObject({ speedcash: reach, paycools: reach }),
  /** Operations that nobody can speak for yet. */
  openOperations: z.int().min(0),
  /** What is done about them in the background. */
  settling: z.strictObject({
    /** The reference that is asked about right now. */
    asking: z.string().nullable(),
    /** When the next is asked about, by this machine's clock; null: none is open, or one is asked about now. */
    nextAt: time.nullable(),
  }),
  /** How far the providers' clock is ahead of this machine's, milliseconds; null before any answer. */
  clockOffsetMs: z.number().nullable(),
  /** Whether requests carry the providers' time instead, because this machine's is off. */
  clockCorrected: z.boolean(),
  /** What this till is doing right now. */
  acting: z
    .strictObject({
      action: z.string(),
      phase: z.enum(['starting', 'token', 'sending', 'asking', 'waiting', 'printing']),
      attempt: z.int().min(0),
      of: z.int().min(0),
    })
    .nullable(),
});
