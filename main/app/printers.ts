/** What the printers of the profile say of themselves. */
import type { Outcome } from '../../shared/outcome.ts';
import type { PrinterStatus, PrinterTrouble } from '../../shared/printing.ts';
import { words } from '../../shared/words.ts';
import { allFields } from './input.ts';
import { choosePrinter } from './print-slip.ts';
import { troubleWords } from './print-words.ts';
import { type Till, unavailable } from './till.ts';

export interface PrinterShown {
  readonly printer: string;
  readonly state: PrinterStatus['state'];
  readonly paper: 'ok' | 'near-end' | null;
  readonly trouble: PrinterTrouble | null;
}

export async function printerStatus(
  till: Till,
  input: { readonly printer?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<Outcome<PrinterShown>> {
  if (till.profile.printers.length === 0) return unavailable(words('printer.none'));
  const checked = allFields({ printer: choosePrinter(till, input.printer) });
  if (!checked.ok) return checked.outcome;
  const { printer } = checked.values;
  const params = { printer: printer.name };
  const status = await till.printing.status(printer, input.signal);
  const base = { code: null, operationId: null };
  if (status.state === 'trouble') {
    const said = words('printer.trouble', params, troubleWords(status.trouble));
    const about = { printer: printer.name, state: status.state, paper: null, trouble: status.trouble };
    return { outcome: 'unavailable', ...base, words: said, about };
  }
  const paper = status.state === 'ready' ? status.paper : null;
  const key = status.state === 'mute' ? 'printer.mute' : paper === 'near-end' ? 'printer.near-end' : 'printer.ready';
  const data = { printer: printer.name, state: status.state, paper, trouble: null };
  return { outcome: 'ok', ...base, words: words(key, params), data };
}
