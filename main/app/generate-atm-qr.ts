/** Makes an ATM QR for a courier (PayCools, service 90): once, whatever is pressed and whatever fails. */
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import type { NotOk, Ok, Outcome } from '../../shared/outcome.ts';
import type { PrinterTrouble, PrintJobState, PrintReason, Proof } from '../../shared/printing.ts';
import { words } from '../../shared/words.ts';
import type { NewOperation, Operation } from '../ports/operations.ts';
import type { PrintJob } from '../ports/printing.ts';
import type { AtmQr, CourierWish, Paycools } from '../providers/paycools.ts';
import { askForAtmQr, atmQrOf, atmQrToJson, generateUnknown } from './atm-qr.ts';
import { allFields, bad, invalid, mobileField, referenceField, textField } from './input.ts';
import { choosePrinter, copyRefusal, finishPrint, wantSlip } from './print-slip.ts';
import { type Printed, printerTroubleOf } from './print-words.ts';
import { runOperation } from './run-call.ts';
import { sayResult } from './say-result.ts';
import { acting, provider, type Till, terminalOf, unavailable } from './till.ts';

export interface GenerateAtmQrInput {
  readonly courierNo?: string | undefined;
  readonly courierName?: string | undefined;
  readonly courierMobile?: string | undefined;
  /** Default: the profile's. */
  readonly regionNo?: string | undefined;
  readonly branchNo?: string | undefined;
  /** A partner reference of one's own; default: a new one. With one that was used, the same QR comes again. */
  readonly reference?: string | undefined;
  readonly print?: boolean | undefined;
  readonly printer?: string | undefined;
  /** Whether the answer waits for the paper; false: whoever works off the queue prints it (the window). Default: true. */
  readonly untilPrinted?: boolean | undefined;
}

export interface AtmQrMade extends AtmQr {
  readonly reference: string;
  readonly print?: {
    readonly jobId: string;
    readonly proof: Proof;
    readonly copy: number;
    /** Where the job stands: `paused` and `queued` wait for the printer, `possibly-printed` for a person. */
    readonly state: PrintJobState;
    readonly trouble?: PrinterTrouble;
  };
}

type Details = Omit<CourierWish, 'reference'>;

/** No letters that look like digits: a reference is read over the phone. */
const REFERENCE_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

function newReference(till: Till): string {
  const time = jakartaMillis(till.clock.now()).replace(/\D/g, '').slice(2, 14);
  return `ATM${time}${till.random.pick(REFERENCE_LETTERS, 6)}`;
}

function sameDetails(operation: Operation, details: Details): boolean {
  return Object.entries(details).every(([key, value]) => operation.wish[key] === value);
}

/** How many of the newest QRs are looked through for one that was made and never told. */
const RECENT = 200;

/**
 * An earlier press for the same wish that this one has to take up instead of sending beside it: one that nobody can
 * speak for yet, one that was made while this press was already waiting, or one whose answer was lost with its process.
 * @param since the last step that was there when it was pressed
 */
function openTwin(till: Till, merchantId: string, details: Details, since: number): Operation | null {
  const same = (operation: Operation): boolean =>
    operation.merchantId === merchantId && sameDetails(operation, details);
  const open = till.journal.operations({ state: 'unknown', kind: 'generate' }).find(same);
  if (open !== undefined) return open;
  return till.journal.madeUnheard({ merchantId, since, among: RECENT }).find(same) ?? null;
}

function checkInput(till: Till, input: GenerateAtmQrInput) {
  const facts = till.profile.paycools;
  return allFields({
    courierNo: textField('courierNo', input.courierNo, 64),
    courierName: textField('courierName', input.courierName, 100),
    courierMobile: mobileField('courierMobile', input.courierMobile),
    regionNo: textField('regionNo', input.regionNo ?? facts?.regionNo, 64),
    branchNo: textField('branchNo', input.branchNo ?? facts?.branchNo, 64),
    ...(input.reference === undefined ? {} : { reference: referenceField('reference', input.reference) }),
  });
}

