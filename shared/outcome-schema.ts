/** The schema of an outcome, so that what crosses from main to the window is checked and nothing else comes along. */
import { z } from 'zod';
import type { Outcome } from './outcome.ts';

const text = z.strictObject({ id: z.string(), en: z.string() });
const words = z.strictObject({ key: z.string(), id: z.string(), en: z.string(), next: text.nullable() });
const said = { code: z.string().nullable(), words, operationId: z.string().nullable() };
const about = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).exactOptional();

const notOk = [
  z.strictObject({ outcome: z.literal('refused'), ...said, about }),
  z.strictObject({
    outcome: z.literal('invalid'),
    ...said,
    fields: z.array(z.strictObject({ path: z.string(), words })),
    about,
  }),
  z.strictObject({ outcome: z.literal('not-sent'), ...said, about }),
  z.strictObject({ outcome: z.literal('unknown'), ...said, about }),
  z.strictObject({ outcome: z.literal('unavailable'), ...said, about }),
] as const;

/** @param data the schema of what an `ok` outcome brings */
export function outcomeOf<S extends z.ZodType>(data: S): z.ZodType<Outcome<z.output<S>>> {
  const ok = z.strictObject({ outcome: z.literal('ok'), ...said, data });
  // zod computes a mapped type here that TypeScript cannot see to be Outcome while S is open; for any closed S it is.
  return z.discriminatedUnion('outcome', [ok, ...notOk]) as unknown as z.ZodType<Outcome<z.output<S>>>;
}
