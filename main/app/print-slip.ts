/** Puts an ATM QR's slip on paper and says how far that is proved; every print is in the journal before a byte leaves. */
import type { Outcome, Words } from '../../shared/outcome.ts';
import type { PrinterSettings, PrinterTrouble, PrintResult, Proof } from '../../shared/printing.ts';
import { atmQrSlip, type Slip } from '../../shared/slip.ts';
import { testSlip } from '../../shared/test-page.ts';
import { type WordsKey, words } from '../../shared/words.ts';
import type { NewPrintJob, Operation, PrintJob } from '../ports.ts';
import type { AtmQr } from '../providers/paycools.ts';
import { atmQrOf } from './atm-qr.ts';
import { allFields, bad, type Field, invalid, referenceField } from './input.ts';
import { acting, type Till, terminalOf, unavailable } from './till.ts';

export interface Printed {
  readonly job: PrintJob;
  readonly result: PrintResult;
  readonly words: Words;
}

export interface PrintDone {
  readonly jobId: string;
  readonly proof: Proof;
  /** 0: the original; 1, 2 …: a marked copy */
  readonly copy: number;
}

export const TROUBLE_WORDS: Readonly<Record<PrinterTrouble, { readonly id: string; readonly en: string }>> = {
  unreachable: { id: 'printer tidak dapat dihubungi', en: 'the printer cannot be reached' },
  'paper-out': { id: 'kertas habis', en: 'it is out of paper' },
  'cover-open': { id: 'tutup printer terbuka', en: "the printer's cover is open" },
  offline: { id: 'printer sedang offline', en: 'the printer is offline' },
  error: { id: 'printer melaporkan kerusakan', en: 'the printer reports an error' },
  'connection-lost': { id: 'sambungan ke printer putus', en: 'the connection to the printer broke' },
  'no-answer': { id: 'printer berhenti menerima data', en: 'the printer stopped taking data' },
  'transport-unsupported': {
    id: 'jenis sambungan printer ini belum didukung',
    en: 'this kind of printer connection is not supported yet',
  },
  busy: { id: 'printer sedang dipakai program lain', en: 'another program is using the printer' },
  'too-long': { id: 'isi QR terlalu panjang untuk kertas ini', en: "the QR's content is too long for this paper" },
};

export function troubleWords(trouble: PrinterTrouble): {
  readonly id: { readonly trouble: string };
  readonly en: { readonly trouble: string };
} {
  const said = TROUBLE_WORDS[trouble];
  return { id: { trouble: said.id }, en: { trouble: said.en } };
}

/** The printer of this name, or the profile's first. */
export function choosePrinter(till: Till, name: string | undefined): Field<PrinterSettings> {
  const { printers } = till.profile;
  const found = name === undefined ? printers[0] : printers.find((printer) => printer.name === name);
  return found === undefined ? bad('printer', 'field.printer') : { ok: true, value: found };
}

function printWords(result: PrintResult): Words {
  switch (result.kind) {
    case 'done':
      return result.proof === 'printed' ? words('print.printed') : words('print.unproved', { proof: result.proof });
    case 'not-printed':
      return words('print.not-printed', {}, troubleWords(result.trouble));
    case 'possibly-printed':
      return words('print.possibly', {}, troubleWords(result.trouble));
  }
}

async function runJob(till: Till, job: NewPrintJob, printer: PrinterSettings): Promise<Printed> {
  till.onProgress({ phase: 'printing', attempt: 1, of: 1 });
  const begun = till.journal.beginPrint(job);
  till.journal.updatePrint(begun.id, { state: 'printing', proof: null, reason: null });
  const result = await till.printing.print(job.slip, printer);
  const kept = till.journal.updatePrint(begun.id, {
    state: result.kind,
    proof: result.kind === 'done' ? result.proof : null,
    reason: result.kind === 'done' ? null : result.trouble,
  });
  return { job: kept, result, words: printWords(result) };
}

function text(operation: Operation, key: string): string {
  const value = operation.wish[key];
  return typeof value === 'string' ? value : '';
}

/** How many of its slips are or may be on paper already: the next one is that copy. */
function copiesOut(till: Till, operationId: string): number {
  return till.journal.printJobsOf(operationId).filter((job) => job.state !== 'not-printed' && job.state !== 'queued')
    .length;
}

