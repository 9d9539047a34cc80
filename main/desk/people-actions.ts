/** The window's people: logging in and out, letting somebody do one thing, and who may log in; and the gate before it all. */
import { contract, type TillContract } from '../../shared/contract.ts';
import type { Actions, RequestSpec } from '../../shared/define-contract.ts';
import type { Invalid, Outcome, Unavailable } from '../../shared/outcome.ts';
import { RIGHTS, type Right } from '../../shared/rights.ts';
import { words } from '../../shared/words.ts';
import { atJournalEdge } from '../app/journal-edge.ts';
import {
  addOperator,
  changeOwnPin,
  recoverSupervisor,
  recoveryRefusal,
  removeOperator,
  setPin,
  setRole,
} from '../app/manage-people.ts';
import { type LoggedIn, login, needsRight } from '../app/people.ts';
import type { Till } from '../app/till.ts';
import type { OpenTill } from './act.ts';
import { ok } from './read-actions.ts';
import type { Session } from './session.ts';

type Action = (input: unknown) => Promise<Outcome<unknown>>;

const wishText = (channel: string, input: unknown): string => `${channel} ${JSON.stringify(input)}`;

/** A right that an action asks for itself, because not every wish on its channel needs it. */
const WITHIN: Readonly<Record<string, Right>> = { 'qr.print': 'reprint' };

function rightOf(channel: string): Right | null {
  const specs: Readonly<Record<string, RequestSpec>> = contract.requests;
  const right = Object.hasOwn(specs, channel) ? specs[channel]?.right : undefined;
  return RIGHTS.find((one) => one === right) ?? (Object.hasOwn(WITHIN, channel) ? (WITHIN[channel] ?? null) : null);
}

/**
 * The same actions, each only for whom the contract lets do it, and run as that person.
 * @param look takes over who there is now: another process may have taken somebody on or off
 */
export function withRights(
  actions: Actions<TillContract>,
  session: Session,
  look: () => Promise<void>,
): Actions<TillContract> {
  const specs: Readonly<Record<string, RequestSpec>> = contract.requests;
  const guarded = Object.entries(actions).map(([name, value]) => {
    // Each takes what its schema gives; here it is only handed on.
    const action = value as unknown as Action;
    const guardedAction: Action = async (input) => {
      const spec = specs[name];
      if (spec === undefined) throw new Error(`bug: ${name} is no channel`);
      const wish = wishText(name, input);
      if (spec.right !== 'anyone') await look();
      const refusal = session.refusal(spec.right, wish);
      return refusal ?? session.as(wish, () => action(input));
    };
    return [name, guardedAction] as const;
  });
  // The same names, with a gate before each.
  return Object.fromEntries(guarded) as unknown as Actions<TillContract>;
}

export interface PeopleDesk {
  readonly session: Session;
  readonly open: OpenTill;
  /** Takes over who there is now. */
  readonly look: () => Promise<void>;
  readonly chooseProfile: () => Promise<string | null>;
}

/** What a wish is about, a line for the journal. */
function about(channel: string, wish: unknown): string {
  const keys = ['reference', 'billNumber', 'id', 'operator', 'shift', 'printer', 'store'];
  const found = keys.flatMap((key) => {
    const value: unknown =
      typeof wish === 'object' && wish !== null && key in wish ? Reflect.get(wish, key) : undefined;
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  });
  return [channel, ...found.slice(0, 1)].join(' ').slice(0, 100);
}

const invalidChannel = (): Invalid => ({
  outcome: 'invalid',
  code: null,
  operationId: null,
  words: words('input.invalid'),
  fields: [],
});

type Names = Extract<keyof TillContract['requests'], `session.${string}` | `operators.${string}`>;
type PeopleActions = Pick<Actions<TillContract>, Names>;

