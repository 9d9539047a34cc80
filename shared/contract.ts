/** Every channel between the window and main, once: what goes in, what comes out, and what main tells unasked. */
import { z } from 'zod';
import { type Api, defineContract } from './define-contract.ts';
import { PRINTER_TROUBLES, PROOFS } from './printing.ts';

const nothing = z.strictObject({});
const language = z.enum(['id', 'en']);
const theme = z.enum(['light', 'dark']);
const text = z.string().max(1_000);
/** ISO 8601 with +07:00. */
const time = z.string().max(40);
const both = z.strictObject({ id: z.string(), en: z.string() });
const words = z.strictObject({ key: z.string(), id: z.string(), en: z.string(), next: both.nullable() });

const printerShown = z.strictObject({
  printer: z.string(),
  state: z.enum(['ready', 'mute', 'trouble']),
  paper: z.enum(['ok', 'near-end']).nullable(),
  trouble: z.enum(PRINTER_TROUBLES).nullable(),
});

const terminal = z.strictObject({
  terminalId: z.string().nullable(),
  description: z.string().nullable(),
  registered: z.boolean(),
  registeredAt: time.nullable(),
  merchantId: z.string().nullable(),
});

const merchant = z.strictObject({
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

const reach = z.enum(['untried', 'reachable', 'unreachable']);

/** All that the window shows; it asks for it once and is told of changes from then on. */
const snapshot = z.strictObject({
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
  /** As SpeedCash last said. */
  merchant: merchant.extend({ at: time }).nullable(),
  /** The first printer of the profile, as it last said. */
  printer: printerShown.extend({ at: time }).nullable(),
  reach: z.strictObject({ speedcash: reach, paycools: reach }),
  /** Operations that nobody can speak for yet. */
  openOperations: z.int().min(0),
  /** How far the providers' clock is ahead of this machine's, milliseconds; null before any answer. */
  clockOffsetMs: z.number().nullable(),
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

const finding = z.strictObject({ check: z.string(), health: z.enum(['ok', 'warn', 'fail']), words });

const provisioned = z.strictObject({
  store: z.string(),
  providers: z.array(z.enum(['speedcash', 'paycools'])),
  printers: z.array(z.string()),
  shredded: z.boolean(),
});

const proof = z.enum(PROOFS);
const atmQr = z.strictObject({
  reference: z.string(),
  cdmReferenceId: z.string(),
  qrContent: z.string(),
  qrStatus: z.enum(['ACTIVE', 'INACTIVE']),
});
const atmQrMade = atmQr.extend({
  print: z
    .strictObject({ jobId: z.string(), proof, copy: z.int(), trouble: z.enum(PRINTER_TROUBLES).exactOptional() })
    .exactOptional(),
});
const printDone = z.strictObject({ jobId: z.string(), proof, copy: z.int() });

/** A QR of a day: the provider's row, or an ATM QR of this till (`source: till`). */
const dayQr = z.strictObject({
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

const operationState = z.enum(['intended', 'sent', 'ok', 'refused', 'not-sent', 'unknown']);
const operationKind = z.enum(['register', 'generate', 'expire', 'retire']);
const operation = z.strictObject({
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
const attempt = z.strictObject({
  service: z.string(),
  externalId: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
  outcome: z.enum(['ok', 'refused', 'not-sent', 'unknown']).nullable(),
  code: z.string().nullable(),
  note: z.string().nullable(),
});
const print = z.strictObject({
  jobId: z.string(),
  printer: z.string(),
  copy: z.int(),
  state: z.enum(['queued', 'printing', 'done', 'not-printed', 'possibly-printed']),
  proof: proof.nullable(),
  reason: z.string().nullable(),
  createdAt: time,
});
const courier = z.strictObject({ courierNo: z.string(), courierName: z.string(), courierMobile: z.string() });

export const contract = defineContract({
  requests: {
    'app.snapshot': { input: nothing, output: snapshot, effect: 'reads' },
    'app.language': { input: z.strictObject({ language }), output: z.strictObject({ language }), effect: 'acts' },
    'app.sounds': {
      input: z.strictObject({ sounds: z.boolean() }),
      output: z.strictObject({ sounds: z.boolean() }),
      effect: 'acts',
    },

    /** Opens the system's file dialog; `null` when it was closed without a choice. */
    'profile.choose': { input: nothing, output: provisioned.nullable(), effect: 'acts' },
    /** A file that was dropped on the window; only its path crosses, never its content. */
    'profile.provision': {
      input: z.strictObject({ path: z.string().min(1).max(4_096) }),
      output: provisioned,
      effect: 'acts',
    },
    /** Leaves the set-up and works on a sandbox of this process until the program ends. */
    'sandbox.start': { input: nothing, output: nothing, effect: 'acts' },
    /** Keychain, clock, providers (token only), printers, journal, display. */
    'setup.check': { input: nothing, output: z.strictObject({ findings: z.array(finding) }), effect: 'reads' },

    'terminal.register': {
      input: z.strictObject({ terminalId: text.exactOptional(), description: text.exactOptional() }),
      output: z.strictObject({ terminalId: z.string(), description: z.string() }),
      effect: 'acts',
    },
    'merchant.status': { input: nothing, output: merchant, effect: 'reads' },

    'couriers.search': {
      input: z.strictObject({ search: text }),
      output: z.strictObject({ couriers: z.array(courier) }),
      effect: 'reads',
    },
    'qr.generate': {
      input: z.strictObject({
        courierNo: text,
        courierName: text,
        courierMobile: text,
        regionNo: text.exactOptional(),
        branchNo: text.exactOptional(),
        reference: text.exactOptional(),
        print: z.boolean(),
      }),
      output: atmQrMade,
      effect: 'acts',
    },
    'qr.check': { input: z.strictObject({ reference: text }), output: atmQr, effect: 'acts' },
    /** The window has shown the cashier the QR of this reference: the same wish pressed again is a new one from now on. */
    'qr.seen': { input: z.strictObject({ reference: text }), output: nothing, effect: 'acts' },
    /** A QR that was made here, from the journal: needs no network. */
    'qr.show': { input: z.strictObject({ reference: text }), output: atmQr, effect: 'reads' },
    'qr.print': {
      input: z.strictObject({ reference: text, printer: text.exactOptional() }),
      output: printDone,
      effect: 'acts',
    },
    'qr.list': {
      input: z.strictObject({ date: z.string().max(10).exactOptional() }),
      output: z.strictObject({
        date: z.string(),
        qrs: z.array(dayQr),
        /** Rows of the provider's answer that cannot be read and are not among them. */
        unreadable: z.int().min(0),
        /** Why the provider's rows are missing and only this till's own are shown; null when they are there. */
        trouble: words.nullable(),
      }),
      effect: 'reads',
    },
    'qr.expire': {
      input: z.strictObject({ billNumber: text }),
      output: z.strictObject({
        billNumber: z.string(),
        reference: z.string().exactOptional(),
        retired: z.enum(['local', 'provider']).exactOptional(),
      }),
      effect: 'acts',
    },
    /** What a typed or scanned text would expire, before anybody is asked to confirm. */
    'qr.read': {
      input: z.strictObject({ scanned: text }),
      output: z.strictObject({
        billNumber: z.string(),
        /** Where it is an ATM QR of this till: its reference. */
        reference: z.string().nullable(),
        merchantName: z.string().nullable(),
        amount: z.string().nullable(),
      }),
      effect: 'reads',
    },
    /** The modules of a QR to draw, row by row, `1` is dark; without the quiet zone. */
    'qr.matrix': {
      input: z.strictObject({ content: z.string().min(1).max(3_000) }),
      output: z.strictObject({ rows: z.array(z.string()) }),
      effect: 'reads',
    },

    'operations.list': {
      input: z.strictObject({
        search: text.exactOptional(),
        state: operationState.exactOptional(),
        day: z.string().max(10).exactOptional(),
        limit: z.int().min(1).max(500),
      }),
      output: z.strictObject({ operations: z.array(operation) }),
      effect: 'reads',
    },
    'operations.detail': {
      input: z.strictObject({ id: text }),
      output: z.strictObject({ operation, attempts: z.array(attempt), prints: z.array(print) }),
      effect: 'reads',
    },

    'printers.status': { input: z.strictObject({ printer: text }), output: printerShown, effect: 'reads' },
    'printers.test': { input: z.strictObject({ printer: text }), output: printDone, effect: 'acts' },
  },
  events: {
    'state.changed': snapshot,
    /** The machine was asleep; `at` in milliseconds since the epoch. */
    'machine.resumed': z.strictObject({ at: z.int() }),
  },
});

export type TillContract = typeof contract;
export type TillApi = Api<TillContract>;
