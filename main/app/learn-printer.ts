/** What a person saw on a printer's test page: kept, and used for every slip from then on. */
import type { Outcome } from '../../shared/outcome.ts';
import { TEST_PAGE } from '../../shared/test-page.ts';
import { words } from '../../shared/words.ts';
import type { PrinterKnown } from '../ports/printing.ts';
import { reach } from '../printing/reach.ts';
import { TIMING } from '../printing/timing.ts';
import { allFields, bad, type Field } from './input.ts';
import { choosePrinter } from './print-slip.ts';
import { type Till, unavailable } from './till.ts';

type Learned = NonNullable<PrinterKnown['learned']>;

export interface LearnInput {
  readonly printer?: string | undefined;
  /** The last number on the first line of the ruler: 32, 42 or 48. */
  readonly columns?: string | undefined;
  /** Whether the QR at letter A was there: yes or no. */
  readonly nativeQr?: string | undefined;
  /** The smallest QR of the ladder that a phone read, in dots a module. */
  readonly smallest?: string | undefined;
  /** The numbers before the lines whose accented letters were right: one, or several with commas between. */
  readonly codePage?: string | undefined;
}

export type PrinterLearned = Omit<Learned, 'at'> & { readonly printer: string };

/** One of the answers that the test page allows; absent: what was known stays. */
function choice<T>(
  path: string,
  raw: string | undefined,
  answers: readonly (readonly [string, T])[],
  before: T | null,
): Field<T | null> {
  if (raw === undefined || raw.trim() === '') return { ok: true, value: before };
  const found = answers.find(([said]) => said === raw.trim().toLowerCase());
  if (found !== undefined) return { ok: true, value: found[1] };
  return bad(path, 'field.choice', { choices: answers.map(([said]) => said).join(', ') });
}

/** Of the tables that came out right, the one with the most letters. */
function bestTable(raw: string | undefined, before: number | null): Field<number | null> {
  const answers = TEST_PAGE.codePages.map(({ label, table }) => [label, table] as const);
  const seen = (raw ?? '').split(',').map((one) => choice<number>('code-page', one, answers, null));
  const wrong = seen.find((one) => !one.ok);
  if (wrong !== undefined) return wrong;
  const tables = seen.map((one) => (one.ok ? one.value : null));
  return { ok: true, value: TEST_PAGE.tablesBestFirst.find((table) => tables.includes(table)) ?? before };
}

const numbers = <T extends number>(values: readonly T[]): readonly (readonly [string, T])[] =>
  values.map((value) => [String(value), value]);

/** @returns ok with all that is learned of this printer now · invalid (nothing kept) · unavailable without a printer */
export async function learnPrinter(till: Till, input: LearnInput): Promise<Outcome<PrinterLearned>> {
  if (till.profile.printers.length === 0) return unavailable(words('printer.none'));
  const chosen = allFields({ printer: choosePrinter(till, input.printer) });
  if (!chosen.ok) return chosen.outcome;
  const { printer } = chosen.values;
  const way = await reach(printer.transport, TIMING, {});
  const { printers } = till.journal;
  const address = way.kind === 'none' ? '' : way.address;
  const known = printers.recall(printer.name);
  const here = known?.address === address ? known : null;
  const before = here?.learned ?? null;
  const checked = allFields({
    columns: choice('columns', input.columns, numbers(TEST_PAGE.columns), before?.columns ?? null),
    nativeQr: choice(
      'native-qr',
      input.nativeQr,
      [
        ['yes', true],
        ['no', false],
      ],
      before?.nativeQr ?? null,
    ),
    leastDots: choice<number>('smallest', input.smallest, numbers(TEST_PAGE.ladder), before?.leastDots ?? null),
    codePage: bestTable(input.codePage, before?.codePage ?? null),
  });
  if (!checked.ok) return checked.outcome;
  const learned = { ...checked.values, at: till.clock.now() };
  printers.keep(printer.name, { address, asked: here?.asked ?? null, learned });
  const data = { printer: printer.name, ...checked.values };
  const said = words('printer.learned', { printer: printer.name });
  return { outcome: 'ok', code: null, operationId: null, words: said, data };
}