/** Parses a wish as its channel would, so that the same wish pressed again is known. */
function wishOf(channel: string, raw: unknown): string | null {
  const specs: Readonly<Record<string, RequestSpec>> = contract.requests;
  const parsed = specs[channel]?.input.safeParse(raw);
  return parsed?.success === true ? wishText(channel, parsed.data) : null;
}

async function override(
  { session, open }: PeopleDesk,
  input: { readonly operator: string; readonly pin: string; readonly channel: string; readonly wish: object },
): Promise<Outcome<LoggedIn>> {
  const { operator, pin, channel } = input;
  const right = rightOf(channel);
  const wish = right === null ? null : wishOf(channel, input.wish);
  const inside = session.who();
  if (right === null || wish === null || inside === null) return invalidChannel();
  const opened = await open();
  if (!opened.ok) return opened.outcome;
  const till = opened.value;
  return atJournalEdge(till.journal, async () => {
    const known = await login(till, { operator, pin });
    if (known.outcome !== 'ok') return known;
    const supervisor = known.data.operator;
    if (known.data.role !== 'supervisor') {
      return { ...needsRight(right), words: words('people.override-lacks', { operator: supervisor }) };
    }
    // Whoever was in when it was asked for, and nobody who came meanwhile.
    if (session.who()?.operator !== inside.operator) return invalidChannel();
    const what = about(channel, input.wish);
    till.journal.people.noteOverride({ operator: inside.operator, supervisor, right, what });
    session.grant(right, wish);
    return { ...known, words: words('people.override', { supervisor }) };
  });
}

export function peopleActions(desk: PeopleDesk): PeopleActions {
  const { session, open, look } = desk;

  /**
   * On the till as whoever is in; who there is, is looked at afterwards whatever came of it.
   * @param enters whoever proved to be somebody is in from then on, and at no moment in between is the till locked
   */
  async function run(
    work: (till: Till) => Promise<Outcome<LoggedIn>> | Outcome<LoggedIn>,
    enters = false,
  ): Promise<Outcome<LoggedIn>> {
    const opened = await open();
    if (!opened.ok) return opened.outcome;
    const till = opened.value;
    const outcome = await atJournalEdge(till.journal, async () => work(till));
    if (enters && outcome.outcome === 'ok') session.enter(outcome.data);
    await look();
    return outcome;
  }

  async function recover(input: {
    readonly operator: string;
    readonly pin: string;
  }): Promise<Outcome<LoggedIn | null>> {
    const opened = await open();
    if (!opened.ok) return opened.outcome;
    const till = opened.value;
    // Nobody is asked for a file in vain.
    const refusal = await atJournalEdge<null>(till.journal, async () => recoveryRefusal(till, input) ?? ok(null));
    if (refusal.outcome !== 'ok') return refusal;
    const path = await desk.chooseProfile();
    if (path === null) return ok(null);
    return run((on) => recoverSupervisor(on, { ...input, path }), true);
  }

  return {
    'session.login': (input) => run((till) => login(till, input), true),
    'session.lock': () => {
      session.lock();
      return Promise.resolve(ok({}));
    },
    'session.active': ({ holding }) => {
      session.active(holding);
      return Promise.resolve(ok({}));
    },
    'session.override': (input) => override(desk, input),
    'session.pin': (input) => run((till) => changeOwnPin(till, { ...input, operator: session.who()?.operator })),
    'operators.add': (input) => {
      const first = session.who() === null;
      // Somebody may be taken on elsewhere before the PIN is hashed: then it is not the first one any more.
      return run((till) => addOperator(first ? { ...till, may: () => false } : till, input), first);
    },
    'operators.pin': (input) => run((till) => setPin(till, input)),
    'operators.role': (input) => run((till) => setRole(till, input)),
    'operators.remove': (input) => run((till) => removeOperator(till, input)),
    'operators.recover': recover,
  };
}

/** From a sandbox nobody replaces the profile of a till that knows its people. */
export function sandboxFirst(): Unavailable {
  return { outcome: 'unavailable', code: null, operationId: null, words: words('people.sandbox-first') };
}
