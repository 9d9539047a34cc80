/** Lets a command begin, or says why not: who runs it, proved by a PIN, and what that person may do. */
import type { NotOk, Outcome, Refused, Words } from '../../shared/outcome.ts';
import { type Right, rightsOf } from '../../shared/rights.ts';
import { words } from '../../shared/words.ts';
import { RIGHT_TITLES } from '../../shared/words-people.ts';
import type { App } from '../app/app.ts';
import { type FolderPlace, openDataFolder } from '../app/data-folder.ts';
import { bad, invalid } from '../app/input.ts';
import { atJournalEdge } from '../app/journal-edge.ts';
import { type LoggedIn, login, nameField, peopleState } from '../app/people.ts';
import { readStoreProfile } from '../app/profile-store.ts';
import type { Till } from '../app/till.ts';
import type { Pins } from './ask-pin.ts';
import type { Need } from './command-rights.ts';
import { safe } from './say.ts';

export interface Asked {
  readonly app: App;
  readonly place: FolderPlace;
  readonly pins: Pins;
  readonly need: Need;
  /** Also where the profile leaves the command line free. */
  readonly always: boolean;
  /** `--operator` */
  readonly operator: string | undefined;
}

export type Admitted =
  /** `person`: who it is that runs the command; null: the user of the system. */
  | {
      readonly ok: true;
      readonly app: App;
      readonly person: LoggedIn | null;
      /** What that person is to be told first: of guesses at the PIN. */
      readonly told: Words | null;
    }
  | { readonly ok: false; readonly outcome: NotOk };

const refused = (key: 'people.who' | 'people.lost'): Refused => ({
  outcome: 'refused',
  code: null,
  operationId: null,
  words: words(key),
});

/** What whoever lacks a right is told at a command line. */
export function needsSupervisor(right: Right): Refused {
  const { id, en } = RIGHT_TITLES[right];
  const said = words('operators.needs-supervisor', {}, { id: { what: id }, en: { what: en } });
  return { outcome: 'refused', code: null, operationId: null, words: said, about: { right } };
}

const no = (outcome: NotOk): Admitted => ({ ok: false, outcome });

/** The same app, whose till is worked by somebody else. */
function appOf(app: App, who: Partial<Pick<Till, 'operator' | 'may' | 'provedRole'>>): App {
  return {
    ...app,
    till: async () => {
      const opened = await app.till();
      return opened.ok ? { ok: true, value: { ...opened.value, ...who } } : opened;
    },
  };
}

const systemUser = (operator: string): string => (operator.startsWith('os:') ? operator : `os:${operator}`);

/** Whether the profile wants rights on the command line; asked of the profile alone, which a journal in trouble leaves readable. */
async function wantsRights(place: FolderPlace): Promise<boolean> {
  const folder = openDataFolder(place);
  if (folder.outcome !== 'ok') return false;
  const stored = await readStoreProfile(folder.data);
  return stored.state === 'found' && stored.profile.operators?.commandLine === 'rights';
}

/** The user of the system, where that is enough. */
async function admitUser({ app, place, need, always }: Asked): Promise<Admitted> {
  const free: Admitted = { ok: true, app, person: null, told: null };
  if (need === 'anyone' || (!always && !(await wantsRights(place)))) return free;
  const opened = await app.till();
  if (!opened.ok) return no(opened.outcome);
  const till = opened.value;
  const refusal = await atJournalEdge<null>(till.journal, () => Promise.resolve(unnamed(till)));
  if (refusal.outcome !== 'ok') return no(refusal);
  // Should there be people by the time it is done, it was not done by one of them, whatever the system calls its user.
  return always ? { ...free, app: appOf(app, { operator: systemUser(till.operator), may: () => false }) } : free;
}

/** What whoever names nobody is told: nothing while there is nobody to be named. */
function unnamed(till: Till): Outcome<null> {
  const state = peopleState(till);
  if (state !== 'none') return refused(state === 'lost' ? 'people.lost' : 'people.who');
  return { outcome: 'ok', code: null, operationId: null, words: words('desk.ok'), data: null };
}

/** Whether somebody of this name can be asked for a PIN at all. */
function named(till: Till, operator: string): Outcome<{ readonly name: string }> {
  const state = peopleState(till);
  if (state === 'lost') return refused('people.lost');
  const base = { code: null, operationId: null } as const;
  if (state === 'none') return { outcome: 'invalid', ...base, words: words('operators.none'), fields: [] };
  const name = nameField('operator', operator);
  if (!name.ok) return invalid([name.problem]);
  const found = till.journal.people.find(name.value);
  const nobody = bad('operator', 'people.nobody');
  if (found === null || found.removedAt !== null) return invalid(nobody.ok ? [] : [nobody.problem]);
  return { outcome: 'ok', ...base, words: words('desk.ok'), data: { name: found.name } };
}

async function prove(till: Till, pins: Pins, operator: string): Promise<Outcome<LoggedIn>> {
  const known = named(till, operator);
  if (known.outcome !== 'ok') return known;
  const { name } = known.data;
  const asked = await pins.own(safe(name));
  return asked.ok ? login(till, { operator: name, pin: asked.pin }) : asked.outcome;
}

/** Whoever is named has this person's rights, and no others: also where the profile leaves the command line free. */
async function admitOperator({ app, pins, need }: Asked, operator: string): Promise<Admitted> {
  const opened = await app.till();
  if (!opened.ok) return no(opened.outcome);
  const till = opened.value;
  const proved = await atJournalEdge(till.journal, () => prove(till, pins, operator));
  if (proved.outcome !== 'ok') return no(proved);
  const person = proved.data;
  const rights: readonly Right[] = rightsOf(person.role, till.profile.operators?.cashiers);
  const may: Till['may'] = (right) => rights.includes(right);
  if (need !== 'anyone' && need !== 'in' && !may(need)) return no(needsSupervisor(need));
  const told = proved.words.key === 'people.in-guessed' ? proved.words : null;
  return { ok: true, app: appOf(app, { operator: person.operator, may, provedRole: person.role }), person, told };
}

/**
 * Nothing of the command has begun before this.
 * @returns the app for whoever runs it · `refused`: a wrong PIN, a wait, no right · `invalid`: nobody of this name ·
 * `unavailable`: the till whose people would have to be asked cannot be opened
 */
export function admit(asked: Asked): Promise<Admitted> {
  return asked.operator === undefined ? admitUser(asked) : admitOperator(asked, asked.operator);
}
