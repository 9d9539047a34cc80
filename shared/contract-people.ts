/** The channels about people: who is in, letting somebody do one thing, and who may log in at this till. */
import { z } from 'zod';
import { nothing, text } from './contract-shapes.ts';
import type { RequestSpec } from './define-contract.ts';
import { RIGHTS, ROLES } from './rights.ts';

const role = z.enum(ROLES);
const pin = z.string().max(20);
/** What a channel takes; each of those that need a right takes plain fields. */
const wish = z.record(text, z.union([text, z.number(), z.boolean()]));

/** Somebody of this till. `waitMs`: how long no PIN of his may be tried, because of so many `wrong` ones in a row. */
const person = z.strictObject({ name: z.string(), role, wrong: z.int().min(0), waitMs: z.int().min(0) });

/**
 * free: nobody has a PIN yet · locked: somebody has to log in · in: somebody is · lost: there were people, and the journal
 * does not know them; only the profile file helps · shut: the journal cannot be asked who there is
 */
export const session = z.strictObject({
  state: z.enum(['free', 'locked', 'in', 'lost', 'shut']),
  role: role.nullable(),
  /** What whoever is in may do without a supervisor; everything while nobody has a PIN. */
  may: z.array(z.enum(RIGHTS)),
  /** Who may log in. */
  people: z.array(person),
  /** The store's name, also while nothing else of it is shown. */
  store: z.string().nullable(),
  /** Milliseconds without a touch after which the till locks; null: it does not. */
  lockAfterMs: z.int().nullable(),
});

const loggedIn = z.strictObject({ operator: z.string(), role });

/** PINs go in here and never come out; no two tries run at once. */
export const peopleRequests = {
  'session.login': {
    input: z.strictObject({ operator: text, pin }),
    output: loggedIn,
    effect: 'acts',
    right: 'anyone',
    turn: 'pin',
  },
  'session.lock': { input: nothing, output: nothing, effect: 'acts', right: 'anyone' },
  /** Somebody touched the till. `holding`: a QR, or what is not certain, is on screen and has to stay there. */
  'session.active': { input: z.strictObject({ holding: z.boolean() }), output: nothing, effect: 'reads', right: 'in' },
  /** A supervisor lets whoever is in do this one thing: the same channel with the same wish, within a minute. */
  'session.override': {
    input: z.strictObject({ operator: text, pin, channel: text, wish }),
    output: loggedIn,
    effect: 'acts',
    right: 'in',
    turn: 'pin',
  },
  'session.pin': {
    input: z.strictObject({ pin, newPin: pin }),
    output: loggedIn,
    effect: 'acts',
    right: 'in',
    turn: 'pin',
  },
  /** The first one has to be a supervisor, and is in. */
  'operators.add': {
    input: z.strictObject({ operator: text, role, pin }),
    output: loggedIn,
    effect: 'acts',
    right: 'operators',
    turn: 'pin',
  },
  'operators.pin': {
    input: z.strictObject({ operator: text, pin }),
    output: loggedIn,
    effect: 'acts',
    right: 'operators',
    turn: 'pin',
  },
  'operators.role': {
    input: z.strictObject({ operator: text, role }),
    output: loggedIn,
    effect: 'acts',
    right: 'operators',
  },
  'operators.remove': {
    input: z.strictObject({ operator: text }),
    output: loggedIn,
    effect: 'acts',
    right: 'operators',
  },
  /** Opens the system's file dialog for the profile file; `null` when it was closed without a choice. */
  'operators.recover': {
    input: z.strictObject({ operator: text, pin }),
    output: loggedIn.nullable(),
    effect: 'acts',
    right: 'anyone',
    turn: 'till',
  },
} as const satisfies Readonly<Record<string, RequestSpec>>;