/** A QR that is made, and the print job of its slip: null where none was asked for, `lost` where it could not be written. */
interface Made {
  readonly outcome: Ok<AtmQrMade>;
  readonly slip: PrintJob | 'lost' | null;
}

/** Puts the slip of a QR into the queue, where one is wanted; call it while acting. */
type WantSlip = (operation: Operation, qr: AtmQr) => PrintJob | null;

/** The QR is made whatever became of its slip: said as far as the journal still tells, else as bad as it may be. */
function printLost(till: Till, made: Ok<AtmQrMade>, slip: PrintJob | null): Ok<AtmQrMade> {
  const job = slip === null ? null : (readJob(till, slip.id) ?? { ...slip, state: 'printing' as const });
  const state = job === null ? 'not-printed' : job.state === 'printing' ? 'possibly-printed' : job.state;
  const lost = { jobId: job?.id ?? '-', proof: job?.proof ?? ('unconfirmed' as const), copy: job?.copy ?? 0, state };
  return { ...made, words: words('print.lost'), data: { ...made.data, print: lost } };
}

function readJob(till: Till, id: string): PrintJob | null {
  try {
    return till.journal.printJob(id);
  } catch {
    return null; // whatever broke the print keeps the journal from being read, too
  }
}

function slipWanter(till: Till, input: GenerateAtmQrInput, askedAt: number): WantSlip {
  const printer = choosePrinter(till, input.printer);
  return (operation, qr) =>
    input.print === true && printer.ok ? wantSlip(till, { operation, qr, printer: printer.value, askedAt }) : null;
}

function withSlip(made: Ok<AtmQrMade>, job: PrintJob, trouble: PrintReason | null): Ok<AtmQrMade> {
  const print = {
    jobId: job.id,
    proof: job.proof ?? ('unconfirmed' as const),
    copy: job.copy,
    state: job.state,
    ...(trouble === null ? {} : { trouble: printerTroubleOf(trouble) }),
  };
  return { ...made, data: { ...made.data, print } };
}

/** What came of the paper is said after what came of the QR; the outcome is the QR's. */
function withPrint(made: Ok<AtmQrMade>, { job, trouble, words: printed }: Printed): Ok<AtmQrMade> {
  const said = {
    ...made.words,
    id: `${made.words.id} ${printed.id}`,
    en: `${made.words.en} ${printed.en}`,
    next: printed.next,
  };
  return { ...withSlip(made, job, trouble), words: said };
}

/**
 * @returns ok with the QR · refused · invalid (nothing stored) · not-sent · unknown (with its reference, to be checked) ·
 * unavailable. Where a slip was asked for, `print` says how far it is proved to be on paper.
 */
export async function generateAtmQr(till: Till, input: GenerateAtmQrInput): Promise<Outcome<AtmQrMade>> {
  const wanted = await provider(till, 'paycools');
  if (!wanted.ok) return wanted.outcome;
  const checked = checkInput(till, input);
  if (!checked.ok) return checked.outcome;
  if (input.print === true) {
    if (till.profile.printers.length === 0) return unavailable(words('printer.none'));
    const printer = choosePrinter(till, input.printer);
    if (!printer.ok) return invalid([printer.problem]);
  }
  const { reference: givenReference, ...details } = checked.values;
  const askedAt = till.pressedAt();
  const since = till.journal.lastStepBefore(askedAt);
  const wish = { details, givenReference, since, print: input.print === true };
  const want = slipWanter(till, input, askedAt);
  let slip: PrintJob | null = null;
  const outcome = await acting(till, 'qr generate', async () => {
    const generated = await generate(till, wanted.provider, wish, want);
    if (!('slip' in generated)) return generated;
    // The QR is there; a journal that is full keeps nobody from seeing it.
    if (generated.slip === 'lost') return printLost(till, generated.outcome, null);
    slip = generated.slip;
    return generated.outcome;
  });
  if (outcome.outcome !== 'ok' || slip === null) return outcome;
  return input.untilPrinted === false ? withSlip(outcome, slip, null) : printed(till, outcome, slip);
}

