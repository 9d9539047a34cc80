/** The commands about the people of this till: who may log in, their PINs and roles, and the way back in. */
import type { Command } from 'commander';
import type { Outcome } from '../../shared/outcome.ts';
import { ROLES, type Role } from '../../shared/rights.ts';
import { words } from '../../shared/words.ts';
import { atJournalEdge } from '../app/journal-edge.ts';
import { addOperator as add, recoverSupervisor, removeOperator, setPin, setRole } from '../app/manage-people.ts';
import { type LoggedIn, nameField, peopleState, waitLeft } from '../app/people.ts';
import type { Till } from '../app/till.ts';
import { needsSupervisor } from './admit.ts';
import { leaf, pinLeaf, type Result, runs, text } from './leaf.ts';
import { type Context, type Told, withTill } from './run.ts';
import { type Language, pairs, safe, table } from './say.ts';

interface ListedOperator {
  readonly name: string;
  readonly role: Role;
  /** How long no PIN of this person may be tried, milliseconds. */
  readonly waitMs: number;
}

const ROLE_TITLES: Readonly<Record<Role, Readonly<Record<Language, string>>>> = {
  cashier: { id: 'kasir', en: 'cashier' },
  supervisor: { id: 'supervisor', en: 'supervisor' },
};

function describePerson(language: Language) {
  return ({ operator, role }: LoggedIn): readonly string[] =>
    pairs([
      ['Operator', operator],
      [language === 'id' ? 'Peran' : 'Role', ROLE_TITLES[role][language]],
    ]);
}

function listOperators(till: Till): Outcome<{ readonly operators: readonly ListedOperator[] }> {
  // Nobody is there is not the same as that nobody is known any more.
  if (peopleState(till) === 'lost') {
    return { outcome: 'refused', code: null, operationId: null, words: words('people.lost') };
  }
  const now = till.sinceBoot();
  const operators = till.journal.people.list().map((one) => {
    return { name: one.name, role: one.role, waitMs: waitLeft(one, now) };
  });
  const said =
    operators.length === 0 ? words('operators.none') : words('operators.listed', { count: operators.length });
  return { outcome: 'ok', code: null, operationId: null, words: said, data: { operators } };
}

function describeList(operators: readonly ListedOperator[], language: Language): readonly string[] {
  if (operators.length === 0) return [];
  const header = language === 'id' ? ['Nama', 'Peran', 'Tunggu'] : ['Name', 'Role', 'Wait'];
  const wait = (ms: number): string => (ms === 0 ? '–' : `${Math.ceil(ms / 1_000)} s`);
  return table(
    header,
    operators.map(({ name, role, waitMs }) => [name, ROLE_TITLES[role][language], wait(waitMs)]),
  );
}

/** Asks for the new PIN of somebody, then does it. */
async function withNewPin(
  context: Context,
  name: string | undefined,
  act: (till: Till, pin: string) => Promise<Outcome<LoggedIn>>,
): Promise<Told<LoggedIn>> {
  const opened = await context.app.till();
  if (!opened.ok) return { outcome: opened.outcome };
  const asked = await context.pins.chosen(safe(name ?? ''));
  if (!asked.ok) return { outcome: asked.outcome };
  return withTill(context, (till) => act(till, asked.pin), describePerson(context.language));
}

/** One's own PIN is everybody's to change; another's needs the right. */
async function refusalOf({ app, person }: Context, name: string | undefined): Promise<Outcome<LoggedIn> | null> {
  const opened = await app.till();
  if (!opened.ok) return opened.outcome;
  const till = opened.value;
  const field = nameField('operator', name);
  if (person === null || till.may('operators') || !field.ok) return null;
  const outcome = await atJournalEdge<LoggedIn>(till.journal, async () => {
    if (till.journal.people.find(field.value)?.name !== person.operator) return needsSupervisor('operators');
    return { outcome: 'ok', code: null, operationId: null, words: words('desk.ok'), data: person };
  });
  return outcome.outcome === 'ok' ? null : outcome;
}

function addManaging(operator: Command, result: Result): void {
  const roles = ROLES.join('|');
  const added = leaf(
    operator,
    'add <name>',
    'let somebody log in; the first one has to be a supervisor',
  ).requiredOption(`--role <${roles}>`, 'what this person may do');
  runs(result, added, 'operator add', (context, options, name) =>
    withNewPin(context, name, (till, pin) => add(till, { operator: name, role: text(options, 'role'), pin })),
  );
  const pin = leaf(operator, 'pin <name>', 'another PIN: your own, or as a supervisor for anybody');
  runs(result, pin, 'operator pin', async (context, _options, name) => {
    const refusal = await refusalOf(context, name);
    if (refusal !== null) return { outcome: refusal };
    return withNewPin(context, name, (till, chosen) => setPin(till, { operator: name, pin: chosen }));
  });
  const removed = leaf(operator, 'remove <name>', 'nobody logs in under this name any more, and nobody else gets it');
  runs(result, removed, 'operator remove', (context, _options, name) =>
    withTill(context, async (till) => removeOperator(till, { operator: name }), describePerson(context.language)),
  );
}

function addRole(operator: Command, result: Result): void {
  const role = leaf(operator, `role <name> <${ROLES.join('|')}>`, 'make somebody a cashier or a supervisor');
  runs(result, role, 'operator role', (context, _options, name) =>
    withTill(
      context,
      async (till) => setRole(till, { operator: name, role: role.args[1] }),
      describePerson(context.language),
    ),
  );
}

function addRecover(operator: Command, result: Result): void {
  const recover = pinLeaf(
    operator,
    'recover <file>',
    "a supervisor's new PIN, by the profile file that this till works with: where nobody knows one any more",
  ).requiredOption('--name <name>', 'the supervisor: one of this till, or a new one');
  runs(result, recover, 'operator recover', (context, options, file) => {
    const name = text(options, 'name');
    return withNewPin(context, name, (till, pin) => recoverSupervisor(till, { path: file ?? '', operator: name, pin }));
  });
}

export function addOperator(program: Command, result: Result): void {
  const operator = program.command('operator').description('the people who may log in at this till');
  runs(result, leaf(operator, 'list', 'who may log in'), 'operator list', (context) =>
    withTill(
      context,
      async (till) => listOperators(till),
      ({ operators }) => describeList(operators, context.language),
    ),
  );
  addManaging(operator, result);
  addRole(operator, result);
  addRecover(operator, result);
}
