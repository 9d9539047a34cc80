/** What every command of the program has in common: its options, and how it is run. */
import { type Command, Option } from 'commander';
import { type CommonOptions, type Context, runCommand, type Told } from './run.ts';

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

/** A command that does something, with the options that every one of them has. */
export function leaf(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option('--json', 'one JSON object on stdout, everything else on stderr')
    .addOption(new Option('--lang <language>', 'id or en').choices(['id', 'en']));
}

/** Ties a command to what it does; `action` is its name in the JSON. */
export function runs<T>(
  result: Result,
  command: Command,
  action: string,
  body: (context: Context, options: Options, argument: string | undefined) => Promise<Told<T>>,
): void {
  command.action(async (...given: unknown[]) => {
    const options: Options = command.opts();
    const argument = typeof given[0] === 'string' ? given[0] : undefined;
    result.status = await runCommand(action, options, (context) => body(context, options, argument));
  });
}