/** Prints the slip of an ATM QR; call it while acting. */
export function printAtmQr(till: Till, operation: Operation, qr: AtmQr, printer: PrinterSettings): Promise<Printed> {
  const copy = copiesOut(till, operation.id);
  const slip = atmQrSlip({
    store: till.profile.store,
    qr: { reference: operation.reference, content: qr.qrContent, status: qr.qrStatus },
    courier: {
      no: text(operation, 'courierNo'),
      name: text(operation, 'courierName'),
      mobile: text(operation, 'courierMobile'),
    },
    regionNo: text(operation, 'regionNo'),
    branchNo: text(operation, 'branchNo'),
    terminalId: terminalOf(till),
    operator: till.operator,
    at: till.clock.now(),
    copy,
    sandbox: till.sandbox,
  });
  return runJob(
    till,
    { operationId: operation.id, reference: operation.reference, printer: printer.name, kind: 'slip', copy, slip },
    printer,
  );
}

/** `not-sent` when no byte reached the printer, `unknown` when part of it may be on paper, else ok with its proof. */
function printOutcome(printed: Printed): Outcome<PrintDone> {
  const { job, result, words: said } = printed;
  const base = { code: null, words: said, operationId: job.operationId };
  if (result.kind === 'done') {
    return { outcome: 'ok', ...base, data: { jobId: job.id, proof: result.proof, copy: job.copy } };
  }
  const about = { jobId: job.id, proof: 'unconfirmed', copy: job.copy, trouble: result.trouble };
  return { outcome: result.kind === 'not-printed' ? 'not-sent' : 'unknown', ...base, about };
}

function whyNoSlip(operation: Operation): WordsKey {
  if (operation.retiredAt !== null) return 'print.retired';
  return operation.state === 'refused' || operation.state === 'not-sent' ? 'print.never-made' : 'print.not-ok';
}

/** Prints the slip of an ATM QR again: a copy, marked, unless nothing of it can be on paper yet. */
export async function printAgain(
  till: Till,
  input: { readonly reference?: string | undefined; readonly printer?: string | undefined },
): Promise<Outcome<PrintDone>> {
  if (till.profile.printers.length === 0) return unavailable(words('printer.none'));
  const checked = allFields({
    reference: referenceField('reference', input.reference),
    printer: choosePrinter(till, input.printer),
  });
  if (!checked.ok) return checked.outcome;
  const { reference, printer } = checked.values;
  // Read while acting: another process may have retired it while this one waited.
  return acting<PrintDone>(till, 'qr print', () => printKept(till, reference, printer));
}

async function printKept(till: Till, reference: string, printer: PrinterSettings): Promise<Outcome<PrintDone>> {
  const operation = till.journal.operationByReference('generate', till.profile.paycools?.merchantId ?? '', reference);
  if (operation === null) {
    const unknownReference = bad('reference', 'field.reference-unknown');
    return invalid(unknownReference.ok ? [] : [unknownReference.problem]);
  }
  const qr = operation.retiredAt === null ? atmQrOf(operation) : null;
  if (qr === null) {
    return {
      outcome: 'refused',
      code: null,
      words: words(whyNoSlip(operation), { reference }),
      operationId: operation.id,
    };
  }
  return printOutcome(await printAtmQr(till, operation, qr, printer));
}

/** Prints the test slip. */
export async function printTest(
  till: Till,
  input: { readonly printer?: string | undefined },
): Promise<Outcome<PrintDone>> {
  if (till.profile.printers.length === 0) return unavailable(words('printer.none'));
  const checked = allFields({ printer: choosePrinter(till, input.printer) });
  if (!checked.ok) return checked.outcome;
  const { printer } = checked.values;
  const slip: Slip = testSlip({
    store: till.profile.store,
    printer,
    terminalId: terminalOf(till),
    at: till.clock.now(),
    sandbox: till.sandbox,
  });
  const job: NewPrintJob = { operationId: null, reference: null, printer: printer.name, kind: 'test', copy: 0, slip };
  return acting(till, 'printer test', async () => printOutcome(await runJob(till, job, printer)));
}
