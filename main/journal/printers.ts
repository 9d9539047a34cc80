/** What is known of each printer beyond its profile: kept by its name, together with the address it was learned at. */
import { z } from 'zod';
import type { PrinterKnown, PrinterMemory } from '../ports/printing.ts';
import type { JournalParts } from './operations.ts';
import { text, textOrNull } from './rows.ts';
import { inTransaction, type Row } from './sqlite.ts';

const askedSchema = z.object({ model: z.string().nullable(), nativeQr: z.boolean().nullable(), at: z.number() });

const learnedSchema = z.object({
  columns: z.union([z.literal(32), z.literal(42), z.literal(48)]).nullable(),
  nativeQr: z.boolean().nullable(),
  leastDots: z.int().nullable(),
  codePage: z.int().nullable(),
  at: z.number(),
});

/** What cannot be read is as good as never learned: the printer is asked again. */
function parsed<T>(schema: z.ZodType<T>, json: string | null): T | null {
  if (json === null) return null;
  const read = schema.safeParse(JSON.parse(json));
  return read.success ? read.data : null;
}

function toKnown(row: Row): PrinterKnown {
  return {
    address: text(row, 'address'),
    asked: parsed(askedSchema, textOrNull(row, 'asked')),
    learned: parsed(learnedSchema, textOrNull(row, 'learned')),
  };
}

/** The printers' part of the journal. */
export function printersTable({ db }: JournalParts): PrinterMemory {
  const byName = db.prepare('SELECT * FROM printers WHERE name = ?');
  const keep = db.prepare(`INSERT INTO printers (name, address, asked, learned) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET address = excluded.address, asked = excluded.asked, learned = excluded.learned`);
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  return {
    recall: (printer) => {
      const row: Row | undefined = byName.get(printer);
      return row === undefined ? null : toKnown(row);
    },
    keep: (printer, { address, asked, learned }) => {
      inTransaction(db, () => keep.run(printer, address, json(asked), json(learned)));
    },
  };
}
