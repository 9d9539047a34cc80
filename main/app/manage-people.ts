/** The people of a till: taken on, given another PIN or role, taken off; and the way back in with the profile file. */
import type { FieldProblem, NotOk, Outcome } from '../../shared/outcome.ts';
import type { Fingerprints } from '../../shared/profile.ts';
import { ROLES, type Role } from '../../shared/rights.ts';
import { type WordsKey, words } from '../../shared/words.ts';
import type { Operator } from '../ports/people.ts';
import { allFields, bad, type Field, invalid } from './input.ts';
import { newNameField } from './new-name.ts';
import { type LoggedIn, login, nameField, needsRight, peopleState } from './people.ts';
import { hashPin, newPinField } from './pin.ts';
import { checkProfileFile, wipe } from './profile-file.ts';
import { readProfileFile } from './provision.ts';
import type { Till } from './till.ts';

type Raw = string | undefined;

function roleField(raw: Raw): Field<Role> {
  const role = ROLES.find((one) => one === raw);
  return role === undefined ? bad('role', 'field.choice', { choices: ROLES.join(', ') }) : { ok: true, value: role };
}

function fail(...fields: readonly Field<unknown>[]): NotOk {
  return invalid(fields.flatMap((field): FieldProblem[] => (field.ok ? [] : [field.problem])));
}

const refused = (key: WordsKey): NotOk => ({ outcome: 'refused', code: null, operationId: null, words: words(key) });

function done(key: WordsKey, { name, role }: Pick<Operator, 'name' | 'role'>): Outcome<LoggedIn> {
  const said = words(key, { operator: name });
  return { outcome: 'ok', code: null, operationId: null, words: said, data: { operator: name, role } };
}

/** Somebody who may log in, or the field problem. */
function presentField(till: Till, raw: Raw): Field<Operator> {
  const name = nameField('operator', raw);
  if (!name.ok) return name;
  const found = till.journal.people.find(name.value);
  return found === null || found.removedAt !== null ? bad('operator', 'people.nobody') : { ok: true, value: found };
}

/**
 * Asked in the transaction that does it: while a PIN was typed, whoever asks may have been taken off or given another
 * role, or somebody taken on where there was nobody. The user of the system is nobody once there are people.
 * @param whose whose PIN it is about; one's own needs no right
 */
function lacking(till: Till, whose: Operator | null = null): NotOk | null {
  const self = till.journal.people.list().find(({ name }) => name === till.operator);
  if (self === undefined) return needsRight('operators');
  if (whose?.name === self.name) return null;
  const isAsProved = till.provedRole === undefined || till.provedRole === self.role;
  return isAsProved && till.may('operators') ? null : needsRight('operators');
}

/** The people are on disk by then: where the mark beside them fails, the next start of a till makes up for it. */
function markPeople(till: Till): void {
  try {
    till.mark.set();
  } catch (error) {
    till.onFault(error);
  }
}

/** Changes somebody who is there, for somebody who may: both are looked up in the transaction that changes him. */
function change(
  till: Till,
  raw: Raw,
  needs: 'a-right' | 'a-right-or-be-it',
  act: (operator: Operator) => Outcome<LoggedIn>,
): Outcome<LoggedIn> {
  return till.journal.atomically(() => {
    const found = presentField(till, raw);
    if (!found.ok) return fail(found);
    return lacking(till, needs === 'a-right' ? null : found.value) ?? act(found.value);
  });
}

function isLastSupervisor(till: Till, { name }: Operator): boolean {
  return till.journal.people.list().every((one) => one.role !== 'supervisor' || one.name === name);
}

/**
 * Takes somebody on. The first has to be a supervisor: from then on nobody gets in without a PIN.
 * @returns ok · invalid: a field, or a name that is or was somebody's · refused: the people of this till are lost, or there
 * are some by now and whoever asks may not
 */
export async function addOperator(
  till: Till,
  input: { readonly operator?: Raw; readonly role?: Raw; readonly pin?: Raw },
): Promise<Outcome<LoggedIn>> {
  const checked = allFields({
    operator: newNameField('operator', input.operator),
    role: roleField(input.role),
    pin: newPinField('pin', input.pin),
  });
  if (!checked.ok) return checked.outcome;
  const { operator: name, role } = checked.values;
  const pin = await hashPin(checked.values.pin);
  const { people } = till.journal;
  const outcome = till.journal.atomically((): NotOk | Operator => {
    const state = peopleState(till);
    if (state === 'lost') return refused('people.lost');
    if (state === 'none' && role !== 'supervisor') return fail(bad('role', 'people.first-supervisor'));
    // Whoever began this as the first, and took long, is not the first any more.
    const refusal = state === 'some' ? lacking(till) : null;
    if (refusal !== null) return refusal;
    if (people.find(name) !== null) return fail(bad('operator', 'people.name-taken'));
    return people.add({ name, role, pin }, state === 'none' ? name : till.operator);
  });
  if ('outcome' in outcome) return outcome;
  markPeople(till);
  return done('people.added', outcome);
}

/** Another PIN for somebody, who is let in with it at once; one's own needs no right. */
export async function setPin(
  till: Till,
  input: { readonly operator?: Raw; readonly pin?: Raw },
): Promise<Outcome<LoggedIn>> {
  const checked = allFields({ operator: presentField(till, input.operator), pin: newPinField('pin', input.pin) });
  if (!checked.ok) return checked.outcome;
  const refusal = lacking(till, checked.values.operator);
  if (refusal !== null) return refusal;
  const pin = await hashPin(checked.values.pin);
  return change(till, input.operator, 'a-right-or-be-it', (operator) => {
    till.journal.people.setPin(operator.name, pin, till.operator);
    return done('people.pin-set', operator);
  });
}

