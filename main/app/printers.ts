/** What the printers of the profile say of themselves, and which prints are not proved. */
import { jakartaMillis } from '../../shared/jakarta-time.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { PrinterStatus, PrinterTrouble } from '../../shared/printing.ts';
import { words } from '../../shared/words.ts';
import type { Journal, PrintJob } from '../ports.ts';
import { allFields } from './input.ts';
import { choosePrinter, troubleWords } from './print-slip.ts';
import { acting, type Till, unavailable } from './till.ts';

export interface PrinterShown {
  readonly printer: string;
  readonly state: PrinterStatus['state'];
  readonly paper: 'ok' | 'near-end' | null;
  readonly trouble: PrinterTrouble | null;
}

export async function printerStatus(
  till: Till,
  input: { readonly printer?: string | undefined },
): Promise<Outcome<PrinterShown>> {
  if (till.profile.printers.length === 0) return unavailable(words('printer.none'));
  const checked = allFields({ printer: choosePrinter(till, input.printer) });
  if (!checked.ok) return checked.outcome;
  const { printer } = checked.values;
  const params = { printer: printer.name };
  // A status question goes to a printer that may be printing: it waits its turn like a print.
  return acting(till, 'printer status', async () => {
    const status = await till.printing.status(printer);
    const base = { code: null, operationId: null };
    if (status.state === 'trouble') {
      const said = words('printer.trouble', params, troubleWords(status.trouble));
      return {
        outcome: 'unavailable',
        ...base,
        words: said,
        about: { printer: printer.name, state: status.state, paper: null, trouble: status.trouble },
      };
    }
    const paper = status.state === 'ready' ? status.paper : null;
    const key = status.state === 'mute' ? 'printer.mute' : paper === 'near-end' ? 'printer.near-end' : 'printer.ready';
    return {
      outcome: 'ok',
      ...base,
      words: words(key, params),
      data: { printer: printer.name, state: status.state, paper, trouble: null },
    };
  });
}

export interface QueuedPrint {
  readonly jobId: string;
  readonly reference: string | null;
  readonly printer: string;
  readonly state: PrintJob['state'];
  readonly proof: PrintJob['proof'];
  readonly reason: string | null;
  readonly copy: number;
  /** ISO 8601 with +07:00 */
  readonly createdAt: string;
}

/** The newest prints that are not proved to be on paper. Reads only. */
export function printerQueue(journal: Journal | null): Outcome<{ readonly jobs: readonly QueuedPrint[] }> {
  const jobs = (journal?.printJobs({ limit: 200 }) ?? [])
    .filter((job) => job.proof !== 'printed')
    .map((job) => ({
      jobId: job.id,
      reference: job.reference,
      printer: job.printer,
      state: job.state,
      proof: job.proof,
      reason: job.reason,
      copy: job.copy,
      createdAt: jakartaMillis(job.createdAt),
    }));
  return {
    outcome: 'ok',
    code: null,
    operationId: null,
    words: words('printer.queue', { count: jobs.length }),
    data: { jobs },
  };
}
