/** The people of a till: taken on, given another PIN or role, taken off; and the way back in with the profile file. */
import type { FieldProblem, NotOk, Outcome } from '../../shared/outcome.ts';
import type { Fingerprints } from '../../shared/profile.ts';
import { ROLES, type Role } from '../../shared/rights.ts';
import { type WordsKey, words } from '../../shared/words.ts';
import type { Operator } from '../ports/people.ts';
import { allFields, bad, type Field, invalid } from './input.ts';
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

/** Asked where it is done as well: while a PIN was typed, somebody may have been taken on of whom nobody knew before. */
function lacking(till: Till): NotOk | null {
  return till.may('operators') ? null : needsRight('operators');
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
    operator: nameField('operator', input.operator),
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
    if (state === 'some' && !till.may('operators')) return needsRight('operators');
    if (people.find(name) !== null) return fail(bad('operator', 'people.name-taken'));
    return people.add({ name, role, pin }, state === 'none' ? name : till.operator);
  });
  if ('outcome' in outcome) return outcome;
  till.mark.set();
  return done('people.added', outcome);
}

/** Another PIN for somebody, who is let in with it at once; one's own needs no right. */
export async function setPin(
  till: Till,
  input: { readonly operator?: Raw; readonly pin?: Raw },
): Promise<Outcome<LoggedIn>> {
  const checked = allFields({ operator: presentField(till, input.operator), pin: newPinField('pin', input.pin) });
  if (!checked.ok) return checked.outcome;
  const { operator } = checked.values;
  const refusal = operator.name === till.operator ? null : lacking(till);
  if (refusal !== null) return refusal;
  till.journal.people.setPin(operator.name, await hashPin(checked.values.pin), till.operator);
  return done('people.pin-set', operator);
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
  const { operator, role } = known.data;
  till.journal.people.setPin(operator, await hashPin(chosen.values.newPin), operator);
  return done('people.pin-set', { name: operator, role });
}

export function setRole(till: Till, input: { readonly operator?: Raw; readonly role?: Raw }): Outcome<LoggedIn> {
  const checked = allFields({ operator: presentField(till, input.operator), role: roleField(input.role) });
  if (!checked.ok) return checked.outcome;
  const { operator, role } = checked.values;
  const refusal = lacking(till);
  if (refusal !== null) return refusal;
  return till.journal.atomically(() => {
    if (role !== 'supervisor' && isLastSupervisor(till, operator)) return refused('people.last-supervisor');
    till.journal.people.setRole(operator.name, role, till.operator);
    return done('people.role-set', { name: operator.name, role });
  });
}

/** Nobody logs in under this name any more, and nobody else gets it. */
export function removeOperator(till: Till, input: { readonly operator?: Raw }): Outcome<LoggedIn> {
  const checked = allFields({ operator: presentField(till, input.operator) });
  if (!checked.ok) return checked.outcome;
  const { operator } = checked.values;
  const refusal = lacking(till);
  if (refusal !== null) return refusal;
  return till.journal.atomically(() => {
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

function recoveryOf(till: Till, input: Recovery) {
  const checked = allFields({ operator: nameField('operator', input.operator), pin: newPinField('pin', input.pin) });
  if (!checked.ok) return checked;
  const known = till.journal.people.find(checked.values.operator);
  if (known !== null && known.removedAt !== null) {
    return { ok: false, outcome: fail(bad('operator', 'people.name-taken')) } as const;
  }
  return { ok: true, known, ...checked.values } as const;
}

/** Why nobody can be recovered so, before a person is asked for the file; null: the file decides. */
export function recoveryRefusal(till: Till, input: Recovery): NotOk | null {
  const wanted = recoveryOf(till, input);
  return wanted.ok ? null : wanted.outcome;
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
  const { known, operator: name } = wanted;
  const refusal = await provesKeys(input.path, till.profile.fingerprints);
  if (refusal !== null) return refusal;
  const pin = await hashPin(wanted.pin);
  const { people } = till.journal;
  till.journal.atomically(() => {
    if (known === null) people.add({ name, role: 'supervisor', pin }, name);
    else if (known.role !== 'supervisor') people.setRole(name, 'supervisor', name);
    people.setPin(name, pin, name, 'recovered');
  });
  till.mark.set();
  return done('people.recovered', { name: known?.name ?? name, role: 'supervisor' });
}
