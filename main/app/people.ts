/** Who is at the till: logging in with a PIN, and the waits after wrong ones that neither a restart nor a set clock ends. */
import type { Outcome, Refused } from '../../shared/outcome.ts';
import type { StoreProfile } from '../../shared/profile.ts';
import type { Right, Role } from '../../shared/rights.ts';
import { words } from '../../shared/words.ts';
import { RIGHT_TITLES } from '../../shared/words-people.ts';
import { passedSince } from '../journal/operators.ts';
import type { Operator, PinTry } from '../ports/people.ts';
import { allFields, bad, type Field, textField } from './input.ts';
import { checkPin, hashPin, pinField } from './pin.ts';
import type { Till } from './till.ts';

/** What is needed to know who there is: also where the profile is gone, and with it everything else that a till does. */
export interface PeopleTill extends Pick<Till, 'journal' | 'mark' | 'sinceBoot'> {
  readonly profile: StoreProfile | null;
}

/**
 * none: nobody has a PIN yet, whoever stands there does everything · some: a PIN is needed · lost: there were people, and
 * the journal does not know them any more
 */
export type PeopleState = 'none' | 'some' | 'lost';

export function peopleState({ journal, mark }: Pick<Till, 'journal' | 'mark'>): PeopleState {
  if (journal.people.list().length > 0) return 'some';
  return mark.there() ? 'lost' : 'none';
}

const FREE_TRIES = 5;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;

/** How long nobody may try after so many wrong PINs in a row, milliseconds: none before the fifth, then a minute, doubling. */
export function waitAfter(wrong: number): number {
  if (wrong < FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(wrong - FREE_TRIES, 10));
}

/** How long this person has to wait now, milliseconds. @param sinceBoot milliseconds since this machine's start */
export function waitLeft({ wrong, wrongAt }: Operator, sinceBoot: number): number {
  if (wrongAt === null) return 0;
  return Math.max(0, Math.round(waitAfter(wrong) - passedSince(wrongAt, sinceBoot)));
}

const NAME = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .'’-]*$/u;
const LONGEST_NAME = 24;

/** A name as it stands on a slip: letters and digits, no colon, so that no user of the system can be taken for it. */
export function nameField(path: string, raw: string | undefined): Field<string> {
  const field = textField(path, raw?.normalize('NFC').replace(/ +/g, ' '), LONGEST_NAME);
  return field.ok && !NAME.test(field.value) ? bad(path, 'field.operator-name') : field;
}

export interface LoggedIn {
  readonly operator: string;
  readonly role: Role;
}

export interface LoginInput {
  readonly operator?: string | undefined;
  readonly pin?: string | undefined;
}

const refusal = (said: Refused['words'], about: NonNullable<Refused['about']>): Refused => ({
  outcome: 'refused',
  code: null,
  operationId: null,
  words: said,
  about,
});

function waiting(waitMs: number): Refused {
  const seconds = Math.ceil(waitMs / 1_000);
  const minutes = Math.ceil(seconds / 60);
  const short = seconds <= 90;
  const wait = { id: short ? `${seconds} detik` : `${minutes} menit`, en: short ? `${seconds} s` : `${minutes} min` };
  return refusal(words('people.wait', {}, { id: { wait: wait.id }, en: { wait: wait.en } }), { waitMs });
}

/** What nobody is let do for once: then the keys or the people would be the cashier's from that time on. */
const NEVER_LENT: readonly Right[] = ['settings', 'operators'];
const wrongPin = (left: number): Refused => refusal(words('people.wrong-pin', { left }), { left });

/** What whoever lacks a right is told. */
export function needsRight(right: Right): Refused {
  const { id, en } = RIGHT_TITLES[right];
  const key = NEVER_LENT.includes(right) ? 'people.needs-login' : 'people.needs-right';
  return refusal(words(key, {}, { id: { what: id }, en: { what: en } }), { right });
}

/**
 * Proves who somebody is. The try is counted on disk before the PIN is looked at.
 * @returns ok · refused: wrong, or it has to wait (`about.waitMs`) · invalid: nobody of this name, or no PIN
 */
export async function login(
  till: Pick<PeopleTill, 'journal' | 'sinceBoot'>,
  input: LoginInput,
): Promise<Outcome<LoggedIn>> {
  const checked = allFields({ operator: nameField('operator', input.operator), pin: pinField('pin', input.pin) });
  if (!checked.ok) return checked.outcome;
  const { people } = till.journal;
  const tried = people.tryPin(checked.values.operator, till.sinceBoot, waitAfter);
  if (tried.try === 'nobody') {
    const problem = allFields({ operator: bad('operator', 'people.nobody') });
    if (!problem.ok) return problem.outcome;
    throw new Error('bug: a bad field is no problem');
  }
  if (tried.try === 'wait') return waiting(tried.waitMs);
  return compare(till, checked.values.pin, tried);
}

async function compare(
  till: Pick<PeopleTill, 'journal'>,
  pin: string,
  tried: Extract<PinTry, { readonly try: 'now' }>,
): Promise<Outcome<LoggedIn>> {
  const { people } = till.journal;
  const wrong = tried.operator.wrong + 1;
  const match = await checkPin(pin, tried.pin);
  if (match === 'wrong') {
    if (waitAfter(wrong) === 0) return wrongPin(FREE_TRIES - wrong);
    people.lockOut(tried.operator);
    return waiting(waitAfter(wrong));
  }
  const forgiven = people.forgive(tried, match === 'outdated' ? await hashPin(pin) : undefined);
  // It was the right one when it was typed, and is not any more.
  if (forgiven === null) return wrongPin(FREE_TRIES);
  const { guesses } = forgiven;
  const { name, role } = forgiven.operator;
  const said =
    guesses === 0
      ? words('people.in', { operator: name })
      : words('people.in-guessed', { operator: name, wrong: guesses });
  return { outcome: 'ok', code: null, operationId: null, words: said, data: { operator: name, role } };
}
