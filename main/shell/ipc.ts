/** The one gate between the window and the actions: who asks, what goes in, what comes out; no channel goes around it. */
import { randomUUID } from 'node:crypto';
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { z } from 'zod';
import type { Actions, Contract, Emit, RequestSpec } from '../../shared/define-contract.ts';
import { withinBounds } from '../../shared/input-bounds.ts';
import type { FieldProblem, Invalid, Outcome, Refused, Unavailable, Unknown } from '../../shared/outcome.ts';
import { outcomeOf } from '../../shared/outcome-schema.ts';
import { words } from '../../shared/words.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import { createLimits, type Limits, type Turns } from './limits.ts';
import { INVALID_FIELD, UNKNOWN_FIELD, UNTRUSTED_SENDER } from './words.ts';

/** Something that must not happen; `id` is what the cashier reads to support, `error` never leaves main. */
export interface Problem {
  readonly id: string;
  readonly where: string;
  readonly error: unknown;
}
export type Report = (problem: Problem) => void;

type Action = (input: unknown) => Promise<Outcome<unknown>>;

const nothingSaid = { code: null, operationId: null };

/** What of an invoke event says who asks; anything that has it will do. */
export type Asker = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/**
 * Whether a request comes from our own page: a window of ours, its main frame, still there, at our scheme and host.
 * @param ours whether these web contents belong to a window that the shell opened
 */
export function isTrusted(asker: Asker, ours: (contents: WebContents) => boolean): boolean {
  try {
    const frame = asker.senderFrame;
    if (frame === null || frame.parent !== null || !ours(asker.sender) || frame !== asker.sender.mainFrame)
      return false;
    const url = new URL(frame.url);
    return `${url.protocol}//${url.host}` === APP_ORIGIN;
  } catch {
    return false; // a frame that was disposed of throws on every read, and a page without a proper URL is not ours
  }
}

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
function bug(outcome: 'unknown' | 'unavailable', where: string, error: unknown, report: Report): Unknown | Unavailable {
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

/** Registers every request of the contract with Electron. */
export function serveContract<C extends Contract>(
  contract: C,
  actions: Promise<Actions<C>>,
  ours: (contents: WebContents) => boolean,
  report: Report,
): void {
  const turns: Turns = new Set();
  for (const [name, spec] of Object.entries<RequestSpec>(contract.requests)) {
    // The record is keyed by the contract's own names and each action takes what its schema gives, both by type.
    const action = actions.then((all) => (all as unknown as Readonly<Record<string, Action>>)[name] as Action);
    action.catch(() => undefined); // whoever asks is told by handle(); until somebody asks it is nobody's error
    const limits = createLimits(spec, turns);
    ipcMain.handle(name, (event, input: unknown) =>
      handle(name, spec, isTrusted(event, ours), input, action, limits, report),
    );
  }
}

/** @param target the window's contents, null while there is no window: then nobody is told, a new window asks anew */
export function emitter<C extends Contract>(contract: C, target: () => WebContents | null, report: Report): Emit<C> {
  return (name, payload) => {
    const parsed = contract.events[name]?.safeParse(payload);
    if (parsed?.success) target()?.send(name, parsed.data);
    else bug('unavailable', `event ${name}`, parsed?.error ?? new Error('no such event'), report);
  };
}
