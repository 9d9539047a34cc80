/** What every command of the program has in common: its options, and how it is run. */
import { type Command, Option } from 'commander';
import { admit } from './admit.ts';
import { pinsFrom } from './ask-pin.ts';
import { COMMAND_RIGHTS, type CommandName, needOf, type Rule } from './command-rights.ts';
import { type CommonOptions, type Context, runCommand, type Told } from './run.ts';
import { safe } from './say.ts';

export type Options = CommonOptions & Readonly<Record<string, string | boolean | undefined>>;

/** An option's value, where one was given. */
export const text = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

/** Collects the exit status that the command which ran ended with. */
export interface Result {
  status: number;
}

/** A command that knows nobody: its language and its JSON. */
export function bareLeaf(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option('--json', 'one JSON object on stdout, everything else on stderr')
    .addOption(new Option('--lang <language>', 'id or en').choices(['id', 'en']));
}

const PIN_STDIN = ['--pin-stdin', 'read PINs from stdin, one a line: your own, then a new one'] as const;

/** A command that somebody runs, with the options that every one of them has. */
export function leaf(parent: Command, usage: string, description: string): Command {
  return bareLeaf(parent, usage, description)
    .option('--operator <name>', 'run it as this operator of the till; the PIN is asked for')
    .option(...PIN_STDIN);
}

/** A command that asks for a PIN, but not who runs it. */
export function pinLeaf(parent: Command, usage: string, description: string): Command {
  return bareLeaf(parent, usage, description).option(...PIN_STDIN);
}

/** A command's whole name, without the program's. */
export function nameOf(command: Command): string {
  const above = command.parent;
  return above?.parent ? `${nameOf(above)} ${command.name()}` : command.name();
}

type Body<T> = (context: Context, options: Options, argument: string | undefined) => Promise<Told<T>>;

/** Ties a command to what it does, once whoever runs it may; `action` is its name in the JSON. */
export function runs<T>(result: Result, command: Command, action: CommandName, body: Body<T>): void {
  // A name of another command would bring that one's rights.
  if (nameOf(command) !== action) throw new Error(`bug: ${nameOf(command)} is not ${action}`);
  command.action(async (...given: unknown[]) => {
    const options: Options = command.opts();
    const argument = typeof given[0] === 'string' ? given[0] : undefined;
    const rule: Rule = COMMAND_RIGHTS[action];
    result.status = await runCommand<T>(action, options, async (begun) => {
      const pins = pinsFrom(options.pinStdin === true, begun.language);
      const { app, place } = begun;
      const need = needOf(action, options);
      const operator = text(options, 'operator');
      const admitted = await admit({ app, place, pins, need, always: rule.always === true, operator });
      if (!admitted.ok) return { outcome: admitted.outcome };
      if (admitted.told !== null) begun.voice.err(`${safe(admitted.told[begun.language])}\n`);
      return body({ ...begun, app: admitted.app, person: admitted.person, pins }, options, argument);
    });
  });
}
