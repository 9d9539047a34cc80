/** What waits for a printer, and a person's word about it: print it, or no more of it. */
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Outcome } from '../../shared/outcome.ts';
import { PROOFS, type Proof } from '../../shared/printing.ts';
import { words } from '../../shared/words.ts';
import type { Journal } from '../ports/journal.ts';
import type { PrintJob } from '../ports/printing.ts';
import { allFields, bad, type Field, invalid, textField } from './input.ts';
import { choosePrinter, copyRefusal, finishPrint } from './print-slip.ts';
import { type PrintDone, printOutcome } from './print-words.ts';
import type { Till } from './till.ts';

export interface QueuedPrint {
  readonly jobId: string;
  readonly reference: string | null;
  readonly printer: string;
  readonly state: PrintJob['state'];
  readonly proof: PrintJob['proof'];
  readonly reason: PrintJob['reason'];
  readonly copy: number;
  /** ISO 8601 with +07:00 */
  readonly createdAt: string;
}

/** Every print that is not ended, oldest first. Reads only. */
export function printerQueue(journal: Journal | null): Outcome<{ readonly jobs: readonly QueuedPrint[] }> {
  const jobs = (journal?.waitingPrints() ?? []).map((job) => ({
    jobId: job.id,
    reference: job.reference,
    printer: job.printer,
    state: job.state,
    proof: job.proof,
    reason: job.reason,
    copy: job.copy,
    createdAt: jakartaMillis(job.createdAt),
  }));
  const said = jobs.length === 0 ? words('print.queue-empty') : words('printer.queue', { count: jobs.length });
  return { outcome: 'ok', code: null, operationId: null, words: said, data: { jobs } };
}

function jobField(till: Till, raw: string | undefined): Field<PrintJob> {
  const id = textField('job', raw, 40);
  if (!id.ok) return id;
  const job = till.journal.printJob(id.value);
  return job === null ? bad('job', 'field.job') : { ok: true, value: job };
}

function notOpen(job: PrintJob): Outcome<never> {
  const said = words('print.not-open', { jobId: job.id, state: job.state });
  return { outcome: 'refused', code: null, words: said, operationId: job.operationId };
}

/**
 * Prints what waits: marked as a possible duplicate where it may be on paper already.
 * @returns as for a print · `refused` for a job that does not wait · `invalid` for one that is not there
 */
export async function resumePrint(
  till: Till,
  input: { readonly job?: string | undefined; readonly printer?: string | undefined },
): Promise<Outcome<PrintDone>> {
  const found = jobField(till, input.job);
  if (!found.ok) return invalid([found.problem]);
  // Where its own printer is not in the profile any more, the first one takes it.
  const own = till.profile.printers.some((one) => one.name === found.value.printer) ? found.value.printer : undefined;
  const checked = allFields({ printer: choosePrinter(till, input.printer ?? own) });
  if (!checked.ok) return checked.outcome;
  const { operationId, outs } = found.value;
  // Nothing of it on paper yet: then this is no copy.
  const refusal = operationId === null || outs === 0 ? null : copyRefusal(till, operationId);
  if (refusal !== null) return refusal;
  // One whose process died while it printed waits for this very word.
  await till.queue.recover(found.value.printer);
  const job = till.queue.putBack(found.value.id, checked.values.printer.name);
  if (job === null) return notOpen(till.journal.printJob(found.value.id) ?? found.value);
  return printOutcome(await finishPrint(till, job));
}

/** How many of the slips that may go out without a person's word did, and how far the weakest of them is proved. */
export interface Resumed {
  readonly done: number;
  readonly waiting: number;
  readonly proof: Proof;
}

/** Lets out whatever waits for its printer and for nobody's word. @returns ok, also where some still wait */
export async function resumeAll(till: Till): Promise<Outcome<Resumed>> {
  const before = till.journal.waitingPrints().filter((job) => job.state === 'queued' || job.state === 'paused');
  await till.queue.workAll();
  const now = before.map((job) => till.journal.printJob(job.id) ?? job);
  const done = now.filter((job) => job.state === 'done').length;
  const waiting = till.journal.waitingPrints().length;
  const proofs = now.map((job) => job.proof ?? 'unconfirmed');
  const proof = PROOFS.findLast((one) => proofs.includes(one)) ?? 'printed';
  const said = waiting === 0 && done === 0 ? words('print.queue-empty') : words('print.resumed', { done, waiting });
  const data = { done, waiting, proof: waiting > 0 ? 'unconfirmed' : proof };
  return { outcome: 'ok', code: null, operationId: null, words: said, data };
}

/** No more of it is wanted: it is taken out of the queue, or, where it may be on paper, marked as settled. */
export async function dropPrint(
  till: Till,
  input: { readonly job?: string | undefined },
): Promise<Outcome<{ readonly jobId: string; readonly state: PrintJob['state'] }>> {
  const found = jobField(till, input.job);
  if (!found.ok) return invalid([found.problem]);
  await till.queue.recover(found.value.printer);
  const { state } = till.journal.printJob(found.value.id) ?? found.value;
  const job = till.queue.drop(found.value.id);
  if (job === null) return notOpen(till.journal.printJob(found.value.id) ?? found.value);
  const key = state === 'possibly-printed' ? 'print.settled' : 'print.dropped';
  return {
    outcome: 'ok',
    code: null,
    words: words(key, { jobId: job.id }),
    operationId: job.operationId,
    data: { jobId: job.id, state: job.state },
  };
}