/** One's own PIN: the old one proves who asks. */
export async function changeOwnPin(
  till: Till,
  input: { readonly operator?: Raw; readonly pin?: Raw; readonly newPin?: Raw },
): Promise<Outcome<LoggedIn>> {
  const chosen = allFields({ newPin: newPinField('newPin', input.newPin) });
  if (!chosen.ok) return chosen.outcome;
  const known = await login(till, { operator: input.operator, pin: input.pin });
  if (known.outcome !== 'ok') return known;
  const { operator } = known.data;
  const pin = await hashPin(chosen.values.newPin);
  return change({ ...till, operator }, operator, 'a-right-or-be-it', (self) => {
    till.journal.people.setPin(self.name, pin, self.name);
    return done('people.pin-set', self);
  });
}

export function setRole(till: Till, input: { readonly operator?: Raw; readonly role?: Raw }): Outcome<LoggedIn> {
  const checked = allFields({ operator: presentField(till, input.operator), role: roleField(input.role) });
  if (!checked.ok) return checked.outcome;
  const { role } = checked.values;
  return change(till, input.operator, 'a-right', (operator) => {
    if (role !== 'supervisor' && isLastSupervisor(till, operator)) return refused('people.last-supervisor');
    till.journal.people.setRole(operator.name, role, till.operator);
    return done('people.role-set', { name: operator.name, role });
  });
}

/** Nobody logs in under this name any more, and nobody else gets it. */
export function removeOperator(till: Till, input: { readonly operator?: Raw }): Outcome<LoggedIn> {
  const checked = allFields({ operator: presentField(till, input.operator) });
  if (!checked.ok) return checked.outcome;
  return change(till, input.operator, 'a-right', (operator) => {
    if (isLastSupervisor(till, operator)) return refused('people.last-supervisor');
    till.journal.people.remove(operator.name, till.operator);
    return done('people.removed', operator);
  });
}

/** The very keys that this till works with: whoever has them could do everything without the till. */
async function provesKeys(path: string, fingerprints: Fingerprints): Promise<NotOk | null> {
  const read = await readProfileFile(path);
  if (!read.ok) return invalid(read.fields);
  const file = checkProfileFile(read.bytes);
  read.bytes.fill(0);
  if (!file.ok) return invalid(file.fields);
  wipe(file.secrets);
  const wanted = Object.entries(fingerprints);
  const given = new Map<string, string>(Object.entries(file.profile.fingerprints));
  const same = wanted.length === given.size && wanted.every(([name, print]) => given.get(name) === print);
  return same && wanted.length > 0 ? null : refused('people.other-profile');
}

interface Recovery {
  readonly operator?: Raw;
  readonly pin?: Raw;
}

/** Who gets the PIN: somebody there, or null for a new one, whose name nobody had. */
function recoverable(till: Till, name: string): Field<Operator | null> {
  const known = till.journal.people.find(name);
  if (known !== null)
    return known.removedAt === null ? { ok: true, value: known } : bad('operator', 'people.name-taken');
  const fresh = newNameField('operator', name);
  return fresh.ok ? { ok: true, value: null } : fresh;
}

function recoveryOf(till: Till, input: Recovery) {
  const checked = allFields({ operator: nameField('operator', input.operator), pin: newPinField('pin', input.pin) });
  if (!checked.ok) return checked;
  const wanted = recoverable(till, checked.values.operator);
  return wanted.ok ? checked : ({ ok: false, outcome: fail(wanted) } as const);
}

/** Why nobody can be recovered so, before a person is asked for the file; null: the file decides. */
export function recoveryRefusal(till: Till, input: Recovery): NotOk | null {
  const wanted = recoveryOf(till, input);
  return wanted.ok ? null : wanted.outcome;
}

/** Stands for whoever brought the file where nobody is in; no person's name has a colon. */
const BY_FILE = 'file:profile';

function bringer(till: Till): string {
  const { operator } = till;
  const isKnown = operator.startsWith('os:') || till.journal.people.list().some(({ name }) => name === operator);
  return isKnown ? operator : BY_FILE;
}

/**
 * The way back in where no supervisor's PIN is known: whoever brings the profile file that this till works with (its
 * secret keys, not a copy of what the till shows) names a supervisor, who gets this PIN.
 * @returns ok · invalid: a field, or the file · refused: another profile's file, or a name that is not to be had
 */
export async function recoverSupervisor(
  till: Till,
  input: Recovery & { readonly path: string },
): Promise<Outcome<LoggedIn>> {
  const wanted = recoveryOf(till, input);
  if (!wanted.ok) return wanted.outcome;
  const { operator: name } = wanted.values;
  const refusal = await provesKeys(input.path, till.profile.fingerprints);
  if (refusal !== null) return refusal;
  const pin = await hashPin(wanted.values.pin);
  const { people } = till.journal;
  const outcome = till.journal.atomically((): Outcome<LoggedIn> => {
    // Looked up anew: meanwhile somebody may have been taken on, or off, under this name.
    const found = recoverable(till, name);
    if (!found.ok) return fail(found);
    const by = bringer(till);
    const person = found.value ?? people.add({ name, role: 'supervisor', pin }, by);
    if (person.role !== 'supervisor') people.setRole(person.name, 'supervisor', by);
    people.setPin(person.name, pin, by, 'recovered');
    return done('people.recovered', { name: person.name, role: 'supervisor' });
  });
  if (outcome.outcome === 'ok') markPeople(till);
  return outcome;
}
