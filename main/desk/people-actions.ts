/** The window's people: logging in and out, letting somebody do one thing, and who may log in; and the gate before it all. */
import { contract, type TillContract } from '../../shared/contract.ts';
import type { Actions, RequestSpec } from '../../shared/define-contract.ts';
import type { Invalid, Outcome, Refused, Unavailable } from '../../shared/outcome.ts';
import { CASHIER_RIGHTS, type CashierRight, type Right } from '../../shared/rights.ts';
import { words } from '../../shared/words.ts';
import type { App } from '../app/app.ts';
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

/** Rights that an action asks for itself, because not every wish on its channel needs them. */
const WITHIN: Readonly<Record<string, Right>> = {
  'qr.print': 'reprint',
  'qr.generate': 'reprint',
  'slips.resume': 'reprint',
};

/** The right that this person lacks for a channel, and may be lent for once. */
function lackingRight(channel: string, may: readonly Right[]): CashierRight | null {
  const specs: Readonly<Record<string, RequestSpec>> = contract.requests;
  const own = Object.hasOwn(specs, channel) ? specs[channel]?.right : undefined;
  const within = Object.hasOwn(WITHIN, channel) ? WITHIN[channel] : undefined;
  return CASHIER_RIGHTS.find((right) => (right === own || right === within) && !may.includes(right)) ?? null;
}

/** What still can be done where the people are lost, and the profile with them. */
const INSTALL = ['profile.choose', 'profile.provision'];

const nobody = (): Refused => ({ outcome: 'refused', code: null, operationId: null, words: words('people.locked') });

/**
 * What may be told of an action after which somebody else, or nobody, is at the till. Nothing of a look; of a deed that it
 * may have been done, unless a dialog was closed without a choice: then it was not.
 */
function afterLeaving(spec: RequestSpec, outcome: Outcome<unknown>): Outcome<unknown> {
  const undone = outcome.outcome !== 'ok' && outcome.outcome !== 'unknown';
  if (spec.effect === 'reads' || undone || (outcome.outcome === 'ok' && outcome.data === null)) return nobody();
  return { outcome: 'unknown', code: null, operationId: null, words: words('people.left') };
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
      const refusal = session.isBare() && INSTALL.includes(name) ? null : session.refusal(spec.right, wish);
      const inside = session.who();
      const epoch = session.epoch();
      const outcome = refusal ?? (await session.as(wish, () => action(input)));
      const left = inside !== null && spec.right !== 'anyone' && session.epoch() !== epoch;
      return left && refusal === null ? afterLeaving(spec, outcome) : outcome;
    };
    return [name, guardedAction] as const;
  });
  // The same names, with a gate before each.
  return Object.fromEntries(guarded) as unknown as Actions<TillContract>;
}

export interface PeopleDesk {
  readonly session: Session;
  readonly open: OpenTill;
  readonly people: App['people'];
  /** Takes over who there is now. */
  readonly look: () => Promise<void>;
  readonly chooseProfile: () => Promise<string | null>;
}

/** What a wish is about, a line for the journal. */
function about(channel: string, wish: object): string {
  return `${channel} ${JSON.stringify(wish)}`.slice(0, 300);
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
  const inside = session.who();
  const right = inside === null ? null : lackingRight(channel, inside.may);
  const wish = right === null ? null : wishOf(channel, input.wish);
  if (right === null || wish === null || inside === null) return invalidChannel();
  const epoch = session.epoch();
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
    if (session.epoch() !== epoch) return nobody();
    const what = about(channel, input.wish);
    till.journal.people.noteOverride({ operator: inside.operator, supervisor, right, what });
    session.grant(right, wish, supervisor);
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
    const stamp = session.stamp();
    const opened = await open();
    if (!opened.ok) return opened.outcome;
    const till = opened.value;
    const outcome = await atJournalEdge(till.journal, async () => work(till));
    return entered(outcome, enters, stamp);
  }

  /** Locked while the PIN was looked at, or the file: then it stays locked, and a login has to be made anew. */
  async function entered(outcome: Outcome<LoggedIn>, enters: boolean, stamp: string): Promise<Outcome<LoggedIn>> {
    const enter = enters && outcome.outcome === 'ok';
    const meanwhile = session.stamp() !== stamp;
    if (enter && !meanwhile) session.enter(outcome.data);
    await look();
    return enter && meanwhile ? nobody() : outcome;
  }

  /** Also where the profile is gone. */
  async function comeIn(input: { readonly operator: string; readonly pin: string }): Promise<Outcome<LoggedIn>> {
    const stamp = session.stamp();
    const people = (await desk.people()) ?? (await open());
    if (!people.ok) return people.outcome;
    const till = people.value;
    return entered(await atJournalEdge(till.journal, () => login(till, input)), true, stamp);
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
    'session.login': comeIn,
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
