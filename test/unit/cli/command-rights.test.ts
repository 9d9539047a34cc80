/** Every command of the program has a decision about who may run it, the contract's where the window does the same, and the page says so. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMAND_RIGHTS, type CommandName, type Need, needOf, type Rule } from '../../../main/cli/command-rights.ts';
import { nameOf } from '../../../main/cli/leaf.ts';
import { build } from '../../../main/cli/program.ts';
import { contract } from '../../../shared/contract.ts';
import type { RequestSpec } from '../../../shared/define-contract.ts';
import { CASHIER_MAY, CASHIER_RIGHTS, RIGHTS, rightsOf } from '../../../shared/rights.ts';
import { RIGHT_TITLES } from '../../../shared/words-people.ts';

function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
}

const commands = leaves(build({ status: 0 }));
const rules: readonly (readonly [string, Rule])[] = Object.entries(COMMAND_RIGHTS);
const optionsOf = (command: Command | undefined): readonly string[] =>
  command?.options.map((option) => option.attributeName()) ?? [];

/** What the window does on one channel, the command line in one command. */
const SAME: readonly (readonly [CommandName, string, Readonly<Record<string, unknown>>])[] = [
  ['provision', 'profile.provision', {}],
  ['profile revoke', 'profile.revoke', {}],
  ['terminal register', 'terminal.register', {}],
  ['qr generate', 'qr.generate', {}],
  ['qr expire', 'qr.expire', {}],
  ['qr print', 'qr.print', {}],
  ['printer test', 'printers.test', {}],
  ['printer learn', 'printers.learn', {}],
  ['printer resume', 'slips.resume', {}],
  ['printer drop', 'slips.drop', {}],
  ['shift open', 'shifts.open', {}],
  ['shift x', 'shifts.x', { print: true }],
  ['shift close', 'shifts.close', {}],
  ['shift print', 'shifts.print', {}],
  ['journal settle', 'operations.ask', {}],
  ['journal settle', 'operations.settle', { as: 'ok' }],
  ['journal set-aside', 'journal.setAside', {}],
  ['operator add', 'operators.add', {}],
  ['operator role', 'operators.role', {}],
  ['operator remove', 'operators.remove', {}],
  ['operator recover', 'operators.recover', {}],
];

describe('every command', () => {
  it('has a decision, and every decision a command', () => {
    expect(commands.map(nameOf).toSorted()).toEqual(Object.keys(COMMAND_RIGHTS).toSorted());
  });

  it('takes --operator and --pin-stdin, but for those that know nobody', () => {
    const without = (option: string) =>
      commands
        .filter((command) => !optionsOf(command).includes(option))
        .map(nameOf)
        .toSorted();
    expect(without('operator')).toEqual(['demo', 'operator recover', 'sandbox']);
    expect(without('pinStdin')).toEqual(['demo', 'sandbox']);
  });

  it('has the options that its decision names', () => {
    const missing = rules.flatMap(([name, { given = {} }]) => {
      const known = optionsOf(commands.find((command) => nameOf(command) === name));
      return Object.keys(given).filter((option) => !known.includes(option));
    });
    expect(missing).toEqual([]);
  });

  it.each(SAME)('%s needs what %s needs', (command, channel, options) => {
    const specs: Readonly<Record<string, RequestSpec>> = contract.requests;
    expect(needOf(command, options)).toBe(specs[channel]?.right);
  });

  it('needs what its options ask for', () => {
    expect(needOf('doctor', {})).toBe('anyone');
    expect(needOf('doctor', { bundle: 'out.zip', yes: true })).toBe('export');
    expect(needOf('shift x', { print: false })).toBe('anyone');
    expect(needOf('journal settle', { all: true })).toBe('anyone');
    // What does not go together is judged by the more that it asks for.
    expect(needOf('journal settle', { all: true, as: 'ok' })).toBe('settle');
  });

  it('that manages people needs one of them wherever the profile leaves the command line free', () => {
    const managing = rules.filter(([, { always }]) => always === true).map(([name]) => name);
    expect(managing).toEqual(['operator add', 'operator pin', 'operator role', 'operator remove']);
  });
});

describe('docs/operators.md', () => {
  const page = readFileSync(new URL('../../../docs/operators.md', import.meta.url), 'utf8');
  const needs = ({ need, given = {} }: Rule): readonly (readonly [string, Need])[] => [
    ['', need],
    ...Object.entries(given).map(([option, other]) => [` --${option}`, other] as const),
  ];

  it('has the table of rights as the program has it', () => {
    const rows = RIGHTS.map((right) => {
      const own = rules.flatMap(([name, rule]) =>
        needs(rule).flatMap(([option, need]) => (need === right ? [`\`${name}${option}\``] : [])),
      );
      const given = CASHIER_RIGHTS.some((one) => one === right) ? 'if the profile says so' : 'no';
      const cashier = CASHIER_MAY.some((one) => one === right) ? 'yes' : given;
      const list = right === 'reprint' ? '`qr print`, beyond `reprints`' : own.join(', ');
      return `| \`${right}\` | ${RIGHT_TITLES[right].en} | ${cashier} | yes | ${list} |`;
    });
    const [, table = ''] = page.split('|---|---|---|---|---|\n');
    expect(table.split('\n\n')[0]?.split('\n')).toEqual(rows);
    expect(rightsOf('supervisor')).toEqual(RIGHTS);
    expect(rightsOf('cashier')).toEqual(CASHIER_MAY);
  });

  it('names every command that anybody of the till may run', () => {
    const all = rules.flatMap(([name, rule]) =>
      needs(rule).flatMap(([option, need]) => (need === 'in' ? [`\`${name}${option}\``] : [])),
    );
    const unnamed = all.filter((name) => !page.includes(name.replace(/settle`$/, 'settle OPERATION`')));
    expect(unnamed).toEqual(['`operator pin`']);
  });
});
