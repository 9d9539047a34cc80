/** Who may run which command: one decision for every command of the program. */
import type { Right } from '../../shared/rights.ts';

/** anyone: it only looks, or does what the till does by itself · in: somebody of this till, whatever the role */
export type Need = 'anyone' | 'in' | Right;

export interface Rule {
  readonly need: Need;
  /** What it needs instead where one of these options is given; the first that is counts. */
  readonly given?: Readonly<Record<string, Need>>;
  /** Also where the profile leaves the command line free; not while nobody has a PIN. */
  readonly always?: true;
}

/** Only counts where the profile's `operators.commandLine` is `rights`, or where `--operator` names somebody. */
export const COMMAND_RIGHTS = {
  // On worlds of their own.
  demo: { need: 'anyone' },
  sandbox: { need: 'anyone' },
  // Where there is no profile yet there is nothing to guard.
  provision: { need: 'settings' },
  'profile show': { need: 'anyone' },
  'profile revoke': { need: 'settings' },
  doctor: { need: 'anyone', given: { bundle: 'export' } },
  'merchant status': { need: 'anyone' },
  'terminal register': { need: 'register' },
  'terminal show': { need: 'anyone' },
  'qr generate': { need: 'generate' },
  'qr list': { need: 'anyone' },
  'qr expire': { need: 'expire' },
  'qr check': { need: 'anyone' },
  // More copies than the profile allows need `reprint`: that is asked for when the copies are counted.
  'qr print': { need: 'in' },
  'printer discover': { need: 'anyone' },
  'printer status': { need: 'anyone' },
  'printer test': { need: 'in' },
  'printer learn': { need: 'settings' },
  'printer queue': { need: 'anyone' },
  'printer resume': { need: 'in' },
  'printer drop': { need: 'in' },
  'shift open': { need: 'in' },
  'shift x': { need: 'anyone', given: { print: 'in' } },
  'shift close': { need: 'close-shift' },
  'shift show': { need: 'anyone' },
  'shift list': { need: 'anyone' },
  'shift print': { need: 'in' },
  'shift export': { need: 'export' },
  'journal list': { need: 'anyone' },
  'journal verify': { need: 'anyone' },
  'journal export': { need: 'export' },
  'journal backup': { need: 'export' },
  'journal prune': { need: 'settings' },
  // A round over everything is what the window does in the background, whoever is in.
  'journal settle': { need: 'in', given: { as: 'settle', all: 'anyone' } },
  // A damaged journal can tell nobody's PIN; a sound one is left alone.
  'journal set-aside': { need: 'anyone' },
  'operator list': { need: 'anyone' },
  'operator add': { need: 'operators', always: true },
  // One's own: the command asks for the right where it is another's.
  'operator pin': { need: 'in', always: true },
  'operator role': { need: 'operators', always: true },
  'operator remove': { need: 'operators', always: true },
  // The profile file proves who asks.
  'operator recover': { need: 'anyone' },
} as const satisfies Readonly<Record<string, Rule>>;

export type CommandName = keyof typeof COMMAND_RIGHTS;

/** What a command needs with these options. */
export function needOf(command: CommandName, options: Readonly<Record<string, unknown>>): Need {
  const { need, given = {} }: Rule = COMMAND_RIGHTS[command];
  const found = Object.entries(given).find(([option]) => options[option] !== undefined && options[option] !== false);
  return found === undefined ? need : found[1];
}
