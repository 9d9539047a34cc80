/** Puts an ATM QR's slip on paper and says how far that is proved; every print is in the journal before a byte leaves. */
import type { Outcome, Refused } from '../../shared/outcome.ts';
import type { PrinterSettings } from '../../shared/printing.ts';
import { FREE_REPRINTS } from '../../shared/rights.ts';
import { atmQrSlip } from '../../shared/slip.ts';
import { testSlip } from '../../shared/test-page.ts';
import { type WordsKey, words } from '../../shared/words.ts';
import type { Operation } from '../ports/operations.ts';
import type { NewPrintJob, PrintJob } from '../ports/printing.ts';
import type { AtmQr } from '../providers/paycools.ts';
import { atmQrOf } from './atm-qr.ts';
import { allFields, bad, type Field, invalid, referenceField } from './input.ts';
import { needsRight } from './people.ts';
import { type PrintDone, type Printed, printOutcome, sayPrinted } from './print-words.ts';
import { acting, type Till, terminalOf, unavailable } from './till.ts';

/** The printer of this name, or the profile's first. */
export function choosePrinter(till: Till, name: string | undefined): Field<PrinterSettings> {
  const { printers } = till.profile;
  const found = name === undefined ? printers[0] : printers.find((printer) => printer.name === name);
  return found === undefined ? bad('printer', 'field.printer') : { ok: true, value: found };
}

function text(operation: Operation, key: string): string {
  const value = operation.wish[key];
  return typeof value === 'string' ? value : '';
}

/** How often its slip is or may be on paper already: the next one is that copy. */
function copiesOut(jobs: readonly PrintJob[]): number {
  return jobs.reduce((sum, job) => sum + job.outs, 0);
}

/** Why the slip of an operation may not come out once more; null: it may. Whichever way it is wanted, this is asked. */
export function copyRefusal(till: Till, operationId: string): Refused | null {
  const copy = copiesOut(till.journal.printJobsOf(operationId));
  const free = till.profile.operators?.reprints ?? FREE_REPRINTS;
  return copy > free && !till.may('reprint') ? { ...needsRight('reprint'), operationId } : null;
}

function slipJob(till: Till, operation: Operation, qr: AtmQr, printer: PrinterSettings, copy: number): NewPrintJob {
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
    // Paper is read by others: theirs is the right time.
    at: till.time.now(),
    copy,
    sandbox: till.sandbox,
  });
  return { operationId: operation.id, reference: operation.reference, printer: printer.name, kind: 'slip', copy, slip };
}

export interface WantedSlip {
  readonly operation: Operation;
  readonly qr: AtmQr;
  readonly printer: PrinterSettings;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
}

/**
 * Wants the slip of an ATM QR: one that waits in a queue already is taken up instead of putting another beside it, so
 * that asking twice prints once; call it while acting. One that may be on paper comes out again marked as a possible
 * duplicate.
 * @param askedAt when it was wanted: one that came out since then, while this press was waiting, is the one that was meant
 */
export function wantSlip(till: Till, { operation, qr, printer, askedAt }: WantedSlip): PrintJob {
  const jobs = till.journal.printJobsOf(operation.id);
  // Not what a clock that was set back shows as later than now.
  const now = till.clock.now();
  const sinceThen = jobs.findLast((job) => job.state === 'done' && job.updatedAt > askedAt && job.updatedAt <= now);
  if (sinceThen !== undefined) return sinceThen;
  for (const job of jobs.toReversed()) {
    const again = till.queue.putBack(job.id, printer.name);
    if (again !== null) return again;
  }
  const printing = jobs.find((job) => job.state === 'printing');
  return printing ?? till.queue.add(slipJob(till, operation, qr, printer, copiesOut(jobs)));
}

/** Works off its printer's queue up to this job. Nothing but the printer is held while it prints. */
export async function finishPrint(till: Till, job: PrintJob): Promise<Printed> {
  till.onProgress({ phase: 'printing', attempt: 1, of: 1 });
  return sayPrinted(till.journal, await till.queue.finish(job.id));
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
  const askedAt = till.pressedAt();
  // While acting, so that two who ask at once want one slip; the printing itself is in nobody's way.
  const wanted = await acting(till, 'qr print', async () => wantKept(till, reference, printer, askedAt));
  return wanted.outcome === 'ok' ? printOutcome(await finishPrint(till, wanted.data)) : wanted;
}

function wantKept(till: Till, reference: string, printer: PrinterSettings, askedAt: number): Outcome<PrintJob> {
  const operation = till.journal.operationByReference('generate', till.profile.paycools?.merchantId ?? '', reference);
  if (operation === null) {
    const unknownReference = bad('reference', 'field.reference-unknown');
    return invalid(unknownReference.ok ? [] : [unknownReference.problem]);
  }
  const base = { code: null, operationId: operation.id };
  const qr = operation.retiredAt === null ? atmQrOf(operation) : null;
  if (qr === null) return { outcome: 'refused', ...base, words: words(whyNoSlip(operation), { reference }) };
  const refusal = copyRefusal(till, operation.id);
  if (refusal !== null) return refusal;
  return { outcome: 'ok', ...base, words: words('desk.ok'), data: wantSlip(till, { operation, qr, printer, askedAt }) };
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
  const slip = testSlip({
    store: till.profile.store,
    printer,
    terminalId: terminalOf(till),
    at: till.clock.now(),
    sandbox: till.sandbox,
  });
  const job = till.queue.add({
    operationId: null,
    reference: null,
    printer: printer.name,
    kind: 'test',
    copy: 0,
    slip,
  });
  return printOutcome(await finishPrint(till, job));
}
