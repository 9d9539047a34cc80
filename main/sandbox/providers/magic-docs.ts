/** Writes the tables of docs/sandbox.md from the same data that the server answers from. */
import { CODE_PAGES, type CodeRow } from './codes.ts';
import { FAULTS } from './faults.ts';
import { MAGIC_FIELDS } from './magic.ts';
import type { ServiceName } from './services.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** The value to enter so that a service answers with a row of its page; null where a row is no answer. */
export function magicValueOf(service: ServiceName, rows: readonly CodeRow[], row: CodeRow): string | null {
  if (row.code === null) return null;
  if (service === 'generate-list') return `2000-01-${two(row.row)}`;
  const same = rows.filter((other) => other.code === row.code);
  // A code that stands twice in its table is told apart by an eighth digit.
  const text = same.length === 1 ? row.code : `${row.code}${same.indexOf(row) + 1}`;
  return service === 'merchant-status' ? `62${text}` : text;
}

/** Columns as wide as their widest cell, as the repository's formatter writes tables. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)].join('\n');
}

function codeTable(): string {
  const rows = CODE_PAGES.flatMap((page) =>
    page.rows.flatMap((row) => {
      const value = magicValueOf(page.serviceName, page.rows, row);
      const field = MAGIC_FIELDS[page.serviceName] ?? '';
      return value === null ? [] : [[page.serviceName, field, `\`${value}\``, row.code ?? '', row.message]];
    }),
  );
  return table([['service', 'field', 'value', 'code', 'message'], ...rows]);
}

function faultTable(): string {
  const rows = FAULTS.map(({ name, number, processes, says }) => {
    const nn = two(number);
    const values = [name, `99000${nn}`, `6299000${nn}`, `2001-01-${nn}`].map((value) => `\`${value}\``);
    return [...values, processes ? 'yes' : 'no', says];
  });
  const head = ['value', 'in digits', 'as phone', 'as list date', 'takes effect', 'what the caller meets'];
  return table([head, ...rows]);
}

/** Both tables as Markdown. */
export function magicTables(): { readonly codes: string; readonly faults: string } {
  return { codes: codeTable(), faults: faultTable() };
}
