/** Every channel between the window and main, once: what goes in, what comes out, and what main tells unasked. */
import { z } from 'zod';
import { peopleRequests, session } from './contract-people.ts';
import {
  atmQr,
  atmQrMade,
  attempt,
  courier,
  dayQr,
  finding,
  journalSetAside,
  language,
  listedShift,
  localPath,
  merchant,
  nothing,
  operation,
  operationState,
  print,
  printDone,
  printerLearned,
  printerShown,
  provisioned,
  reported,
  settled,
  settledHow,
  shiftOpened,
  text,
  snapshot as tillShown,
  words,
} from './contract-shapes.ts';
import { type Api, defineContract } from './define-contract.ts';

/** All that the window shows; while nobody is in, of the till no more than its name. */
const snapshot = tillShown.extend({ session });

export const contract = defineContract({
  requests: {
    ...peopleRequests,

    'app.snapshot': { input: nothing, output: snapshot, effect: 'reads', right: 'anyone' },
    'app.language': {
      input: z.strictObject({ language }),
      output: z.strictObject({ language }),
      effect: 'acts',
      right: 'anyone',
    },
    'app.sounds': {
      input: z.strictObject({ sounds: z.boolean() }),
      output: z.strictObject({ sounds: z.boolean() }),
      effect: 'acts',
      right: 'anyone',
    },

    /** Opens the system's file dialog; `null` when it was closed without a choice. */
    'profile.choose': {
      input: nothing,
      output: provisioned.nullable(),
      effect: 'acts',
      right: 'settings',
      turn: 'till',
    },
    /** A file that was dropped on the window; only its path crosses, never its content. */
    'profile.provision': {
      input: z.strictObject({ path: localPath }),
      output: provisioned,
      effect: 'acts',
      right: 'settings',
      turn: 'till',
    },
    /** Takes the store's keys out of the keychain and the profile away; `store`: its name, typed by who confirms. */
    'profile.revoke': {
      input: z.strictObject({ store: text }),
      output: z.strictObject({ removed: z.int().min(0) }),
      effect: 'acts',
      right: 'settings',
    },
    /** Asks the keychain for the keys once more, as after a person unlocked it. */
    'keys.ask': { input: nothing, output: nothing, effect: 'reads', right: 'in' },
    /** Leaves the set-up and works on a sandbox of this process until the program ends. */
    'sandbox.start': { input: nothing, output: nothing, effect: 'acts', right: 'settings', turn: 'till' },
    /** Keychain, clock, providers (token only), printers, journal, display. */
    'setup.check': {
      input: nothing,
      output: z.strictObject({ findings: z.array(finding) }),
      effect: 'reads',
      right: 'in',
      turn: 'check',
    },

    /** A person agreed: the damaged journal is kept under another name, a new one begins with what could be read. */
    'journal.setAside': { input: nothing, output: journalSetAside, effect: 'acts', right: 'anyone', turn: 'till' },

    'terminal.register': {
      input: z.strictObject({ terminalId: text.exactOptional(), description: text.exactOptional() }),
      output: z.strictObject({ terminalId: z.string(), description: z.string() }),
      effect: 'acts',
      right: 'register',
    },
    'merchant.status': { input: nothing, output: merchant, effect: 'reads', right: 'in' },

    'couriers.search': {
      input: z.strictObject({ search: text }),
      output: z.strictObject({ couriers: z.array(courier) }),
      effect: 'reads',
      right: 'in',
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
      right: 'generate',
    },
    'qr.check': { input: z.strictObject({ reference: text }), output: atmQr, effect: 'acts', right: 'in' },
    /** The window has shown the cashier the QR of this reference: the same wish pressed again is a new one from now on. */
    'qr.seen': { input: z.strictObject({ reference: text }), output: nothing, effect: 'acts', right: 'in' },
    /** A QR that was made here, from the journal: needs no network. */
    'qr.show': { input: z.strictObject({ reference: text }), output: atmQr, effect: 'reads', right: 'in' },
    'qr.print': {
      input: z.strictObject({ reference: text, printer: text.exactOptional() }),
      output: printDone,
      effect: 'acts',
      right: 'in',
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
      right: 'in',
    },
    'qr.expire': {
      input: z.strictObject({ billNumber: text }),
      output: z.strictObject({
        billNumber: z.string(),
        reference: z.string().exactOptional(),
        retired: z.enum(['local', 'provider']).exactOptional(),
      }),
      effect: 'acts',
      right: 'expire',
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
      right: 'in',
    },
    /** The modules of a QR to draw, row by row, `1` is dark; without the quiet zone. */
    'qr.matrix': {
      input: z.strictObject({ content: z.string().min(1).max(3_000) }),
      output: z.strictObject({ rows: z.array(z.string()) }),
      effect: 'reads',
      right: 'in',
    },

    'operations.list': {
      input: z.strictObject({
        search: text.exactOptional(),
        state: operationState.exactOptional(),
        day: z.string().max(10).exactOptional(),
        limit: z.int().min(1).max(500),
        /** `next` of the page before. */
        cursor: text.exactOptional(),
      }),
      /** `next`: where the next page begins; null after the last. */
      output: z.strictObject({ operations: z.array(operation), next: z.string().nullable() }),
      effect: 'reads',
      right: 'in',
    },
    'operations.detail': {
      input: z.strictObject({ id: text }),
      output: z.strictObject({
        operation,
        attempts: z.array(attempt),
        prints: z.array(print),
        /** How its outcome is known; null while it is not, or where nobody wrote it down. */
        settled: settledHow.nullable(),
      }),
      effect: 'reads',
      right: 'in',
    },
    /** Asks what became of an uncertain operation, and repeats it where that is safe; never under another reference. */
    'operations.ask': { input: z.strictObject({ id: text }), output: settled, effect: 'acts', right: 'in' },
    /** A supervisor's decision on an uncertain operation; sends nothing. */
    'operations.settle': {
      input: z.strictObject({ id: text, as: z.enum(['ok', 'refused']), reason: text }),
      output: settled,
      effect: 'acts',
      right: 'settle',
    },

    /** What a Z would say now: everything since the last one. */
    'shifts.now': { input: nothing, output: reported, effect: 'reads', right: 'in' },
    /** Newest first. */
    'shifts.list': {
      input: z.strictObject({ limit: z.int().min(1).max(500) }),
      output: z.strictObject({ shifts: z.array(listedShift) }),
      effect: 'reads',
      right: 'in',
    },
    /** A Z as it was made. */
    'shifts.show': {
      input: z.strictObject({ number: z.int().min(1) }),
      output: reported,
      effect: 'reads',
      right: 'in',
    },
    'shifts.open': { input: nothing, output: shiftOpened, effect: 'acts', right: 'in' },
    /** X on paper. */
    'shifts.x': { input: nothing, output: reported, effect: 'acts', right: 'in' },
    /** Z. `shift`: the one that the cashier was asked about; another one is not closed in its stead. */
    'shifts.close': {
      input: z.strictObject({ shift: z.int().min(1), empty: z.boolean(), print: z.boolean() }),
      output: reported,
      effect: 'acts',
      right: 'close-shift',
    },
    /** A Z on paper again: a copy, marked. */
    'shifts.print': {
      input: z.strictObject({ number: z.int().min(1) }),
      output: printDone,
      effect: 'acts',
      right: 'in',
    },

    'printers.status': { input: z.strictObject({ printer: text }), output: printerShown, effect: 'reads', right: 'in' },
    'printers.test': { input: z.strictObject({ printer: text }), output: printDone, effect: 'acts', right: 'in' },
    /** What a person saw on the test page; what is left out stays as it was known. */
    'printers.learn': {
      input: z.strictObject({
        printer: text,
        columns: text.exactOptional(),
        nativeQr: text.exactOptional(),
        smallest: text.exactOptional(),
        codePage: text.exactOptional(),
      }),
      output: printerLearned,
      effect: 'acts',
      right: 'settings',
    },
    /** A waiting slip shall go out now; one that may be on paper comes out marked as a possible duplicate. */
    'slips.resume': {
      input: z.strictObject({ jobId: text, printer: text.exactOptional() }),
      output: printDone,
      effect: 'acts',
      right: 'in',
    },
    /** No more of a waiting slip is wanted: it is not needed any more, or it is on paper. */
    'slips.drop': { input: z.strictObject({ jobId: text }), output: nothing, effect: 'acts', right: 'in' },
  },
  events: {
    'state.changed': snapshot,
    /** The machine was asleep; `at` in milliseconds since the epoch. */
    'machine.resumed': z.strictObject({ at: z.int() }),
  },
});

export type TillContract = typeof contract;
export type TillApi = Api<TillContract>;