/** Prints after the acting lock is released: a slow printer keeps nobody from making the next QR. */
async function printed(till: Till, made: Ok<AtmQrMade>, slip: PrintJob): Promise<Ok<AtmQrMade>> {
  try {
    return withPrint(made, await finishPrint(till, slip));
  } catch (error) {
    till.onFault(error);
    return printLost(till, made, slip);
  }
}

interface Wish {
  readonly details: Details;
  readonly givenReference: string | undefined;
  readonly print: boolean;
  /** The journal's last step when it was pressed, before it waited for its turn. */
  readonly since: number;
}

/** A QR that was made before: its slip is wanted by itself. */
function madeBefore(till: Till, operation: Operation, qr: AtmQr, want: WantSlip): Made {
  const outcome: Ok<AtmQrMade> = {
    outcome: 'ok',
    code: operation.code,
    words: words('generate.already'),
    operationId: operation.id,
    data: { reference: operation.reference, ...qr },
  };
  try {
    return { outcome, slip: want(operation, qr) };
  } catch (error) {
    till.onFault(error);
    return { outcome, slip: 'lost' };
  }
}

async function generate(till: Till, paycools: Paycools, wish: Wish, want: WantSlip): Promise<NotOk | Made> {
  const { details, givenReference, since } = wish;
  const merchantId = till.profile.paycools?.merchantId ?? '';
  const existing =
    givenReference === undefined
      ? openTwin(till, merchantId, details, since)
      : till.journal.operationByReference('generate', merchantId, givenReference);
  if (existing !== null && !sameDetails(existing, details)) {
    const used = bad('reference', 'field.reference-used');
    return invalid(used.ok ? [] : [used.problem], existing.id);
  }
  const already = existing === null ? null : atmQrOf(existing);
  if (existing !== null && existing.retiredAt !== null) {
    const said = words('generate.retired', { reference: existing.reference });
    return {
      outcome: 'refused',
      code: null,
      words: said,
      operationId: existing.id,
      about: { reference: existing.reference },
    };
  }
  if (existing !== null && already !== null) {
    const refusal = wish.print ? copyRefusal(till, existing.id) : null;
    return refusal ?? madeBefore(till, existing, already, want);
  }
  let slip: PrintJob | null = null;
  const { operation, result, alongsideLost } = await runOperation(till, {
    from: paycools,
    service: paycools.generate,
    operation: existing ?? newOperation(till, paycools, merchantId, details, givenReference ?? newReference(till)),
    toResult: atmQrToJson,
    ask: (open) => askForAtmQr(till, paycools, open),
    alongside: (made, qr) => {
      slip = want(made, qr);
    },
  });
  const outcome = sayResult(result, {
    provider: 'PayCools',
    operationId: operation.id,
    unknown: generateUnknown,
    about: { reference: operation.reference },
  });
  if (outcome.outcome !== 'ok') return outcome;
  const said = outcome.data.qrStatus === 'ACTIVE' ? outcome.words : words('generate.inactive');
  const made = { ...outcome, words: said, data: { reference: operation.reference, ...outcome.data } };
  return { outcome: made, slip: alongsideLost ? 'lost' : slip };
}

function newOperation(
  till: Till,
  paycools: Paycools,
  merchantId: string,
  details: Details,
  reference: string,
): NewOperation {
  return {
    kind: 'generate',
    provider: 'paycools',
    merchantId,
    reference,
    wish: { ...details },
    body: paycools.generate.body({ reference, ...details }),
    terminalId: terminalOf(till),
    operator: till.operator,
  };
}
