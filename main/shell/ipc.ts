/** The one way from a page to the actions: whose page it is, and a handler for every request of the contract. */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { Actions, Contract, Emit, RequestSpec } from '../../shared/define-contract.ts';
import { type Action, bug, handle, type Report } from '../gate/handle.ts';
import { createBucket, createLimits, type Rate, type Turns } from '../gate/limits.ts';
import { APP_ORIGIN } from './app-protocol.ts';

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

/** What main tells at once, and then: a cashier's day stays below it, what a page run wild sets off does not. */
const TOLD: Rate = { burst: 100, perSecond: 5 };

/**
 * Tells the window. Each event of the contract says how something is now, so where they come faster than a window takes
 * them the newest of each name is all that is told: nothing piles up in main for a page that does not listen.
 * @param target the window's contents, null while there is no window: then nobody is told, a new window asks anew
 */
export function emitter<C extends Contract>(contract: C, target: () => WebContents | null, report: Report): Emit<C> {
  const mayTell = createBucket(TOLD, () => performance.now());
  const waiting = new Map<keyof C['events'] & string, unknown>();
  function tell(name: keyof C['events'] & string, payload: unknown): void {
    const parsed = contract.events[name]?.safeParse(payload);
    if (parsed?.success) target()?.send(name, parsed.data);
    else bug('unavailable', `event ${name}`, parsed?.error ?? new Error('no such event'), report);
  }
  function tellNewest(): void {
    for (const [name, payload] of waiting) tell(name, payload);
    waiting.clear();
  }
  return (name, payload) => {
    if (waiting.size === 0 && mayTell()) return tell(name, payload);
    if (waiting.size === 0) setTimeout(tellNewest, 1_000 / TOLD.perSecond);
    waiting.set(name, payload);
  };
}
