/** What a request goes through between a window and its action: how often, how large, in what shape, and what comes out. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { RequestSpec } from '../../shared/define-contract.ts';
import { withinBounds } from '../../shared/input-bounds.ts';
import type { FieldProblem, Invalid, Outcome, Refused, Unavailable, Unknown } from '../../shared/outcome.ts';
import { outcomeOf } from '../../shared/outcome-schema.ts';
import { words } from '../../shared/words.ts';
import type { Limits } from './limits.ts';
import { INVALID_FIELD, UNKNOWN_FIELD, UNTRUSTED_SENDER } from './words.ts';

/** Something that must not happen; `id` is what the cashier reads to support, `error` never leaves main. */
export interface Problem {
  readonly id: string;
  readonly where: string;
  readonly error: unknown;
}
export type Report = (problem: Problem) => void;

export type Action = (input: unknown) => Promise<Outcome<unknown>>;

const nothingSaid = { code: null, operationId: null };

/** A form has no more fields than this, and no field a longer name: what a wild page made up is not told back to it. */
const MOST_FIELDS = 20;
const LONGEST_PATH = 100;

function fieldsOf(issues: readonly z.core.$ZodIssue[]): readonly FieldProblem[] {
  const fields = issues.flatMap((issue) => {
    const path = issue.path.map(String);
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...path, key].join('.'), words: UNKNOWN_FIELD }))
      : [{ path: path.join('.'), words: INVALID_FIELD }];
  });
  return fields.slice(0, MOST_FIELDS).map(({ path, words }) => ({ path: path.slice(0, LONGEST_PATH), words }));
}

function invalid(issues: readonly z.core.$ZodIssue[]): Invalid {
  return { outcome: 'invalid', ...nothingSaid, words: words('input.invalid'), fields: fieldsOf(issues) };
}

function tooMany(): Unavailable {
  return { outcome: 'unavailable', ...nothingSaid, words: words('gate.too-many') };
}

/** Reports what went wrong under a fresh id and says only that id to the window. */
export function bug(
  outcome: 'unknown' | 'unavailable',
  where: string,
  error: unknown,
  report: Report,
): Unknown | Unavailable {
  const id = randomUUID().slice(0, 8);
  report({ id, where, error });
  return { outcome, ...nothingSaid, words: words('internal.error', { logId: id }), about: { logId: id } };
}

/**
 * Answers one request. Never throws and never lets a stack through.
 * @param trusted what `isTrusted` said of the sender
 * @param action comes as a promise: the window may ask before the app is open
 * @param limits how much more this channel takes; what is over them is `unavailable` at once and waits in no queue
 * @returns the action's outcome as its schema passed it; `refused` for a stranger; `invalid` with field paths;
 *   for a bug `unavailable`, or `unknown` when the action had begun and is one that acts
 */
export async function handle(
  name: string,
  spec: RequestSpec,
  trusted: boolean,
  input: unknown,
  action: Promise<Action>,
  limits: Limits,
  report: Report,
): Promise<Outcome<unknown>> {
  if (!trusted) return { outcome: 'refused', ...nothingSaid, words: UNTRUSTED_SENDER } satisfies Refused;
  if (!limits.ask()) return tooMany();
  if (!withinBounds(input)) return invalid([]);
  const parsed = spec.input.safeParse(input);
  if (!parsed.success) return invalid(parsed.error.issues);
  const running = limits.run(parsed.data, async () => {
    let begun = false;
    try {
      const run = await action;
      begun = true;
      return outcomeOf(spec.output).parse(await run(parsed.data));
    } catch (error) {
      return bug(begun && spec.effect === 'acts' ? 'unknown' : 'unavailable', name, error, report);
    }
  });
  return running ?? tooMany();
}
